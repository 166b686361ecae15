"""What a product page offers to choose and fill in: variants, wishes, pieces of a set; with what was typed and what is
wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.formats import money

from .cards import CardPrice, ProductCard, stock_text
from .lead_time import lead_time_days, lead_time_text
from .models import OrderItem, PersonalisationField, Product, SetComponent
from .services.availability import Goods, pieces_free
from .services.checks import MAX_QUANTITY
from .services.own_sets import PREFIX as PART
from .services.own_sets import WHOLE, bounds
from .services.personalisation import PREFIX as WISH
from .services.personalisation import choices_of, no_withdrawal_text

LegalFacts = Callable[[Product], list[dict[str, str]]]


@dataclass(frozen=True)
class Refusal:
    """Why a form of the page came back. values: as typed. errors: {name of the field: sentence}."""

    values: Mapping[str, str]
    message: str
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VariantOption:
    value: int
    label: str
    code: str
    price: CardPrice
    stock_text: str
    is_available: bool
    checked: bool


@dataclass(frozen=True)
class WishInput:
    """A field of personalisation. options: of a choice, [(value, text)]."""

    name: str
    label: str
    is_choice: bool
    options: list[tuple[str, str]]
    value: str
    required: bool
    max_length: int
    help_text: str
    error: str


@dataclass(frozen=True)
class PartRow:
    """A part of a set. most: pieces that may be chosen. missing: it is sold out, so the set cannot be put together."""

    card: ProductCard | None
    product: Product
    quantity: int
    most: int
    missing: bool
    stock_text: str
    name: str
    value: str
    error: str
    facts: list[dict[str, str]]

    @property
    def title(self) -> str:
        return self.card.full_title if self.card else self.product.name


@dataclass(frozen=True)
class Choices:
    """All of it. notices: why the line could not be returned, with act and article."""

    variants: list[VariantOption]
    wishes: list[WishInput]
    parts: list[PartRow]
    is_own_set: bool
    least: int
    most: int
    quantity: str
    most_pieces: int
    notices: list[str]
    lead_time_text: str
    missing_text: str
    message: str
    errors: list[tuple[str, str]]

    @property
    def chosen_variant(self) -> VariantOption | None:
        return next((option for option in self.variants if option.checked), None)


def product_choices(
    own: ProductCard,
    goods: Goods,
    cards: Mapping[int, ProductCard],
    fields: Iterable[PersonalisationField],
    *,
    variant: str = "",
    refusal: Refusal | None = None,
    legal: LegalFacts,
) -> Choices:
    """What the page of `own` offers.

    goods: of the page's product. cards: of variants and parts, by primary key. variant: code that the address names.
    legal: gives the facts that the law wants beside each part: who answers for it, what its sector asks for
    (Regulation (EU) 2023/988, art. 19).
    """
    product = own.product
    values: Mapping[str, Any] = refusal.values if refusal else {}
    errors = refusal.errors if refusal else {}
    variants = variant_options(own, goods, cards, wanted=str(values.get("product", "")), code=variant)
    wishes = [_wish(entry, values, errors) for entry in fields]
    is_own_set = product.kind == Product.Kind.OWN_SET
    parts = [
        _part(entry, goods, cards.get(entry.product_id), values, errors, legal)
        for entry in goods.components.get(product.pk, [])
    ]
    least, most = bounds(product)
    available = max([own.available, *(pieces_free(entry) for entry in goods.variants.get(product.pk, []))])
    return Choices(
        variants=variants,
        wishes=wishes,
        parts=parts,
        is_own_set=is_own_set,
        least=least,
        most=most,
        quantity=str(values.get("quantity", "1"))[:4],
        most_pieces=1 if product.kind == Product.Kind.UNIQUE else max(1, min(available, MAX_QUANTITY)),
        notices=notices(product, fields),
        lead_time_text=lead_time_text(lead_time_days(product)),
        missing_text=missing_text(parts) if product.kind == Product.Kind.SET else "",
        message=refusal.message if refusal and not errors else "",
        errors=[(f"id_{name}" if name != WHOLE else "own-set", text) for name, text in errors.items()],
    )


def variant_options(
    own: ProductCard, goods: Goods, cards: Mapping[int, ProductCard], *, wanted: str, code: str
) -> list[VariantOption]:
    """The product and its variants; chosen is what was typed, else what the address names, else the first to be had."""
    variants = goods.variants.get(own.product.pk, [])
    if not variants:
        return []
    products = [own.product, *variants]
    chosen = (
        next((entry for entry in products if str(entry.pk) == wanted), None)
        or next((entry for entry in products if entry.code == code), None)
        or next((entry for entry in products if pieces_free(entry) > 0), own.product)
    )
    options = []
    for entry in products:
        card = own if entry.pk == own.product.pk else cards.get(entry.pk)
        free = pieces_free(entry)
        options.append(
            VariantOption(
                value=entry.pk,
                label=(card.variant_text if card else entry.variant_name) or entry.name,
                code=entry.code,
                price=card.own if card else CardPrice(entry.price),
                stock_text=stock_text(entry, free),
                is_available=free > 0,
                checked=entry.pk == chosen.pk,
            )
        )
    return options


def notices(product: Product, fields: Iterable[PersonalisationField]) -> list[str]:
    """What the buyer must know before the button about returning this line (Consumer Rights Act, art. 12 par. 1 pt 12)."""
    binding = [entry for entry in fields if entry.ends_withdrawal]
    told = []
    if text := no_withdrawal_text(product.withdrawal_exception):
        told.append(text)
    if binding:
        text = no_withdrawal_text(OrderItem.NoWithdrawal.PERSONALISED)
        if not any(entry.required for entry in binding):
            labels = ", ".join(entry.label_text for entry in binding)
            text = f"{_('If you fill this in: %(fields)s.') % {'fields': labels}} {text}"
        told.append(text)
    return told


def missing_text(parts: Iterable[PartRow]) -> str:
    """Which parts of a set are sold out, in words; empty when none is."""
    names = ", ".join(f"„{row.title}”" for row in parts if row.missing)
    return _("Missing from the set just now: %(names)s.") % {"names": names} if names else ""


def _wish(entry: PersonalisationField, values: Mapping[str, Any], errors: Mapping[str, str]) -> WishInput:
    name = f"{WISH}{entry.pk}"
    is_choice = entry.kind == PersonalisationField.Kind.CHOICE
    hints = []
    if not is_choice:
        hints.append(
            ngettext("At most %(most)d character.", "At most %(most)d characters.", entry.max_length)
            % {"most": entry.max_length}
        )
    if entry.surcharge:
        hints.append(_("Adds %(amount)s to the price.") % {"amount": money(entry.surcharge)})
    return WishInput(
        name=name,
        label=entry.label_text,
        is_choice=is_choice,
        options=choices_of(entry) if is_choice else [],
        value=str(values.get(name, "")),
        required=entry.required,
        max_length=entry.max_length,
        help_text=" ".join(hints),
        error=errors.get(name, ""),
    )


def _part(
    entry: SetComponent,
    goods: Goods,
    card: ProductCard | None,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    legal: LegalFacts,
) -> PartRow:
    name = f"{PART}{entry.product_id}"
    most = goods.choosable(entry)
    free = pieces_free(entry.product) if entry.product.is_for_sale else 0
    return PartRow(
        card=card,
        product=entry.product,
        quantity=entry.quantity,
        most=most,
        missing=free < entry.quantity,
        stock_text=stock_text(entry.product, free),
        name=name,
        value=str(values.get(name, "0")),
        error=errors.get(name, ""),
        facts=legal(entry.product),
    )
