"""The social receipt: whom an order supported, with how much, for what. It holds no personal data."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from ..models import Order, OrderItem, Product
from .links import share_url


@dataclass(frozen=True)
class ReceiptGood:
    """A line of the order. total: gross PLN."""

    name: str
    quantity: int
    total: Decimal
    url: str


@dataclass(frozen=True)
class ReceiptStory:
    title: str
    url: str


@dataclass(frozen=True)
class ReceiptMaker:
    """A maker as it was known at the time of purchase. amount: gross PLN, sum of its lines."""

    name: str
    kind_label: str
    kind_explanation: str
    term_code: str
    place: str
    running_body: str
    url: str
    purpose: str
    amount: Decimal
    goods: list[ReceiptGood] = field(default_factory=list)
    stories: list[ReceiptStory] = field(default_factory=list)


@dataclass(frozen=True)
class SocialReceipt:
    """Texts are in `language`, that of the order; addresses are paths but for `share_url`. Amounts in gross PLN.

    goods_total: what the makers earn, after a discount. gift_cards: bought with this order, no income yet.
    """

    makers: list[ReceiptMaker]
    goods_total: Decimal
    gift_cards: Decimal
    donation: Decimal
    delivery: Decimal
    total: Decimal
    share_url: str
    language: str
    ordered_at: datetime.datetime


def social_receipt(*, order: Order) -> SocialReceipt:
    """The receipt of an order, from its snapshots alone; two queries at most. Each maker gets the parts of sets it made."""
    lines: dict[int, list[OrderItem]] = {}
    cards = Decimal("0.00")
    for item in order.items.order_by("pk"):
        if item.product_data.get("kind") == Product.Kind.GIFT_CARD:
            # Money in advance, nobody's income yet; those who make the goods bought with it will earn it.
            cards += item.total
            continue
        lines.setdefault(item.enterprise_id, []).append(item)
    return SocialReceipt(
        makers=[_maker(items) for items in lines.values()],
        goods_total=order.subtotal - order.discount - cards,
        gift_cards=cards,
        donation=order.donation,
        delivery=order.delivery_price,
        total=order.total,
        share_url=share_url(order=order),
        language=order.language,
        ordered_at=order.date_created,
    )


def _maker(items: list[OrderItem]) -> ReceiptMaker:
    context = items[0].context
    stories = {
        item.context["story_url"]: ReceiptStory(item.context["story_title"], item.context["story_url"])
        for item in items
        if item.context.get("story_url")
    }
    return ReceiptMaker(
        name=context.get("maker", ""),
        kind_label=context.get("kind_label", ""),
        kind_explanation=context.get("kind_explanation", ""),
        term_code=context.get("term_code", ""),
        place=context.get("place", ""),
        running_body=context.get("running_body", ""),
        url=context.get("maker_url", ""),
        purpose=context.get("purpose", ""),
        amount=sum((item.total for item in items), Decimal("0.00")),
        goods=[
            ReceiptGood(item.name, item.quantity, item.total, item.product_data.get("url", ""))
            for item in items
        ],
        stories=list(stories.values()),
    )
