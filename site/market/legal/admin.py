"""The self-test in the admin: it runs when somebody asks for it."""

from django.utils.translation import gettext_lazy as _

from home.admin.access import AdminPageView

from .report import ROWS, legal_results


class LegalSelfTestView(AdminPageView):
    """GET lists the duties; POST judges them."""

    template_name = "admin/legal_selftest.html"
    page_title = _("Legal self-test")
    header_icon = "clipboard-list"
    any_permission = ("shop.change_order", "home.change_sitesettings")

    def get_context_data(self, *, results=None, **kwargs):
        found = results or []
        return super().get_context_data(
            rows=ROWS,
            results=found,
            red=sum(not result.is_green for result in found),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(results=legal_results(), **kwargs))
