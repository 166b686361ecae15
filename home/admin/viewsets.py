"""Records of the ground floor in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Funder

NAME_PANELS = MultiFieldPanel(
    [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("name_uk"), FieldPanel("code")], heading=_("Name")
)


class NamedRecordViewSet(SnippetViewSet):
    """A vocabulary: names in three languages and a code."""

    list_display = ["name", "name_en", "name_uk", "code"]
    search_fields = ["name", "name_en", "name_uk", "code"]
    search_backend_name = None
    panels = [NAME_PANELS]
    list_per_page = 50


class FunderViewSet(NamedRecordViewSet):
    model = Funder
    icon = "group"
    menu_label = _("Funders")
    add_to_settings_menu = True
    menu_order = 300
    list_display = ["name", "kind", "in_footer", "sort_order"]
    list_filter = ["kind", "in_footer"]
    edit_handler = ObjectList(
        [
            NAME_PANELS,
            FieldPanel("kind"),
            FieldPanel("url"),
            MultiFieldPanel([FieldPanel("image"), FieldPanel("mark")], heading=_("Mark")),
            FieldPanel("in_footer"),
            FieldPanel("sort_order"),
        ]
    )
