"""The list of orders in the admin."""

import django_filters
from django.db.models import Exists, OuterRef
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.admin.columns import WIDE
from home.formats import money
from stories.models import Enterprise

from ..models import DeliveryMethod, Order, OrderItem, Parcel
from ..services.alerts import alerts_open
from ..services.deferred import orders_in_debt, orders_to_accept
from ..services.refunds import orders_to_refund
from ..status import OrderStatus
from .deferred_views import DeferredAcceptView, DeferredRefuseView
from .money_views import OrderRefundView
from .order_export import OrderExportMixin, makers, status_label
from .order_views import OrderStatusView, OrderView


class OrderFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("status"),
        choices=[choice for choice in OrderStatus.choices if choice[0] != OrderStatus.NEW],
        widget=CheckboxSelectMultiple,
    )
    paid = django_filters.ChoiceFilter(
        label=_("money"), choices=[("yes", _("paid")), ("no", _("not paid"))], method="by_payment"
    )
    payment_method = django_filters.ChoiceFilter(label=_("way to pay"), choices=Order.PaymentMethod.choices)
    delivery_method = django_filters.ModelChoiceFilter(
        label=_("delivery"), queryset=DeliveryMethod.objects.all()
    )
    enterprise = django_filters.ModelChoiceFilter(
        label=_("maker"), queryset=Enterprise.objects.all(), method="by_enterprise"
    )
    attention = django_filters.ChoiceFilter(
        label=_("waits for a person"),
        choices=[
            ("alerts", _("open alert")),
            ("refund", _("cancelled, money to send back")),
            ("accept", _("term of payment to accept")),
            ("debt", _("sent, and the term of payment is over")),
        ],
        method="by_attention",
    )
    date_created = django_filters.DateFromToRangeFilter(label=_("placed"), widget=DateRangePickerWidget)

    class Meta:
        model = Order
        fields: list[str] = []

    def by_payment(self, queryset, name, value):
        return queryset.filter(paid_at__isnull=value == "no")

    def by_enterprise(self, queryset, name, value):
        """Orders with goods that it made or packs."""
        made = OrderItem.objects.filter(order=OuterRef("pk"), enterprise=value)
        packed = Parcel.objects.filter(order=OuterRef("pk"), enterprise=value)
        return queryset.filter(Exists(made) | Exists(packed))

    def by_attention(self, queryset, name, value):
        if value == "refund":
            return queryset.filter(pk__in=orders_to_refund().values("pk"))
        if value == "accept":
            return queryset.filter(pk__in=orders_to_accept().values("pk"))
        if value == "debt":
            return queryset.filter(pk__in=orders_in_debt().values("pk"))
        return queryset.filter(pk__in=alerts_open().values("order"))


def paid_label(order: Order):
    return _("paid") if order.paid_at else _("not paid")


class OrderIndexView(OrderExportMixin, IndexView):
    """Newest first; found by reference, name or e-mail of the buyer. What is listed can be exported as a table."""

    def get_base_queryset(self):
        return Order.objects.prefetch_related("items__enterprise", "payments")

    def get_list_buttons(self, instance):
        return []

    def get_add_url(self):
        return None

    def get_edit_url(self, instance):
        return reverse("orders:edit", args=[instance.pk])

    @property
    def header_buttons(self):
        return []


class OrderViewSet(ModelViewSet):
    """Orders are placed by buyers alone, so there is nothing here to add or delete."""

    model = Order
    name = "orders"
    url_prefix = "orders"
    icon = "clipboard-list"
    menu_label = _("Orders")
    menu_order = 20
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    # Lets the right to look be given to a group in the admin.
    inspect_view_enabled = True
    index_view_class = OrderIndexView
    filterset_class = OrderFilterSet
    search_fields = ["ref", "name", "email"]
    ordering = "-date_created"
    list_per_page = 50
    form_fields: list[str] = []
    list_display = [
        "ref",
        DateColumn("date_created", label=_("Placed"), sort_key="date_created", classname=WIDE),
        Column("name", label=_("Buyer"), sort_key="name"),
        Column("total", label=_("Total"), accessor=lambda order: money(order.total), sort_key="total"),
        Column("status", label=_("Status"), accessor=status_label, sort_key="status"),
        Column("paid", label=_("Money"), accessor=paid_label, sort_key="paid_at", classname=WIDE),
        Column("makers", label=_("Makers"), accessor=makers, classname=WIDE),
    ]

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", OrderView.as_view(), name="edit"),
            path("<int:pk>/accept/", DeferredAcceptView.as_view(), name="accept"),
            path("<int:pk>/refuse/", DeferredRefuseView.as_view(), name="refuse"),
            path("<int:pk>/refund/", OrderRefundView.as_view(), name="refund"),
            path("<int:pk>/status/<slug:status>/", OrderStatusView.as_view(), name="status"),
        ]
