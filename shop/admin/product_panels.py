"""Panels of a product's record about variants, sets and personalisation."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from .variants import SetPanel, VariantsPanel

GOODS_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("variant_name"), FieldPanel("variant_name_en"), FieldPanel("variant_name_uk")]
            ),
            VariantsPanel(),
        ],
        heading=_("Variants"),
        help_text=_("For things that come in several sizes or colours; each has a price and a stock of its own."),
    ),
    MultiFieldPanel(
        [
            SetPanel(),
            FieldRowPanel([FieldPanel("set_least"), FieldPanel("set_most")]),
            InlinePanel(
                "components",
                heading=_("Parts"),
                label=_("part"),
                panels=[FieldPanel("product"), FieldPanel("quantity")],
                help_text=_(
                    "At least two pieces, no sets. In a set of the buyer's choice the number is how many pieces of it "
                    "one set may hold. The enterprise of the set packs and sends it; the money of each part goes to its maker."
                ),
            ),
        ],
        heading=_("Gift set"),
        help_text=_("Only for the kinds “gift set” and “set of the buyer's choice”."),
    ),
    InlinePanel(
        "personalisation_fields",
        heading=_("Personalisation"),
        label=_("wish"),
        max_num=6,
        panels=[
            FieldRowPanel([FieldPanel("kind"), FieldPanel("required"), FieldPanel("surcharge")]),
            FieldRowPanel([FieldPanel("label"), FieldPanel("label_en"), FieldPanel("label_uk")]),
            FieldPanel("max_length"),
            FieldPanel("choices"),
            FieldPanel("ends_withdrawal"),
        ],
        help_text=_("What the buyer may have written or chosen. Variants of the product are personalised in the same way."),
    ),
]
