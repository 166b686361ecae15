"""Which pieces of an order may be exchanged, and for what. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..models import Exchange, Order, OrderItem, PersonalisationField, Product
from ..status import OrderStatus, ParcelStatus
from .catalogue import products_for_sale
from .holdings import Holding, holdings
from .papers.rates import vat_code
from .withdrawal_terms import withdrawal_period

#: To send the thing back from acceptance on; so many days more are left to the post before the replacement is let go.
RETURN_DAYS = 14
GRACE_DAYS = 7
#: Orders whose goods have left and that are not closed.
EXCHANGEABLE = frozenset({OrderStatus.SHIPPED, OrderStatus.COMPLETED})
ON_SHELF = (Product.Kind.UNIQUE, Product.Kind.SERIES)


@dataclass(frozen=True)
class Offer:
    """Pieces that may be exchanged, and the goods that may take their place, with their stock."""

    holding: Holding
    products: list[Product]

    def most(self, product: Product) -> int:
        """Pieces that may be exchanged for this good."""
        return min(self.holding.free, product.stock.available)


def exchange_offers(*, order: Order) -> list[Offer]:
    """What the buyer may ask for: delivered lines within the time to withdraw, that may be returned, one offer each.

    Goods of the same maker at the same price and VAT rate, on the shelf now; other variants of the same good first. What is
    not among them: personalised and otherwise excepted goods (Consumer Rights Act, art. 38), gift cards, parts of sets, and
    what came in exchange itself. Nothing where there is nothing to choose.
    """
    if order.status not in EXCHANGEABLE or not withdrawal_period(order=order).is_open:
        return []
    delivered = set(order.parcels.filter(status=ParcelStatus.DELIVERED).values_list("pk", flat=True))
    held = [
        entry
        for entry in holdings(order=order)
        if entry.free
        and entry.exchange is None
        and entry.item.parcel_id in delivered
        and not entry.item.no_withdrawal
        and entry.item.set_number is None
        and entry.item.product_data.get("kind") != Product.Kind.GIFT_CARD
    ]
    if not held:
        return []
    wanted = Q(pk__in=[])
    for entry in held:
        wanted |= Q(enterprise=entry.item.enterprise_id, price=entry.item.unit_price)
    # What excepts the replacement from withdrawal would take a right from the buyer.
    goods = list(_on_shelf().filter(wanted, withdrawal_exception=""))
    families = _families([entry.item.product_id for entry in held]) if goods else {}
    offers = [Offer(entry, _fitting(entry, goods, families)) for entry in held]
    return [offer for offer in offers if offer.products]


def replacements(*, holding: Holding) -> list[Product]:
    """What may be sent for a faulty thing: the same good, or another of its maker at the same price and VAT rate."""
    item = holding.item
    if item.personalisation or holding.free < 1:
        return []
    same = Q(pk=holding.product_id)
    goods = list(_on_shelf().filter(same | Q(enterprise=item.enterprise_id, price=item.unit_price)))
    own = [product for product in goods if product.pk == holding.product_id]
    return own + _fitting(holding, goods, _families([item.product_id]))


def replaceable(*, item: OrderItem) -> list[Holding]:
    """The pieces of a line that a replacement may be sent for."""
    if item.order.status not in EXCHANGEABLE:
        return []
    return [entry for entry in holdings(order=item.order) if entry.item.pk == item.pk and entry.free]


def exchanges_late(exchanges: QuerySet[Exchange], *, today) -> QuerySet[Exchange]:
    """Of those agreed on, the ones whose thing did not come back in time; a replacement owed by law is never late."""
    return exchanges.filter(state=Exchange.State.ACCEPTED, complaint=None, return_by__lt=today)


def _on_shelf() -> QuerySet[Product]:
    needed = PersonalisationField.objects.filter(product=OuterRef("pk"), required=True)
    return (
        products_for_sale()
        .filter(~Exists(needed), kind__in=ON_SHELF, stock__on_hand__gt=F("stock__reserved"))
        .select_related("stock", "enterprise", "category")
        .order_by("name", "code")
    )


def _families(products: Iterable[int]) -> dict[int, int]:
    """{primary key of a product: that of the good whose variant it is, or its own}; deleted ones are missing."""
    found = Product.objects.filter(pk__in=list(products)).values_list("pk", "variant_of")
    return {number: main or number for number, main in found}


def _fitting(entry: Holding, goods: Iterable[Product], families: dict[int, int]) -> list[Product]:
    """Those of the goods that may take the place of these pieces; of the same family first."""
    item = entry.item
    found = [
        product
        for product in goods
        if product.enterprise_id == item.enterprise_id
        and product.price == item.unit_price
        and product.pk != entry.product_id
        # Another rate would make another net price, and a correction of the document.
        and (not item.vat_rate or vat_code(product) == item.vat_rate)
    ]
    family = families.get(item.product_id)
    return sorted(found, key=lambda product: (product.variant_of_id or product.pk) != family)
