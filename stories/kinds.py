"""Kinds of social-economy entities, with the words that explain them wherever a product or a maker is shown."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnterpriseKind(models.TextChoices):
    """Forms named by the Act of 5 August 2022 on the social economy, art. 2 point 5."""

    WTZ = "wtz", _("occupational therapy workshop (WTZ)")
    ZAZ = "zaz", _("vocational activity establishment (ZAZ)")
    SOCIAL_COOPERATIVE = "social_cooperative", _("social cooperative")
    CIS = "cis", _("social integration centre (CIS)")
    KIS = "kis", _("social integration club (KIS)")
    FOUNDATION = "foundation", _("foundation")
    ASSOCIATION = "association", _("association")
    OTHER = "other", _("other social enterprise")


#: Short names, as printed on a tag.
SHORT_LABELS = {
    EnterpriseKind.WTZ: _("WTZ"),
    EnterpriseKind.ZAZ: _("ZAZ"),
    EnterpriseKind.SOCIAL_COOPERATIVE: _("social cooperative"),
    EnterpriseKind.CIS: _("CIS"),
    EnterpriseKind.KIS: _("KIS"),
    EnterpriseKind.FOUNDATION: _("foundation"),
    EnterpriseKind.ASSOCIATION: _("association"),
    EnterpriseKind.OTHER: _("social enterprise"),
}

#: One plain sentence for each kind; the glossary tells more.
EXPLANATIONS = {
    EnterpriseKind.WTZ: _(
        "WTZ is an occupational therapy workshop: adults with disabilities who cannot work yet learn a craft and "
        "everyday skills there."
    ),
    EnterpriseKind.ZAZ: _(
        "ZAZ is a vocational activity establishment: a workplace whose staff are mostly people with considerable "
        "disabilities, with rehabilitation beside the work."
    ),
    EnterpriseKind.SOCIAL_COOPERATIVE: _(
        "A social cooperative is a company owned by the people who work in it; it brings back to work those who "
        "find it hardest to get a job."
    ),
    EnterpriseKind.CIS: _(
        "CIS is a social integration centre: people who were out of work for long learn a trade there and return "
        "to a job."
    ),
    EnterpriseKind.KIS: _("KIS is a social integration club: it helps people look for work and support one another."),
    EnterpriseKind.FOUNDATION: _("A foundation carries out a social aim and puts its income into that aim."),
    EnterpriseKind.ASSOCIATION: _("An association is a group of people with one aim; its income serves that aim."),
    EnterpriseKind.OTHER: _("A social enterprise earns in order to help people back to work or to serve its town."),
}

#: Code of the glossary term that explains each kind.
TERM_CODES = {
    EnterpriseKind.WTZ: "wtz",
    EnterpriseKind.ZAZ: "zaz",
    EnterpriseKind.SOCIAL_COOPERATIVE: "spoldzielnia-socjalna",
    EnterpriseKind.CIS: "cis",
    EnterpriseKind.KIS: "kis",
    EnterpriseKind.FOUNDATION: "pes",
    EnterpriseKind.ASSOCIATION: "pes",
    EnterpriseKind.OTHER: "przedsiebiorstwo-spoleczne",
}


class Voivodeship(models.TextChoices):
    """The sixteen voivodeships by their TERYT names."""

    DOLNOSLASKIE = "dolnoslaskie", _("Lower Silesian")
    KUJAWSKO_POMORSKIE = "kujawsko-pomorskie", _("Kuyavian-Pomeranian")
    LUBELSKIE = "lubelskie", _("Lublin")
    LUBUSKIE = "lubuskie", _("Lubusz")
    LODZKIE = "lodzkie", _("Łódź")
    MALOPOLSKIE = "malopolskie", _("Lesser Poland")
    MAZOWIECKIE = "mazowieckie", _("Masovian")
    OPOLSKIE = "opolskie", _("Opole")
    PODKARPACKIE = "podkarpackie", _("Subcarpathian")
    PODLASKIE = "podlaskie", _("Podlaskie")
    POMORSKIE = "pomorskie", _("Pomeranian")
    SLASKIE = "slaskie", _("Silesian")
    SWIETOKRZYSKIE = "swietokrzyskie", _("Holy Cross")
    WARMINSKO_MAZURSKIE = "warminsko-mazurskie", _("Warmian-Masurian")
    WIELKOPOLSKIE = "wielkopolskie", _("Greater Poland")
    ZACHODNIOPOMORSKIE = "zachodniopomorskie", _("West Pomeranian")


class SupportedGroup(models.TextChoices):
    """Whom makers are there for: the first three by law (`GROUPS_BY_LAW`), the others where a maker says so itself."""

    LEARNING = "nauka-i-rehabilitacja", _("adults with disabilities who learn a craft")
    EMPLOYED = "praca-z-niepelnosprawnoscia", _("people with disabilities who are employed")
    RETURNING = "powrot-do-pracy", _("people who find it hardest to get a job")
    ARTISTS = "tworczosc", _("artists with disabilities")
    MENTAL_CRISIS = "po-kryzysie-psychicznym", _("people who have lived with mental illness")
    REFUGEES = "uchodzcy", _("refugees and migrants")


#: WTZ and ZAZ: Act of 27 August 1997 on rehabilitation, art. 10a and 29. CIS and KIS: Act of 13 June 2003 on social
#: employment, art. 1 par. 2. Social cooperatives: Act of 27 April 2006, art. 2 and 4. The law names no group for a foundation, an
#: association and other social enterprises, so nothing is claimed for them until they say it themselves.
GROUPS_BY_LAW = {
    EnterpriseKind.WTZ: SupportedGroup.LEARNING,
    EnterpriseKind.ZAZ: SupportedGroup.EMPLOYED,
    EnterpriseKind.SOCIAL_COOPERATIVE: SupportedGroup.RETURNING,
    EnterpriseKind.CIS: SupportedGroup.RETURNING,
    EnterpriseKind.KIS: SupportedGroup.RETURNING,
}


def groups_supported(kind: str, chosen: Iterable[str] = ()) -> frozenset[str]:
    """Values of SupportedGroup of a maker: those it named, else that of its kind. chosen: `Enterprise.groups`."""
    if named := frozenset(chosen):
        return named
    by_law = GROUPS_BY_LAW.get(EnterpriseKind(kind))
    return frozenset({by_law.value}) if by_law else frozenset()


def groups_told(groups: Iterable[str]) -> list[dict[str, str]]:
    """[{code, label}, …] in the order of the vocabulary, in the active language; what it no longer knows is left out."""
    known = set(groups)
    return [{"code": group.value, "label": str(group.label)} for group in SupportedGroup if group.value in known]
