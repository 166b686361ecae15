"""What getting the goods costs: parcels by the enterprise that packs (another one in the same house, or the maker), the least rate that each box fits, all in one price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from home.formats import decimal_text
from stories.models import Enterprise

from ..models import DeliveryMethod, DeliveryRate, Product, SetComponent
from .checks import GROSZ
from .errors import DeliveryRefused
from .parcel_sizes import Box, PackedGood, PackedParcel, parcels_of, piece_weight

ZERO = Decimal("0.00")
#: Ways that bring the goods to somebody.
DELIVERING = (DeliveryMethod.Kind.COURIER, DeliveryMethod.Kind.LOCKER)


@dataclass(frozen=True)
class PackLine:
    """A line of a basket as the packer sees it. parts: of a set of choice, {primary key as text: pieces in one set}."""

    product: Product
    quantity: int
    parts: Mapping[str, int]
    name: str = ""


@dataclass(frozen=True)
class ParcelQuote:
    """The parcel that one enterprise packs and its share of the price, gross PLN."""

    packed: PackedParcel
    price: Decimal

    @property
    def values(self) -> dict:
        """Fields of the Parcel that the order keeps."""
        return {
            "size": self.packed.size,
            "weight_g": self.packed.weight_g,
            "boxes": max(len(self.packed.boxes), 1),
            "delivery_price": self.price,
            "shared_by": [{"enterprise": maker.pk, "name": maker.name} for maker in self.packed.shared_by],
        }


@dataclass(frozen=True)
class DeliveryQuote:
    """What a way of delivery costs for these goods. refusal: why it cannot be had, in words; then it costs nothing.

    full_price: what it would cost were the goods not worth enough to be delivered free.
    """

    method: DeliveryMethod
    parcels: tuple[ParcelQuote, ...]
    full_price: Decimal
    refusal: str = ""

    @property
    def price(self) -> Decimal:
        return sum((parcel.price for parcel in self.parcels), ZERO)

    @property
    def is_available(self) -> bool:
        return not self.refusal

    @property
    def is_waived(self) -> bool:
        """Free because the goods are worth enough."""
        return self.is_available and self.full_price > self.price

    def of(self, enterprise_id: int) -> dict:
        """Fields of the Parcel of one enterprise; none where it packs nothing."""
        return next((quote.values for quote in self.parcels if quote.packed.packer.pk == enterprise_id), {})


def deliveries_on_offer() -> list[DeliveryMethod]:
    """The ways of delivery to choose from with their rates, in two queries."""
    return list(DeliveryMethod.objects.filter(is_active=True).prefetch_related("rates"))


def goods_to_pack(lines: Iterable[PackLine]) -> list[PackedGood]:
    """What each enterprise packs: its own goods and sets, and those of makers in the same house (`Enterprise.packed_by`).
    A set is one piece where its size is known, else its parts.

    One query for all sets, one for the parts chosen by buyers, one for packers in the same house; lines need
    product.enterprise.
    """
    lines = list(lines)
    parts = _set_parts(lines)
    packers = _packers(line.product.enterprise for line in lines)
    return [
        good
        for line in lines
        for good in packed_together(
            packers[line.product.enterprise.packer_id], line, _pieces(line, parts), maker=line.product.enterprise
        )
    ]


def packed_together(
    packer: Enterprise, line: PackLine, pieces: list[tuple[Product, int]], *, maker: Enterprise | None = None
) -> list[PackedGood]:
    """What the packer of one line packs. pieces: of a set, (product, number in one set). maker: whose line it is."""
    product = line.product
    if pieces and not (product.dimensions or product.packed_size):
        return [PackedGood(packer, part, count * line.quantity, line.name, maker=maker) for part, count in pieces]
    weight = product.weight_g or sum(piece_weight(part) * count for part, count in pieces) or None
    return [PackedGood(packer, product, line.quantity, line.name, weight, maker)]


def delivery_quote(*, method: DeliveryMethod, goods: Iterable[PackedGood], value: Decimal) -> DeliveryQuote:
    """What this way of delivery costs for these goods. value: of the goods after discounts, gross PLN; see `free_from`."""
    goods = list(goods)
    packed = parcels_of(goods)
    rates = list(method.rates.all())
    by_mail = bool(goods) and not any(good.is_sent for good in goods)
    boxes = [box for parcel in packed for box in parcel.boxes]
    if refusal := delivery_refusal(method, boxes, by_mail=by_mail):
        return DeliveryQuote(method, tuple(ParcelQuote(parcel, ZERO) for parcel in packed), ZERO, refusal)
    if rates:
        prices = [sum((_box_price(method, rates, box) for box in parcel.boxes), ZERO) for parcel in packed]
    else:
        prices = _shares(method.price, packed)
    full = sum(prices, ZERO)
    if method.free_from is not None and value >= method.free_from:
        prices = [ZERO] * len(packed)
    return DeliveryQuote(
        method, tuple(ParcelQuote(parcel, price) for parcel, price in zip(packed, prices, strict=True)), full
    )


def cheapest_delivery(*, goods: Iterable[PackedGood], value: Decimal) -> Decimal | None:
    """The price of the cheapest delivery on offer for these goods, gross PLN; None when there is none.

    A pick-up delivers nothing (Consumer Rights Act, art. 33), and a way that cannot take these goods is not on offer for them.
    """
    goods = list(goods)
    methods = DeliveryMethod.objects.filter(is_active=True, kind__in=DELIVERING).prefetch_related("rates")
    quotes = [delivery_quote(method=method, goods=goods, value=value) for method in methods]
    return min((quote.price for quote in quotes if quote.is_available), default=None)


def delivery_require(quote: DeliveryQuote) -> DeliveryQuote:
    """The same quote. Raises DeliveryRefused where the goods cannot be had that way."""
    if quote.refusal:
        raise DeliveryRefused(quote.refusal)
    return quote


def delivery_refusal(method: DeliveryMethod, boxes: Iterable[Box], *, by_mail: bool) -> str:
    """Why goods in these boxes cannot be had this way, in the active language; empty where they can.

    by_mail: they are gift cards alone, which need no box. method: with its rates prefetched.
    """
    rates = list(method.rates.all())
    if method.kind == DeliveryMethod.Kind.EMAIL:
        return "" if by_mail else _("Only gift cards come by e-mail.")
    if by_mail:
        return _("A gift card needs no parcel: choose the delivery by e-mail.")
    if method.is_pickup:
        return ""
    for box in boxes:
        if method.is_locker and not box.size:
            return _(
                "“%(product)s” does not fit into a parcel locker: it takes at most 41 × 38 × 64 cm and 25 kg."
            ) % {"product": box.name}
        if rates and _box_price(method, rates, box) is None:
            if box.name:
                return _("“%(product)s” is too large or too heavy for this delivery.") % {"product": box.name}
            return _("A parcel of %(weight)s kg is too heavy or too large for this delivery.") % {
                "weight": decimal_text(Decimal(box.weight_g) / 1000)
            }
    return ""


def _box_price(method: DeliveryMethod, rates: list[DeliveryRate], box: Box) -> Decimal | None:
    """The least rate that takes the box, else the price of larger ones; None where there is none."""
    fitting = [
        rate.price for rate in rates if box.size and box.size <= rate.size and box.weight_g <= rate.weight_g
    ]
    return min(fitting, default=None if method.is_locker else method.oversize_price)


def _shares(price: Decimal, packed: list[PackedParcel]) -> list[Decimal]:
    """One price split evenly over the parcels that are sent, to the grosz; what is left over goes to the first of them."""
    sent = [parcel for parcel in packed if parcel.boxes] or packed
    if not sent:
        return []
    share = (price / len(sent)).quantize(GROSZ, rounding="ROUND_DOWN")
    extra = int((price - share * len(sent)) / GROSZ)
    amounts = {parcel.packer.pk: share + (GROSZ if place < extra else ZERO) for place, parcel in enumerate(sent)}
    return [amounts.get(parcel.packer.pk, ZERO) for parcel in packed]


def _packers(makers: Iterable[Enterprise]) -> dict[int, Enterprise]:
    """Those who pack for these makers, by primary key. No query where each packs by itself."""
    found = {maker.pk: maker for maker in makers}
    missing = {maker.packer_id for maker in found.values()} - found.keys()
    return found | Enterprise.objects.in_bulk(missing) if missing else found


def _pieces(line: PackLine, parts: dict) -> list[tuple[Product, int]]:
    """What one set holds; nothing for a good that is no set."""
    if line.product.kind == Product.Kind.SET:
        return parts.get(line.product.pk, [])
    if line.product.kind == Product.Kind.OWN_SET:
        chosen = parts.get(0, {})
        return [(chosen[pk], count) for pk, count in _counts(line.parts) if pk in chosen]
    return []


def _set_parts(lines: list[PackLine]) -> dict:
    """Parts of the sets by the set's primary key, as (product, pieces); under 0 the products of sets of choice."""
    found: dict = {}
    sets = {line.product.pk for line in lines if line.product.kind == Product.Kind.SET}
    if sets:
        for part in SetComponent.objects.filter(gift_set__in=sets).select_related("product"):
            found.setdefault(part.gift_set_id, []).append((part.product, part.quantity))
    chosen = {pk for line in lines if line.product.kind == Product.Kind.OWN_SET for pk, _n in _counts(line.parts)}
    if chosen:
        found[0] = Product.objects.in_bulk(chosen)
    return found


def _counts(parts: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(int(pk), int(count)) for pk, count in (parts or {}).items() if int(count) > 0]
