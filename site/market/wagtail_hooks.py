"""Registers in the admin what spans all rooms."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .legal.admin import LegalSelfTestView


class LegalMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return any(request.user.has_perm(permission) for permission in LegalSelfTestView.any_permission)


@hooks.register("register_admin_urls")
def market_admin_urls():
    return [path("reports/legal-selftest/", LegalSelfTestView.as_view(), name="market_legal_selftest")]


@hooks.register("register_reports_menu_item")
def legal_menu():
    return LegalMenuItem(
        LegalSelfTestView.page_title, reverse("market_legal_selftest"), icon_name="clipboard-list", order=5
    )
