"""Registers what shop/admin offers."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from home.admin.duties import HOOK
from home.admin.shortcuts import HOOK as SHORTCUTS
from home.admin.shortcuts import Shortcut

from .admin import fence, guards
from .admin.access import is_workshop_person
from .admin.after_sale import ComplaintViewSet, ExchangeViewSet, WithdrawalViewSet, after_sale_duties
from .admin.dac7 import Dac7View
from .admin.delivery_views import LockerImportView
from .admin.documents import DocumentViewSet
from .admin.duties import shop_duties
from .admin.gift_card_views import GiftCardViewSet
from .admin.labels import ParcelLabelView
from .admin.mail_previews import MailPreviewView
from .admin.money_views import AlertView, MessageRetryView
from .admin.orders import OrderViewSet
from .admin.packing import PackingSlipView
from .admin.personal_data import PersonalDataView, personal_data_menu
from .admin.prices import PricesGroup
from .admin.products import GoodsGroup, record_button
from .admin.reports import AlertReport, GoodsWithoutStoryReport, LostMessagesReport, OutboxReport
from .admin.voices import ReviewReport, ReviewView, SimilarReport, SimilarView
from .admin.workshop import WorkshopParcelView, WorkshopProductView, WorkshopStockView, WorkshopView
from .models import Product
from .services.personal_data import ERASE_ACTION, EXPORT_ACTION
from .services.retention import EXPIRE_ACTION

register_snippet(GoodsGroup)
register_snippet(PricesGroup)
hooks.register(HOOK, shop_duties)
hooks.register(HOOK, after_sale_duties)
hooks.register("register_page_header_buttons", record_button)
hooks.register("before_unpublish_page", guards.keep_profile)
hooks.register("before_delete_page", guards.keep_profile)
hooks.register("before_bulk_action", guards.keep_profiles_in_bulk)
hooks.register("before_edit_page", guards.own_pages_only)
hooks.register("before_create_page", guards.create_through_workshop)
hooks.register("construct_explorer_page_queryset", guards.own_pages_in_explorer)
hooks.register("construct_main_menu", guards.short_menu)
hooks.register("register_admin_menu_item", personal_data_menu)
hooks.register("construct_image_chooser_queryset", fence.own_images_in_chooser)
hooks.register("construct_page_chooser_queryset", fence.live_pages_in_chooser)


@hooks.register("register_admin_viewset")
def orders():
    return OrderViewSet()


@hooks.register("register_admin_viewset")
def after_sale_viewsets():
    return [WithdrawalViewSet(), ComplaintViewSet(), ExchangeViewSet()]


@hooks.register("register_admin_viewset")
def documents():
    return DocumentViewSet()


@hooks.register("register_admin_viewset")
def gift_cards():
    return GiftCardViewSet()


@hooks.register("register_admin_urls")
def shop_admin_urls():
    return [
        path("pracownia/", WorkshopView.as_view(), name="market_workshop"),
        path("pracownia/towar/", WorkshopProductView.as_view(), name="market_workshop_product"),
        path("pracownia/towar/<int:pk>/", WorkshopStockView.as_view(), name="market_workshop_stock"),
        path("pracownia/paczka/<int:pk>/", WorkshopParcelView.as_view(), name="market_workshop_parcel"),
        path("pracownia/paczka/<int:pk>/etykieta/", ParcelLabelView.as_view(), name="market_parcel_label"),
        path("packing-slip/<int:pk>/", PackingSlipView.as_view(), name="market_packing_slip"),
        path("paczkomaty/wczytaj/", LockerImportView.as_view(), name="market_lockers_import"),
        path("personal-data/", PersonalDataView.as_view(), name="market_personal_data"),
        *GoodsWithoutStoryReport.urls(),
        *OutboxReport.urls(),
        *AlertReport.urls(),
        *LostMessagesReport.urls(),
        *Dac7View.urls(),
        *ReviewReport.urls(),
        *SimilarReport.urls(),
        path("review/<int:pk>/", ReviewView.as_view(), name="market_review"),
        path("similar-request/<int:pk>/", SimilarView.as_view(), name="market_similar"),
        path("mail-previews/", MailPreviewView.as_view(), name="market_mail_previews"),
        path("payment-alert/<int:pk>/", AlertView.as_view(), name="market_alert"),
        path("reports/outbox/<int:pk>/retry/", MessageRetryView.as_view(), name="market_message_retry"),
    ]


@hooks.register(SHORTCUTS)
def shop_shortcuts(request):
    if is_workshop_person(request.user):
        return [Shortcut(_("Show a new thing"), reverse("market_workshop_product"))]
    if request.user.has_perm("shop.add_product"):
        return [Shortcut(_("Add a product"), reverse(Product.snippet_viewset.get_url_name("add")))]
    return []


class WorkshopMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return is_workshop_person(request.user)


@hooks.register("register_admin_menu_item")
def workshop_menu():
    return WorkshopMenuItem(
        _("My workshop"), reverse("market_workshop"), name="workshop", icon_name="home", order=10
    )


@hooks.register("register_reports_menu_item")
def goods_report_menu():
    return GoodsWithoutStoryReport.menu_item(order=10)


@hooks.register("register_reports_menu_item")
def outbox_report_menu():
    return OutboxReport.menu_item(order=40)


@hooks.register("register_log_actions")
def personal_data_actions(actions):
    actions.register_action(EXPORT_ACTION, _("Copy of personal data"), _("Personal data copied for the buyer"))
    actions.register_action(ERASE_ACTION, _("Erase personal data"), _("Personal data erased"))
    actions.register_action(EXPIRE_ACTION, _("Personal data expired"), _("Personal data removed, its time was over"))


@hooks.register("register_reports_menu_item")
def alert_report_menu():
    return AlertReport.menu_item(order=30)


@hooks.register("register_reports_menu_item")
def lost_messages_menu():
    return LostMessagesReport.menu_item(order=45)


@hooks.register("register_reports_menu_item")
def dac7_menu():
    return Dac7View.menu_item(order=50)


@hooks.register("register_reports_menu_item")
def reviews_menu():
    return ReviewReport.menu_item(order=20)


@hooks.register("register_reports_menu_item")
def similar_menu():
    return SimilarReport.menu_item(order=25)


class MailPreviewMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return any(request.user.has_perm(permission) for permission in MailPreviewView.any_permission)


@hooks.register("register_reports_menu_item")
def mail_previews_menu():
    return MailPreviewMenuItem(
        MailPreviewView.page_title, reverse("market_mail_previews"), icon_name="mail", order=42
    )
