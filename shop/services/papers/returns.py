"""Corrections for goods that came back or money that was paid back, across all documents of an order."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from ...models import Order, SalesDocument, Withdrawal
from ..checks import GROSZ, clean_money, clean_text
from ..errors import BadInput
from ..order_moves import order_locked
from ..shares import money_split
from .issuing import _correct, current_lines
from .sums import ZERO, Line, pieces_worth


def document_correct_for_return(
    *,
    order: Order,
    lines: Mapping[int, int],
    key: str,
    amount: Decimal | None = None,
    reason: str = "Zwrot towaru",
    by=None,
    notify: bool = True,
) -> list[SalesDocument]:
    """Correct the documents of an order for pieces that came back; nothing where none was issued.

    lines: primary key of the order line → pieces that came back. amount: gross PLN that is paid back; what it holds beyond
    the pieces' prices is the cost of delivery, and where it is less than those prices (worn goods, Consumer Rights
    Act, art. 34 par. 4), the lines become cheaper by it and keep their pieces. Left out: the pieces' prices.
    key: names the cause, for example the number of the withdrawal; it corrects once.
    Gives the corrections. Raises BadInput for more pieces or money than the documents hold; then nothing is written.
    """
    with transaction.atomic():
        locked = order_locked(order)
        bases = list(locked.documents.filter(corrects=None).order_by("pk"))
        if not bases:
            return []
        dedupes = {base.pk: f"correct:{base.pk}:{key}" for base in bases}
        if done := list(SalesDocument.objects.filter(dedupe__in=dedupes.values()).order_by("pk")):
            return done
        text = clean_text(reason, label=_("Reason"), max_length=200)
        before = {base.pk: current_lines(base) for base in bases}
        money = None if amount is None else clean_money(amount) - _vouchers_worth(locked, before, lines)
        after = _after(before, lines, money)
        return [
            _correct(base, before[base.pk], after[base.pk], reason=text, dedupe=dedupes[base.pk], by=by, notify=notify)
            for base in bases
            if before[base.pk] != after[base.pk]
        ]


def document_correct_for_withdrawal(*, withdrawal: Withdrawal, by=None) -> list[SalesDocument]:
    """Correct the documents of an order for a settled statement of withdrawal, once. Raises BadInput as above."""
    return document_correct_for_return(
        order=withdrawal.order,
        # A line of the order stands twice where some of its pieces came in exchange; the document knows what was sold.
        lines={row["item"]: row["pieces"] for row in withdrawal.lines.order_by().values("item").annotate(pieces=Sum("quantity"))},
        amount=withdrawal.paid_back + withdrawal.taken_off,
        key=withdrawal.number,
        reason=f"Odstąpienie od umowy {withdrawal.number}",
        by=by,
    )


def withdrawals_to_correct() -> QuerySet[Withdrawal]:
    """Settled statements whose order has documents that no correction of theirs follows: the document came later."""
    papers = SalesDocument.objects.filter(order=OuterRef("order"))
    corrections = papers.filter(dedupe__endswith=OuterRef("number"))
    return Withdrawal.objects.filter(
        Q(paid_back__gt=0) | Q(taken_off__gt=0), Exists(papers), ~Exists(corrections), state=Withdrawal.State.SETTLED
    )


def _vouchers_worth(order: Order, before: Mapping[int, list[Line]], returned: Mapping[int, int]) -> Decimal:
    """What goes back for lines that stand on no document: vouchers, whose sale is none."""
    known = {line.item for rows in before.values() for line in rows}
    others = order.items.filter(pk__in=[item for item in returned if item not in known])
    return sum(((item.total * returned[item.pk] / item.quantity).quantize(GROSZ) for item in others), ZERO)


def _after(
    before: Mapping[int, list[Line]], returned: Mapping[int, int], amount: Decimal | None
) -> dict[int, list[Line]]:
    """The lines of each document once pieces and money are back."""
    places = [(number, place) for number, rows in before.items() for place in range(len(rows))]
    worth: dict[tuple[int, int], Decimal] = {}
    for number, place in places:
        line = before[number][place]
        pieces = returned.get(line.item, 0) if line.item else 0
        if not 0 <= pieces <= line.quantity:
            raise BadInput(_("There are not that many pieces on this line."))
        if pieces:
            worth[number, place] = pieces_worth(line, pieces)
    goods = sum(worth.values(), ZERO)
    money = goods if amount is None else amount
    after = {number: list(rows) for number, rows in before.items()}
    if money < goods:
        for (number, place), share in zip(worth, money_split(money, list(worth.values())), strict=True):
            after[number][place] = after[number][place].lowered(by=share)
        return after
    for (number, place), share in worth.items():
        line = after[number][place]
        after[number][place] = line.lowered(by=share, pieces=returned[line.item])
    _lower_delivery(after, money - goods)
    return after


def _lower_delivery(lines: dict[int, list[Line]], amount: Decimal) -> None:
    """Take money that was paid back for delivery off the lines of delivery, in proportion to them."""
    if not amount:
        return
    places = [(number, place) for number, rows in lines.items() for place, line in enumerate(rows) if line.item is None]
    totals = [lines[number][place].total for number, place in places]
    if amount < 0 or amount > sum(totals, ZERO):
        raise BadInput(_("More would go back for delivery than it cost."))
    for (number, place), share in zip(places, money_split(amount, totals), strict=True):
        line = lines[number][place]
        pieces = 1 if share == line.total else 0
        lines[number][place] = line.lowered(by=share, pieces=pieces) if share else line
