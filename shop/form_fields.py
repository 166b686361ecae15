"""Fields that forms of the shop share."""

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
