"""The part of the product screen about sector law."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

LEGAL_PANELS = MultiFieldPanel(
    [
        FieldPanel("gate"),
        FieldRowPanel([FieldPanel("net_quantity"), FieldPanel("net_unit")]),
        FieldRowPanel([FieldPanel("withdrawal_exception"), FieldPanel("vat_rate")]),
        InlinePanel(
            "compliance",
            max_num=1,
            heading=_("Legal data"),
            help_text=_("Only what the kind of good asks for; the page cannot be published without it."),
            panels=[
                MultiFieldPanel(
                    [
                        FieldPanel("allergens"),
                        FieldPanel("allergens_checked"),
                        FieldPanel("storage"),
                        FieldPanel("best_before_days"),
                    ],
                    heading=_("Food"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("cpnp_number"),
                        FieldPanel("period_after_opening"),
                        FieldPanel("responsible_person"),
                    ],
                    heading=_("Cosmetics and soap"),
                ),
                FieldPanel("fibres"),
                MultiFieldPanel([FieldPanel("ce_marked"), FieldPanel("least_age_months")], heading=_("Toys")),
                FieldPanel("clp_checked"),
                FieldPanel("food_contact_checked"),
                FieldPanel("metals"),
            ],
        ),
    ],
    heading=_("Law and tax"),
)
