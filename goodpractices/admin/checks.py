"""Terms and figures that somebody should compare with the law and the sources again."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from home.admin.duties import Duty
from home.admin.reports import MarketReport
from home.formats import day

from ..models import Figure, GlossaryTerm

TERM_DAYS = 365
#: Public statistics come out once a year, with a delay.
FIGURE_DAYS = 3 * 365


def stale_terms() -> QuerySet[GlossaryTerm]:
    """Terms that nobody has checked for twelve months."""
    return GlossaryTerm.objects.filter(
        checked_on__lt=timezone.localdate() - datetime.timedelta(days=TERM_DAYS)
    ).order_by("checked_on")


def stale_figures() -> QuerySet[Figure]:
    """Figures older than three years that are not marked as historical: a newer one may exist."""
    return Figure.objects.filter(
        historical=False, as_of__lt=timezone.localdate() - datetime.timedelta(days=FIGURE_DAYS)
    ).order_by("as_of")


def knowledge_duties(request) -> list[Duty]:
    if not request.user.has_perm("goodpractices.change_glossaryterm"):
        return []
    report = reverse(KnowledgeReport.name)
    return [
        Duty(gettext("Glossary terms not checked for 12 months"), stale_terms().count(), report, "help"),
        Duty(gettext("Figures older than 3 years"), stale_figures().count(), report, "order"),
    ]


@dataclass(frozen=True)
class Row:
    """A line of the report."""

    name: str
    kind: str
    date: datetime.date
    source: str
    url: str

    @property
    def date_text(self) -> str:
        return day(self.date)


def rows() -> list[Row]:
    terms = [
        Row(str(term), gettext("glossary term"), term.checked_on, term.legal_basis, _edit_url(term))
        for term in stale_terms()
    ]
    figures = [
        Row(figure.label, gettext("figure"), figure.as_of, figure.source, _edit_url(figure))
        for figure in stale_figures()
    ]
    return sorted([*terms, *figures], key=lambda row: row.date)


def _edit_url(record) -> str:
    return reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk])


class KnowledgeReport(MarketReport):
    name = "market_report_knowledge"
    address = "knowledge-to-check"
    page_title = _("Figures and terms to check")
    header_icon = "help"
    any_permission = ("goodpractices.change_glossaryterm", "goodpractices.change_figure")
    list_export = ["name", "kind", "date", "source"]
    columns = [
        TitleColumn("name", label=_("Name"), get_url=lambda row: row.url),
        Column("kind", label=_("Kind")),
        Column("date", label=_("Checked or as of"), accessor="date_text"),
        Column("source", label=_("Source or legal basis")),
    ]

    def get_filtered_queryset(self):
        return rows()
