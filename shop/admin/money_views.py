"""Screens for money that needs a person: refunds, alerts, and mails that were given up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from home.admin.access import AdminPageView
from home.formats import money

from ..models import OrderAlert, Outbox
from ..services.alerts import alert_settle
from ..services.errors import ShopError
from ..services.outbox import is_given_up, message_retry
from ..services.refunds import refund_request, refundable
from .online_sheet import alert_sheet
from .order_forms import RefundForm
from .order_sheet import message_kind
from .order_views import OrderPage


class OrderRefundView(OrderPage):
    """Sends money back the way it came, wholly or in part."""

    any_permission = ("shop.change_order",)
    template_name = "shop/admin/order_refund.html"

    def get_page_title(self):
        return _("Send money back")

    def get_trail(self):
        return [*super().get_trail(), (self.order.ref, self.order_url)]

    def get_context_data(self, **kwargs):
        most = refundable(self.order)
        kwargs.setdefault("form", RefundForm(initial={"amount": most}))
        return super().get_context_data(
            order=self.order, order_url=self.order_url, most=money(most), **kwargs
        )

    def get(self, request, *args, **kwargs):
        if refundable(self.order) <= 0:
            messages.info(request, _("There is no online payment of this order to send back."))
            return redirect(self.order_url)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = RefundForm(request.POST)
        if form.is_valid():
            amount, reason = form.cleaned_data["amount"], form.cleaned_data["reason"]
            try:
                refund_request(order=self.order, amount=amount, reason=reason, by=request.user)
            except ShopError as error:
                form.add_error("amount", error.message)
            else:
                messages.success(request, _("%(amount)s goes back to the buyer.") % {"amount": money(amount)})
                return redirect(self.order_url)
        return self.render_to_response(self.get_context_data(form=form))


class AlertView(AdminPageView):
    """One alert: what happened, what to do, and the button that says it is done."""

    any_permission = ("shop.change_order",)
    template_name = "shop/admin/alert.html"
    header_icon = "warning"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.alert = get_object_or_404(
            OrderAlert.objects.select_related("order", "resolved_by"), pk=kwargs["pk"]
        )

    def get_page_title(self):
        return self.alert.get_kind_display()

    def get_trail(self):
        return [(_("Payments that need a decision"), reverse("market_report_alerts"))]

    @property
    def back_url(self) -> str:
        if self.alert.order_id:
            return reverse("orders:edit", args=[self.alert.order_id])
        return reverse("market_report_alerts")

    def get_context_data(self, **kwargs):
        return super().get_context_data(sheet=alert_sheet(self.alert), back_url=self.back_url, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            alert_settle(alert=self.alert, by=request.user)
        except ShopError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The alert is settled."))
        return redirect(self.back_url)


class MessageRetryView(AdminPageView):
    """Tries a mail again that was given up."""

    any_permission = ("shop.change_order",)
    template_name = "shop/admin/message_retry.html"
    header_icon = "mail"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.message = get_object_or_404(Outbox.objects.select_related("order"), pk=kwargs["pk"])

    def get_page_title(self):
        return _("Try again")

    def get_trail(self):
        return [(_("E-mails to buyers"), reverse("market_report_outbox"))]

    def get_context_data(self, **kwargs):
        if not is_given_up(self.message):
            raise Http404
        return super().get_context_data(
            message=self.message,
            kind=message_kind(self.message),
            back_url=reverse("market_report_outbox"),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        try:
            sent = message_retry(message=self.message)
        except ShopError as error:
            messages.error(request, error.message)
        else:
            if sent:
                messages.success(request, _("The e-mail is sent."))
            else:
                messages.warning(request, _("It failed again; it will be tried again by itself."))
        return redirect("market_report_outbox")
