"""What a good must tell before it may be published: the data of every good, and that of its sector."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models.compliance import ProductCompliance
from .models.legal_fields import fibres_text
from .models.products import Gate, Product
from .vocabularies import ALLERGENS


@dataclass(frozen=True)
class Requirement:
    """One duty. is_met: (product, its legal data, words of the page) → bool. missing: what the editor is told to do."""

    law: str
    missing: str
    is_met: Callable[[Product, ProductCompliance, "Words"], bool]


@dataclass(frozen=True)
class Words:
    """The words of a page that the law asks for."""

    composition: str = ""
    safety: str = ""
    has_picture: bool = False


#: Regulation (EU) 2023/988, art. 9 and 19: asked of every good.
EVERY_GOOD = (
    Requirement(
        "(EU) 2023/988, art. 19 c",
        gettext_lazy("Add a picture: a good sold at a distance must be recognisable."),
        lambda product, data, words: words.has_picture,
    ),
    Requirement(
        "(EU) 2023/988, art. 9 par. 6",
        gettext_lazy("Complete the maker's postal address and e-mail: the manufacturer must be reachable."),
        lambda product, data, words: all(
            (product.enterprise.street, product.enterprise.postcode, product.enterprise.city, product.enterprise.email)
        ),
    ),
)

BY_GATE: dict[Gate, tuple[Requirement, ...]] = {
    Gate.NONE: (),
    Gate.FOOD: (
        Requirement(
            "(EU) 1169/2011, art. 9 par. 1 b",
            gettext_lazy("Food: write the list of ingredients under “Composition”."),
            lambda product, data, words: bool(words.composition.strip()),
        ),
        Requirement(
            "(EU) 1169/2011, art. 9 par. 1 c",
            gettext_lazy("Food: tick the allergens, or tick that the empty list is complete."),
            lambda product, data, words: data.allergens_checked,
        ),
        Requirement(
            "(EU) 1169/2011, art. 9 par. 1 e",
            gettext_lazy("Food: give the net quantity and its unit."),
            lambda product, data, words: bool(product.net_quantity and product.net_unit),
        ),
        Requirement(
            "(EU) 1169/2011, art. 9 par. 1 g",
            gettext_lazy("Food: say how it is to be stored."),
            lambda product, data, words: bool(data.storage.strip()),
        ),
    ),
    Gate.COSMETIC: (
        Requirement(
            "(EC) 1223/2009, art. 19 par. 1 g",
            gettext_lazy("Cosmetics: write the INCI list under “Composition”."),
            lambda product, data, words: bool(words.composition.strip()),
        ),
        Requirement(
            "(EC) 1223/2009, art. 13",
            gettext_lazy("Cosmetics: give the number of the notification in CPNP."),
            lambda product, data, words: bool(data.cpnp_number.strip()),
        ),
        Requirement(
            "(EC) 1223/2009, art. 19 par. 1 b",
            gettext_lazy("Cosmetics: give the net quantity and its unit."),
            lambda product, data, words: bool(product.net_quantity and product.net_unit),
        ),
        Requirement(
            "(EC) 1223/2009, art. 19 par. 1 c",
            gettext_lazy("Cosmetics: give the period after opening, or the number of days it keeps."),
            lambda product, data, words: bool(data.period_after_opening.strip() or data.best_before_days),
        ),
        Requirement(
            "(EC) 1223/2009, art. 19 par. 1 d",
            gettext_lazy("Cosmetics: write the precautions under “Warnings”."),
            lambda product, data, words: bool(words.safety.strip()),
        ),
    ),
    Gate.TOY: (
        Requirement(
            "2009/48/EC, art. 16",
            gettext_lazy("Toys: tick that it bears the CE mark and the declaration of conformity is kept."),
            lambda product, data, words: data.ce_marked,
        ),
        Requirement(
            "2009/48/EC, art. 11",
            gettext_lazy("Toys: give the age from which it is fit, and the warnings."),
            lambda product, data, words: data.least_age_months is not None and bool(words.safety.strip()),
        ),
    ),
    Gate.TEXTILE: (
        Requirement(
            "(EU) 1007/2011, art. 16 par. 1",
            gettext_lazy("Textiles: give the fibres with their per cent."),
            lambda product, data, words: bool(data.fibres),
        ),
    ),
    Gate.CANDLE: (
        Requirement(
            "(EC) 1272/2008, art. 17",
            gettext_lazy("Candles: tick that the label was checked against CLP (scented wax may have to be marked)."),
            lambda product, data, words: data.clp_checked,
        ),
        Requirement(
            "(EU) 2023/988, art. 9 par. 7",
            gettext_lazy("Candles: write the rules of burning under “Warnings”."),
            lambda product, data, words: bool(words.safety.strip()),
        ),
    ),
    Gate.FOOD_CONTACT: (
        Requirement(
            "(EC) 1935/2004, art. 15",
            gettext_lazy(
                "Vessels: tick that it is fit for food and the declaration is kept, "
                "or write under “Warnings” that it is not for food."
            ),
            lambda product, data, words: data.food_contact_checked or bool(words.safety.strip()),
        ),
    ),
    Gate.JEWELLERY: (
        Requirement(
            "(EC) 1907/2006, annex XVII, 27",
            gettext_lazy("Jewellery: say which metals touch the skin and whether they release nickel."),
            lambda product, data, words: bool(data.metals.strip()),
        ),
    ),
}


def legal_data(product: Product) -> ProductCompliance:
    """The legal data of a product; an empty row, not saved, where nobody wrote any."""
    found = next(iter(product.compliance.all()), None) if product.pk else None
    return found or ProductCompliance(product=product)


def gate_obstacles(product: Product, words: Words) -> list[str]:
    """What is missing before the good may be published, as sentences that say what to do; empty when nothing is."""
    data = legal_data(product)
    duties = (*EVERY_GOOD, *BY_GATE[product.legal_gate])
    return [str(duty.missing) for duty in duties if not duty.is_met(product, data, words)]


def legal_facts(product: Product) -> list[dict[str, str]]:
    """The legal data as rows of facts for the product page, in the active language; empty rows are left out."""
    data = legal_data(product)
    gate = product.legal_gate
    allergens = ", ".join(str(ALLERGENS[code]) for code in data.allergens if code in ALLERGENS)
    if gate == Gate.FOOD and data.allergens_checked and not allergens:
        allergens = _("none of the fourteen that must be named")
    rows = [
        (_("Net quantity"), net_quantity_text(product)),
        (_("Allergens"), allergens),
        (_("Storage"), data.storage),
        (_("Keeps for"), _days(data.best_before_days)),
        (_("Fibres"), fibres_text(data.fibres)),
        (_("Period after opening"), data.period_after_opening),
        (_("Responsible person"), data.responsible_person),
        (_("Number in CPNP"), data.cpnp_number),
        (_("From the age of"), _age(data.least_age_months)),
        (_("CE mark"), _("yes, the declaration of conformity is kept") if data.ce_marked else ""),
        (_("Contact with food"), _("fit for food, the declaration is kept") if data.food_contact_checked else ""),
        (_("Metals"), data.metals),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def net_quantity_text(product: Product) -> str:
    """„250 g”, „0.5 l”…; empty where none is given."""
    if not product.net_quantity or not product.net_unit:
        return ""
    amount = Decimal(product.net_quantity).normalize()
    return f"{amount:f} {product.get_net_unit_display()}"


def _days(number: int | None) -> str:
    return ngettext("%(count)d day", "%(count)d days", number) % {"count": number} if number else ""


def _age(months: int | None) -> str:
    if months is None:
        return ""
    if months % 12 == 0 and months:
        years = months // 12
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
