"""Promotions: prices lowered for everybody from a moment to a moment. Planned by the staff, carried out by housekeeping.

Each step is taken under the lock of the promotion's row and then of the product's, so that it is taken once, whoever runs
it and however often. What a hand sets meanwhile stays: see shop.services.prices.
"""

import datetime
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from home.formats import day, money

from ..models import Product, Promotion, PromotionItem
from .checks import clean_money
from .errors import BadInput
from .prices import price_reduce, price_restore, product_locked
from .reductions import lowest_prices_30d, lowest_prices_before, percent_off

logger = logging.getLogger(__name__)

State, ItemState = Promotion.State, PromotionItem.State
OPEN = (State.PLANNED, State.RUNNING)


@dataclass(frozen=True)
class PreviewLine:
    """What the law will let us say of a product. Gross PLN. percent: of the lowest price of 30 days, rounded down."""

    item: PromotionItem
    product: Product
    regular: Decimal
    lowest: Decimal
    percent: int

    @property
    def is_reduction(self) -> bool:
        return self.item.price < self.lowest


def promotion_plan(
    *,
    code: str,
    name: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    prices: Mapping[Product, Decimal],
    by=None,
    name_en: str = "",
    name_uk: str = "",
) -> Promotion:
    """Plan a promotion, and begin it at once when it is due. prices: reduced gross price of each product.

    Raises BadInput as promotion_check does; then nothing is written.
    """
    with transaction.atomic():
        promotion_check(starts_at=starts_at, ends_at=ends_at, prices=prices)
        promotion = Promotion.objects.create(
            code=code, name=name, name_en=name_en, name_uk=name_uk, starts_at=starts_at, ends_at=ends_at, created_by=by
        )
        PromotionItem.objects.bulk_create(
            PromotionItem(promotion=promotion, product=product, price=clean_money(price))
            for product, price in prices.items()
        )
        promotion_run(promotion=promotion)
    return promotion


def promotion_check(
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    prices: Mapping[Product, Decimal],
    promotion: Promotion | None = None,
) -> None:
    """Refuse what cannot be a promotion. To be called in a transaction: the products are locked until its end.

    promotion: the one that is changed, else a new one. Raises BadInput with all that is wrong: the end before the start,
    nothing in it, a product that another promotion has at the same time, a price that is no reduction.
    """
    if ends_at is not None and ends_at <= starts_at:
        raise BadInput(_("The promotion must end after it starts."))
    if not prices:
        raise BadInput(_("Choose at least one product and give its reduced price."))
    list(Product.objects.select_for_update().filter(pk__in=[product.pk for product in prices]).order_by("pk"))
    wrong = [*_taken(starts_at, ends_at, prices, promotion), *_no_reductions(starts_at, prices, promotion)]
    if wrong:
        raise BadInput(" ".join(wrong))


def promotion_preview(*, promotion: Promotion) -> list[PreviewLine]:
    """Each product with the lowest price of the 30 days before the start, by what is known now."""
    items = list(promotion.items.select_related("product").order_by("product__name", "pk"))
    products = [item.product for item in items]
    start = max(promotion.starts_at, timezone.now()) if promotion.state == State.PLANNED else promotion.starts_at
    # What is in force is counted from when it came into force, a moment after the planned start.
    lowest = lowest_prices_before(products=products, moment=start) | lowest_prices_30d(
        products=[item.product for item in items if item.state == ItemState.APPLIED]
    )
    return [
        PreviewLine(
            item,
            item.product,
            item.product.regular_price or item.product.price,
            lowest[item.product_id],
            percent_off(price=item.price, lowest=lowest[item.product_id]),
        )
        for item in items
    ]


def promotions_run() -> int:
    """Begin and end what is due. Gives the number of promotions that changed. Safe to run twice, and at the same time."""
    changed = 0
    for promotion in promotions_due().order_by("starts_at", "pk"):
        try:
            changed += promotion_run(promotion=promotion)
        except Exception:
            # One spoilt promotion must not keep the prices of the others.
            logger.exception("promotion %s could not be carried out", promotion.code)
    return changed


def promotions_due() -> QuerySet[Promotion]:
    """Promotions whose start or end has come."""
    now = timezone.now()
    return Promotion.objects.filter(
        Q(state=State.PLANNED, starts_at__lte=now) | Q(state=State.RUNNING, ends_at__lte=now)
    )


def promotion_run(*, promotion: Promotion) -> bool:
    """Take the step that is due, if any. Gives True when the promotion changed; its state is refreshed."""
    with transaction.atomic():
        locked = Promotion.objects.select_for_update().get(pk=promotion.pk)
        before, now = locked.state, timezone.now()
        over = locked.ends_at is not None and locked.ends_at <= now
        if locked.state == State.PLANNED and over:
            # Nobody came by while it should have run: begun and ended now, its prices would never have been seen.
            locked.items.update(state=ItemState.SKIPPED)
            _set_state(locked, State.ENDED)
        elif locked.state == State.PLANNED and locked.starts_at <= now:
            _begin(locked)
        elif locked.state == State.RUNNING and over:
            _end(locked)
    promotion.state = locked.state
    return locked.state != before


def promotion_withdraw(*, promotion: Promotion, by=None) -> Promotion:
    """Call off what is planned, or end now what runs: the prices before it are in force again.

    Raises BadInput when it is over already.
    """
    with transaction.atomic():
        locked = Promotion.objects.select_for_update().get(pk=promotion.pk)
        if locked.state == State.PLANNED:
            _set_state(locked, State.WITHDRAWN)
        elif locked.state == State.RUNNING:
            _end(locked, by=by)
            locked.ends_at = max(timezone.now(), locked.starts_at + datetime.timedelta(seconds=1))
            locked.save(update_fields=["ends_at"])
        else:
            raise BadInput(_("This promotion is over already."))
    promotion.refresh_from_db()
    return promotion


def promotion_of(*, product: Product) -> Promotion | None:
    """The promotion that lowers the price of a product now."""
    return Promotion.objects.filter(items__product=product, items__state=ItemState.APPLIED).first()


def _begin(promotion: Promotion) -> None:
    for item in promotion.items.select_related("product").order_by("product_id"):
        product = product_locked(item.product)
        lowest = lowest_prices_before(products=[product], moment=timezone.now())[product.pk]
        taken = PromotionItem.objects.filter(product=product, state=ItemState.APPLIED).exists()
        if taken or item.price >= lowest:
            _set_item(item, ItemState.SKIPPED)
            continue
        price_reduce(product=product, price=item.price, by=promotion.created_by, promotion=promotion)
        _set_item(item, ItemState.APPLIED)
    _set_state(promotion, State.RUNNING)


def _end(promotion: Promotion, by=None) -> None:
    for item in promotion.items.filter(state=ItemState.APPLIED).select_related("product").order_by("product_id"):
        product = product_locked(item.product)
        still = PromotionItem.objects.filter(pk=item.pk, state=ItemState.APPLIED)
        if still.update(state=ItemState.RESTORED):
            price_restore(product=product, by=by, promotion=promotion)
    _set_state(promotion, State.ENDED)


def _set_item(item: PromotionItem, state: str) -> None:
    PromotionItem.objects.filter(pk=item.pk).update(state=state)


def _set_state(promotion: Promotion, state: str) -> None:
    promotion.state = state
    promotion.save(update_fields=["state"])


def _taken(starts_at, ends_at, prices: Iterable[Product], promotion: Promotion | None) -> list[str]:
    """Sentences on products that another promotion has during this time."""
    others = PromotionItem.objects.filter(
        Q(promotion__ends_at=None) | Q(promotion__ends_at__gt=starts_at),
        product__in=list(prices),
        promotion__state__in=OPEN,
        state__in=[ItemState.WAITING, ItemState.APPLIED],
    )
    if ends_at is not None:
        others = others.filter(promotion__starts_at__lt=ends_at)
    if promotion is not None and promotion.pk:
        others = others.exclude(promotion=promotion)
    return [
        _(
            "“%(product)s” is in the promotion “%(promotion)s” at the same time (from %(start)s). Take it out of one of "
            "them, or change the dates."
        )
        % {"product": item.product.name, "promotion": item.promotion.name, "start": day(item.promotion.starts_at)}
        for item in others.select_related("product", "promotion").order_by("product_id", "pk")
    ]


def _no_reductions(starts_at, prices: Mapping[Product, Decimal], promotion: Promotion | None) -> list[str]:
    """Sentences on prices that may not be announced as reduced; those that are in force already were checked before."""
    if promotion is not None and promotion.state == State.RUNNING:
        return []
    lowest = lowest_prices_before(products=prices, moment=max(starts_at, timezone.now()))
    return [
        _(
            "“%(product)s”: %(price)s is not lower than %(lowest)s, its lowest price of the 30 days before the start. It "
            "may not be called a reduction."
        )
        % {"product": product.name, "price": money(price), "lowest": money(lowest[product.pk])}
        for product, price in sorted(prices.items(), key=lambda entry: entry[0].pk)
        if price >= lowest[product.pk]
    ]
