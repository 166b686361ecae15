"""Parcel lockers found by postcode or town, from the list that was imported; no map and nothing asked of the carrier."""

import re

from django.utils.translation import gettext as _

from ..models import ParcelLocker
from ..models.delivery import folded_town
from .checks import is_printable
from .errors import BadInput, DeliveryRefused

#: How many are shown at a time: as many as somebody reads through.
SHOWN = 12
LONGEST_QUERY = 80
POSTCODE = re.compile(r"(?<![0-9])([0-9]{2})-?([0-9]{3})(?![0-9])")


def lockers_near(*, query: str, most: int = SHOWN) -> tuple[list[ParcelLocker], int]:
    """Lockers in use for a postcode, a town (a street may follow it) or a code, with the number of all that were found.

    By postcode: those of the same area, nearest number first; a postcode is no map, but neighbours mostly share its
    beginning. By town: those whose street fits what was typed after it, by postcode.
    """
    text = query[:LONGEST_QUERY].strip()
    if not is_printable(text):
        return [], 0
    if match := POSTCODE.search(text):
        return _by_postcode(f"{match[1]}-{match[2]}", most)
    folded = folded_town(text)
    if not folded:
        return [], 0
    return _by_code(text) or _by_town(folded, most)


def locker_in_use(code: str) -> ParcelLocker | None:
    """The locker of a code as it was typed, None where there is none. What cannot be printed is no code, and PostgreSQL
    would refuse to look for a NUL."""
    if not code or not is_printable(code):
        return None
    return _active().filter(code=code[:20]).first()


def locker_require(*, code: str) -> ParcelLocker:
    """The locker of this code. Raises BadInput where none was given, DeliveryRefused where it is not in use (any more)."""
    if not code:
        raise BadInput(_("Choose a parcel locker."))
    locker = locker_in_use(code)
    if locker is None:
        raise DeliveryRefused(_("The parcel locker %(code)s is not in use. Choose another one.") % {"code": code})
    return locker


def locker_address(*, code: str) -> str:
    """Where a locker stands, as the order keeps it; empty for none."""
    locker = ParcelLocker.objects.filter(code=code).first() if code else None
    if locker is None:
        return ""
    return f"{locker.address} ({locker.place})"[:250] if locker.place else locker.address


def _active():
    return ParcelLocker.objects.filter(is_active=True)


def _by_postcode(postcode: str, most: int) -> tuple[list[ParcelLocker], int]:
    """The nearest by number within the smallest area that has any: 61-001, 61-00…, 61-0…, 61-…, 6…"""
    wanted = int(postcode.replace("-", ""))
    for length in (6, 5, 4, 3, 1):
        rows = list(_active().filter(postcode__startswith=postcode[:length]).values_list("pk", "postcode", "code"))
        # A few more than one: somebody wants to choose, so a lonely locker brings its neighbours along.
        if len(rows) >= 3 or (rows and length == 1):
            rows.sort(key=lambda row: (abs(int(row[1].replace("-", "")) - wanted), row[2]))
            return _in_order([row[0] for row in rows[:most]]), len(rows)
    return [], 0


def _by_code(text: str) -> tuple[list[ParcelLocker], int] | None:
    found = list(_active().filter(code=text.upper().replace(" ", "")))
    return (found, len(found)) if found else None


def _by_town(folded: str, most: int) -> tuple[list[ParcelLocker], int]:
    """Lockers of the town; what follows the town's name is looked for in the street and the place."""
    words = folded.split()
    for count in range(len(words), 0, -1):
        town, rest = " ".join(words[:count]), words[count:]
        keys = _in_town(town, rest)
        if keys:
            return _in_order(keys[:most]), len(keys)
    rows = _active().filter(city_folded__startswith=folded).order_by("city_folded", "postcode", "code")
    return list(rows[:most]), rows.count()


def _in_town(town: str, words: list[str]) -> list[int]:
    """Primary keys of a town's lockers that name all the words; of all of them where none does."""
    rows = _active().filter(city_folded=town).order_by("postcode", "code")
    if not words:
        return list(rows.values_list("pk", flat=True))
    found = [(pk, folded_town(f"{street} {place}")) for pk, street, place in rows.values_list("pk", "street", "place")]
    return [pk for pk, text in found if all(word in text for word in words)] or [pk for pk, _text in found]


def _in_order(keys: list[int]) -> list[ParcelLocker]:
    found = ParcelLocker.objects.in_bulk(keys)
    return [found[key] for key in keys]
