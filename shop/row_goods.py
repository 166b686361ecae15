"""A good of a list with its variants and parts: what it costs, whom it supports, how it is delivered; from columns alone.

The prices are those of shop.services.availability.Goods, which cards ask; a test holds both together.
"""

from dataclasses import dataclass

from .delivery_ways import DeliveryWays
from .models import Product
from .services.lines import PUT_TOGETHER
from .services.listed_price import (
    ListedPrice,
    Offer,
    Piece,
    listed_price,
    listed_price_of_choice,
    offers_open,
)
from .services.own_sets import set_bounds
from .stock_rows import Related, RelatedGoods, RowFacts, pieces


@dataclass(frozen=True)
class RowGood:
    """own: the good itself. set_least, set_most: pieces in a set of choice. related: parts and variants of all goods."""

    own: RowFacts
    set_least: int | None
    set_most: int | None
    related: RelatedGoods

    @property
    def available(self) -> int:
        """Pieces that can be ordered, those of variants with them."""
        return pieces(self.own.key, self.own.kind, self.own.available, self.set_least, self.related)

    @property
    def offers(self) -> list[Offer]:
        """The good and its variants."""
        if self.own.kind in PUT_TOGETHER:
            return [Offer(self.own.key, self.own.price, self.available > 0)]
        return [Offer(facts.key, facts.price, facts.available > 0) for facts in self.facts]

    @property
    def facts(self) -> list[RowFacts]:
        """Of the good and its variants."""
        return [self.own, *(variant.facts for variant in self._variants)]

    @property
    def listed_price(self) -> ListedPrice:
        if self.own.kind != Product.Kind.OWN_SET:
            return listed_price(self.offers)
        least, most = set_bounds(self.set_least, self.set_most)
        choice = [Piece(part.facts.price, min(part.available, part.quantity), part.quantity) for part in self._parts]
        return listed_price_of_choice(box=self.own.price, least=least, most=most, pieces=choice)

    @property
    def reduced(self) -> list[Product]:
        """Products, with the fields that shop.services.reductions reads, whose price was lowered."""
        return [
            Product(
                pk=facts.key, price=facts.price, regular_price=facts.regular_price, reduced_at=facts.reduced_at
            )
            for facts in self.facts
            if facts.regular_price is not None
        ]

    @property
    def groups(self) -> set[str]:
        """Whom those support who have a part in the price: of a gift set the makers of what is in it, too."""
        makers = self._parts if self.own.kind == Product.Kind.SET else []
        return self.own.groups.union(*(part.facts.groups for part in makers))

    def ways(self, ways: DeliveryWays) -> set[str]:
        """By which ways something of this page that can be ordered is delivered."""
        makes_up = self._parts if self.own.kind == Product.Kind.SET else []
        parts = [(part.facts.measures, part.quantity) for part in makes_up]
        open_keys = {offer.key for offer in offers_open(self.offers)}
        return set().union(*(ways.of(facts.measures, parts) for facts in self.facts if facts.key in open_keys))

    @property
    def _variants(self) -> list[Related]:
        return [] if self.own.kind in PUT_TOGETHER else self.related.variants.get(self.own.key, [])

    @property
    def _parts(self) -> list[Related]:
        return self.related.parts.get(self.own.key, [])
