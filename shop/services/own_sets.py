"""A set of the buyer's choice: which pieces, read from a form, within the bounds of the set and of the shelves."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Product, SetComponent
from .errors import LineRefused

#: Names of the number fields in the form of the product page are this and the primary key of the product.
PREFIX = "part-"
#: Stands for the whole choice where no single field is to blame.
WHOLE = "parts"


def parts_clean(
    product: Product,
    components: Sequence[SetComponent],
    raw: Mapping[str, object],
    *,
    choosable: Mapping[int, int],
    names: Mapping[int, str],
) -> dict[str, int]:
    """The pieces as BasketItem keeps them: {primary key of the product as text: number}; zeros are missing.

    raw: a form's values by the names of its fields. choosable: {primary key: most pieces now}. names: titles by
    primary key, for the messages. Raises LineRefused with a sentence for each field that needs correcting.
    """
    chosen, errors = {}, {}
    for component in components:
        key = component.product_id
        name = f"{PREFIX}{key}"
        text = str(raw.get(name, "")).strip() or "0"
        if not (text.isascii() and text.isdecimal() and len(text) <= 4):
            errors[name] = _("Write a number of pieces, for example 1.")
            continue
        count, most = int(text), choosable.get(key, 0)
        if count > component.quantity:
            errors[name] = ngettext(
                "At most %(count)d piece of “%(product)s” goes into one set.",
                "At most %(count)d pieces of “%(product)s” go into one set.",
                component.quantity,
            ) % {"count": component.quantity, "product": names.get(key, "")}
        elif count > most == 0:
            errors[name] = _("“%(product)s” is sold out. Choose something else.") % {"product": names.get(key, "")}
        elif count > most:
            errors[name] = ngettext(
                "Only %(count)d piece of “%(product)s” is left.",
                "Only %(count)d pieces of “%(product)s” are left.",
                most,
            ) % {"count": most, "product": names.get(key, "")}
        elif count:
            chosen[str(key)] = count
    if not errors and (message := count_error(product, sum(chosen.values()))):
        errors[WHOLE] = message
    if errors:
        raise LineRefused(errors)
    return chosen


def parts_fit(product: Product, components: Sequence[SetComponent], chosen: Mapping[str, int]) -> bool:
    """Whether pieces chosen before still make a set as it is defined now, whatever lies on the shelves."""
    most = {str(component.product_id): component.quantity for component in components}
    return not count_error(product, sum(chosen.values())) and all(
        0 < count <= most.get(key, 0) for key, count in chosen.items()
    )


def count_error(product: Product, pieces: int) -> str:
    """Why a set may not have so many pieces, empty when it may."""
    least, most = bounds(product)
    if pieces < least:
        return ngettext(
            "Choose at least %(count)d piece; there are %(now)d now.",
            "Choose at least %(count)d pieces; there are %(now)d now.",
            least,
        ) % {"count": least, "now": pieces}
    if pieces > most:
        return ngettext(
            "At most %(count)d piece fits into the set; there are %(now)d now.",
            "At most %(count)d pieces fit into the set; there are %(now)d now.",
            most,
        ) % {"count": most, "now": pieces}
    return ""


def bounds(product: Product) -> tuple[int, int]:
    """Least and most pieces in a set of choice."""
    return set_bounds(product.set_least, product.set_most)


def set_bounds(least: int | None, most: int | None) -> tuple[int, int]:
    """The same from the fields of Product."""
    least = max(least or 1, 1)
    return least, max(most or 99, least)
