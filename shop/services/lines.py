"""What a line of a basket consists of: the pieces it takes from the shelf, who made them and what each costs.

Pure: everything is given, nothing is fetched. The basket, the checkout and the order all take their sums from here, so
that they cannot differ.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..models import Product, SetComponent
from .shares import pieces_split

#: Kinds of goods that lie on no shelf: made when they are paid for, or issued.
MADE_WHEN_PAID = frozenset({Product.Kind.TO_ORDER, Product.Kind.GIFT_CARD})
#: Kinds put together from other goods.
PUT_TOGETHER = frozenset({Product.Kind.SET, Product.Kind.OWN_SET})
#: Kinds without a stock of their own.
WITHOUT_STOCK = MADE_WHEN_PAID | PUT_TOGETHER
#: More of a good without stock than any line may hold: the bound of pieces in a line is another one (checks.MAX_QUANTITY).
ENOUGH = 999


@dataclass(frozen=True)
class Part:
    """Pieces of one good at one price. quantity: in one piece of the line, or in the whole of it, as the giver says."""

    product: Product
    quantity: int
    unit_price: Decimal

    @property
    def total(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def from_stock(self) -> bool:
        return self.product.kind not in WITHOUT_STOCK


@dataclass(frozen=True)
class Content:
    """One piece of a line: its price and what is in it. parts: one for a good by itself, several for a set.

    The parts always add up to `unit_price`.
    """

    unit_price: Decimal
    parts: tuple[Part, ...]
    is_set: bool = False

    def times(self, quantity: int) -> list[Part]:
        """The parts of `quantity` pieces of the line."""
        return [Part(part.product, part.quantity * quantity, part.unit_price) for part in self.parts]

    @property
    def needs(self) -> Counter[int]:
        """{primary key of the product: pieces taken from its shelf} for one piece of the line."""
        needs: Counter[int] = Counter()
        for part in self.parts:
            if part.from_stock:
                needs[part.product.pk] += part.quantity
        return needs


def content_of(
    product: Product,
    *,
    surcharge: Decimal = Decimal("0.00"),
    components: Sequence[SetComponent] = (),
    chosen: Mapping[int, int] | None = None,
) -> Content:
    """What one piece of a line is.

    surcharge: of the buyer's wishes (PLN). components: of a set, with their products. chosen: of a set of the buyer's
    choice, {primary key of the product: pieces}; what is none of the components is left out.
    """
    if product.kind == Product.Kind.SET:
        return _set_content(product, components)
    if product.kind == Product.Kind.OWN_SET:
        return _own_set_content(product, components, chosen or {})
    price = product.price + surcharge
    return Content(price, (Part(product, 1, price),))


def _set_content(product: Product, components: Sequence[SetComponent]) -> Content:
    """The price of the set divided among its pieces in proportion to what they cost by themselves."""
    goods = [(component.product.price, component.quantity) for component in components]
    divided = pieces_split(product.price, goods) if goods else []
    parts = tuple(
        Part(component.product, count, price)
        for component, pieces in zip(components, divided, strict=True)
        for price, count in pieces
    )
    return Content(product.price, parts, is_set=True)


def _own_set_content(
    product: Product, components: Sequence[SetComponent], chosen: Mapping[int, int]
) -> Content:
    """The box at its own price, then each chosen piece at the price that it has by itself."""
    parts = [Part(product, 1, product.price)]
    parts += [
        Part(component.product, count, component.product.price)
        for component in components
        if (count := chosen.get(component.product_id, 0)) > 0
    ]
    return Content(sum((part.total for part in parts), Decimal("0.00")), tuple(parts), is_set=True)


def free_for(needs: Mapping[int, int], free: Mapping[int, int]) -> int:
    """How many times `needs` can be met. free: {primary key of the product: pieces}; a missing one is none."""
    return min((max(free.get(key, 0), 0) // count for key, count in needs.items()), default=ENOUGH)


def total_needs(lines: Iterable[tuple[Content, int]]) -> dict[int, int]:
    """Pieces from each shelf for all lines together, in the order of primary keys. lines: (content, quantity)."""
    needs: Counter[int] = Counter()
    for content, quantity in lines:
        for key, count in content.needs.items():
            needs[key] += count * quantity
    return dict(sorted(needs.items()))


def short_part(content: Content, free: Mapping[int, int]) -> Product:
    """The part of which there is least against what is needed of it."""
    needs = content.needs
    parts = {part.product.pk: part.product for part in content.parts if part.product.pk in needs}
    return min(parts.values(), key=lambda part: free.get(part.pk, 0) // needs[part.pk])
