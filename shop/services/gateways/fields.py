"""Reading what came from outside: JSON whose every field is checked before anything is made of it."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from .base import MessageRefused

#: Bytes of a notification. Those of both gateways have less than four thousand.
MAX_MESSAGE = 16 * 1024
#: Grosze that a column of twelve digits, two of them decimal places, can hold.
MAX_MINOR = 999_999_999_999
MAX_INT64 = 2**63 - 1
#: Unicode categories that no field may hold: control, surrogate, unassigned, line and paragraph separators.
FORBIDDEN = ("Cc", "Cs", "Cn", "Zl", "Zp")


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a notification (RFC 8259), read strictly. Raises MessageRefused.

    Two keys of the same name are refused: signer and reader could take different ones.
    """
    if not isinstance(body, bytes):
        raise MessageRefused("the body is not bytes")
    if len(body) > MAX_MESSAGE:
        raise MessageRefused("longer than any message of a gateway")
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MessageRefused(f"not readable as JSON: {type(error).__name__}") from error
    if not isinstance(data, dict):
        raise MessageRefused("not a JSON object")
    return data


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a key stands twice")
    return data


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def child(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """An object inside of an object. Raises MessageRefused."""
    value = data.get(key)
    if not isinstance(value, dict):
        raise MessageRefused(f"{key}: not an object")
    return value


def text(data: Mapping[str, Any], key: str, *, longest: int, optional: bool = False, pattern: str = "") -> str:
    """A string of 1 to `longest` printable characters; empty is allowed, and the default, where it is optional."""
    value = data.get(key, "" if optional else None)
    if optional and value is None:
        value = ""
    if not isinstance(value, str):
        raise MessageRefused(f"{key}: not a text")
    if len(value) > longest or (not value and not optional):
        raise MessageRefused(f"{key}: too long or empty")
    if any(unicodedata.category(sign) in FORBIDDEN for sign in value):
        raise MessageRefused(f"{key}: forbidden characters")
    if pattern and not re.fullmatch(pattern, value):
        raise MessageRefused(f"{key}: not of the form expected")
    return value


def integer(data: Mapping[str, Any], key: str, *, lowest: int = 0, highest: int = MAX_INT64) -> int:
    """A whole number within limits; neither true nor 1.0 is one."""
    value = data.get(key)
    if type(value) is not int:
        raise MessageRefused(f"{key}: not a whole number")
    if not lowest <= value <= highest:
        raise MessageRefused(f"{key}: out of range")
    return value


def minor_units(data: Mapping[str, Any], key: str) -> int:
    """An amount in grosze, at least one. PayU writes it as digits in a text, Przelewy24 as a number."""
    value = data.get(key)
    if isinstance(value, str):
        if not re.fullmatch(r"[0-9]{1,12}", value):
            raise MessageRefused(f"{key}: not an amount")
        value = int(value)
    return integer({key: value}, key, lowest=1, highest=MAX_MINOR)


def currency(data: Mapping[str, Any], key: str) -> str:
    """A currency code: three capital letters (ISO 4217)."""
    return text(data, key, longest=3, pattern=r"[A-Z]{3}")


def to_minor(amount: Decimal) -> int:
    """PLN to grosze. Raises ValueError for an amount that is none or has parts of a grosz."""
    minor = amount * 100
    if not minor.is_finite() or minor != minor.to_integral_value() or not 1 <= minor <= MAX_MINOR:
        raise ValueError(f"{amount} is no amount to be paid")
    return int(minor)


def from_minor(minor: int) -> Decimal:
    """Grosze to PLN, with two places."""
    return (Decimal(minor) / 100).quantize(Decimal("0.01"))
