"""Fields that forms of the shop share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .services.checks import is_printable


def validate_printable(value: str) -> None:
    """Refuse NUL, lone surrogates, other control characters and the mark that stands for undecodable bytes."""
    if not is_printable(value):
        raise ValidationError(_("There is a character here that cannot be printed. Type the text anew."))


class PlainCharField(forms.CharField):
    """One line of text that can be printed on a parcel."""

    default_validators = [validate_printable]

    def __init__(self, *, autocomplete: str = "", **kwargs):
        super().__init__(**kwargs)
        # One message is enough: validate_printable refuses NUL too.
        self.validators = [check for check in self.validators if "NullCharacters" not in type(check).__name__]
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


def name_field() -> PlainCharField:
    """The name of a person."""
    return PlainCharField(
        label=_("Name and surname"),
        max_length=120,
        autocomplete="name",
        error_messages={"required": _("Write your name and surname.")},
    )


def email_field(label: str = _("E-mail"), help_text: str = "") -> forms.EmailField:
    """Where to write."""
    return forms.EmailField(
        label=label,
        max_length=254,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. Write it like this: anna@example.org."),
        },
    )


def order_ref_field(required_text: Any) -> PlainCharField:
    """The number of an order, as people copy it. required_text: what is said where it is missing."""
    return PlainCharField(
        label=_("Number of the order"),
        max_length=60,
        help_text=_("Eight signs, for example 7K3MPQ2X. It stands in the subject of every mail about the order."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": required_text},
    )
