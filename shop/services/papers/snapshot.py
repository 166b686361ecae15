"""`SalesDocument.data`: all that a document says, as plain JSON. PDF, page and XML are made from it and from nothing else."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from home.models import SiteSettings

from ...models import Order, SalesDocument
from ..errors import BadInput
from .companies import buyer_address
from .parts import Part
from .rates import ART_113, NO_VAT, VAT
from .sums import ZERO, Line, RateSum, differences, rate_sums
from .words import amount_in_words

VERSION = 1
#: Polish, as documents of account are (Accounting Act, art. 9).
TITLES = {VAT: "Faktura", ART_113: "Faktura", NO_VAT: "Rachunek"}
CORRECTION_TITLES = {VAT: "Faktura korygująca", ART_113: "Faktura korygująca", NO_VAT: "Rachunek korygujący"}
#: Why no VAT stands on a document (VAT Act, art. 106e par. 1 pt 19; a bill: Tax Ordinance, art. 87).
GROUNDS = {
    VAT: "",
    ART_113: "Zwolnienie od podatku: art. 113 ust. 1 ustawy z dnia 11 marca 2004 r. o podatku od towarów i usług.",
    NO_VAT: "Rachunek wystawiony na podstawie art. 87 Ordynacji podatkowej. Sprzedaż wyrobów wykonanych w ramach "
    "rehabilitacji uczestników warsztatu terapii zajęciowej, poza podatkiem VAT.",
}


def document_data(*, order: Order, part: Part, seller: dict[str, Any]) -> dict[str, Any]:
    """Content of an invoice or a bill, but for number and date of issue. Raises BadInput when the buyer's address lacks."""
    buyer = buyer_data(order)
    return {
        "version": VERSION,
        "title": TITLES[part.treatment],
        "treatment": part.treatment,
        "ground": GROUNDS[part.treatment],
        "order": order.ref,
        "ordered_on": timezone.localdate(order.date_created).isoformat(),
        "seller": seller,
        "buyer": buyer,
        "maker": part.maker.manufacturer_name,
        "payment": payment_data(order),
        **sums_data(part.lines),
    }


def correction_data(*, base: SalesDocument, before: Sequence[Line], after: Sequence[Line], reason: str) -> dict[str, Any]:
    """Content of a correction: the lines and sums as they were, as they are from now on, and the differences."""
    data = base.data
    old, new = sums_data(before), sums_data(after)
    change = differences(rate_sums(before), rate_sums(after))
    return {
        **{name: data[name] for name in ("version", "treatment", "ground", "order", "ordered_on", "seller", "buyer", "maker")},
        "title": CORRECTION_TITLES[data["treatment"]],
        "payment": data["payment"],
        "reason": reason,
        "corrects": {"number": base.number, "issued_on": base.issued_on.isoformat(), "ksef_number": base.ksef_number},
        "before": old,
        **new,
        "change": {
            "rates": [row.as_json() for row in change],
            **_totals(change),
        },
    }


def sums_data(lines: Sequence[Line]) -> dict[str, Any]:
    """Lines with their sums by rate, net, VAT and gross, the last one in words too."""
    rates = rate_sums(lines)
    return {"lines": [line.as_json() for line in lines], "rates": [row.as_json() for row in rates], **_totals(rates)}


def _totals(rates: Sequence[RateSum]) -> dict[str, str]:
    net, vat, gross = (sum((getattr(row, name) for row in rates), ZERO) for name in ("net", "vat", "gross"))
    return {"net": str(net), "vat": str(vat), "total": str(gross), "words": amount_in_words(gross)}


def buyer_data(order: Order) -> dict[str, Any]:
    """Who buys: the company where one is named, else the person, with the address for documents or that of the parcel."""
    address = buyer_address(order)
    if not address:
        raise BadInput(
            _("The buyer gave no address for the document: ask for it and write it down on the order.")
        )
    return {"name": order.company or order.name, "nip": order.nip, "address": address}


def seller_data(*, needs_nip: bool) -> dict[str, Any]:
    """Who sells, from the settings of the site. Raises BadInput when something lacks that the law asks for."""
    site = Site.objects.filter(is_default_site=True).first()
    facts = SiteSettings.for_site(site) if site else SiteSettings()
    nip = "".join(sign for sign in facts.nip if sign.isdigit())
    if not (facts.operator_name and facts.street and facts.postcode and facts.city) or (needs_nip and not nip):
        raise BadInput(_("Fill in name, address and NIP of the operator in the site settings: a document needs them."))
    return {
        "name": facts.operator_name,
        "nip": nip,
        "krs": facts.krs,
        "address": [facts.street, f"{facts.postcode} {facts.city}"],
        "city": facts.city,
        "account": facts.bank_account_digits,
    }


def payment_data(order: Order) -> dict[str, str]:
    """How the order is paid, on which day it was, or by which it is to be."""
    paid_on = timezone.localdate(order.paid_at).isoformat() if order.paid_at else ""
    due_on = order.payment_due.isoformat() if order.payment_due and not paid_on else ""
    return {"method": order.payment_method, "paid_on": paid_on, "due_on": due_on}


def sold_on(order: Order) -> datetime.date:
    """The day of delivery, or of the payment that came before it (VAT Act, art. 106e par. 1 pt 6)."""
    sent = [parcel.sent_at for parcel in order.parcels.ordered()]
    if sent and all(sent):
        return timezone.localdate(max(sent))
    moment = order.paid_at or order.delivered_at
    return timezone.localdate(moment) if moment else timezone.localdate()
