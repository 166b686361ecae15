"""A line of the basket as it stands now: what it costs, what is in it, what stands in the way of ordering it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from stories.cards import MakerTag

from ..cards import ProductCard
from ..models import BasketItem, Product
from .basket_lines import LineGoods
from .checks import MAX_QUANTITY
from .lines import Content, free_for, short_part, total_needs
from .personalisation import no_withdrawal, personalisation_told
from .reductions import Reduction

#: „unfit”: the good was changed so that it can no longer be put together as chosen. „shared”: other lines of the same
#: basket take what is left of it.
LineProblem = Literal["", "sold_out", "too_many", "shared", "gone", "unfit", "price_changed"]
#: Lines that cannot be ordered at any quantity: they cost nothing and must be removed.
HOPELESS = frozenset({"gone", "unfit", "sold_out", "shared"})


@dataclass(frozen=True)
class QuotePart:
    """A part of a set in a basket line. quantity: in the whole line. unit_price: its share of the price of the set.

    card: None for a part without a live page, or the box of a set of choice, whose card is the line's.
    """

    product: Product
    card: ProductCard | None
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True)
class QuoteLine:
    """A basket line as it stands now. Prices in gross PLN; a line that cannot be ordered costs nothing.

    available: pieces of the line that can be ordered beside the lines before it. wishes: personalisation in words,
    [{label, value}, …]. no_withdrawal: value of OrderItem.NoWithdrawal. parts: of a set. short: title of the part of a
    set that is missing.
    """

    item: BasketItem
    product: Product | None
    card: ProductCard | None
    quantity: int
    unit_price: Decimal
    total: Decimal
    seen_price: Decimal | None
    problem: LineProblem
    available: int = 0
    wishes: list[dict[str, str]] = field(default_factory=list)
    no_withdrawal: str = ""
    parts: list[QuotePart] = field(default_factory=list)
    short: str = ""

    @property
    def promotion(self) -> Reduction | None:
        """The reduction of the good where a promotion made it; a set of choice costs a sum, of which none is announced."""
        is_sum = self.product is None or self.product.kind == Product.Kind.OWN_SET
        reduction = self.card.reduction if self.card and not is_sum else None
        return reduction if reduction and reduction.promotion else None


def quote_line(
    item: BasketItem, goods: LineGoods, cards: Mapping[int, ProductCard], left: Counter[int]
) -> QuoteLine:
    """A line as it stands beside those before it. left: free pieces, from which the line's are taken off."""
    product, card = goods.products.get(item.product_id), cards.get(item.product_id)
    content = goods.content(item) if product else None
    problem: LineProblem = ""
    available, short = 0, ""
    if product is None or card is None or not card.maker.url:
        problem = "gone"
    elif part := goods.missing_part(product, item):
        problem, short = "gone", _title(part, cards)
    elif content is None:
        problem = "unfit"
    else:
        available = min(free_for(content.needs, left), MAX_QUANTITY)
        if not free_for(content.needs, goods.free()):
            problem = "sold_out"
        elif not available:
            problem = "shared"
        elif item.quantity > available:
            problem = "too_many"
        elif item.seen_price != content.unit_price:
            problem = "price_changed"
        if content.is_set and problem in {"sold_out", "shared", "too_many"}:
            short = _title(short_part(content, goods.free() if problem == "sold_out" else left), cards)
    if content and problem not in HOPELESS:
        left.subtract(total_needs([(content, min(item.quantity, available))]))
    fields = goods.fields_for(product) if product else []
    return QuoteLine(
        item=item,
        product=card.product if card else None,
        card=card,
        quantity=item.quantity,
        unit_price=content.unit_price if content else Decimal("0.00"),
        total=content.unit_price * item.quantity if content and problem not in HOPELESS else Decimal("0.00"),
        seen_price=item.seen_price,
        problem=problem,
        available=available,
        wishes=personalisation_told(fields, item.personalisation),
        no_withdrawal=no_withdrawal(product, fields, item.personalisation) if product else "",
        parts=_parts(content, item.quantity, cards) if content and content.is_set else [],
        short=short,
    )


def _parts(content: Content, quantity: int, cards: Mapping[int, ProductCard]) -> list[QuotePart]:
    return [
        QuotePart(part.product, cards.get(part.product.pk), part.quantity, part.unit_price)
        for part in content.times(quantity)
    ]


def makers_of(lines: Iterable[QuoteLine]) -> list[MakerTag]:
    """Whom the lines support, each once: of a set the makers of its parts."""
    cards = [
        card for line in lines for card in ([part.card for part in line.parts] or [line.card]) if card
    ]
    return list({card.maker.enterprise_id: card.maker for card in cards}.values())


def _title(product: Product, cards: Mapping[int, ProductCard]) -> str:
    return cards[product.pk].full_title if product.pk in cards else product.name
