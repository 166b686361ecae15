"""Ways to pay, as Salesman's payment methods."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from salesman.checkout.payment import PaymentMethod

from .models import Order
from .services.gateways import active_provider


class MarketPayment(PaymentMethod):
    """What the checkout asks of every way to pay."""

    needs_pickup = False

    @property
    def is_offered(self) -> bool:
        """Whether it may be chosen now."""
        return True


class OnlinePay(MarketPayment):
    """BLIK, card or fast transfer on the page of a payment gateway; see shop.services.online_payments."""

    identifier = "online"
    label = _("BLIK, card or fast transfer")

    @property
    def is_offered(self) -> bool:
        return bool(active_provider())


class BankTransfer(MarketPayment):
    """An ordinary transfer, with the data also as a QR code."""

    identifier = "transfer"
    label = _("Bank transfer")


class PayOnPickup(MarketPayment):
    """Money is paid when the goods are handed over at the maker's."""

    identifier = "on-pickup"
    label = _("On pick-up")
    needs_pickup = True

    def validate_delivery(self, *, is_pickup: bool) -> None:
        if not is_pickup:
            raise ValidationError(_("You can pay on pick-up only when you pick the goods up yourself."))


def payment_choices() -> list[tuple[str, str]]:
    """(value, label) of the ways to pay on offer now, in the order of the checkout."""
    offered = {
        method.identifier for method in (OnlinePay(), BankTransfer(), PayOnPickup()) if method.is_offered
    }
    return [choice for choice in Order.PaymentMethod.choices if choice[0] in offered]
