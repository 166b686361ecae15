"""What the simulated gateways remember: payments, refunds and messages, in memory and in one small file."""

import contextlib
import json
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

P24, PAYU = "p24", "payu"
#: Older payments are forgotten, so that the file stays small.
KEEP = 200


@dataclass
class Deal:
    """Money that came in for a payment. amount: grosze. verified: the shop has accepted it (Przelewy24 only)."""

    order_id: str
    amount: int
    verified: bool = False


@dataclass
class Payment:
    """An attempt that the shop registered. token: names its payment page. amount: grosze asked for."""

    provider: str
    session_id: str
    token: str
    amount: int
    currency: str
    description: str
    return_url: str
    notify_url: str
    order_id: str = ""
    refused: bool = False
    deals: list[Deal] = field(default_factory=list)

    @property
    def paid(self) -> bool:
        return bool(self.deals)


@dataclass
class Refund:
    """Money sent back. key: what the shop calls it. done: back with the buyer; else rejected."""

    provider: str
    key: str
    number: int
    order_id: str
    session_id: str
    amount: int
    currency: str
    description: str
    notify_url: str
    extra: str = ""
    done: bool = True


@dataclass
class Notification:
    """A signed message to the shop and how its delivery went. status: of the last answer, 0 where there was none."""

    provider: str
    url: str
    body: str
    headers: dict[str, str]
    attempts: int = 0
    status: int = 0


class Store:
    """Thread-safe by its `lock`, which every reader of the lists holds too. path: the file; None keeps nothing."""

    def __init__(self, path: Path | None = None):
        self.lock = threading.RLock()
        self.path = path
        self.payments: list[Payment] = []
        self.refunds: list[Refund] = []
        self.notifications: list[Notification] = []
        self._last_number = 0
        self._load()

    def next_number(self) -> int:
        """A number above 32 bits, as Przelewy24 gives them; from the clock, so that a lost file repeats none."""
        with self.lock:
            self._last_number = max(self._last_number + 1, time.time_ns() // 1_000_000)
            return self._last_number

    def by_session(self, provider: str, session_id: str) -> Payment | None:
        with self.lock:
            return next((p for p in self.payments if (p.provider, p.session_id) == (provider, session_id)), None)

    def by_token(self, token: str) -> Payment | None:
        with self.lock:
            return next((p for p in self.payments if p.token == token), None)

    def by_order(self, provider: str, order_id: str) -> tuple[Payment, Deal | None] | None:
        """A payment and, once there is one, the deal with this number."""
        with self.lock:
            for payment in self.payments:
                if payment.provider != provider:
                    continue
                for deal in payment.deals:
                    if deal.order_id == order_id:
                        return payment, deal
                if payment.order_id and payment.order_id == order_id:
                    return payment, None
        return None

    def refunds_of(self, provider: str, order_id: str) -> list[Refund]:
        with self.lock:
            return [r for r in self.refunds if (r.provider, r.order_id) == (provider, order_id)]

    def refundable(self, provider: str, deal: Deal) -> int:
        """Grosze of a deal that are not back yet."""
        return deal.amount - sum(r.amount for r in self.refunds_of(provider, deal.order_id) if r.done)

    def save(self) -> None:
        """Write the file, whole or not at all."""
        if self.path is None:
            return
        with self.lock:
            data = {
                "last_number": self._last_number,
                "payments": [asdict(payment) for payment in self.payments[-KEEP:]],
                "refunds": [asdict(refund) for refund in self.refunds[-KEEP:]],
                "notifications": [asdict(each) for each in self.notifications[-KEEP:]],
            }
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_suffix(".part")
            draft.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
            draft.replace(self.path)

    def _load(self) -> None:
        """A file that cannot be read is as good as none: nothing in it is worth money."""
        if self.path is None:
            return
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            data = json.loads(self.path.read_text(encoding="utf-8"))
            payments = [
                Payment(**{**payment, "deals": [Deal(**deal) for deal in payment["deals"]]})
                for payment in data["payments"]
            ]
            refunds = [Refund(**refund) for refund in data["refunds"]]
            notifications = [Notification(**each) for each in data["notifications"]]
            self._last_number = int(data["last_number"])
            self.payments, self.refunds, self.notifications = payments, refunds, notifications
