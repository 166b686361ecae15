"""Makers in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.admin.panels import PagesPanel
from home.admin.viewsets import NamedRecordViewSet

from ..models import Enterprise, EnterpriseIndexPage, EnterprisePage, Technique


class EnterpriseViewSet(SnippetViewSet):
    model = Enterprise
    icon = "group"
    menu_label = _("Makers")
    copy_view_enabled = False
    list_per_page = 50
    list_display = ["name", "kind", "city", "voivodeship", "running_body", "tax_status"]
    list_filter = ["kind", "voivodeship", "tax_status"]
    search_fields = ["name", "city", "running_body"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            PagesPanel(EnterprisePage, EnterpriseIndexPage, heading=_("Profile pages")),
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("code"), FieldPanel("kind"), FieldPanel("running_body")],
                heading=_("Who it is"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("street"),
                    FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")]),
                    FieldPanel("voivodeship"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading=_("Place"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("email"),
                    FieldPanel("phone"),
                    FieldPanel("website"),
                    FieldPanel("opening_hours"),
                ],
                heading=_("Contact"),
            ),
            MultiFieldPanel([FieldPanel("packed_by")], heading=_("Parcels")),
            MultiFieldPanel(
                [
                    FieldPanel("founded"),
                    FieldRowPanel([FieldPanel("people"), FieldPanel("people_as_of")]),
                    FieldPanel("groups"),
                    FieldPanel("techniques"),
                ],
                heading=_("Work"),
            ),
            InlinePanel("certificates", heading=_("Certificates"), label=_("Certificate")),
            MultiFieldPanel(
                [
                    FieldPanel("tax_status"),
                    FieldRowPanel([FieldPanel("nip"), FieldPanel("krs"), FieldPanel("regon")]),
                    FieldPanel("bank_account"),
                ],
                heading=_("Tax and settlement"),
            ),
            FieldPanel("staff"),
        ]
    )


class TechniqueViewSet(NamedRecordViewSet):
    model = Technique
    icon = "edit"


class MakersGroup(SnippetViewSetGroup):
    items = (EnterpriseViewSet, TechniqueViewSet)
    menu_label = _("Makers")
    menu_name = "makers"
    menu_icon = "group"
    menu_order = 40
    add_to_admin_menu = True
