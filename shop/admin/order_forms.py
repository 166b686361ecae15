"""Forms of the order screen."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from ..models import Order, Parcel
from .steps import parcel_steps


class PaymentForm(forms.Form):
    amount = forms.DecimalField(
        label=_("amount"),
        localize=True,
        max_digits=9,
        decimal_places=2,
        help_text=_("In złoty; below zero when paid back."),
    )
    received_on = forms.DateField(label=_("received on"), widget=AdminDateInput)
    transaction_id = forms.CharField(
        label=_("transaction number"), max_length=128, help_text=_("As the bank statement gives it.")
    )

    def __init__(self, *args, outstanding: Decimal, **kwargs):
        initial = {"amount": outstanding if outstanding > 0 else None, "received_on": timezone.localdate()}
        super().__init__(*args, initial=initial, **kwargs)


class NoteForm(forms.Form):
    message = forms.CharField(label=_("note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    public = forms.BooleanField(
        label=_("the buyer sees it"), required=False, help_text=_("On the status page of the order.")
    )


class ParcelForm(forms.Form):
    """Tracking number and next step of one parcel. An empty step keeps the status."""

    tracking_number = forms.CharField(label=_("tracking number"), max_length=60, required=False)
    status = forms.ChoiceField(label=_("step"), required=False)

    def __init__(self, *args, order: Order, parcel: Parcel, **kwargs):
        super().__init__(
            *args, initial={"tracking_number": parcel.tracking_number}, prefix=f"parcel-{parcel.pk}", **kwargs
        )
        self.fields["status"].choices = [
            ("", parcel.get_status_display()),
            *((step.value, step.label) for step in parcel_steps(order, parcel)),
        ]


class RefundForm(forms.Form):
    """Money back through the gateway."""

    amount = forms.DecimalField(
        label=_("amount"),
        localize=True,
        max_digits=9,
        decimal_places=2,
        help_text=_("In złoty; less for a part."),
    )
    reason = forms.CharField(
        label=_("reason"),
        max_length=200,
        help_text=_("Kept with the order; the gateway may show it to the buyer."),
    )
    confirmed = forms.BooleanField(label=_("I have checked the amount: money sent back does not return."))


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the order as a note for the staff."),
    )
