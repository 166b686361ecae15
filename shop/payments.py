"""Ways to pay, as Salesman's payment methods."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from salesman.checkout.payment import PaymentMethod

from home.formats import money

from .models import Order
from .services.deferred import deferred_terms
from .services.gateways import active_provider


@dataclass(frozen=True)
class Purchase:
    """What a way to pay may want to know of an order about to be placed. due: left to pay after gift cards, gross PLN.

    is_company: name and NIP are given. buys_gift_cards: gift cards are among the goods.
    """

    is_pickup: bool
    is_company: bool = False
    buys_gift_cards: bool = False
    due: Decimal = Decimal("0.00")


class MarketPayment(PaymentMethod):
    """What the checkout asks of every way to pay."""

    @property
    def is_offered(self) -> bool:
        """Whether it may be chosen now."""
        return True

    def validate_choice(self, purchase: Purchase) -> None:
        """Raise ValidationError, in words for the buyer, where this order cannot be paid this way."""


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

    def validate_choice(self, purchase: Purchase) -> None:
        if not purchase.is_pickup:
            raise ValidationError(_("You can pay on pick-up only when you pick the goods up yourself."))


class DeferredPay(MarketPayment):
    """Companies and institutions pay by invoice after the goods are sent; see shop.services.deferred."""

    identifier = "deferred"
    label = _("Invoice with a term of payment")

    @property
    def is_offered(self) -> bool:
        return deferred_terms().is_on

    def validate_choice(self, purchase: Purchase) -> None:
        if not purchase.is_company:
            raise ValidationError(
                _("Paying later by invoice is for companies and institutions: give the name and the NIP, or choose another way to pay.")
            )
        if purchase.buys_gift_cards:
            raise ValidationError(
                _("A gift card is issued when it is paid for: choose another way to pay, or take it out of the basket.")
            )
        most = deferred_terms().most
        if purchase.due > most:
            raise ValidationError(
                _t("By invoice with a term you can pay for orders of up to %(most)s. Choose another way to pay, or write to us.")
                % {"most": money(most)}
            )


def payment_choices() -> list[tuple[str, str]]:
    """(value, label) of the ways to pay on offer now, in the order of the checkout."""
    methods = (OnlinePay(), BankTransfer(), PayOnPickup(), DeferredPay())
    offered = {method.identifier for method in methods if method.is_offered}
    return [choice for choice in Order.PaymentMethod.choices if choice[0] in offered]
