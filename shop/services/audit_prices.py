"""Invariants of promotions, discount codes and gift cards; part of shop.services.audit."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..models import (
    DiscountCode,
    DiscountUse,
    GiftCard,
    GiftCardEntry,
    Order,
    OrderItem,
    OrderPayment,
    Product,
    Promotion,
    PromotionItem,
    Withdrawal,
)
from ..status import OrderStatus
from .checks import GROSZ

#: Housekeeping runs every few minutes; what is due for longer was forgotten.
LONGEST_DUE = datetime.timedelta(hours=1)
CHUNK = 1000
MONEY = DecimalField(max_digits=18, decimal_places=2)


def _sum(rows, owner: str) -> Coalesce:
    total = rows.order_by().values(owner).annotate(sum_of_rows=Sum("amount")).values("sum_of_rows")
    return Coalesce(Subquery(total, output_field=MONEY), Decimal("0.00"))


def cards_equal_ledger() -> Iterator[str]:
    moved = _sum(GiftCardEntry.objects.filter(card=OuterRef("pk")), "card")
    for card in GiftCard.objects.annotate(moved=moved).iterator(CHUNK):
        if (ledger := card.moved.quantize(GROSZ)) != card.balance:
            yield f"gift card {card.number}: balance {card.balance}, ledger says {ledger}"


def card_money_is_paid_and_debited() -> Iterator[str]:
    """What orders count as paid by cards left the cards, and the other way round."""
    entries = GiftCardEntry.objects.filter(
        order=OuterRef("pk"), reason__in=[GiftCardEntry.Reason.SPEND, GiftCardEntry.Reason.RETURN]
    )
    payments = OrderPayment.objects.filter(payment_method=Order.PaymentMethod.GIFT_CARD, order=OuterRef("pk"))
    settled = Exists(Withdrawal.objects.filter(order=OuterRef("pk")))
    orders = Order.objects.annotate(moved=_sum(entries, "order"), paid=_sum(payments, "order"), settled=settled)
    columns = ("ref", "status", "gift_card_money", "moved", "paid", "settled")
    for ref, status, promised, moved, paid, is_settled in orders.order_by().values_list(*columns).iterator(CHUNK):
        debited, paid = -moved.quantize(GROSZ), paid.quantize(GROSZ)
        if debited != paid:
            yield f"order {ref}: {paid} paid by gift cards, {debited} debited"
        # On withdrawal a person decides how much goes back.
        if status in {OrderStatus.CANCELLED, OrderStatus.REFUNDED} and debited and not is_settled:
            yield f"order {ref}: {status}, but keeps {debited} of gift cards"
        if paid > promised:
            yield f"order {ref}: gift cards pay {paid}, more than the {promised} when it was placed"


def bought_cards_are_issued() -> Iterator[str]:
    bought = OrderItem.objects.filter(product_data__kind=Product.Kind.GIFT_CARD)
    living = bought.exclude(order__status__in=[OrderStatus.CANCELLED, OrderStatus.REFUNDED])
    for item in living.annotate(issued=Count("gift_cards")).select_related("order").iterator(CHUNK):
        due = item.quantity if item.order.paid_at else 0
        # A card that was issued stays issued when a hand takes the mark „paid” away.
        if item.issued < due or item.issued > item.quantity:
            yield f"order {item.order.ref}: {item.quantity} gift cards bought, {item.issued} issued"


def codes_count_their_uses() -> Iterator[str]:
    used = Count("used_in", filter=Q(used_in__returned_at=None))
    for code in DiscountCode.objects.annotate(counted=used).exclude(uses=F("counted")):
        yield f"discount code {code.code}: {code.uses} uses, its orders say {code.counted}"


def discounts_have_their_use() -> Iterator[str]:
    use = DiscountUse.objects.filter(order=OuterRef("pk"), amount=OuterRef("discount"))
    for order in Order.objects.filter(~Exists(use), discount__gt=0).iterator(CHUNK):
        yield f"order {order.ref}: a discount of {order.discount} by no code"


def promotions_are_carried_out() -> Iterator[str]:
    limit = timezone.now() - LONGEST_DUE
    state = Promotion.State
    late = Q(state=state.PLANNED, starts_at__lt=limit) | Q(state=state.RUNNING, ends_at__lt=limit)
    for promotion in Promotion.objects.filter(late):
        yield f"promotion {promotion.code}: still {promotion.state}, its time has come"


def promoted_prices_are_in_force() -> Iterator[str]:
    applied = PromotionItem.objects.filter(state=PromotionItem.State.APPLIED)
    running = Q(promotion__state=Promotion.State.RUNNING)
    for item in applied.exclude(running, product__price=F("price")).select_related("promotion", "product"):
        yield f"promotion {item.promotion.code}: {item.product.code} costs {item.product.price} instead of {item.price}"


PRICE_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    cards_equal_ledger,
    card_money_is_paid_and_debited,
    bought_cards_are_issued,
    codes_count_their_uses,
    discounts_have_their_use,
    promotions_are_carried_out,
    promoted_prices_are_in_force,
)
