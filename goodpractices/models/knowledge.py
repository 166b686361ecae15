from django.utils.translation import gettext_lazy as _

from home.models import BasePage


class KnowledgeIndexPage(BasePage):
    """The library's hall: practices, glossary, figures, guides."""

    parent_page_types = ["home.HomePage"]
    subpage_types = [
        "goodpractices.GoodPracticeIndexPage",
        "goodpractices.GlossaryIndexPage",
        "goodpractices.FigureIndexPage",
        "goodpractices.GuideIndexPage",
    ]
    max_count_per_parent = 1
    search_room = "knowledge"

    class Meta:
        verbose_name = _("knowledge base")

    def get_context(self, request, *args, **kwargs):
        from ..listing import knowledge_hall

        return {**super().get_context(request, *args, **kwargs), **knowledge_hall(self)}
