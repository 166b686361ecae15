"""Baskets. A row exists only from the first thing put in, and belongs to a session, staff or not."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from salesman.basket.models import BASKET_ID_SESSION_KEY

from stories.cards import MakerTag

from ..cards import product_cards
from ..models import Basket, BasketItem, DeliveryMethod, Product
from . import periods
from .basket_checks import content_available, part_titles
from .basket_lines import choice_clean, goods_of, line_goods
from .catalogue import products_for_sale
from .checks import clean_pk, clean_quantity
from .discounts import GoodsLine
from .errors import BasketGone, NotForSale
from .quote_lines import HOPELESS, QuoteLine, makers_of, quote_line
from .shipping import DeliveryQuote, PackLine, delivery_quote, goods_to_pack
from .totals import Sums, basket_sums

BASKET_LIFE = periods.BASKETS


@dataclass(frozen=True)
class Quote:
    """What the basket costs now. `makers`: whom the purchase supports, each once, in the order of the lines. `sums`: how
    the total comes about, and what gift cards pay of it."""

    lines: list[QuoteLine]
    subtotal: Decimal
    delivery_price: Decimal
    total: Decimal
    makers: list[MakerTag] = field(default_factory=list)
    #: For each way of delivery asked about: what it costs for this basket, or why it cannot be had.
    deliveries: list[DeliveryQuote] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)

    @property
    def has_problems(self) -> bool:
        return any(line.problem for line in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        """True when only prices changed: the buyer sees the new ones and may go on."""
        return bool(self.lines) and all(line.problem in {"", "price_changed"} for line in self.lines)

    @property
    def count(self) -> int:
        """Pieces in the basket."""
        return sum(line.quantity for line in self.lines)


def basket_peek(request: HttpRequest) -> Basket | None:
    """The basket of the request's session, or None. Creates nothing and, without a session cookie, reads nothing."""
    session = getattr(request, "session", None)
    if session is None or session.is_empty():
        return None
    key = session.get(BASKET_ID_SESSION_KEY)
    return Basket.objects.filter(pk=key).first() if isinstance(key, int) else None


def basket_add(
    *, request: HttpRequest, product: Product, quantity: object = 1, choices: Mapping[str, object] | None = None
) -> BasketItem:
    """Put a product into the session's basket, which is created for the first one.

    A one-of-a-kind good is set to one piece, others are added up. quantity: raw, 1 to 99. choices: raw values of the
    form of the product page by name: wishes (services.personalisation) and pieces of a set (services.own_sets).
    Raises BadInput, LineRefused (with a sentence for each field), NotForSale, or OutOfStock when more would lie in the
    basket than can be ordered; then nothing is written, neither row nor session.
    """
    quantity = clean_quantity(quantity)
    product = _fetched(product.pk)
    goods = line_goods([product])
    choice = choice_clean(product, goods, choices or {}, names=part_titles(goods))
    ref = choice.ref(product)
    draft = BasketItem(ref=ref, product_id=product.pk, personalisation=choice.personalisation, parts=choice.parts)
    with transaction.atomic():
        basket = _locked_for_adding(request)
        item = basket.items.filter(ref=ref).first() if basket else None
        wanted = quantity + item.quantity if item else quantity
        if product.kind == Product.Kind.UNIQUE:
            wanted = 1
        content = content_available(product, goods, item or draft, wanted, basket)
        if basket is None:
            basket = Basket.objects.create()
        if item is None:
            item = draft
            item.basket = basket
            item.product_content_type = ContentType.objects.get_for_model(Product)
        item.quantity, item.seen_price = wanted, content.unit_price
        item.save()
        basket.save(update_fields=["date_updated"])
        if request.session.get(BASKET_ID_SESSION_KEY) != basket.pk:
            request.session[BASKET_ID_SESSION_KEY] = basket.pk
            # Saved in this transaction: a second request of the same session must find this basket, not make one.
            request.session.save()
    return item


def basket_set(*, basket: Basket, item_id: object, quantity: object) -> BasketItem | None:
    """Set the number of pieces of a line, to the price of now; 0 removes it (gives None).

    Raises BadInput, BasketGone, NotForSale, LineUnfit or OutOfStock; then the line stays as it was.
    """
    if str(quantity).strip() == "0":
        basket_remove(basket=basket, item_id=item_id)
        return None
    quantity = clean_quantity(quantity)
    with transaction.atomic():
        item = _locked_item(basket, item_id)
        product = _fetched(item.product_id)
        if product.kind == Product.Kind.UNIQUE:
            quantity = 1
        content = content_available(product, line_goods([product]), item, quantity, basket)
        item.quantity, item.seen_price = quantity, content.unit_price
        item.save(update_fields=["quantity", "seen_price", "date_updated"])
    return item


def basket_remove(*, basket: Basket, item_id: object) -> None:
    """Take a line out. A line already gone is no error; what is no key raises BadInput."""
    with transaction.atomic():
        if Basket.objects.select_for_update().filter(pk=basket.pk).exists():
            BasketItem.objects.filter(basket_id=basket.pk, pk=clean_pk(item_id)).delete()
            Basket.objects.filter(pk=basket.pk).update(date_updated=timezone.now())


def basket_quote(
    *,
    basket: Basket | None,
    delivery: DeliveryMethod | None = None,
    deliveries: Iterable[DeliveryMethod] = (),
) -> Quote:
    """What the basket costs now and what stands in the way of ordering it. Writes nothing.

    delivery: the one chosen, whose price is in the total. deliveries: all to be told about, from deliveries_on_offer().
    The number of queries does not depend on the number of lines.
    """
    items = list(basket.items.order_by("date_created", "pk")) if basket else []
    goods = goods_of(items)
    cards = {card.product.pk: card for card in product_cards(goods.all_products().values())}
    left = Counter(goods.free())
    lines = [quote_line(item, goods, cards, left) for item in items]
    goods_sums = basket_sums(basket=basket, lines=[GoodsLine(line.product, line.total) for line in lines])
    quotes = _deliveries(lines, delivery, deliveries, value=goods_sums.goods)
    delivery_price = next((quote.price for quote in quotes if quote.method == delivery), Decimal("0.00"))
    sums = replace(goods_sums, delivery_price=delivery_price)
    return Quote(lines, sums.subtotal, delivery_price, sums.total, makers_of(lines), quotes, sums)


def _deliveries(
    lines: list[QuoteLine],
    delivery: DeliveryMethod | None,
    deliveries: Iterable[DeliveryMethod],
    *,
    value: Decimal,
) -> list[DeliveryQuote]:
    """What each way of delivery costs for what can be ordered of the lines. value: of the goods after discounts."""
    methods = list(deliveries) or ([delivery] if delivery else [])
    if not methods:
        return []
    goods = goods_to_pack(
        PackLine(line.product, line.quantity, line.item.parts, line.card.title)
        for line in lines
        if line.card and line.problem not in HOPELESS
    )
    return [delivery_quote(method=method, goods=goods, value=value) for method in methods]


def baskets_purge(*, older_than: datetime.timedelta = BASKET_LIFE) -> int:
    """Delete baskets untouched for longer than `older_than`. Gives their number."""
    old = Basket.objects.filter(date_updated__lt=timezone.now() - older_than)
    _rows, by_model = old.delete()
    return by_model.get(Basket._meta.label, 0)


def _fetched(key: int) -> Product:
    products = products_for_sale().select_related("enterprise", "category", "stock")
    if (product := products.filter(pk=key).first()) is None:
        raise NotForSale
    return product


def _locked_for_adding(request: HttpRequest) -> Basket | None:
    """The session's basket, locked; None when it has none yet or it was ordered meanwhile.

    Two first additions of one session at once: the session's row is the lock, and the second one reads from it the
    basket that the first one made.
    """
    key = request.session.get(BASKET_ID_SESSION_KEY)
    if not Basket.objects.filter(pk=key).exists() and request.session.session_key:
        Session.objects.select_for_update().filter(pk=request.session.session_key).first()
        stored = type(request.session)(request.session.session_key)
        key = stored.get(BASKET_ID_SESSION_KEY)
    if not isinstance(key, int):
        return None
    return Basket.objects.select_for_update().filter(pk=key).first()


def _locked_item(basket: Basket, item_id: object) -> BasketItem:
    if not Basket.objects.select_for_update().filter(pk=basket.pk).exists():
        raise BasketGone
    item = BasketItem.objects.filter(basket_id=basket.pk, pk=clean_pk(item_id)).first()
    if item is None:
        raise NotForSale
    return item
