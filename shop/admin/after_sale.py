"""Lists of withdrawals, complaints and exchanges, and what of them waits on the start page."""

import datetime

import django_filters
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.admin.columns import WIDE
from home.admin.duties import Duty
from home.formats import money

from ..models import Complaint, Exchange, Withdrawal
from ..services.complaints import ALERT_DAYS, complaints_ending, complaints_open
from ..services.erasing import WITHDRAWAL_OPEN
from ..services.exchange_terms import exchanges_late
from .complaint_views import ComplaintView
from .exchange_views import ExchangeView
from .withdrawal_views import WithdrawalView

ATTENTION = [("open", _("open")), ("ending", _("the term is near or over"))]


def days_text(days: int) -> str:
    """How many days are left, in words."""
    if days < 0:
        late = ngettext("%(count)d day late", "%(count)d days late", -days)
        return late % {"count": -days}
    if days == 0:
        return str(_("today is the last day"))
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def withdrawal_term(withdrawal: Withdrawal) -> str:
    return days_text(withdrawal.days_left) if withdrawal.is_open else ""


def complaint_term(complaint: Complaint) -> str:
    if complaint.is_deemed_accepted:
        return str(_("accepted by law, no answer in time"))
    return days_text(complaint.days_left) if complaint.is_open else ""


def order_label(entry: Withdrawal | Complaint):
    return entry.order.ref if entry.order else _("not found: “%(text)s”") % {"text": entry.contract}


class AfterSaleFilterSet(WagtailFilterSet):
    attention = django_filters.ChoiceFilter(label=_("waits for a person"), choices=ATTENTION, method="by_attention")
    matched = django_filters.ChoiceFilter(
        label=_("order"), choices=[("no", _("not found yet")), ("yes", _("known"))], method="by_order"
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("received"), widget=DateRangePickerWidget)

    def by_order(self, queryset, name, value):
        return queryset.filter(order__isnull=value == "no")


class WithdrawalFilterSet(AfterSaleFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("state"), choices=Withdrawal.State.choices, widget=CheckboxSelectMultiple
    )
    is_late = django_filters.ChoiceFilter(
        label=_("term"), choices=[(True, _("after the 14 days")), (False, _("in time"))]
    )

    class Meta:
        model = Withdrawal
        fields: list[str] = []

    def by_attention(self, queryset, name, value):
        found = queryset.filter(state__in=WITHDRAWAL_OPEN)
        return found.filter(refund_due_on__lt=ending_before()) if value == "ending" else found


class ComplaintFilterSet(AfterSaleFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("state"), choices=Complaint.State.choices, widget=CheckboxSelectMultiple
    )
    demand = django_filters.ChoiceFilter(label=_("what the buyer wants"), choices=Complaint.Demand.choices)

    class Meta:
        model = Complaint
        fields: list[str] = []

    def by_attention(self, queryset, name, value):
        numbers = (complaints_ending() if value == "ending" else complaints_open()).values("pk")
        return queryset.filter(pk__in=numbers)


def ending_before() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ALERT_DAYS)


class AfterSaleIndexView(IndexView):
    """What buyers have sent; nobody adds anything here."""

    def get_base_queryset(self):
        return self.model.objects.select_related("order")

    def get_list_buttons(self, instance):
        return []

    def get_add_url(self):
        return None

    def get_edit_url(self, instance):
        return reverse(f"{self.model._meta.model_name}s:edit", args=[instance.pk])

    @property
    def header_buttons(self):
        return []


class AfterSaleViewSet(ModelViewSet):
    """Statements and complaints come from buyers alone: nothing to add, copy or delete."""

    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    # Lets the right to look be given to a group in the admin.
    inspect_view_enabled = True
    index_view_class = AfterSaleIndexView
    search_fields = ["number", "name", "email", "contract", "order__ref"]
    list_per_page = 50
    form_fields: list[str] = []
    view_class: type = None

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.view_class.as_view(), name="edit"),
        ]


class WithdrawalViewSet(AfterSaleViewSet):
    model = Withdrawal
    name = "withdrawals"
    url_prefix = "withdrawals"
    icon = "resubmit"
    menu_label = _("Withdrawals")
    menu_order = 21
    filterset_class = WithdrawalFilterSet
    ordering = "-submitted_at"
    view_class = WithdrawalView
    list_display = [
        "number",
        DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at", classname=WIDE),
        Column("name", label=_("Buyer"), sort_key="name", classname=WIDE),
        Column("order", label=_("Order"), accessor=order_label, classname=WIDE),
        Column("amount", label=_("Amount"), accessor=lambda entry: money(entry.amount), sort_key="amount", classname=WIDE),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("term", label=_("To pay back"), accessor=withdrawal_term, sort_key="refund_due_on"),
    ]


class ComplaintViewSet(AfterSaleViewSet):
    model = Complaint
    name = "complaints"
    url_prefix = "complaints"
    icon = "comment"
    menu_label = _("Complaints")
    menu_order = 22
    filterset_class = ComplaintFilterSet
    ordering = "answer_due_on"
    view_class = ComplaintView
    list_display = [
        "number",
        DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at", classname=WIDE),
        Column("name", label=_("Buyer"), sort_key="name", classname=WIDE),
        Column("order", label=_("Order"), accessor=order_label, classname=WIDE),
        Column("demand", label=_("Wants"), accessor="get_demand_display", sort_key="demand", classname=WIDE),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("term", label=_("To answer"), accessor=complaint_term, sort_key="answer_due_on"),
    ]


class ExchangeFilterSet(WagtailFilterSet):
    attention = django_filters.ChoiceFilter(
        label=_("waits for a person"), choices=[("open", _("open")), ("late", _("did not come back in time"))], method="by_attention"
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("state"), choices=Exchange.State.choices, widget=CheckboxSelectMultiple
    )
    source = django_filters.ChoiceFilter(
        label=_("why"),
        choices=[("asked", _("asked for by the buyer")), ("complaint", _("after a complaint"))],
        method="by_source",
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("received"), widget=DateRangePickerWidget)

    class Meta:
        model = Exchange
        fields: list[str] = []

    def by_attention(self, queryset, name, value):
        if value == "late":
            return exchanges_late(queryset, today=timezone.localdate())
        return queryset.filter(state__in=Exchange.OPEN)

    def by_source(self, queryset, name, value):
        return queryset.filter(complaint__isnull=value == "asked")


class ExchangeIndexView(AfterSaleIndexView):
    def get_base_queryset(self):
        return Exchange.objects.select_related("order", "item", "previous", "product")


class ExchangeViewSet(AfterSaleViewSet):
    model = Exchange
    name = "exchanges"
    url_prefix = "exchanges"
    icon = "rotate"
    menu_label = _("Exchanges")
    menu_order = 23
    index_view_class = ExchangeIndexView
    filterset_class = ExchangeFilterSet
    ordering = "-submitted_at"
    view_class = ExchangeView
    search_fields = ["number", "order__ref", "order__name", "order__email"]
    list_display = [
        "number",
        DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at", classname=WIDE),
        Column("buyer", label=_("Buyer"), accessor="order.name", sort_key="order__name", classname=WIDE),
        Column("order", label=_("Order"), accessor="order.ref", sort_key="order__ref", classname=WIDE),
        Column("thing", label=_("Gives back"), accessor="returned_name", classname=WIDE),
        Column("replacement", label=_("Gets"), accessor=lambda exchange: f"{exchange.quantity} × {exchange.name}"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
    ]


def after_sale_duties(request) -> list[Duty]:
    """Duties of the start page: urgent is what ends within ALERT_DAYS days or is late."""
    duties = []
    if request.user.has_perm("shop.change_withdrawal"):
        url = reverse("withdrawals:index")
        waiting = Withdrawal.objects.filter(state__in=WITHDRAWAL_OPEN)
        near = waiting.filter(refund_due_on__lt=ending_before()).count()
        duties += [
            Duty(_("Withdrawals: money due back soon"), near, f"{url}?attention=ending", "resubmit", urgent=True),
            Duty(_("Withdrawals to settle"), waiting.count() - near, f"{url}?attention=open", "resubmit"),
        ]
    if request.user.has_perm("shop.change_complaint"):
        url = reverse("complaints:index")
        near = list(complaints_ending().order_by("answer_due_on").values_list("answer_due_on", flat=True))
        label = _("Complaints to answer now")
        if near:
            label = f"{label} ({days_text((near[0] - timezone.localdate()).days)})"
        duties += [
            Duty(label, len(near), f"{url}?attention=ending", "comment", urgent=True),
            Duty(_("Complaints to answer"), complaints_open().count() - len(near), f"{url}?attention=open", "comment"),
        ]
    if request.user.has_perm("shop.change_exchange"):
        url = reverse("exchanges:index")
        states = Exchange.State
        asked = Exchange.objects.filter(state=states.ASKED).count()
        late = exchanges_late(Exchange.objects.all(), today=timezone.localdate()).count()
        to_send = Exchange.objects.filter(state=states.GOODS_BACK).count()
        duties += [
            Duty(_("Exchanges to answer"), asked, f"{url}?state={states.ASKED}", "rotate"),
            Duty(_("Exchanges whose thing did not come back in time"), late, f"{url}?attention=late", "rotate"),
            Duty(_("Replacements to send"), to_send, f"{url}?state={states.GOODS_BACK}", "rotate"),
        ]
    return duties
