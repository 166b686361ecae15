"""What our reports share."""

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from .access import AllowedMixin


class MarketReport(AllowedMixin, ReportView):
    """A report behind a right. `name` is the name of its URL; its results alone are at `<name>_results`."""

    name = ""
    address = ""
    paginate_by = 100

    @property
    def index_url_name(self) -> str:
        return self.name

    @property
    def index_results_url_name(self) -> str:
        return f"{self.name}_results"

    @classmethod
    def urls(cls) -> list:
        return [
            path(f"reports/{cls.address}/", cls.as_view(), name=cls.name),
            path(
                f"reports/{cls.address}/results/", cls.as_view(results_only=True), name=f"{cls.name}_results"
            ),
        ]

    @classmethod
    def menu_item(cls, order: int) -> MenuItem:
        return ReportMenuItem(cls, order)


class ReportMenuItem(MenuItem):
    """Shown to those who may open the report."""

    def __init__(self, report: type[MarketReport], order: int) -> None:
        self.report = report
        super().__init__(
            report.page_title,
            reverse(report.name),
            name=report.address,
            icon_name=report.header_icon,
            order=order,
        )

    def is_shown(self, request) -> bool:
        return self.report().is_allowed(request.user)
