"""Numbers and dates as people write them, in the active language."""

import datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

NBSP = "\u00a0"


def money(value: Decimal) -> str:
    """An amount in PLN, for example „1 234,50 zł” in Polish, with no-break spaces."""
    number = format_decimal(value, format="#,##0.00", locale=_language())
    return f"{number}{NBSP}zł"


def decimal_text(value: Decimal) -> str:
    """A number with only the decimal places it has, for example „13 000” or „1,1” in Polish."""
    return format_decimal(value, format="#,##0.######", locale=_language())


def day(value: datetime.date | datetime.datetime) -> str:
    """A date with the month in words; a moment is told by the site's clock."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    # The same order in all three languages; the long form of Ukrainian ends in a full stop, that of English is American.
    return format_date(value, format="d MMMM y", locale=_language())


def clock(moment: datetime.datetime) -> str:
    """The hour of a moment by the site's clock, for example „14:05”."""
    return format_time(timezone.localtime(moment), format="HH:mm", locale=_language())


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def telephone_text(text: str) -> str:
    """A phone number to read: of a Polish one the nine digits in threes, „+48 600 100 200”; another stays as it is."""
    digits = telephone(text)
    own = digits.removeprefix("+48")
    if len(own) != len("600100200") or not own.isdigit() or own == digits:
        return text
    return NBSP.join(("+48", own[:3], own[3:6], own[6:]))


def telephone(text: str) -> str:
    """Digits of a phone number, for an address `tel:` (RFC 3966); words that somebody typed along fall away."""
    return "".join(sign for place, sign in enumerate(text) if sign in "0123456789" or (sign == "+" and place == 0))
