"""What must hold of a product, its parts, wishes and variants before it may be saved; told in words to the staff."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import PersonalisationField, Product, SetComponent
from .services.lines import PUT_TOGETHER, WITHOUT_STOCK
from .services.personalisation import choices_of

LEAST_IN_SET = 2
MOST_DAYS = 180
MOST_CHARACTERS = 200


@dataclass(frozen=True)
class PartDraft:
    """A part as the form has it, saved or not."""

    product: Product
    quantity: int


def product_errors(
    product: Product, *, parts: Iterable[PartDraft] = (), wishes: Iterable[PersonalisationField] = ()
) -> dict[str | None, str]:
    """What is wrong: {name of the field, None for the whole: sentence}; empty when all is well.

    product: with the values about to be saved. parts and wishes: all that it will have then.
    """
    parts, wishes = list(parts), list(wishes)
    errors: dict[str | None, str] = {}
    errors |= _lead_time(product)
    errors |= _sets(product, parts)
    errors |= _variants(product)
    if product.kind in WITHOUT_STOCK and (stock := getattr(product, "stock", None)) and stock.on_hand:
        errors["kind"] = _("Pieces of it lie on the shelf: correct the stock to zero first.")
    if wishes and product.kind in PUT_TOGETHER:
        errors[None] = _("A set cannot be personalised. Personalise the things that are sold by themselves.")
    elif wishes and product.variant_of_id:
        errors[None] = _("Variants are personalised as their product: add the wishes there.")
    return errors


def wish_errors(wish: PersonalisationField) -> dict[str, str]:
    """What is wrong with one field of personalisation: {field: sentence}."""
    if wish.kind == PersonalisationField.Kind.CHOICE:
        if len(choices_of(wish)) < 2:
            return {"choices": _("Write at least two possibilities, each in a line of its own.")}
    elif not 1 <= (wish.max_length or 0) <= MOST_CHARACTERS:
        return {"max_length": _("Give a number of characters from 1 to %(most)d.") % {"most": MOST_CHARACTERS}}
    if wish.required and wish.surcharge:
        # What nobody can do without is part of the price (Act on informing about prices, art. 3 par. 1 pt 1).
        return {"surcharge": _("Everybody would have to pay it: put it into the price of the product and leave nothing here.")}
    return {}


def part_error(part: Product) -> str:
    """Why a product may not be a part of a set, empty when it may."""
    if part.kind in PUT_TOGETHER:
        return _("“%(product)s” is a set itself: a set holds no sets.") % {"product": part}
    if part.kind == Product.Kind.GIFT_CARD:
        return _("A gift card is sold by itself.")
    if PersonalisationField.objects.filter(product__in=[part.pk, part.variant_of_id], required=True).exists():
        return _("“%(product)s” cannot be made without the buyer's wish, so it does not fit into a set.") % {
            "product": part
        }
    return ""


def publishing_obstacle(product: Product) -> str:
    """Why a page of the product may not be published yet, as far as its parts are concerned."""
    parts = [PartDraft(part.product, part.quantity) for part in _saved_parts(product)]
    if product.kind in PUT_TOGETHER and (text := _sets(product, parts).get(None, "")):
        return text
    return ""


def _saved_parts(product: Product) -> Iterable[SetComponent]:
    return SetComponent.objects.filter(gift_set=product.pk).select_related("product")


def _lead_time(product: Product) -> Mapping[str, str]:
    if product.kind == Product.Kind.TO_ORDER and not 1 <= (product.lead_time_days or 0) <= MOST_DAYS:
        return {"lead_time_days": _("Say in how many working days it is sent, from 1 to %(most)d.") % {"most": MOST_DAYS}}
    if product.kind != Product.Kind.TO_ORDER and product.lead_time_days:
        return {"lead_time_days": _("Only things made to order have this. Clear it or change the kind.")}
    return {}


def _sets(product: Product, parts: list[PartDraft]) -> Mapping[str | None, str]:
    """What is wrong with the parts of a product and the bounds of a set of choice."""
    errors: dict[str | None, str] = {}
    if product.kind not in PUT_TOGETHER:
        if parts:
            errors["kind"] = _("Only sets have parts. Choose a kind of set, or remove the parts.")
        return errors
    for part in parts:
        if text := part_error(part.product):
            errors[None] = text
    if product.pk and SetComponent.objects.filter(product=product.pk).exists():
        errors["kind"] = _("It is a part of a set, so it cannot be a set itself.")
    if product.kind == Product.Kind.SET and not errors.get(None) and sum(part.quantity for part in parts) < LEAST_IN_SET:
        errors[None] = _("A set has at least two pieces: add its parts.")
    if product.kind == Product.Kind.OWN_SET:
        least, most = product.set_least or 0, product.set_most or 0
        if least < 1:
            errors["set_least"] = _("Say how many pieces the buyer chooses at least.")
        if most < max(least, 1):
            errors["set_most"] = _("Say how many pieces fit in; not fewer than the least number.")
        if not errors.get(None) and len(parts) < LEAST_IN_SET:
            errors[None] = _("Offer at least two things to choose from.")
        elif not errors and sum(part.quantity for part in parts) < least:
            errors[None] = _("All that may be chosen is fewer pieces than the least number of the set.")
    return errors


def _variants(product: Product) -> Mapping[str, str]:
    if not product.variant_of_id:
        has_variants = product.pk and Product.objects.filter(variant_of=product.pk).exists()
        if has_variants and product.kind in PUT_TOGETHER:
            return {"kind": _("A product with variants cannot be a set.")}
        if has_variants and not product.variant_name.strip():
            return {"variant_name": _("This product has variants: name the one that it is itself.")}
        return {}
    if product.kind in PUT_TOGETHER:
        return {"kind": _("A variant cannot be a set.")}
    if not product.variant_name.strip():
        return {"variant_name": _("Name the variant, for example: large.")}
    return {}
