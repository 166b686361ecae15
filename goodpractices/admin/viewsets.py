"""Records of the library in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.admin.access import ReadOnlyPolicy
from home.admin.panels import PagesPanel
from home.admin.viewsets import NamedRecordViewSet
from home.models import Sdg

from ..models import Figure, GlossaryIndexPage, GlossaryTerm, GlossaryTermPage, Industry


class FigureViewSet(SnippetViewSet):
    model = Figure
    icon = "order"
    menu_label = _("Figures")
    list_per_page = 50
    list_display = ["name", Column("value_text", label=_("Value")), "unit", "as_of", "historical", "source"]
    list_filter = ["historical", "approximate", "as_of"]
    search_fields = ["name", "source", "note"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("name_uk"), FieldPanel("code")],
                heading=_("What is counted"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("value_from"), FieldPanel("value")]),
                    FieldPanel("approximate"),
                    FieldRowPanel([FieldPanel("unit"), FieldPanel("unit_en"), FieldPanel("unit_uk")]),
                ],
                heading=_("Value"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("as_of"), FieldPanel("as_of_label")]),
                    FieldPanel("source"),
                    FieldPanel("source_url"),
                    FieldPanel("historical"),
                    FieldPanel("compare_with"),
                ],
                heading=_("Date and source"),
            ),
            MultiFieldPanel(
                [FieldPanel("note"), FieldPanel("note_en"), FieldPanel("note_uk")], heading=_("What it means")
            ),
            FieldPanel("sort_order"),
        ]
    )


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "help"
    menu_label = _("Glossary terms")
    list_per_page = 50
    list_display = ["code", "abbreviation", "checked_on", "legal_basis"]
    list_filter = ["checked_on"]
    search_fields = ["code", "abbreviation", "legal_basis"]
    edit_handler = ObjectList(
        [
            PagesPanel(GlossaryTermPage, GlossaryIndexPage, heading=_("Entries")),
            MultiFieldPanel([FieldPanel("code"), FieldPanel("abbreviation")], heading=_("Term")),
            MultiFieldPanel(
                [
                    FieldPanel("legal_basis"),
                    FieldPanel("legal_url"),
                    FieldPanel("checked_on"),
                    FieldPanel("sources"),
                ],
                heading=_("Law and sources"),
            ),
            FieldPanel("related"),
        ]
    )


class IndustryViewSet(NamedRecordViewSet):
    model = Industry
    icon = "folder"


class SdgViewSet(SnippetViewSet):
    """The goals are the United Nations'; they are read here, not written."""

    model = Sdg
    icon = "globe"
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["number", "name", "name_en"]

    @property
    def permission_policy(self):
        return ReadOnlyPolicy(self.model)


class KnowledgeGroup(SnippetViewSetGroup):
    items = (GlossaryTermViewSet, FigureViewSet, IndustryViewSet, SdgViewSet)
    menu_label = _("Knowledge")
    menu_name = "knowledge"
    menu_icon = "help"
    menu_order = 50
    add_to_admin_menu = True
