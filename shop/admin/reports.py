"""Reports of the shop."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from home.admin.reports import MarketReport

from ..models import OrderAlert, Outbox, PaymentEvent, Product
from ..services.outbox import is_given_up
from .duties import goods_without_story
from .order_sheet import message_kind, message_state


class GoodsWithoutStoryReport(MarketReport):
    name = "market_report_goods_without_story"
    address = "goods-without-story"
    page_title = _("Goods without a story")
    header_icon = "openquote"
    any_permission = ("shop.view_product", "shop.change_product")
    list_export = ["code", "name", "enterprise.name"]
    columns = [
        TitleColumn(
            "name",
            label=_("Product"),
            get_url=lambda product: reverse(Product.snippet_viewset.get_url_name("edit"), args=[product.pk]),
        ),
        Column("code", label=_("Code")),
        Column("enterprise", label=_("Made by"), accessor="enterprise.name"),
    ]

    def get_queryset(self):
        return goods_without_story().select_related("enterprise").order_by("enterprise__name", "name")


class OutboxReport(MarketReport):
    name = "market_report_outbox"
    address = "outbox"
    page_title = _("E-mails to buyers")
    header_icon = "mail"
    any_permission = ("shop.view_outbox",)
    list_export = ["dedupe", "kind", "created_at", "attempts", "sent_at", "last_error"]
    columns = [
        TitleColumn(
            "order",
            label=_("Order"),
            accessor=lambda message: message.order.ref if message.order else message.about.number if message.about else "",
            get_url=lambda message: (
                reverse("orders:edit", args=[message.order_id]) if message.order_id else None
            ),
        ),
        Column("kind", label=_("Kind"), accessor=message_kind),
        Column("state", label=_("State"), accessor=message_state),
        DateColumn("created_at", label=_("Written")),
        Column("attempts", label=_("Attempts")),
        Column("last_error", label=_("Last error")),
        TitleColumn(
            "retry",
            label=_("Given up"),
            accessor=lambda message: _("Try again") if is_given_up(message) else "",
            get_url=lambda message: (
                reverse("market_message_retry", args=[message.pk]) if is_given_up(message) else None
            ),
        ),
    ]

    def get_queryset(self):
        return Outbox.objects.select_related("order", "withdrawal", "complaint").order_by("sent_at", "-created_at")


class AlertReport(MarketReport):
    """What needs a person's decision about money; `?state=open` shows what is not settled."""

    name = "market_report_alerts"
    address = "payment-alerts"
    page_title = _("Payments that need a decision")
    header_icon = "warning"
    any_permission = ("shop.change_order",)
    list_export = ["kind", "order.ref", "detail", "created_at", "resolved_at", "resolved_by"]
    columns = [
        TitleColumn(
            "kind",
            label=_("What happened"),
            accessor="get_kind_display",
            get_url=lambda alert: reverse("market_alert", args=[alert.pk]),
        ),
        Column("order", label=_("Order"), accessor=lambda alert: alert.order.ref if alert.order else ""),
        Column("detail", label=_("Detail")),
        DateColumn("created_at", label=_("Noticed")),
        DateColumn("resolved_at", label=_("Settled")),
    ]

    def get_queryset(self):
        alerts = OrderAlert.objects.select_related("order", "resolved_by")
        if self.request.GET.get("state") == "open":
            alerts = alerts.filter(resolved_at=None)
        return alerts.order_by(F("resolved_at").asc(nulls_first=True), "-created_at")


class LostMessagesReport(MarketReport):
    """Messages of gateways that belong to no order of ours."""

    name = "market_report_gateway_messages"
    address = "gateway-messages"
    page_title = _("Messages of gateways without an order")
    header_icon = "mail"
    any_permission = ("shop.change_order",)
    list_export = ["received_at", "provider", "event_id", "outcome", "detail"]
    columns = [
        Column("event_id", label=_("Number of the message")),
        Column("provider", label=_("Gateway"), accessor="get_provider_display"),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        Column("detail", label=_("Detail")),
        DateColumn("received_at", label=_("Received")),
    ]

    def get_queryset(self):
        return PaymentEvent.objects.filter(payment=None).order_by("-received_at", "-pk")
