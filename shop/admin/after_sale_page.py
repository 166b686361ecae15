"""What the screens of one withdrawal, complaint and exchange share."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from home.admin.access import AdminPageView

from ..models import Complaint, Exchange, Order, Withdrawal
from ..services.after_sale import ref_read
from ..services.errors import ShopError

#: A bound form, and what to do with its cleaned data; gives the message for the staff.
Step = tuple[forms.Form, Callable[[dict], str]]


class AfterSalePage(AdminPageView):
    """Forms of one page, told apart by the hidden field `step`; each is a POST that calls a service."""

    change_permission = ""
    about: Withdrawal | Complaint | Exchange
    #: step → name of the method that gives its Step
    steps: dict[str, str] = {}

    @property
    def may_change(self) -> bool:
        return self.request.user.has_perm(self.change_permission)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if not self.may_change:
            return self.http_method_not_allowed(request)
        name = request.POST.get("step", "")
        if name not in self.steps:
            raise Http404
        form, act = getattr(self, self.steps[name])(request.POST)
        if form.is_valid():
            try:
                message = act(form.cleaned_data)
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, message)
                return redirect(self.own_url)
        messages.error(request, _("Nothing was saved: look at the marked place below."))
        return self.render_to_response(self.get_context_data(bound={name: form}))

    def get_context_data(self, **kwargs):
        """What the frame templates/shop/admin/after_sale.html shows of `about`, the withdrawal, complaint or exchange."""
        about, order = self.about, self.about.order
        return super().get_context_data(
            about=about,
            order=order,
            order_url=self.order_url(order),
            guess=None if order else order_of_number(about.contract),
            may_change=self.may_change,
            **kwargs,
        )

    @staticmethod
    def order_url(order: Order | None) -> str:
        return reverse("orders:edit", args=[order.pk]) if order else ""


def order_of_number(text: str) -> Order | None:
    """The order of a number as typed by the staff."""
    ref = ref_read(text)
    return Order.objects.filter(ref=ref, erased_at=None).first() if ref else None


class OrderNumberField(forms.CharField):
    """A number of an order that there is; gives the order."""

    def clean(self, value):
        order = order_of_number(super().clean(value))
        if order is None:
            raise forms.ValidationError(_("There is no order with this number."))
        return order
