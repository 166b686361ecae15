"""Statements of withdrawal: taken as they come, for nobody grants them (Consumer Rights Act, art. 27–36)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Order, Withdrawal, WithdrawalLine
from .after_sale import clean_person, create_once, order_by_pair
from .checks import clean_text
from .errors import BadInput
from .exchange_yield import exchanges_yield, is_in_hand
from .order_moves import order_locked
from .outbox import message_queue
from .withdrawal_terms import (
    REFUND_DAYS,
    WithdrawalItem,
    delivery_share,
    line_share,
    withdrawal_items,
    withdrawal_period,
)

PREFIX = "OD"


@dataclass(frozen=True)
class WithdrawalData:
    """What the buyer wrote. contract: the number of the order. items_text: what is sent back, where lines were not chosen."""

    name: str
    email: str
    contract: str
    items_text: str = ""
    language: str = "pl"


def withdrawal_submit(
    *, data: WithdrawalData, key: str, order: Order | None = None, pieces: dict[int, int] | None = None
) -> Withdrawal:
    """Take a statement and queue its receipt. The same key again gives the same statement and changes nothing.

    order: only one that the buyer was shown (by the secret link); without it, one is looked up by number and address, and a
    statement that fits none is taken all the same, for the staff to find its order. pieces: {key of the entry: pieces} of
    that order, see WithdrawalItem.key; None means all that can be withdrawn from. Exchanges of these pieces are off.
    Raises BadInput, also when nothing of what was chosen is left to withdraw from.
    """
    person = clean_person(name=data.name, email=data.email, contract=data.contract)
    text = clean_text(data.items_text, label=_("What you send back"), max_length=1000, required=False)
    language = data.language if data.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    key = clean_text(key, label=_("Form key"), max_length=64)
    is_known = order is not None
    found = order or order_by_pair(ref=person["contract"], email=person["email"])

    def make(number: str) -> Withdrawal:
        locked = order_locked(found) if found else None
        now = timezone.now()
        withdrawal = Withdrawal.objects.create(
            number=number,
            key=key,
            order=locked,
            items_text=text,
            language=language,
            submitted_at=now,
            refund_due_on=refund_due(now),
            is_late=locked is not None and withdrawal_period(order=locked, now=now).state == "over",
            **person,
        )
        if locked and (is_known or not text):
            # Words about what is sent back are read by a person, who then chooses the lines.
            _write_lines(withdrawal, locked, pieces, is_strict=is_known)
        message_queue(
            kind="withdrawal_received",
            order=locked,
            withdrawal=withdrawal,
            dedupe=f"withdrawal-received:{number}",
        )
        return withdrawal

    with transaction.atomic():
        return create_once(Withdrawal, prefix=PREFIX, key=key, make=make)[0]


def withdrawal_assign(*, withdrawal: Withdrawal, order: Order, pieces: dict[int, int] | None, by=None) -> Withdrawal:
    """Say which order, and which pieces of it, a statement means; for the staff, as long as nothing came back or was paid.

    pieces: as for withdrawal_submit. Raises BadInput.
    """
    with transaction.atomic():
        locked_order = order_locked(order)
        locked = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
        if locked.state != Withdrawal.State.RECEIVED or locked.goods_back_at:
            raise BadInput(_("The goods are back or the money is settled: the lines can no longer be changed."))
        if locked.erased_at:
            raise BadInput(_("The personal data of this statement was erased."))
        if is_in_hand(locked):
            raise BadInput(_("The goods are back or the money is settled: the lines can no longer be changed."))
        locked.lines.all().delete()
        locked.order = locked_order
        period = withdrawal_period(order=locked_order, now=locked.submitted_at)
        locked.is_late = period.state == "over"
        locked.save(update_fields=["order", "is_late"])
        _write_lines(locked, locked_order, pieces, is_strict=True)
        # Receipts written before the order was known belong to it from now on: they are erased with it.
        locked.messages.filter(order=None).update(order=locked_order)
    withdrawal.refresh_from_db()
    return withdrawal


def refund_due(moment: datetime.datetime) -> datetime.date:
    """The last day to pay back: 14 days from the statement (art. 32 par. 1), without a day of grace for the shop."""
    return timezone.localdate(moment) + datetime.timedelta(days=REFUND_DAYS)


def _write_lines(
    withdrawal: Withdrawal, order: Order, pieces: dict[int, int] | None, *, is_strict: bool
) -> None:
    """Write the lines and the amount. The order is locked, so two statements never take the same piece.

    is_strict: nothing left is an error; else the statement stays without lines, for a person to look at.
    """
    items = {entry.key: entry for entry in withdrawal_items(order=order)}
    chosen = (
        {number: entry.left for number, entry in items.items() if entry.left} if pieces is None else _checked(pieces, items)
    )
    if not chosen:
        if is_strict:
            raise BadInput(
                _("There is nothing left in this order to withdraw from.")
                if pieces is None
                else _("Choose at least one thing that you withdraw from.")
            )
        return
    lines = _lines(withdrawal, items, chosen)
    WithdrawalLine.objects.bulk_create(lines)
    exchanges_yield(order=order, lines=lines)
    amount = sum((line.amount for line in lines), Decimal("0.00"))
    taken = dict.fromkeys({entry.item.pk for entry in items.values()}, 0)
    for line in lines:
        taken[line.item_id] += line.quantity
    if all(entry.withdrawn + taken[entry.item.pk] >= entry.item.quantity for entry in items.values()):
        amount += delivery_share(order=order)
    withdrawal.amount = amount
    withdrawal.save(update_fields=["amount"])


def _lines(
    withdrawal: Withdrawal, items: dict[int, WithdrawalItem], chosen: dict[int, int]
) -> list[WithdrawalLine]:
    """Lines, not saved. Where a line of the order is taken in parts, each share is taken from what those before have left."""
    lines: list[WithdrawalLine] = []
    for key, count in chosen.items():
        entry = items[key]
        same = [line for line in lines if line.item_id == entry.item.pk]
        amount = line_share(
            total=entry.item.total - entry.worth - sum((line.amount for line in same), Decimal("0.00")),
            quantity=entry.item.quantity - entry.withdrawn - sum(line.quantity for line in same),
            pieces=count,
        )
        lines.append(
            WithdrawalLine(
                withdrawal=withdrawal, item=entry.item, exchange=entry.exchange, quantity=count, amount=amount
            )
        )
    return lines


def _checked(pieces: dict[int, int], items: dict[int, WithdrawalItem]) -> dict[int, int]:
    """The chosen pieces without zeros, each found to be there. Raises BadInput."""
    chosen = {number: count for number, count in pieces.items() if count}
    for number, count in chosen.items():
        entry = items.get(number)
        if entry is None:
            raise BadInput(_("There is no such thing in this order."))
        if entry.obstacle:
            raise BadInput(
                _("“%(thing)s”: there is no right to withdraw from it.") % {"thing": entry.name}
            )
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= entry.left:
            raise BadInput(
                _("“%(thing)s”: you can withdraw from %(most)d pieces at most.")
                % {"thing": entry.name, "most": entry.left}
            )
    return chosen
