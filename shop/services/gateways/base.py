"""What every gateway can do, in the words of the market. Amounts are Decimal PLN; adapters turn them into grosze.

An adapter talks to the network and knows neither the database nor orders: whoever calls it does so outside of any
transaction and decides what the answer means.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class GatewayError(Exception):
    """Base of what may go wrong at a gateway; the text is for the log, never for the buyer."""


class GatewayUnavailable(GatewayError):
    """No usable answer (time-out, refused connection, HTTP 5xx, nonsense): the same call may be repeated."""


class GatewayRefused(GatewayError):
    """A clear no (HTTP 4xx, error code): repeating the call changes nothing."""


class MessageRefused(GatewayError):
    """A message that cannot be from the gateway: unsigned, wrongly signed, malformed, of another shop."""


class Told(StrEnum):
    """What a gateway says of a payment or of a refund."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True)
class StartRequest:
    """All that a gateway must know to let a buyer pay. session_id: our number of the attempt."""

    session_id: str
    amount: Decimal
    currency: str
    description: str
    email: str
    language: str
    return_url: str
    notify_url: str
    buyer_ip: str = ""


@dataclass(frozen=True)
class Started:
    """Where the buyer pays. gateway_id: the gateway's number, empty where it is told only later (Przelewy24)."""

    redirect_url: str
    gateway_id: str = ""


@dataclass(frozen=True)
class PaymentMessage:
    """A message whose signature and shop were found good. event_id names its content: a repeat has the same."""

    event_id: str
    session_id: str
    gateway_id: str
    told: Told
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class RefundMessage:
    """A signed message about a refund. refund_key: our key of it, a UUID as text. It is any other text for a refund that
    was ordered elsewhere (in the gateway's panel), and empty where the gateway does not repeat it: then gateway_id, its
    number from the answer to `refund`, names the refund."""

    event_id: str
    refund_key: str
    gateway_id: str
    told: Told
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class RefundRequest:
    """Money to be sent back. key: ours, the same at every try of the same refund."""

    key: str
    session_id: str
    gateway_id: str
    amount: Decimal
    currency: str
    reason: str
    notify_url: str


@dataclass(frozen=True)
class RefundAnswer:
    """What the gateway made of a refund: PENDING (taken), PAID (money is back) or FAILED."""

    told: Told
    gateway_id: str = ""


@dataclass(frozen=True)
class PaymentStatus:
    """Answer to a question about a payment. None as amount: the gateway does not say. PAID needs `confirm` all the same
    before the money counts."""

    told: Told
    gateway_id: str = ""
    amount: Decimal | None = None
    currency: str = "PLN"


class Gateway(Protocol):
    """The interface. Every method but `read_message` may raise GatewayUnavailable or GatewayRefused."""

    provider: str

    def start(self, request: StartRequest) -> Started:
        """Register the attempt; repeated with the same session_id it must not make a second one."""

    def read_message(self, *, body: bytes, headers: Mapping[str, str]) -> PaymentMessage | RefundMessage:
        """Read a notification from its raw body. Raises MessageRefused. Uses no network."""

    def confirm(self, message: PaymentMessage) -> None:
        """Tell the gateway that the payment is taken over, where its protocol asks for that before the money counts
        (Przelewy24: PUT transaction/verify). Must be harmless when repeated."""

    def ask(self, *, session_id: str, gateway_id: str) -> PaymentStatus:
        """What the gateway knows of an attempt; for reconciliation."""

    def refund(self, request: RefundRequest) -> RefundAnswer:
        """Send money back, once for each key."""

    def ask_refund(self, request: RefundRequest) -> RefundAnswer:
        """What became of a refund that was sent before. Raises GatewayRefused where the gateway does not know it."""
