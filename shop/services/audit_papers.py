"""Invariants of the documents of sale: no gaps, no doubles, sums that add up, none for what is called off."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import DecimalField, Exists, F, OuterRef, Sum
from django.db.models.functions import Coalesce

from ..models import DocumentSeries, Order, SalesDocument
from .checks import GROSZ
from .papers.sums import ZERO, RateSum

CHUNK = 1000


def numbers_have_no_gaps() -> Iterator[str]:
    """Every number of a series from 1 to its last is given once (VAT Act, art. 106e par. 1 pt 2)."""
    for series in DocumentSeries.objects.order_by("series", "year"):
        prefix, suffix = f"{series.series}/", f"/{series.year}"
        rows = SalesDocument.objects.filter(number__startswith=prefix, number__endswith=suffix)
        expected = 0
        numbers = sorted(int(number.split("/")[1]) for number in rows.values_list("number", flat=True).iterator(CHUNK))
        for number in numbers:
            expected += 1
            if number != expected:
                yield f"documents {prefix}…{suffix}: number {expected} is missing"
                expected = number
        if expected != series.last:
            yield f"documents {prefix}…{suffix}: the last number is {expected}, the series says {series.last}"
    known = {(row.series, str(row.year)) for row in DocumentSeries.objects.all()}
    for number in SalesDocument.objects.values_list("number", flat=True).iterator(CHUNK):
        series, _number, year = number.split("/")
        if (series, year) not in known:
            yield f"document {number}: there is no such series"


def documents_add_up() -> Iterator[str]:
    """Lines make the sums by rate, these net, VAT and total, and a correction is after less before."""
    for document in SalesDocument.objects.iterator(CHUNK):
        data = document.data
        lines = sum((Decimal(row["total"]) for row in data["lines"]), ZERO)
        rates = [RateSum.from_json(row) for row in data["rates"]]
        total = Decimal(data["total"])
        if lines != total or sum((row.gross for row in rates), ZERO) != total:
            yield f"document {document.number}: lines make {lines}, the total is {total}"
        if any(row.net + row.vat != row.gross for row in rates):
            yield f"document {document.number}: net and VAT do not make the gross sum"
        expected = total - Decimal(data["before"]["total"]) if document.corrects_id else total
        if expected != document.total:
            yield f"document {document.number}: {document.total} in the books, {expected} on the document"


def documents_fit_orders() -> Iterator[str]:
    """Documents of an order never make more than the order."""
    money = DecimalField(max_digits=12, decimal_places=2)
    orders = Order.objects.filter(Exists(SalesDocument.objects.filter(order=OuterRef("pk"))))
    for order in orders.annotate(billed=Coalesce(Sum("documents__total"), ZERO, output_field=money)).iterator(CHUNK):
        billed = Decimal(order.billed).quantize(GROSZ)
        if not 0 <= billed <= order.total - order.donation:
            yield f"order {order.ref}: documents make {billed}, the order {order.total}"


def corrections_fit_their_documents() -> Iterator[str]:
    wrong = SalesDocument.objects.exclude(corrects=None).exclude(corrects__corrects=None, order=F("corrects__order"))
    for document in wrong.iterator(CHUNK):
        yield f"document {document.number}: corrects a correction, or a document of another order"


PAPER_CHECKS: tuple[Callable[[], Iterator[str]], ...] = (
    numbers_have_no_gaps,
    documents_add_up,
    documents_fit_orders,
    corrections_fit_their_documents,
)
