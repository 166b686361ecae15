"""Accept or refuse to send an order before it is paid for."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..services.deferred import deferred_accept, deferred_refuse
from ..services.errors import ShopError
from .order_views import OrderPage

ACCEPT = gettext_lazy("Accept with a term of payment")
REFUSE = gettext_lazy("Refuse the term of payment")


class DeferredRefuseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Plainly and kindly: the buyer gets it by e-mail."),
    )
    then = forms.ChoiceField(
        label=gettext_lazy("what next"),
        choices=[
            ("cancel", gettext_lazy("Cancel the order: the goods go back to the shelf")),
            ("advance", gettext_lazy("Keep the order and ask for a transfer in advance, within 7 days")),
        ],
        widget=forms.RadioSelect,
        initial="cancel",
    )


class DeferredPage(OrderPage):
    """What both decisions share."""

    any_permission = ("shop.change_order",)
    template_name = "shop/admin/order_status.html"

    def get_trail(self):
        return [*super().get_trail(), (self.order.ref, self.order_url)]

    def get_page_title(self):
        return self.verb

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form_class() if self.form_class else None)
        return super().get_context_data(
            order=self.order,
            order_url=self.order_url,
            verb=self.verb,
            consequence=self.consequence(),
            is_danger=self.form_class is not None,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.form_class(request.POST) if self.form_class else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            told = self.decide(form.cleaned_data if form else {})
        except ShopError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, told)
        return redirect(self.order_url)


class DeferredAcceptView(DeferredPage):
    """Says what follows, then accepts; pressed twice, it accepts once."""

    verb, form_class = ACCEPT, None

    def consequence(self) -> str:
        days = self.order.payment_days or 0
        return ngettext(
            "The makers see the order and send it though it is not paid. The buyer gets an e-mail now, and the invoice or "
            "bill when the goods are sent, with %(days)d day to pay.",
            "The makers see the order and send it though it is not paid. The buyer gets an e-mail now, and the invoice or "
            "bill when the goods are sent, with %(days)d days to pay.",
            days,
        ) % {"days": days}

    def decide(self, cleaned: dict) -> str:
        deferred_accept(order=self.order, by=self.request.user)
        return _("Order %(ref)s is accepted: it can be packed.") % {"ref": self.order.ref}


class DeferredRefuseView(DeferredPage):
    """Asks why, and what is to become of the order."""

    verb, form_class = REFUSE, DeferredRefuseForm

    def consequence(self) -> str:
        return _("The buyer gets an e-mail with your reason.")

    def decide(self, cleaned: dict) -> str:
        in_advance = cleaned["then"] == "advance"
        deferred_refuse(order=self.order, reason=cleaned["reason"], in_advance=in_advance, by=self.request.user)
        if in_advance:
            return _("The buyer of order %(ref)s is asked to pay in advance.") % {"ref": self.order.ref}
        return _("Order %(ref)s is cancelled.") % {"ref": self.order.ref}
