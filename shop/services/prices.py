"""Prices and their history. Gross PLN as Decimal.

The lowest price of 30 days follows the Act of 9 May 2014 on informing about prices of goods and services,
art. 4 par. 2 and 3 (Directive (EU) 2019/2161, „Omnibus”); see shop.services.reductions.
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import PriceChange, Product, Promotion, PromotionItem
from .checks import MAX_PRICE, clean_money, clean_text
from .errors import BadInput
from .reductions import OMNIBUS_DAYS, lowest_price_30d, lowest_prices_30d

__all__ = [
    "OMNIBUS_DAYS",
    "lowest_price_30d",
    "lowest_prices_30d",
    "price_reduce",
    "price_restore",
    "price_set",
    "product_locked",
]

Reason = PriceChange.Reason


def price_set(
    *, product: Product, price: Decimal, by=None, at: datetime.datetime | None = None, note: str = ""
) -> Product:
    """Set an ordinary price and end a reduction, if there is one. A promotion that runs lets the product go.

    product: a saved product; its fields are refreshed. price: gross PLN above zero. by: user of the staff.
    at: moment from which it is in force (now). note: why, for the history. Nothing is written when nothing changes.
    Raises BadInput for a price that is no positive amount.
    """
    with transaction.atomic():
        locked = product_locked(product)
        price = _positive(price)
        last = locked.price_changes.order_by("-valid_from", "-pk").first()
        if last and last.price == price == locked.price and not locked.is_reduced:
            return product
        _leave_promotion(locked)
        change = PriceChange(reason=Reason.SET, changed_by=by, note=_note(note))
        return _write(product, change, price=price, regular_price=None, reduced_at=None, at=at)


def price_reduce(
    *,
    product: Product,
    price: Decimal,
    by=None,
    at: datetime.datetime | None = None,
    note: str = "",
    promotion: Promotion | None = None,
) -> Product:
    """Announce a reduction to `price`. A further one counts as new: its 30 days are those before it.

    promotion: the one that causes it. By hand (None) the product leaves the promotion that runs: the new price stays
    when that one ends. Raises BadInput unless the price is below the regular one.
    """
    with transaction.atomic():
        locked = product_locked(product)
        price = _positive(price)
        regular = locked.regular_price or locked.price
        if price >= regular:
            raise BadInput(_("A reduced price must be lower than the regular one."))
        if locked.is_reduced and price == locked.price:
            return product
        moment = at or timezone.now()
        if not locked.price_changes.exists():
            # The product was on sale before anybody wrote its price down.
            PriceChange.objects.create(
                product=locked, price=regular, valid_from=min(locked.created_at, moment)
            )
        if promotion is None:
            _leave_promotion(locked)
        change = PriceChange(reason=Reason.REDUCE, changed_by=by, note=_note(note), promotion=promotion)
        return _write(product, change, price=price, regular_price=regular, reduced_at=moment, at=moment)


def price_restore(
    *,
    product: Product,
    by=None,
    at: datetime.datetime | None = None,
    note: str = "",
    promotion: Promotion | None = None,
) -> Product:
    """End a reduction: the regular price is in force again. Raises BadInput when nothing is reduced.

    promotion: the one that ends; by hand (None) the product leaves the promotion that runs.
    """
    with transaction.atomic():
        locked = product_locked(product)
        if not locked.is_reduced:
            raise BadInput(_("This product is not reduced."))
        if promotion is None:
            _leave_promotion(locked)
        change = PriceChange(reason=Reason.RESTORE, changed_by=by, note=_note(note), promotion=promotion)
        return _write(
            product, change, price=locked.regular_price, regular_price=None, reduced_at=None, at=at
        )


def product_locked(product: Product) -> Product:
    """The product's row, locked until the end of the transaction."""
    return Product.objects.select_for_update().get(pk=product.pk)


def _leave_promotion(product: Product) -> None:
    """A hand is stronger than a plan: what somebody set while a promotion runs is not overwritten at its end."""
    PromotionItem.objects.filter(product=product, state=PromotionItem.State.APPLIED).update(
        state=PromotionItem.State.LEFT
    )


def _note(text: str) -> str:
    return clean_text(text, label=_("Why"), max_length=200, required=False)


def _positive(price: Decimal) -> Decimal:
    price = clean_money(price)
    if not 0 < price <= MAX_PRICE:
        raise BadInput(_("A price must be above zero and below ten million."))
    return price


def _write(product, change: PriceChange, *, price, regular_price, reduced_at, at) -> Product:
    """Save the price and its history row; the caller holds the lock."""
    Product.objects.filter(pk=product.pk).update(
        price=price, regular_price=regular_price, reduced_at=reduced_at, updated_at=timezone.now()
    )
    change.product_id, change.price, change.valid_from = product.pk, price, at or timezone.now()
    change.save()
    product.price, product.regular_price, product.reduced_at = price, regular_price, reduced_at
    return product
