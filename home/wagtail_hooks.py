"""Registers what home/admin offers."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .admin.borrowed import count_in_lists, name_fields
from .admin.duties import HOOK, DutiesPanel
from .admin.exports import exports_neutralise
from .admin.factors import factor_account_item, factor_button, factor_urls
from .admin.help import GUIDES, HelpView
from .admin.lockouts import lockouts_menu, lockouts_urls
from .admin.moderation import moderation_duties
from .admin.notices import moderation_mails_off
from .admin.protected import keep_protected, keep_protected_snippet
from .admin.shortcuts import ShortcutsPanel
from .admin.staff import StaffAnonymiseView, anonymise_button
from .admin.videos import VideoViewSet
from .admin.viewsets import FunderViewSet
from .staff import ANONYMISE_ACTION

register_snippet(FunderViewSet)
register_snippet(VideoViewSet)
hooks.register(HOOK, moderation_duties)
hooks.register("register_user_listing_buttons", anonymise_button)
hooks.register("before_bulk_action", keep_protected)
hooks.register("before_delete_snippet", keep_protected_snippet)
hooks.register("register_admin_urls", factor_urls)
hooks.register("register_admin_urls", lockouts_urls)
hooks.register("register_user_listing_buttons", factor_button)
hooks.register("register_account_menu_item", factor_account_item)
hooks.register("register_settings_menu_item", lockouts_menu)
moderation_mails_off()
exports_neutralise()
count_in_lists()
name_fields()


@hooks.register("construct_homepage_panels")
def show_duties(request, panels):
    panels += [DutiesPanel(), ShortcutsPanel()]


@hooks.register("construct_homepage_summary_items")
def hide_counts(request, items):
    """How many pages and pictures there are is nobody's task for today."""
    items.clear()


@hooks.register("insert_global_admin_css")
def admin_css():
    sheets = ("css/admin.css", "css/admin-workshop.css")
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets))


@hooks.register("register_admin_urls")
def help_urls():
    return [
        path("pomoc/", HelpView.as_view(), name="market_help"),
        path("pomoc/<slug:key>/", HelpView.as_view(), name="market_help_guide"),
        path("staff/<int:pk>/close/", StaffAnonymiseView.as_view(), name="market_staff_anonymise"),
    ]


@hooks.register("construct_help_menu")
def own_guides(request, items):
    """Our guides take the place of links to Wagtail's own site; the list of keyboard shortcuts stays."""
    items[:] = [item for item in items if item.url == "#"]
    items.extend(
        MenuItem(
            guide.title,
            reverse("market_help_guide", args=[guide.key]),
            name=f"help-{guide.key}",
            icon_name="help",
            order=number,
        )
        for number, guide in enumerate(GUIDES)
    )


@hooks.register("register_log_actions")
def staff_actions(actions):
    actions.register_action(ANONYMISE_ACTION, _("Close a login"), _("Login closed, its person left"))


@hooks.register("register_log_actions")
def access_log_actions(actions):
    """What is written to the audit log about a person's second factor."""
    actions.register_action("market.factor_on", _("Second factor on"), _("Turned the second factor on"))
    actions.register_action("market.factor_reset", _("Second factor off"), _("Removed the second factor"))
    actions.register_action("market.factor_codes", _("Recovery codes"), _("Made new recovery codes"))
    actions.register_action("market.factor_recovery", _("Recovery code used"), _("Logged in with a recovery code"))
