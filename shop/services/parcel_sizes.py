"""How goods become boxes: how many, how heavy, how large. Reckoned from the safe side, and without the database.

The rule: pieces lie in layers. A layer holds one product, laid so that it is as low as can be, in rows and columns; layers
lie one on another. Such a box can always be packed, so a parcel is never larger than reckoned; somebody with a good eye
may well pack it smaller. A box is 38 × 64 cm at most, 8, 19 or 41 cm high (A, B, C: the sizes of InPost's lockers), and
weighs 25 kg at most; what does not fit begins another one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ..models import ParcelSize, Product

if TYPE_CHECKING:
    from stories.models import Enterprise

#: Length and width of a box, the same for every size; height by size. Millimetres.
BASE_MM = (640, 380)
HEIGHTS_MM = {ParcelSize.A: 80, ParcelSize.B: 190, ParcelSize.C: 410}
#: Filling: taken from every side of a box, both ends together.
PADDING_MM = 20
#: The empty box with its filling, and the heaviest that a box may be (InPost's terms: 25 kg). Grams.
PACKAGING_G = 250
MOST_G = 25_000
#: What a piece counts as where nobody has measured it.
UNKNOWN_G = 500
UNKNOWN_MM = (100, 150, 200)


@dataclass(frozen=True)
class PackedGood:
    """Pieces of a product that one enterprise packs. name: as the buyer knows it. weight_g: of a piece, where not the product's.

    maker: whose line it is, where that is told: the packer, or a maker in the same house."""

    packer: "Enterprise"
    product: Product
    quantity: int
    name: str = ""
    weight_g: int | None = None
    maker: "Enterprise | None" = None

    @property
    def is_sent(self) -> bool:
        """False for gift cards, which come by e-mail."""
        return self.product.kind != Product.Kind.GIFT_CARD


@dataclass(frozen=True)
class Box:
    """One box with its weight, packing included. size: empty where it is larger or heavier than C; then `name` says what."""

    size: str
    weight_g: int
    name: str = ""


@dataclass(frozen=True)
class PackedParcel:
    """The boxes of one enterprise; none where everything of its comes by e-mail.

    shared_by: the makers in one house whose goods lie in them, who packs first; empty where they are one maker's."""

    packer: "Enterprise"
    boxes: tuple[Box, ...]
    shared_by: tuple["Enterprise", ...] = ()

    @property
    def weight_g(self) -> int:
        return sum(box.weight_g for box in self.boxes)

    @property
    def size(self) -> str:
        """That of the largest box; empty where one is larger than C, or there is none."""
        sizes = [box.size for box in self.boxes]
        return "" if "" in sizes else max(sizes, default="")


@dataclass(frozen=True)
class _Layer:
    height: int
    weight: int
    fits: bool
    name: str


def parcels_of(goods: Iterable[PackedGood]) -> list[PackedParcel]:
    """One parcel for each enterprise that packs something, by its primary key."""
    ordered = sorted(goods, key=lambda good: good.packer.pk)
    return [
        PackedParcel(packer=parts[0].packer, boxes=tuple(boxes_of(parts)), shared_by=_makers(parts))
        for parts in (list(group) for _pk, group in groupby(ordered, key=lambda good: good.packer.pk))
    ]


def _makers(goods: list[PackedGood]) -> tuple["Enterprise", ...]:
    """Whose goods one packer sends: who packs first, then by primary key; nobody where all are the packer's own."""
    makers = {good.maker.pk: good.maker for good in goods if good.maker and good.is_sent}
    packer = goods[0].packer
    if not makers.keys() - {packer.pk}:
        return ()
    return tuple(sorted(makers.values(), key=lambda maker: (maker.pk != packer.pk, maker.pk)))


def boxes_of(goods: Iterable[PackedGood]) -> list[Box]:
    """The boxes that these goods go into: highest layers first, each into the first box with room for it."""
    layers = [layer for good in goods if good.is_sent for layer in _layers(good)]
    layers.sort(key=lambda layer: (-layer.height, -layer.weight))
    open_boxes: list[list[_Layer]] = []
    closed = []
    for layer in layers:
        if not layer.fits:
            closed.append(Box("", layer.weight + PACKAGING_G, layer.name))
            continue
        for box in open_boxes:
            if _fits([*box, layer]):
                box.append(layer)
                break
        else:
            open_boxes.append([layer])
    return [Box(_size(box), _weight(box)) for box in open_boxes] + closed


def piece_weight(product: Product) -> int:
    return product.weight_g or UNKNOWN_G


def piece_sides(product: Product) -> tuple[int, int, int]:
    """The sides of a piece in millimetres. A side that nobody measured counts as the shortest of those known."""
    depth, height, width = product.depth_mm, product.height_mm, product.width_mm
    if round_side := product.diameter_mm:
        return max(round_side, width or 0), max(round_side, depth or 0), height or round_side
    known = [side for side in (depth, height, width) if side]
    if not known:
        return UNKNOWN_MM
    first, second, third = [*known, *[min(known)] * (3 - len(known))]
    return first, second, third


def _layers(good: PackedGood) -> list[_Layer]:
    """Layers of a product: as many pieces in each as fit beside one another and are not too heavy together."""
    weight = good.weight_g or piece_weight(good.product)
    name = good.name or good.product.name
    laid = _laid(good.product)
    if laid is None or weight + PACKAGING_G > MOST_G:
        return [_Layer(0, weight, False, name)] * good.quantity
    height, beside = laid
    most = min(beside, (MOST_G - PACKAGING_G) // weight)
    full, rest = divmod(good.quantity, most)
    return [_Layer(height, weight * pieces, True, name) for pieces in [most] * full + ([rest] if rest else [])]


def _laid(product: Product) -> tuple[int, int] | None:
    """Height of a layer of this product and the pieces beside one another in it; None where a piece fits no box."""
    if product.packed_size:
        return HEIGHTS_MM[ParcelSize(product.packed_size)] - PADDING_MM, 1
    sides = sorted(piece_sides(product))
    length, width = (side - PADDING_MM for side in BASE_MM)
    for place, height in enumerate(sides):
        first, second = sides[:place] + sides[place + 1 :]
        beside = max(
            (length // first) * (width // second),
            (length // second) * (width // first),
        )
        if beside and height + PADDING_MM <= HEIGHTS_MM[ParcelSize.C]:
            return height, beside
    return None


def _weight(layers: list[_Layer]) -> int:
    return sum(layer.weight for layer in layers) + PACKAGING_G


def _size(layers: list[_Layer]) -> str:
    """The lowest box that takes the layers; empty where none does."""
    height = sum(layer.height for layer in layers) + PADDING_MM
    return next((size.value for size, most in HEIGHTS_MM.items() if height <= most), "")


def _fits(layers: list[_Layer]) -> bool:
    return bool(_size(layers)) and _weight(layers) <= MOST_G
