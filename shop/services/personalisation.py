"""What a buyer wishes to have written or painted: read from a form, priced, kept on the line alone.

What is made to the consumer's specification cannot be returned (Consumer Rights Act, art. 38 par. 1 pt 3), and the buyer
is told so before ordering (art. 12 par. 1 pt 12); the exception holds for the line that has the wish, never for the product.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import OrderItem, PersonalisationField, Product
from .checks import is_printable
from .errors import LineRefused

#: Names of the fields in the form of the product page are this and the primary key.
PREFIX = "personalisation-"
LANGUAGES = ("pl", "en", "uk")


def fields_of(products: Iterable[Product]) -> dict[int, list[PersonalisationField]]:
    """Fields by primary key of the product; a variant has those of its main product. One query."""
    products = list(products)
    owners = {product.pk: product.variant_of_id or product.pk for product in products}
    found = defaultdict(list)
    for field in PersonalisationField.objects.filter(product__in=set(owners.values())).order_by("sort_order", "pk"):
        found[field.product_id].append(field)
    return {key: found[owner] for key, owner in owners.items() if owner in found}


def choices_of(field: PersonalisationField) -> list[tuple[str, str]]:
    """(value kept, text in the active language) of each choice. The value is the Polish text, whatever the language."""
    place = LANGUAGES.index(language) if (language := translation.get_language()) in LANGUAGES else 0
    choices = []
    for row in field.choices.splitlines():
        names = [name.strip() for name in row.split("|")]
        if names[0]:
            choices.append((names[0], names[place] if place < len(names) and names[place] else names[0]))
    return choices


def personalisation_clean(
    fields: Sequence[PersonalisationField], raw: Mapping[str, object]
) -> dict[str, str]:
    """What the buyer wishes as BasketItem keeps it; fields left empty are missing.

    raw: a form's values by the names of its fields (PREFIX and primary key). Raises LineRefused with a sentence for
    each field that needs correcting.
    """
    values, errors = {}, {}
    for field in fields:
        name = f"{PREFIX}{field.pk}"
        text = raw.get(name, "")
        text = " ".join(text.split()) if isinstance(text, str) else ""
        if message := _what_is_wrong(field, text):
            errors[name] = message
        elif text:
            values[str(field.pk)] = text
    if errors:
        raise LineRefused(errors)
    return values


def personalisation_fits(fields: Sequence[PersonalisationField], values: Mapping[str, str]) -> bool:
    """Whether kept wishes can still be met as the product stands now."""
    known = {str(field.pk): field for field in fields}
    return values.keys() <= known.keys() and not any(
        _what_is_wrong(field, values.get(key, "")) for key, field in known.items()
    )


def surcharge_of(fields: Sequence[PersonalisationField], values: Mapping[str, str]) -> Decimal:
    """What the wishes cost together, PLN for each piece."""
    return sum((field.surcharge for field in fields if str(field.pk) in values), Decimal("0.00"))


def personalisation_told(
    fields: Sequence[PersonalisationField], values: Mapping[str, str]
) -> list[dict[str, str]]:
    """The wishes in words of the active language: [{label, value}, …], as OrderItem keeps them."""
    told = []
    for field in fields:
        if text := values.get(str(field.pk)):
            if field.kind == PersonalisationField.Kind.CHOICE:
                text = dict(choices_of(field)).get(text, text)
            told.append({"label": field.label_text, "value": text})
    return told


def no_withdrawal(
    product: Product, fields: Sequence[PersonalisationField] = (), values: Mapping[str, str] | None = None
) -> str:
    """Why a line cannot be withdrawn from, a value of OrderItem.NoWithdrawal; empty where it can be."""
    values = values or {}
    if any(field.ends_withdrawal and str(field.pk) in values for field in fields):
        return OrderItem.NoWithdrawal.PERSONALISED
    return product.withdrawal_exception


def no_withdrawal_text(reason: str) -> str:
    """The notice of one line with act and article, in the active language; empty for a line that can be returned."""
    if reason == OrderItem.NoWithdrawal.PERSONALISED:
        return _(
            "Made to your wish, so it cannot be returned without a reason (Consumer Rights Act, art. 38 par. 1 pt 3). "
            "If it has a defect, you can complain as about anything else."
        )
    if reason == OrderItem.NoWithdrawal.PERISHABLE:
        return _("Perishable, so it cannot be returned without a reason (Consumer Rights Act, art. 38 par. 1 pt 4).")
    if reason == OrderItem.NoWithdrawal.SEALED:
        return _(
            "Sealed for hygiene: once opened, it cannot be returned without a reason "
            "(Consumer Rights Act, art. 38 par. 1 pt 5)."
        )
    return ""


def _what_is_wrong(field: PersonalisationField, text: str) -> str:
    """Why a value cannot be taken, empty when it can."""
    if not text:
        if not field.required:
            return ""
        if field.kind == PersonalisationField.Kind.CHOICE:
            return _("Choose one of the possibilities.")
        return _("Write what is to stand there.")
    if field.kind == PersonalisationField.Kind.CHOICE:
        return "" if text in dict(choices_of(field)) else _("Choose one of the possibilities in the list.")
    if len(text) > field.max_length:
        return ngettext(
            "At most %(most)d character fits there; you wrote %(count)d. Shorten the text.",
            "At most %(most)d characters fit there; you wrote %(count)d. Shorten the text.",
            field.max_length,
        ) % {"most": field.max_length, "count": len(text)}
    if not is_printable(text):
        return _("There is a character here that cannot be printed. Type the text anew.")
    return ""
