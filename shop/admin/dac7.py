"""The report of makers' sales by year and quarter, on screen and as CSV."""

import csv
from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.admin.access import AdminPageView
from home.admin.exports import neutralised
from home.admin.reports import ReportMenuItem
from home.formats import money

from ..services.papers.dac7 import MakerYear, maker_years, years_with_sales


class Dac7Form(forms.Form):
    """Which year, and what the euro costs."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, choices=[])
    euro = forms.DecimalField(
        label=gettext_lazy("PLN for one euro"), min_value=Decimal("0.01"), max_value=Decimal(100), max_digits=8,
        decimal_places=4, required=False, localize=True,
        help_text=gettext_lazy("Average rate of the National Bank of Poland; tests the limit of 2 000 euro."),
    )  # fmt: skip

    def __init__(self, data, *, years):
        super().__init__(data)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class Dac7View(AdminPageView):
    """Sales by maker, year and quarter. Bound to the right to see documents of sale."""

    any_permission = ("shop.view_salesdocument",)
    template_name = "shop/admin/dac7.html"
    header_icon = "table"
    name = "market_report_dac7"
    address = "dac7"
    page_title = gettext_lazy("Sales of makers (DAC7)")

    @classmethod
    def urls(cls) -> list:
        return [path(f"reports/{cls.address}/", cls.as_view(), name=cls.name)]

    @classmethod
    def menu_item(cls, order: int) -> ReportMenuItem:
        return ReportMenuItem(cls, order)

    def get_page_title(self):
        return self.page_title

    def get(self, request, *args, **kwargs):
        years = years_with_sales()
        data = request.GET.copy()
        if years:
            data.setdefault("year", str(years[0]))
        form = Dac7Form(data, years=years)
        valid = form.is_valid()
        rows = maker_years(year=form.cleaned_data["year"]) if valid and years else []
        euro = form.cleaned_data.get("euro") if valid else None
        if valid and request.GET.get("export") == "csv":
            return _csv(rows, form.cleaned_data["year"], euro)
        context = self.get_context_data(
            form=form, rows=[_cells(row, euro) for row in rows], headings=_headings(),
            csv_url=f"?{data.urlencode()}&export=csv" if rows else "",
        )  # fmt: skip
        return self.render_to_response(context)


def _headings() -> list[str]:
    quarters = [_("Quarter %(number)d") % {"number": number} for number in range(1, 5)]
    return [_("Maker"), "NIP", _("Sales"), *quarters, _("Year together"), _("Excluded")]


def _cells(row: MakerYear, euro: Decimal | None) -> list[str]:
    amounts = [money(amount) for amount in (*row.quarters, row.total)]
    return [row.maker.name, row.maker.nip, str(row.sales), *amounts, _excluded(row, euro)]


def _excluded(row: MakerYear, euro: Decimal | None) -> str:
    if euro is None:
        return _("give the rate")
    return _("yes") if row.is_excluded(euro) else _("no")


def _csv(rows: list[MakerYear], year: int, euro: Decimal | None) -> HttpResponse:
    """Amounts with a point, for programs; no cell is a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dac7-{year}.csv"'
    table = csv.writer(response)
    table.writerow(_headings())
    for row in rows:
        cells = [row.maker.name, row.maker.nip, row.sales, *row.quarters, row.total, _excluded(row, euro)]
        table.writerow([neutralised(cell) for cell in cells])
    return response
