"""Parcel lockers from a file: JSON as ShipX gives its points, or CSV. All or nothing, and safe to repeat."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ParcelLocker
from ..models.delivery import folded_town
from .errors import ShopError

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,19}")
POSTCODE = re.compile(r"[0-9]{2}-[0-9]{3}")
#: Columns of a CSV file; the first four are needed.
COLUMNS = ("code", "street", "postcode", "city", "place", "opening_hours", "latitude", "longitude", "easy_access")
YES = frozenset({"1", "true", "yes", "tak", "t", "y"})
BATCH = 500
#: Errors told at once; the rest is counted.
TOLD = 20


class LockersRefused(ShopError):
    """The file has faults: nothing was imported. `faults`: a sentence for each bad row."""

    http_status = 422

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        more = [_("… and %(count)d more.") % {"count": len(faults) - TOLD}] if len(faults) > TOLD else []
        super().__init__("\n".join([*faults[:TOLD], *more]))


@dataclass(frozen=True)
class LockerData:
    """A row of a file, checked."""

    code: str
    street: str
    postcode: str
    city: str
    place: str = ""
    opening_hours: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    easy_access: bool = False


@dataclass(frozen=True)
class LockersImported:
    """How many lockers a file added, changed, left as they were, and put out of use because it no longer names them."""

    added: int
    changed: int
    unchanged: int
    closed: int

    def __str__(self) -> str:
        return _(
            "Parcel lockers: %(added)d new, %(changed)d changed, %(unchanged)d unchanged, %(closed)d no longer in use."
        ) % {name.name: getattr(self, name.name) for name in fields(self)}


def lockers_import(*, rows: Iterable[dict[str, Any]]) -> LockersImported:
    """Bring the table in step with these rows (from `rows_of_file` or a carrier). A locker that is missing goes out of use.

    Raises LockersRefused, with every fault, before anything is written.
    """
    found = _checked(rows)
    with transaction.atomic():
        known = {locker.code: locker for locker in ParcelLocker.objects.select_for_update()}
        new, changed = [], []
        for data in found.values():
            locker = known.get(data.code)
            values = {field.name: getattr(data, field.name) for field in fields(data)} | {"is_active": True}
            if locker is None:
                new.append(ParcelLocker(**values, city_folded=folded_town(data.city)))
            elif any(getattr(locker, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(locker, name, value)
                locker.city_folded = folded_town(data.city)
                changed.append(locker)
        gone = [locker for code, locker in known.items() if code not in found and locker.is_active]
        ParcelLocker.objects.bulk_create(new, batch_size=BATCH)
        columns = [field.name for field in fields(LockerData)] + ["is_active", "city_folded"]
        ParcelLocker.objects.bulk_update(changed, columns, batch_size=BATCH)
        for start in range(0, len(gone), BATCH):
            keys = [locker.pk for locker in gone[start : start + BATCH]]
            ParcelLocker.objects.filter(pk__in=keys).update(is_active=False)
        # The day of the list, for whoever looks how fresh it is.
        ParcelLocker.objects.filter(is_active=True).update(updated_at=timezone.now())
    return LockersImported(len(new), len(changed), len(found) - len(new) - len(changed), len(gone))


def rows_of_file(content: bytes, *, name: str) -> list[dict[str, Any]]:
    """Rows of an uploaded file by its name's ending: .json (ShipX: {"items": […]} or a list) or .csv (UTF-8, comma or semicolon).

    Raises LockersRefused for what is neither.
    """
    try:
        text = content.decode("utf-8-sig")
        if name.lower().endswith(".json"):
            data = json.loads(text)
            points = data.get("items") if isinstance(data, dict) else data
            if not isinstance(points, list):
                raise LockersRefused([_("The file has no list of points under “items”.")])
            return list(rows_of_points(points))
        return _rows_of_csv(text)
    except (UnicodeDecodeError, ValueError, csv.Error, RecursionError) as error:
        raise LockersRefused([_("The file cannot be read: %(fault)s") % {"fault": error}]) from None


def rows_of_points(points: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Rows from points as ShipX describes them (GET /v1/points). Points of another kind or out of order are left out."""
    for number, point in enumerate(points, start=1):
        if not isinstance(point, dict):
            yield {"row": number}
            continue
        kinds = point.get("type") or ["parcel_locker"]
        if "parcel_locker" not in kinds or str(point.get("status", "Operating")).lower() != "operating":
            continue
        details = _mapping(point.get("address_details"))
        location = _mapping(point.get("location"))
        street = " ".join(str(part) for part in (details.get("street"), details.get("building_number")) if part)
        yield {
            "row": number,
            "code": point.get("name"),
            "street": street or _mapping(point.get("address")).get("line1"),
            "postcode": details.get("post_code"),
            "city": details.get("city"),
            "place": point.get("location_description"),
            "opening_hours": point.get("opening_hours"),
            "latitude": location.get("latitude"),
            "longitude": location.get("longitude"),
            "easy_access": point.get("easy_access_zone"),
        }


def _rows_of_csv(text: str) -> list[dict[str, Any]]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    missing = [name for name in COLUMNS[:4] if name not in (reader.fieldnames or [])]
    if missing:
        raise LockersRefused([_("The first row must name the columns; missing: %(names)s.") % {"names": ", ".join(missing)}])
    return [{**row, "row": number} for number, row in enumerate(reader, start=2)]


def _checked(rows: Iterable[dict[str, Any]]) -> dict[str, LockerData]:
    """The rows by code. Raises LockersRefused with every fault, and for no rows: an empty file would close all lockers."""
    found: dict[str, LockerData] = {}
    faults: list[str] = []
    for place, row in enumerate(rows, start=1):
        number = row.get("row", place)
        problems, data = _row(row)
        if data and data.code in found:
            problems.append(_("%(code)s stands twice") % {"code": data.code})
        if problems:
            faults.append(_("Row %(number)s: %(faults)s.") % {"number": number, "faults": "; ".join(problems)})
        elif data:
            found[data.code] = data
    if faults:
        raise LockersRefused(faults)
    if not found:
        raise LockersRefused([_("There is no parcel locker in the file.")])
    return found


def _row(row: dict[str, Any]) -> tuple[list[str], LockerData | None]:
    problems: list[str] = []
    texts = {name: _text(row.get(name)) for name in ("code", "street", "postcode", "city", "place", "opening_hours")}
    texts["code"] = texts["code"].upper()
    if not CODE.fullmatch(texts["code"]):
        problems.append(_("“%(text)s” is no code of a parcel locker") % {"text": texts["code"][:30]})
    if not POSTCODE.fullmatch(texts["postcode"]):
        problems.append(_("“%(text)s” is no postcode") % {"text": texts["postcode"][:30]})
    for name in ("street", "city"):
        if not texts[name]:
            label = str(ParcelLocker._meta.get_field(name).verbose_name)
            problems.append(_("%(field)s is missing") % {"field": label})
    for name, text in texts.items():
        column = ParcelLocker._meta.get_field(name)
        if len(text) > column.max_length:
            if name in {"place", "opening_hours"}:
                texts[name] = text[: column.max_length]
            elif name not in {"code", "postcode"}:
                problems.append(_("%(field)s is too long") % {"field": str(column.verbose_name)})
    numbers = {}
    for name, bound in (("latitude", 90), ("longitude", 180)):
        try:
            numbers[name] = _coordinate(row.get(name), bound)
        except (InvalidOperation, ValueError):
            problems.append(_("%(field)s is no number of degrees") % {"field": str(ParcelLocker._meta.get_field(name).verbose_name)})
    if problems:
        return problems, None
    easy = _text(row.get("easy_access")).lower() in YES
    return [], LockerData(**texts, **numbers, easy_access=easy)


def _text(value: Any) -> str:
    """One line of printable text; blanks drawn together."""
    text = "" if value is None else str(value)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _coordinate(value: Any, bound: int) -> Decimal | None:
    text = _text(value).replace(",", ".")
    if not text:
        return None
    number = Decimal(text)
    if not number.is_finite() or abs(number) > bound:
        raise ValueError
    return number.quantize(Decimal("0.00001"))


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
