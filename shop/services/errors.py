"""What the shop may refuse to do. Each error carries a sentence for the buyer or the staff, in the active language."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class ShopError(Exception):
    """Base of all refusals. `http_status` is what a view answers with when it has no better way to show it."""

    http_status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(ShopError):
    """A value that no form of the site sends, or that a form should have refused."""

    http_status = 400


class NotForSale(ShopError):
    """The product has no live page or its maker no live profile; `product` is None when there is none at all."""

    def __init__(self, product=None) -> None:
        self.product = product
        if product is None:
            super().__init__(_("This product is no longer for sale."))
        else:
            super().__init__(_("“%(product)s” is no longer for sale.") % {"product": product.name})


class OutOfStock(ShopError):
    """Fewer pieces are free than asked for. `available` counts what can still be ordered."""

    def __init__(self, product, available: int, name: str = "") -> None:
        self.product = product
        self.available = available
        values = {"product": name or product.name, "count": available}
        if available <= 0:
            message = _("“%(product)s” has just been sold.") % values
        else:
            message = (
                ngettext(
                    "Only %(count)d piece of “%(product)s” is left.",
                    "Only %(count)d pieces of “%(product)s” are left.",
                    available,
                )
                % values
            )
        super().__init__(message)


class LineRefused(BadInput):
    """What the buyer chose or wrote for a line needs correcting. `errors`: {name of the form's field: sentence}."""

    http_status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class AllInBasket(OutOfStock):
    """There would be enough, were it not for the other lines of the buyer's own basket."""

    def __init__(self, product, name: str = "") -> None:
        super().__init__(product, 0, name)
        self.message = _("There is no more of “%(product)s”: the rest lies in your basket already.") % {
            "product": name or product.name
        }


class LineUnfit(ShopError):
    """A line of the basket cannot be ordered as it was put together, because the good was changed since."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(product)s” was changed since you put it into the basket. Remove it and choose it again.")
            % {"product": name}
        )


class BasketGone(ShopError):
    """The basket was emptied or purged, and no order was made from it."""

    def __init__(self) -> None:
        super().__init__(_("Your basket is empty. Nothing was ordered."))


@dataclass(frozen=True)
class PriceDifference:
    """A line whose price is another one than when it was put into the basket. Prices of one piece, gross PLN."""

    name: str
    old: Decimal
    new: Decimal


class TotalChanged(ShopError):
    """The order would cost something else than the buyer saw: nothing was ordered, the new total needs a new click."""

    def __init__(self, seen: Decimal, now: Decimal, changes: list[PriceDifference]) -> None:
        self.seen = seen
        self.now = now
        self.changes = changes
        super().__init__(
            _("A price has changed since you saw the total. Nothing was ordered: check the new total.")
        )


class DiscountGone(ShopError):
    """Another order took the last use of the code, or it was switched off meanwhile. Nothing was ordered."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("The code %(code)s has just been used up. Nothing was ordered: check the new total.") % {"code": code}
        )


class GiftCardChanged(ShopError):
    """A gift card holds another amount than the buyer saw. Nothing was ordered."""

    def __init__(self) -> None:
        super().__init__(
            _("The balance of a gift card has changed. Nothing was ordered: check what is left to pay.")
        )


class KeyReused(ShopError):
    """An idempotency key came again with other data (RFC draft „Idempotency-Key”, section 2.7)."""

    http_status = 422

    def __init__(self) -> None:
        super().__init__(_("This form was already sent with other data. Open the checkout again."))


class TransitionRefused(ShopError):
    """The order or parcel may not go to that status from the present one."""


class DeliveryRefused(ShopError):
    """The goods cannot be had this way: too large or too heavy for it, or the parcel locker is gone."""


class ShopBusy(ShopError):
    """The database stayed locked even at the second try; the same form may be sent again."""

    http_status = 503

    def __init__(self) -> None:
        super().__init__(
            _("Many people are buying just now. Nothing was ordered: send the form again in a moment.")
        )


class PaymentRefused(ShopError):
    """The order may not be paid online (any more): the sentence says why."""


class PaymentUnavailable(ShopError):
    """The gateway gave no payment page. The order stands."""

    http_status = 503

    def __init__(self) -> None:
        super().__init__(
            _(
                "The payment page does not answer just now. Your order stands and the goods wait for you: "
                "try again in a moment, or pay by transfer."
            )
        )
