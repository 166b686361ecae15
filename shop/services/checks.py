"""Checks of raw values, made before any of them reaches the database."""

import unicodedata
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .errors import BadInput

MAX_QUANTITY = 99
#: Far above any order; a price of one piece has its own bound.
MAX_MONEY = Decimal("9999999999.99")
MAX_PRICE = Decimal("9999999.99")
MAX_PK = 2**63 - 1
GROSZ = Decimal("0.01")


def clean_quantity(value: object) -> int:
    """A number of pieces from 1 to 99, from an int or a string of digits; else BadInput."""
    number = _whole_number(value)
    if number is None or not 1 <= number <= MAX_QUANTITY:
        raise BadInput(_("Give a number of pieces from 1 to %(most)d.") % {"most": MAX_QUANTITY})
    return number


def clean_pk(value: object) -> int:
    """A primary key that the database can hold, from an int or a string of digits; else BadInput."""
    number = _whole_number(value)
    if number is None or not 1 <= number <= MAX_PK:
        raise BadInput(_("There is no such thing here."))
    return number


def clean_money(value: object) -> Decimal:
    """An amount in PLN with at most two decimal places, below ten thousand million either way; else BadInput."""
    try:
        amount = Decimal(str(value)) if not isinstance(value, Decimal) else value
    except InvalidOperation:
        raise BadInput(_("This is not an amount of money.")) from None
    if not amount.is_finite() or abs(amount) > MAX_MONEY or amount != amount.quantize(GROSZ):
        raise BadInput(_("Give an amount in złoty and grosze, for example 120,50."))
    return amount.quantize(GROSZ)


def clean_text(value: object, *, label: str, max_length: int, required: bool = True) -> str:
    """Text without control characters or lone surrogates, stripped, at most `max_length` long; else BadInput.

    Line ends stay, as they come from text areas. label: name of the field, for the message.
    """
    text = value.strip() if isinstance(value, str) else None
    if text is None or any(
        unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\r\n\t" for sign in text
    ):
        raise BadInput(_("%(field)s: this text cannot be saved.") % {"field": label})
    if required and not text:
        raise BadInput(_("%(field)s: fill this in.") % {"field": label})
    if len(text) > max_length:
        raise BadInput(_("%(field)s: at most %(most)d characters.") % {"field": label, "most": max_length})
    return text


def clean_email(value: object) -> str:
    """A whole e-mail address, stripped; else BadInput."""
    email = clean_text(value, label=_("E-mail"), max_length=254)
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    return email


def is_printable(text: str) -> bool:
    """Whether a parcel's label can bear the text: no NUL, lone surrogates, other control characters, nor the mark that
    stands for undecodable bytes. Line ends and tabulators are allowed."""
    return not any(
        sign == "\ufffd" or (sign not in "\n\r\t" and unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"})
        for sign in text
    )


def _whole_number(value: object) -> int | None:
    """The non-negative whole number that `value` is or spells in ASCII digits, else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        digits = value.strip()
        if digits.isascii() and digits.isdecimal() and len(digits) <= 20:
            return int(digits)
    return None
