"""Who is locked out of the login after wrong passwords, and letting them in again."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from ..access.lockout import lock_lift, locks
from .access import AdminPageView

MANAGE = "home.change_user"


class LockoutsView(AdminPageView):
    """Every lock with its end, and a button that lifts it."""

    any_permission = (MANAGE,)
    template_name = "admin/access/lockouts.html"
    header_icon = "lock"
    page_title = gettext_lazy("Locked logins")

    def get_context_data(self, **kwargs):
        return super().get_context_data(locks=locks(), **kwargs)

    def post(self, request):
        kind, value = request.POST.get("kind", ""), request.POST.get("value", "")
        if lock_lift(kind=kind, value=value, by=request.user):
            messages.success(request, _("The lock of %(value)s is lifted.") % {"value": value})
        else:
            messages.info(request, _("There is no such lock any more."))
        return redirect("market_lockouts")


class LockoutsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return request.user.has_perm(MANAGE)


def lockouts_menu() -> MenuItem:
    return LockoutsMenuItem(
        _("Locked logins"), reverse("market_lockouts"), name="lockouts", icon_name="lock", order=650
    )


def lockouts_urls() -> list:
    return [path("blokady/", LockoutsView.as_view(), name="market_lockouts")]
