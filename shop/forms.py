"""The form of the checkout: at most twelve fields, each refused in words that say what to do."""

import re
import secrets
from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from localflavor.pl.forms import PLPostalCodeField

from .document_forms import NipField, billing_address_field, company_clean, company_field
from .form_fields import PlainCharField, email_field, name_field
from .models import DeliveryMethod, Order
from .payments import DeferredPay, MarketPayment, PayOnPickup, Purchase, payment_choices
from .services.errors import ShopError
from .services.lockers import locker_require

KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{16,64}")
STAMP_PATTERN = re.compile(r"[0-9a-f]{32}")
MONEY_PATTERN = re.compile(r"[0-9]{1,7}\.[0-9]{2}")
#: Ways to pay that do not fit every order.
CHECKED_PAYMENTS: dict[str, MarketPayment] = {
    payment.identifier: payment for payment in (PayOnPickup(), DeferredPay())
}


class PhoneField(PlainCharField):
    """Nine digits of a Polish number, or + and a country code; kept as +48600100200."""

    def clean(self, value):
        value = super().clean(value)
        digits = re.sub(r"[\s().-]", "", value)
        digits = re.sub(r"^00", "+", digits)
        if re.fullmatch(r"[0-9]{9}", digits):
            return f"+48{digits}"
        if re.fullmatch(r"\+48[0-9]{9}|\+(?!48)[1-9][0-9]{6,14}", digits):
            return digits
        if not digits:
            return ""
        raise ValidationError(
            _("Give nine digits, or + and the country code for a number abroad."), code="phone"
        )


class TokenField(forms.CharField):
    """A hidden value of ours: what does not have its shape counts as missing, not as a mistake of the buyer."""

    widget = forms.HiddenInput

    def __init__(self, *, pattern: re.Pattern):
        super().__init__(required=False)
        self.pattern = pattern

    def clean(self, value):
        return value if isinstance(value, str) and self.pattern.fullmatch(value) else ""


class PostcodeField(PLPostalCodeField):
    """NN-NNN in plain digits; the hyphen may be left out."""

    default_error_messages = {
        "invalid": _("Write the postcode as two digits, a hyphen and three digits: 61-001.")
    }

    def to_python(self, value):
        value = re.sub(r"\s", "", super().to_python(value) or "")
        if not value.isascii():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{value[:2]}-{value[2:]}" if re.fullmatch(r"[0-9]{5}", value) else value


class CheckoutForm(forms.Form):
    """What the buyer fills in. `key` makes a repeated submit harmless; `expected_total` is the sum that was shown."""

    use_required_attribute = False

    name = name_field()
    email = email_field(help_text=_("We send the confirmation and the link to the order here."))
    phone = PhoneField(
        label=_("Phone"),
        max_length=20,
        autocomplete="tel",
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=_("For the courier or the workshop; nobody else calls."),
        error_messages={"required": _("Write your phone number.")},
    )
    delivery = forms.ModelChoiceField(
        label=_("Delivery"),
        queryset=DeliveryMethod.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you want to get the goods."),
            "invalid_choice": _("Choose one of the ways of delivery in the list."),
        },
    )
    street = PlainCharField(
        label=_("Street and number"),
        max_length=120,
        autocomplete="street-address",
        error_messages={"required": _("Write the street and number to which the parcel goes.")},
    )
    postcode = PostcodeField(
        label=_("Postcode"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the postcode to which the parcel goes.")},
    )
    city = PlainCharField(
        label=_("Town"),
        max_length=80,
        autocomplete="address-level2",
        error_messages={"required": _("Write the town to which the parcel goes.")},
    )
    locker_search = PlainCharField(
        label=_("Postcode or town"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("For example 61-001, or Poznań Garbary."),
    )
    locker = PlainCharField(
        label=_("Parcel locker"), max_length=20, required=False, widget=forms.RadioSelect
    )
    payment = forms.ChoiceField(
        label=_("Payment"),
        choices=payment_choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you want to pay."),
            "invalid_choice": _("Choose one of the ways of payment in the list."),
        },
    )
    buyer_note = PlainCharField(
        label=_("Remark for the workshop"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the hours when the courier will find you."),
    )
    nip, company, billing_address = NipField(), company_field(), billing_address_field()
    terms = forms.BooleanField(
        label=_("I have read the terms of the shop and accept them"),
        error_messages={"required": _("Tick the box: without accepting the terms we cannot take the order.")},
    )
    key = TokenField(pattern=KEY_PATTERN)
    expected_total = TokenField(pattern=MONEY_PATTERN)
    expected_cards = TokenField(pattern=STAMP_PATTERN)

    ADDRESS_FIELDS = ("street", "postcode", "city")

    def __init__(
        self,
        data=None,
        *,
        deliveries: list[DeliveryMethod],
        refusals: dict[str, str] | None = None,
        covered: Callable[[DeliveryMethod], bool] = lambda delivery: False,
        due: Callable[[DeliveryMethod], Decimal] = lambda delivery: Decimal("0.00"),
        buys_gift_cards: bool = False,
        **kwargs,
    ):
        """deliveries: the ways of delivery on offer, already fetched for showing their prices. refusals: by code, why
        one of them cannot be had for what lies in the basket. covered: whether gift cards pay all with that delivery, so
        that no other way to pay is needed. due: what is left to pay with that delivery. buys_gift_cards: whether some are
        among the goods."""
        super().__init__(data, **kwargs)
        # Asked once: what is on offer stands in the settings of the site.
        self.fields["payment"].choices = payment_choices()
        self.due, self.buys_gift_cards = due, buys_gift_cards
        self.covered = covered
        self.deliveries = deliveries
        self.refusals = refusals or {}
        self.fields["delivery"].queryset = DeliveryMethod.objects.filter(is_active=True)

    def clean_key(self) -> str:
        """The key that came with the form, or a new one in place of a spoilt one."""
        return self.cleaned_data["key"] or new_key()

    def clean(self):
        cleaned = super().clean()
        delivery = cleaned.get("delivery")
        # It finds a locker; what counts is the locker, which has a message of its own. Not marked „optional” all the same.
        self.errors.pop("locker_search", None)
        if delivery is None or not delivery.needs_address:
            # Only a courier needs an address; before a choice nobody knows whether one is needed.
            for name in self.ADDRESS_FIELDS:
                cleaned[name] = ""
                self.errors.pop(name, None)
        company_clean(self, needs_address=delivery is not None and not delivery.needs_address)
        if delivery is None:
            return cleaned
        if not cleaned.get("payment") and self.covered(delivery):
            # What was chosen stays as it is, for a second submit must say the same; order_place knows what is left.
            cleaned["payment"] = Order.PaymentMethod.GIFT_CARD.value
            self.errors.pop("payment", None)
        if refusal := self.refusals.get(delivery.code):
            self.add_error("delivery", refusal)
        if delivery.is_locker and not self.has_error("locker"):
            self._check_locker(cleaned.get("locker", ""))
        self._check_payment(cleaned, delivery)
        return cleaned

    def _check_payment(self, cleaned: dict, delivery: DeliveryMethod) -> None:
        """Whether the order can be paid as chosen; what is wrong is told beside the ways to pay."""
        payment = CHECKED_PAYMENTS.get(cleaned.get("payment"))
        if payment is None or self.covered(delivery):
            return
        purchase = Purchase(
            is_pickup=delivery.is_pickup,
            # What is typed wrongly has a message of its own.
            is_company=all(cleaned.get(name) or self.has_error(name) for name in ("nip", "company")),
            buys_gift_cards=self.buys_gift_cards,
            due=self.due(delivery),
        )
        try:
            payment.validate_choice(purchase)
        except ValidationError as error:
            self.add_error("payment", error)

    def _check_locker(self, code: str) -> None:
        if not code:
            self.add_error("locker", _("Type a postcode or a town, show the parcel lockers and choose one."))
            return
        try:
            locker_require(code=code)
        except ShopError as error:
            self.add_error("locker", error.message)

    @property
    def chosen_delivery(self) -> DeliveryMethod | None:
        """The way of delivery that the form stands at, valid or not otherwise."""
        code = self["delivery"].value()
        return next((method for method in self.deliveries if method.code == code), None)


def new_key() -> str:
    """A key that nobody guesses; one for each form shown to a buyer."""
    return secrets.token_urlsafe(24)
