"""The payment simulator for tests: on a free port, its settings in place, moved by hand.

    def test_x(simulator, client):
        simulator.deliver_to(client)              # notifications become POSTs of the test client, in this thread
        ...                                       # the shop starts a payment, say with session_id "ABC"
        simulator.pay("ABC")                      # the buyer pays; the notification is signed, recorded and delivered
        simulator.pay("ABC", Decimal("1.00"))     # … another amount
        simulator.pay("ABC", notify=False)        # … and the shop is not told: `ask` must find out
        simulator.refuse("ABC")
        simulator.fail(503, 503)                  # the next two calls get HTTP 503
        simulator.use("payu")                     # new payments go through PayU
"""

from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from market.settings.payments import page_sources
from market.simulator import Simulator
from market.simulator.store import P24, PAYU, Notification, Payment, Refund

P24_PAYMENT = ("merchantId", "posId", "sessionId", "amount", "originAmount", "currency", "orderId", "methodId", "statement")
P24_REFUND = ("orderId", "sessionId", "refundsUuid", "merchantId", "amount", "currency", "status")


class SimulatedGateways:
    """What a test does with the simulator. `server` is the simulator itself."""

    def __init__(self, settings):
        self.settings = settings
        self.client = None
        self.live = False
        self.server = Simulator(port=0, deliver=self._deliver)
        settings.SIMULATOR_PORT = self.server.port
        settings.P24_API_URL = settings.PAYU_API_URL = self.server.url
        self.use(P24)

    def use(self, provider: str) -> None:
        """New payments go through this provider; its page is admitted by the policy of the checkout."""
        self.settings.PAYMENT_PROVIDER = provider
        urls = {"P24_API_URL": self.server.url, "PAYU_API_URL": self.server.url}
        self.settings.PAYMENT_PAGE_ORIGINS = page_sources(provider, urls)

    def deliver_to(self, client) -> None:
        """Deliver what pay and refuse make to this Django test client, at once and in the test's thread."""
        self.client = client

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def notifications(self) -> list[Notification]:
        """Every notification meant for the shop, in order."""
        return self.server.store.notifications

    @property
    def refunds(self) -> list[Refund]:
        return self.server.store.refunds

    def payment(self, session_id: str) -> Payment:
        """What the gateway holds about a session. Raises LookupError."""
        for provider in (P24, PAYU):
            if payment := self.server.store.by_session(provider, session_id):
                return payment
        raise LookupError(session_id)

    def pay(self, session_id: str, amount: Decimal | None = None, *, notify: bool = True) -> Notification:
        """The buyer pays: PLN, all of it by default. Gives the notification, which a test may deliver again."""
        grosze = None if amount is None else int(amount * 100)
        notification = self.server.pay(self.payment(session_id), amount=grosze, notify=notify)
        if notify:
            self._to_client(notification)
        return notification

    def refuse(self, session_id: str, *, notify: bool = True) -> Notification | None:
        """The bank refuses. None where the gateway tells nothing of it (Przelewy24)."""
        notification = self.server.refuse(self.payment(session_id), notify=notify)
        if notification and notify:
            self._to_client(notification)
        return notification

    def deliver(self, notification: Notification, client=None):
        """POST a notification with a Django test client. Gives the response."""
        client = client or self.client
        extra = dict(notification.headers)
        return client.post(
            urlsplit(notification.url).path,
            data=notification.body.encode(),
            content_type=extra.pop("Content-Type"),
            headers=extra,
        )

    def fail(self, *statuses: int) -> None:
        """The next calls of the shop get these HTTP statuses."""
        self.server.failures.extend(statuses)

    def sign_p24(self, data: dict) -> dict:
        """The fields of a notification of Przelewy24 with their right signature, whatever they say."""
        order = P24_REFUND if "refundsUuid" in data else P24_PAYMENT
        return {**data, "sign": self.server.p24.sign(data, order)}

    def sign_payu(self, body: str) -> dict[str, str]:
        """Headers of a notification of PayU with this body."""
        return {"OpenPayu-Signature": self.server.payu.signature(body)}

    def _to_client(self, notification: Notification) -> None:
        if self.client is not None:
            self.deliver(notification)

    def _deliver(self, notification: Notification) -> None:
        if self.live:
            self.server.delivery.send(notification)


@pytest.fixture
def simulator(settings):
    """Both gateways simulated on a free port; new payments go through Przelewy24."""
    gateways = SimulatedGateways(settings)
    gateways.server.start()
    yield gateways
    gateways.server.stop()
