"""Closed lists of the law: names that labels must use, in three languages through gettext."""

from django.utils.translation import gettext_lazy as _

#: Regulation (EU) No 1169/2011, annex II: the fourteen substances that cause allergies or intolerances.
ALLERGENS = {
    "gluten": _("cereals containing gluten"),
    "crustaceans": _("crustaceans"),
    "eggs": _("eggs"),
    "fish": _("fish"),
    "peanuts": _("peanuts"),
    "soybeans": _("soybeans"),
    "milk": _("milk (with lactose)"),
    "nuts": _("nuts"),
    "celery": _("celery"),
    "mustard": _("mustard"),
    "sesame": _("sesame seeds"),
    "sulphites": _("sulphur dioxide and sulphites"),
    "lupin": _("lupin"),
    "molluscs": _("molluscs"),
}

#: Regulation (EU) No 1007/2011, annex I (those that workshops use), and art. 9 for what cannot be stated.
FIBRES = {
    "cotton": _("cotton"),
    "linen": _("linen"),
    "wool": _("wool"),
    "silk": _("silk"),
    "hemp": _("hemp"),
    "jute": _("jute"),
    "ramie": _("ramie"),
    "alpaca": _("alpaca"),
    "mohair": _("mohair"),
    "cashmere": _("cashmere"),
    "viscose": _("viscose"),
    "lyocell": _("lyocell"),
    "modal": _("modal"),
    "polyester": _("polyester"),
    "polyamide": _("polyamide"),
    "acrylic": _("acrylic"),
    "elastane": _("elastane"),
    "other": _("other fibres"),
    "unspecified": _("unspecified textile composition"),
}
