"""Registers in the admin what spans all rooms."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.admin.duties import HOOK, Duty

from .legal.admin import LegalSelfTestView
from .legal.report import red_last_night


class LegalMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return any(request.user.has_perm(permission) for permission in LegalSelfTestView.any_permission)


@hooks.register("register_admin_urls")
def market_admin_urls():
    return [path("reports/legal-selftest/", LegalSelfTestView.as_view(), name="market_legal_selftest")]


@hooks.register(HOOK)
def legal_duties(request) -> list[Duty]:
    """What last night's self-test found wrong. It stops no request, so it is for the operator and not for /readyz."""
    if not any(request.user.has_perm(permission) for permission in LegalSelfTestView.any_permission):
        return []
    return [
        Duty(
            _("Duties of the law not met, as of last night"),
            red_last_night(),
            reverse("market_legal_selftest"),
            "clipboard-list",
            urgent=True,
        )
    ]


@hooks.register("register_reports_menu_item")
def legal_menu():
    return LegalMenuItem(
        LegalSelfTestView.page_title, reverse("market_legal_selftest"), icon_name="clipboard-list", order=5
    )
