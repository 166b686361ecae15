"""By which ways a good can be delivered, for the filters of a list: the checkout's own rules, reckoned once for each shape."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _

from .models import DeliveryMethod, Product
from .services.parcel_sizes import Box, boxes_of
from .services.shipping import PackLine, delivery_refusal, packed_together

Kind = DeliveryMethod.Kind

#: What a parcel follows from: fields of Product.
MEASURES = ("kind", "packed_size", "weight_g", "width_mm", "height_mm", "depth_mm", "diameter_mm")
Measures = tuple
#: A part of a set: its measures and the pieces of it in one set.
PartMeasures = tuple[Measures, int]

#: Values of the filter by kind of delivery.
WAYS = {Kind.COURIER: "kurier", Kind.LOCKER: "paczkomat", Kind.PICKUP: "odbior", Kind.EMAIL: "e-mail"}


def way_names() -> dict[str, str]:
    """Words for each value, in the order shown."""
    return {
        WAYS[Kind.COURIER]: _("by courier"),
        WAYS[Kind.LOCKER]: _("to a parcel locker"),
        WAYS[Kind.PICKUP]: _("pick-up at the workshop"),
        WAYS[Kind.EMAIL]: _("by e-mail"),
    }


class DeliveryWays:
    """The ways on offer. methods: with their rates prefetched."""

    def __init__(self, methods: Iterable[DeliveryMethod]):
        self.methods = list(methods)
        self._known: dict[tuple[tuple[Box, ...], bool], frozenset[str]] = {}

    def of(self, measures: Measures, parts: Iterable[PartMeasures] = ()) -> frozenset[str]:
        """Values of the filter for one piece of a good. measures: its MEASURES; parts: of a gift set."""
        by_mail = measures[0] == Product.Kind.GIFT_CARD
        key = _boxes(measures, tuple(parts)), by_mail
        if key not in self._known:
            self._known[key] = frozenset(
                WAYS[Kind(method.kind)]
                for method in self.methods
                if not delivery_refusal(method, key[0], by_mail=by_mail)
            )
        return self._known[key]


@lru_cache(maxsize=10_000)
def _boxes(measures: Measures, parts: tuple[PartMeasures, ...]) -> tuple[Box, ...]:
    """The boxes of one piece, packed as the checkout packs it. Without the names of goods, which filters do not tell."""
    line = PackLine(_measured(measures), 1, {})
    pieces = [(_measured(part), count) for part, count in parts]
    return tuple(boxes_of(packed_together(None, line, pieces)))


def _measured(measures: Measures) -> Product:
    return Product(**dict(zip(MEASURES, measures, strict=True)))
