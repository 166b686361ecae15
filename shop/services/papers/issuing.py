"""Documents of sale: issued once, numbered without gaps, never changed; a correction follows where something changes."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import DocumentSeries, Order, SalesDocument
from ...status import OrderStatus
from ..checks import clean_money, clean_text
from ..errors import BadInput, TransitionRefused
from ..order_moves import CLOSED, order_locked
from ..shares import money_split
from .parts import order_parts
from .rates import NO_VAT
from .routing import ksef_state_for
from .snapshot import correction_data, document_data, seller_data, sold_on
from .sums import ZERO, Line, pieces_worth
from .telling import documents_tell

#: Series of numbers: invoices, bills, and corrections of each.
INVOICES, BILLS, INVOICE_CORRECTIONS, BILL_CORRECTIONS = "FV", "RA", "FVK", "RAK"
HANDED_OVER = (OrderStatus.SHIPPED, OrderStatus.COMPLETED)


def may_issue(order: Order) -> bool:
    """Whether the sale is there: the order is paid or its goods have left, and it is not called off."""
    return order.status not in CLOSED and (order.paid_at is not None or order.status in HANDED_OVER)


def documents_issue(*, order: Order, by=None, notify: bool = True) -> list[SalesDocument]:
    """Issue the documents of an order, one for each maker and VAT treatment, all or none.

    A maker who pays VAT: an invoice with the rates of the goods. One exempt from VAT: an invoice with „zw” and the legal
    ground. One outside VAT: a bill (Tax Ordinance, art. 87). Vouchers and donations stand on none.
    Gives all documents of the order that are no corrections; a second call gives the same ones and changes nothing.
    What came back before is corrected at once. notify: send them to the buyer.
    Raises TransitionRefused where there is no sale yet or no more, BadInput where seller or buyer lack data.
    """
    with transaction.atomic():
        locked = order_locked(order)
        if issued := list(locked.documents.filter(corrects=None).order_by("pk")):
            return issued
        if not may_issue(locked):
            raise TransitionRefused(_("A document is issued for an order that is paid or sent, and not called off."))
        if locked.erased_at:
            raise TransitionRefused(_("The buyer's data is erased, so no document can be issued any more."))
        documents = [_issue(locked, part, by) for part in order_parts(locked)]
        if notify:
            documents_tell(order=locked, documents=documents)
    return documents


def document_correct(
    *,
    document: SalesDocument,
    reason: str,
    lines: Mapping[int, int] | None = None,
    amount: Decimal | None = None,
    key: str = "",
    by=None,
    notify: bool = True,
) -> SalesDocument:
    """Issue a correction of a document, for goods that came back or for a lower price.

    lines: place of a line on the document as it stands now, from 0 → pieces that came back. amount: gross PLN by which the rest
    becomes cheaper, shared among its lines. key: names the cause; the same cause corrects once (left out: the present
    state and the change are the cause). Gives the correction. Raises BadInput.
    """
    base = document.corrects or document
    with transaction.atomic():
        order_locked(base.order_id)
        before = current_lines(base)
        text = clean_text(reason, label=_("Reason"), max_length=200)
        dedupe = f"correct:{base.pk}:{key or _fingerprint(before, lines, amount)}"
        if done := SalesDocument.objects.filter(dedupe=dedupe).first():
            return done
        after = list(before)
        for place, pieces in (lines or {}).items():
            if not 0 <= place < len(after) or not 0 <= pieces <= after[place].quantity:
                raise BadInput(_("There are not that many pieces on this line."))
            if pieces:
                after[place] = after[place].lowered(by=pieces_worth(after[place], pieces), pieces=pieces)
        if amount is not None:
            after = cheaper(after, clean_money(amount))
        return _correct(base, before, after, reason=text, dedupe=dedupe, by=by, notify=notify)


def document_cancel(*, document: SalesDocument, reason: str, by=None, notify: bool = True) -> SalesDocument | None:
    """Correct a document to nothing, once; None where nothing is left on it."""
    base = document.corrects or document
    with transaction.atomic():
        order_locked(base.order_id)
        before = current_lines(base)
        if not any(line.total for line in before):
            return None
        after = [line.lowered(by=line.total, pieces=line.quantity) for line in before]
        text = clean_text(reason, label=_("Reason"), max_length=200)
        return _correct(base, before, after, reason=text, dedupe=f"correct:{base.pk}:cancelled", by=by, notify=notify)


def current_lines(base: SalesDocument) -> list[Line]:
    """The lines of a document as its last correction left them."""
    last = base.corrections.order_by("-pk").first() or base
    return [Line.from_json(row) for row in last.data["lines"]]


def cheaper(lines: Sequence[Line], amount: Decimal) -> list[Line]:
    """The lines with `amount` zł less to pay, shared in proportion to what they cost. Raises BadInput where it is too much."""
    left = sum((line.total for line in lines), ZERO)
    if not 0 <= amount <= left:
        raise BadInput(_("The document cannot become cheaper by more than what is left on it."))
    shares = money_split(amount, [line.total for line in lines])
    return [line.lowered(by=share) if share else line for line, share in zip(lines, shares, strict=True)]


def documents_to_issue() -> QuerySet[Order]:
    """Orders whose buyer asked for a document, or is a company, and whose sale is there."""
    sold = Q(paid_at__isnull=False) | Q(status__in=HANDED_OVER)
    return (
        Order.objects.filter(sold, document_asked_at__isnull=False, erased_at=None, documents=None, total__gt=0)
        .filter(Q(items__vat_rate="") | ~Q(items__vat_rate="bon"))
        .exclude(status__in=CLOSED)
        .distinct()
    )


def documents_to_cancel() -> QuerySet[SalesDocument]:
    """Documents of orders called off whole on which something is still left."""
    live = SalesDocument.objects.filter(order__status__in=CLOSED, corrects=None)
    changed = Coalesce(Sum("corrections__total"), Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2))
    # Half a grosz, because SQLite adds decimals as floating-point numbers.
    return live.annotate(left=F("total") + changed).filter(left__gt=Decimal("0.005"))


def _issue(order: Order, part, by) -> SalesDocument:
    is_bill = part.treatment == NO_VAT
    today = timezone.localdate()
    data = document_data(order=order, part=part, seller=seller_data(needs_nip=not is_bill))
    return SalesDocument.objects.create(
        kind=SalesDocument.Kind.BILL if is_bill else SalesDocument.Kind.INVOICE,
        number=next_number(BILLS if is_bill else INVOICES, today),
        order=order,
        enterprise=part.maker,
        dedupe=f"issue:{order.pk}:{part.maker.pk}:{part.treatment}",
        data=data,
        total=part.total,
        sold_on=sold_on(order),
        issued_on=today,
        issued_by=by,
        ksef_state=ksef_state_for(is_invoice=not is_bill, buyer_nip=order.nip, issued_on=today),
    )


def _correct(base, before, after, *, reason: str, dedupe: str, by, notify: bool) -> SalesDocument:
    if list(after) == list(before):
        raise BadInput(_("Nothing would change: give pieces that came back or an amount."))
    today = timezone.localdate()
    is_bill = base.kind == SalesDocument.Kind.BILL
    total = sum((line.total for line in after), ZERO) - sum((line.total for line in before), ZERO)
    correction = SalesDocument.objects.create(
        kind=SalesDocument.Kind.CORRECTION,
        number=next_number(BILL_CORRECTIONS if is_bill else INVOICE_CORRECTIONS, today),
        order=base.order,
        enterprise=base.enterprise,
        corrects=base,
        dedupe=dedupe,
        data=correction_data(base=base, before=before, after=after, reason=reason),
        total=total,
        sold_on=base.sold_on,
        issued_on=today,
        issued_by=by,
        ksef_state=ksef_state_for(is_invoice=not is_bill, buyer_nip=base.data["buyer"]["nip"], issued_on=today),
    )
    if notify:
        documents_tell(order=base.order, documents=[correction])
    return correction


def next_number(series: str, day: datetime.date) -> str:
    """The next number of a series in the year of `day`, for example FV/12/2026.

    Its row stays locked until the caller's transaction ends: a number that is rolled back is given to the next one.
    """
    DocumentSeries.objects.get_or_create(series=series, year=day.year)
    row = DocumentSeries.objects.select_for_update().get(series=series, year=day.year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}/{row.last}/{row.year}"


def _fingerprint(before: Sequence[Line], lines: Mapping[int, int] | None, amount: Decimal | None) -> str:
    told = [[line.as_json() for line in before], sorted((lines or {}).items()), str(amount)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]
