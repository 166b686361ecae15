"""What a buyer says about the invoice or bill: at the checkout, in a fold, or later on the page of the order."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .form_fields import PlainCharField
from .services.errors import BadInput
from .services.papers.companies import clean_nip


class NipField(PlainCharField):
    """Ten digits with the right checksum, hyphens, blanks and PL before them allowed; kept as ten digits."""

    def __init__(self):
        super().__init__(
            label="NIP",
            max_length=20,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        )

    def clean(self, value):
        try:
            return clean_nip(super().clean(value))
        except BadInput as error:
            raise ValidationError(error.message, code="nip") from None


def company_field() -> PlainCharField:
    return PlainCharField(label=_("Name of the company"), max_length=200, required=False, autocomplete="organization")


def billing_address_field() -> PlainCharField:
    return PlainCharField(
        label=_("Address for the document"),
        max_length=250,
        required=False,
        help_text=_("Street, postcode and town. Leave it empty if it is the address of the parcel."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )


def company_clean(form: forms.Form, *, needs_address: bool) -> None:
    """Add to the form what lacks: a company has NIP and name, and an address where no parcel has one."""
    cleaned, errors = form.cleaned_data, form.errors
    nip, company = cleaned.get("nip", ""), cleaned.get("company", "")
    if nip and not company and "company" not in errors:
        form.add_error("company", _("Write the name of the company to which the NIP belongs."))
    if company and not nip and "nip" not in errors:
        form.add_error("nip", _("Write the NIP of the company, or remove its name to buy as a private person."))
    if needs_address and nip and not cleaned.get("billing_address") and "billing_address" not in errors:
        form.add_error("billing_address", _("Write the address for the document: this way of delivery has none."))


class DocumentRequestForm(forms.Form):
    """Asks for an invoice or a bill of an order that is placed."""

    use_required_attribute = False

    nip, company, billing_address = NipField(), company_field(), billing_address_field()

    def __init__(self, data=None, *, needs_address: bool, **kwargs):
        """needs_address: the order has no address of its own."""
        super().__init__(data, auto_id="id_document_%s", **kwargs)
        self.needs_address = needs_address
        if needs_address:
            self.fields["billing_address"].help_text = _("Street, postcode and town.")

    def clean(self):
        cleaned = super().clean()
        company_clean(self, needs_address=False)
        if self.needs_address and not cleaned.get("billing_address") and "billing_address" not in self.errors:
            self.add_error("billing_address", _("Write the address for the document: this way of delivery has none."))
        return cleaned
