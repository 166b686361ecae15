"""A copy of one person's data in a ZIP: JSON for machines (GDPR, art. 20), a page for people (art. 15).

Secrets are left out (the order's secret, the gateway's pay page and messages), and so are remarks that the staff made
for each other and the names of the staff.
"""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from home.models import SiteSettings, User

from ..models import (
    Complaint,
    Exchange,
    OnlinePayment,
    OrderItem,
    OrderNote,
    OrderPayment,
    OrderStatusChange,
    Outbox,
    Parcel,
    Refund,
    Review,
    SalesDocument,
    Withdrawal,
)
from .personal_data import EXPORT_ACTION, KeptOrder, personal_data_find
from .wish_data import wishes_copy

FORMAT = "market-personal-data"
VERSION = 1


def personal_data_export(*, email: str, by: User | None) -> bytes:
    """The ZIP with dane.json and dane.html, about all orders under the address. Writes only to Wagtail's log.

    Amounts are decimal strings in PLN, moments ISO 8601 with offset. An address without orders gives an archive that
    says so.
    """
    found = personal_data_find(email=email)
    data = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": timezone.localtime(),
        "controller": _controller(),
        "email": found.email,
        "orders": [_order(kept) for kept in found.orders],
        "withdrawals": [_withdrawal(entry) for entry in _with_orders(found.withdrawals, "withdrawals", found.orders)],
        **wishes_copy(found.wishes),
        "complaints": [_complaint(entry) for entry in _with_orders(found.complaints, "complaints", found.orders)],
    }
    for kept in found.orders:
        log(instance=kept.order, action=EXPORT_ACTION, user=by)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("dane.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        files.writestr("dane.html", render_to_string("shop/personal_data_export.html", {"data": data}))
    return archive.getvalue()


def _document(document: SalesDocument) -> dict[str, Any]:
    """A document of sale as the buyer has it; whose it is at KSeF and who issued it is the house's own."""
    return {
        "number": document.number,
        "kind": document.kind,
        "issued_on": document.issued_on,
        "total": document.total,
        "buyer": document.data["buyer"],
        "lines": [{name: row[name] for name in ("name", "quantity", "total")} for row in document.data["lines"]],
        "ksef_number": document.ksef_number,
    }


def _controller() -> dict[str, str]:
    site = Site.objects.filter(is_default_site=True).first()
    seller = SiteSettings.for_site(site) if site else SiteSettings()
    return {"name": seller.operator_name, "email": seller.email}


def _order(kept: KeptOrder) -> dict[str, Any]:
    order = kept.order
    return {
        "reference": order.ref,
        "placed_at": timezone.localtime(order.date_created),
        "status": order.status,
        "status_text": kept.status_label,
        "language": order.language,
        "terms_accepted_at": timezone.localtime(order.terms_accepted_at),
        "buyer": {"name": order.name, "email": order.email, "phone": order.phone},
        "invoice_data": order.billing_address,
        "company": order.company,
        "nip": order.nip,
        "documents": [_document(document) for document in order.documents.order_by("pk")],
        "delivery": {
            "method": order.delivery_name,
            "price": order.delivery_price,
            "street": order.street,
            "postcode": order.postcode,
            "city": order.city,
            "parcel_locker": order.locker_code,
            "parcel_locker_address": order.locker_address,
        },
        "delivered_at": timezone.localtime(order.delivered_at) if order.delivered_at else None,
        "remark": order.buyer_note,
        "payment_method": order.payment_method,
        "payment_due": order.payment_due,
        "paid_at": timezone.localtime(order.paid_at) if order.paid_at else None,
        "goods_total": order.subtotal,
        "total": order.total,
        "currency": "PLN",
        "lines": [_line(item) for item in OrderItem.objects.filter(order=order).order_by("pk")],
        "parcels": _rows(
            Parcel.objects.filter(order=order).order_by("pk"),
            {
                "maker": "enterprise__name",
                "status": "status",
                "number": "tracking_number",
                "shipment": "shipment_id",
                "size": "size",
                "weight_g": "weight_g",
                "boxes": "boxes",
                "delivery_price": "delivery_price",
                "sent_at": "sent_at",
                "handed_over_at": "delivered_at",
            },
        ),
        "payments": _rows(
            OrderPayment.objects.filter(order=order),
            {"amount": "amount", "received_on": "received_on", "number": "transaction_id", "method": "payment_method"},
        ),
        "online_payments": _rows(
            OnlinePayment.objects.filter(order=order).order_by("pk"),
            {
                "gateway": "provider",
                "number": "gateway_id",
                "amount": "amount",
                "currency": "currency",
                "state": "state",
                "started_at": "created_at",
            },
        ),
        "refunds": _rows(
            Refund.objects.filter(order=order).order_by("pk"),
            {
                "amount": "amount",
                "reason": "reason",
                "state": "state",
                "requested_at": "created_at",
                "paid_back_at": "done_at",
            },
        ),
        "status_changes": _rows(
            OrderStatusChange.objects.filter(order=order), {"status": "new_status", "changed_at": "changed_at"}
        ),
        "notes": _rows(
            OrderNote.objects.filter(order=order, public=True), {"text": "message", "written_at": "date_created"}
        ),
        "exchanges": [_exchange(exchange) for exchange in order.exchanges.select_related("item", "previous", "product").order_by("pk")],
        "reviews": [_review(review) for review in Review.objects.filter(item__order=order).order_by("pk")],
        "mails": _rows(
            Outbox.objects.filter(order=order).order_by("pk"),
            {"kind": "kind", "written_at": "created_at", "sent_at": "sent_at"},
        ),
        "kept_until": {"delivery_details": kept.delivery_until, "order": kept.books_until},
    }


def _with_orders(sent: list, name: str, orders: list[KeptOrder]) -> list:
    """Those sent from the address and those about the person's orders, each once, oldest first."""
    entries = {entry.pk: entry for entry in sent}
    for kept in orders:
        entries |= {entry.pk: entry for entry in getattr(kept.order, name).all()}
    return [entries[number] for number in sorted(entries)]


def _withdrawal(entry: Withdrawal) -> dict[str, Any]:
    return {
        "number": entry.number,
        "order": entry.contract,
        "name": entry.name,
        "email": entry.email,
        "sent_at": timezone.localtime(entry.submitted_at),
        "text": entry.items_text,
        "lines": [
            {"name": line.name, "quantity": line.quantity, "amount": line.amount}
            for line in entry.lines.select_related("item", "exchange__product")
        ],
        "state": entry.state,
        "amount": entry.amount,
        "paid_back": entry.paid_back,
        "settled_at": timezone.localtime(entry.settled_at) if entry.settled_at else None,
        "explanation": entry.explanation,
    }


def _complaint(entry: Complaint) -> dict[str, Any]:
    return {
        "number": entry.number,
        "order": entry.contract,
        "thing": entry.item.name if entry.item else "",
        "name": entry.name,
        "email": entry.email,
        "sent_at": timezone.localtime(entry.submitted_at),
        "text": entry.description,
        "noticed": entry.noticed,
        "demand": entry.demand,
        "state": entry.state,
        "answer": entry.answer,
        "answered_at": timezone.localtime(entry.answered_at) if entry.answered_at else None,
    }


def _exchange(entry: Exchange) -> dict[str, Any]:
    return {
        "number": entry.number,
        "thing": entry.returned_name,
        "replacement": entry.name,
        "quantity": entry.quantity,
        "asked_at": timezone.localtime(entry.submitted_at),
        "remark": entry.remark,
        "state": entry.state,
        "explanation": entry.explanation,
        "closed_at": timezone.localtime(entry.closed_at) if entry.closed_at else None,
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "thing": review.item.name,
        "stars": review.stars,
        "text": review.text,
        "signature": review.signature,
        "written_at": timezone.localtime(review.created_at),
        "state": review.state,
    }


def _line(item: OrderItem) -> dict[str, Any]:
    return {
        "name": item.name,
        "code": item.code,
        "maker": item.context.get("maker", ""),
        "quantity": item.quantity,
        "unit_price": item.unit_price,
        "total": item.total,
        "set": item.set_name,
        "wishes": item.personalisation,
    }


def _rows(rows, columns: dict[str, str]) -> list[dict[str, Any]]:
    """Rows as dictionaries, by name in the file → column; moments by the clock of the site."""
    found = []
    for row in rows.values(*columns.values()):
        values = {name: row[column] for name, column in columns.items()}
        for name in values:
            if name.endswith("_at") and values[name] is not None:
                values[name] = timezone.localtime(values[name])
        found.append(values)
    return found
