"""A document in words: what the PDF and the page show, ready as texts. Polish, whatever the language of the site."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from home.formats import NBSP

from ...models import Order, SalesDocument
from .rates import VAT

PAYMENTS = {
    Order.PaymentMethod.ONLINE: "płatność internetowa",
    Order.PaymentMethod.TRANSFER: "przelew",
    Order.PaymentMethod.DEFERRED: "przelew",
    Order.PaymentMethod.ON_PICKUP: "przy odbiorze",
    Order.PaymentMethod.GIFT_CARD: "karta podarunkowa",
}


def document_view(document: SalesDocument) -> dict[str, Any]:
    """All texts of a document, grouped as it shows them. Reads `data` and the columns beside it, nothing else."""
    data = document.data
    has_vat = data["treatment"] == VAT
    view = {
        "title": data["title"],
        "number": document.number,
        "issued_on": _day(document.issued_on),
        "sold_on": _day(document.sold_on),
        "place": data["seller"]["city"],
        "seller": _party(data["seller"], krs=data["seller"]["krs"]),
        "buyer": _party(data["buyer"]),
        "maker": data["maker"],
        "order": data["order"],
        "has_vat": has_vat,
        "ground": data["ground"],
        "payment": PAYMENTS.get(data["payment"]["method"], data["payment"]["method"]),
        "paid_on": _iso_day(data["payment"]["paid_on"]),
        # Documents issued before terms of payment came know none.
        "due_on": _iso_day(data["payment"].get("due_on", "")),
        "account": _account(data["seller"]["account"]),
        "ksef_number": document.ksef_number,
        "is_correction": "corrects" in data,
        **_sums(data),
    }
    if view["is_correction"]:
        base = data["corrects"]
        view |= {
            "reason": data["reason"],
            "corrects": base["number"],
            "corrects_issued_on": _iso_day(base["issued_on"]),
            "corrects_ksef": base["ksef_number"],
            "before": _sums(data["before"]),
            "change": {"rates": _rates(data["change"]["rates"]), **_totals(data["change"])},
        }
    return view


def rate_text(rate: str) -> str:
    return f"{rate}{NBSP}%" if rate.isdecimal() else rate


def _party(party: dict[str, Any], krs: str = "") -> dict[str, Any]:
    return {"name": party["name"], "address": party["address"], "nip": party["nip"], "krs": krs}


def _sums(data: dict[str, Any]) -> dict[str, Any]:
    return {"lines": _lines(data["lines"]), "rates": _rates(data["rates"]), **_totals(data)}


def _totals(data: dict[str, Any]) -> dict[str, str]:
    return {"total": _money(data["total"]), "net": _money(data["net"]), "vat": _money(data["vat"]), "words": data["words"]}


def _lines(rows: Sequence[dict]) -> list[dict[str, str]]:
    return [
        {
            "name": row["name"],
            "code": row["code"],
            "quantity": f"{row['quantity']}{NBSP}{'usł.' if row['item'] is None else 'szt.'}",
            "unit_price": _money(row["unit_price"]),
            "discount": _money(row["discount"]) if Decimal(row["discount"]) else "",
            "total": _money(row["total"]),
            "rate": rate_text(row["rate"]),
        }
        for row in rows
    ]


def _rates(rows: Sequence[dict]) -> list[dict[str, str]]:
    return [
        {"rate": rate_text(row["rate"]), **{name: _money(row[name]) for name in ("net", "vat", "gross")}} for row in rows
    ]


def _money(amount: str) -> str:
    return f"{format_decimal(Decimal(amount), format='#,##0.00', locale='pl')}{NBSP}zł"


def _day(day: datetime.date) -> str:
    return format_date(day, format="d MMMM y", locale="pl")


def _iso_day(text: str) -> str:
    return _day(datetime.date.fromisoformat(text)) if text else ""


def _account(digits: str) -> str:
    return " ".join(filter(None, [digits[:2], *(digits[start : start + 4] for start in range(2, len(digits), 4))]))
