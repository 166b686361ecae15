"""Rows of sums in words: of a basket, of the checkout, of a placed order."""

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from home.formats import money
from home.models import SiteSettings

from .models import DeliveryMethod, GiftCard, Order
from .services.gift_card_balances import gift_cards_paid
from .services.totals import Sums

#: A donation of the round-up makes the goods a multiple of this.
ROUND_TO = Decimal(10)
MINUS = "\u2212"
Row = dict[str, str]


@dataclass(frozen=True)
class CardView:
    """A gift card in the basket: its number's end is enough to tell it from another one."""

    card: GiftCard
    label: str
    balance: str


def goods_rows(sums: Sums) -> list[Row]:
    """Goods, and the discount where there is one."""
    return [{"label": _("Goods"), "value": money(sums.subtotal)}, *_discount_row(sums)]


def after_rows(sums: Sums) -> list[Row]:
    """What stands below the total: what cards pay and what is left; nothing without cards."""
    return _card_rows(sums.gift_card_money, sums.due)


def donation_rows(amount: Decimal) -> list[Row]:
    return [{"label": _("Donation"), "value": money(amount)}] if amount else []


def order_rows(order: Order) -> list[Row]:
    """The sum of a placed order above its total."""
    rows = [{"label": _("Goods"), "value": money(order.subtotal)}]
    if order.discount:
        rows.append(_off(order.discount_label, order.discount))
    return [*rows, {"label": order.delivery_name, "value": money(order.delivery_price)}, *donation_rows(order.donation)]


def order_rows_after_placing(order: Order) -> list[Row]:
    """What gift cards paid when the order was placed, and what was left; no later return changes it."""
    return _card_rows(order.gift_card_money, order.to_pay)


def order_after_rows(order: Order) -> list[Row]:
    """What gift cards pay of a placed order at present, and what is paid in another way."""
    paid = gift_cards_paid(order=order) if order.gift_card_money else Decimal("0.00")
    return _card_rows(paid, order.total - paid)


def basket_extras(sums: Sums, site_settings: SiteSettings, deliveries: list[DeliveryMethod]) -> dict[str, Any]:
    """What the page of the basket shows of codes, cards, the donation and free delivery."""
    worth = sums.subtotal - sums.discount.amount
    goods = [*goods_rows(sums), *donation_rows(sums.donation)]
    return {
        "totals": goods if len(goods) > 1 else None,
        "after_totals": after_rows(sums),
        "discount": sums.discount if sums.discount.code else None,
        "card_views": [
            CardView(card, _("Gift card …%(end)s") % {"end": card.number[-4:]}, money(card.balance))
            for card in sums.cards
        ],
        "donation_purpose": site_settings.donation_text,
        "donation": sums.donation,
        "round_up": round_up(worth),
        "free_delivery": free_delivery_text(worth, deliveries),
    }


def round_up(worth: Decimal) -> Decimal:
    """What is missing to the next multiple of ten złoty; nothing where the sum is one already."""
    return (worth / ROUND_TO).quantize(Decimal(1), rounding=ROUND_UP) * ROUND_TO - worth


def free_delivery_text(worth: Decimal, deliveries: list[DeliveryMethod]) -> str:
    """How much is missing to the nearest free delivery, or that it is free; empty where no way of delivery offers it."""
    offers = [method for method in deliveries if method.free_from is not None and method.price > 0]
    if not offers or worth <= 0:
        return ""
    nearest = min(offers, key=lambda method: (method.free_from, method.sort_order, method.pk))
    if worth >= nearest.free_from:
        return _("Delivery is free of charge: %(method)s.") % {"method": nearest.label}
    return _("Add goods for %(missing)s and delivery is free of charge (%(method)s).") % {
        "missing": money(nearest.free_from - worth),
        "method": nearest.label,
    }


def _discount_row(sums: Sums) -> list[Row]:
    discount = sums.discount
    return [_off(discount.code.code, discount.amount)] if discount.amount else []


def _off(label: str, amount: Decimal) -> Row:
    return {"label": _("Discount, code %(code)s") % {"code": label}, "value": f"{MINUS}{money(amount)}"}


def _card_rows(paid: Decimal, rest: Decimal) -> list[Row]:
    if not paid:
        return []
    return [
        {"label": _("From gift cards"), "value": f"{MINUS}{money(paid)}"},
        {"label": _("Left to pay"), "value": money(rest)},
    ]
