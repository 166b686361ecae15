"""The staff act on the same order at the same moment."""

from django.utils import timezone

from shop.models import Order, OrderStatusChange, Outbox, StockReservation
from shop.services.errors import ShopError
from shop.services.orders import order_cancel, payment_record
from shop.status import OrderStatus, ReservationState
from tests import factories

from .arena import stock_of
from .buyers import all_at_once
from .sizes import CANCELLINGS, DOUBLE_ENTRIES


def pay(order):
    return lambda: payment_record(
        order=Order.objects.get(pk=order.pk),
        amount=order.total,
        received_on=timezone.localdate(),
        transaction_id=f"transfer-{order.ref}",
    )


def outcome(act):
    """What the act gave, or its refusal; any other exception is a defect and gets through."""
    try:
        return act()
    except ShopError as refusal:
        return refusal


def steps_of(order):
    changes = OrderStatusChange.objects.filter(order=order).order_by("pk")
    return [(change.old_status, change.new_status) for change in changes]


def test_payment_against_cancelling(arena):
    """Both are wanted by somebody, and the cancelling is the last word; the money must not be forgotten."""
    with arena.case(f"payment against cancelling ×{CANCELLINGS}") as case:
        good = arena.good(stock=CANCELLINGS)
        paid_first = 0
        for _duel in range(CANCELLINGS):
            order = factories.make_order(arena.product(good))
            results = all_at_once(
                [
                    lambda order=order: outcome(pay(order)),
                    lambda order=order: outcome(lambda: order_cancel(order=Order.objects.get(pk=order.pk))),
                ]
            )
            assert not any(isinstance(result, ShopError) for result in results), results
            order.refresh_from_db()
            assert order.status == OrderStatus.CANCELLED
            assert [payment.amount for payment in order.payments.all()] == [order.total]
            assert set(StockReservation.objects.filter(order=order).values_list("state", flat=True)) == {
                ReservationState.RELEASED
            }
            if len(steps_of(order)) == 3:
                paid_first += 1
                assert steps_of(order)[1:] == [("CREATED", "PROCESSING"), ("PROCESSING", "CANCELLED")]
            else:
                assert steps_of(order)[1:] == [("CREATED", "CANCELLED")]
            kinds = list(Outbox.objects.filter(order=order).order_by("kind").values_list("kind", flat=True))
            assert kinds.count("order_cancelled") == 1
            assert kinds.count("order_paid") == (1 if len(steps_of(order)) == 3 else 0)
            # Whichever came first: money for a cancelled order, and the staff are told to pay it back.
            assert order.notes.count() == 1, steps_of(order)
        assert stock_of(good) == (CANCELLINGS, 0)
        case.note = f"payment first {paid_first}, cancelling first {CANCELLINGS - paid_first}"


def test_one_payment_written_down_by_two(arena):
    """The same transfer typed in by two of the staff counts once."""
    with arena.case(f"one transfer recorded by two, ×{DOUBLE_ENTRIES}"):
        good = arena.good(stock=DOUBLE_ENTRIES)
        for _round in range(DOUBLE_ENTRIES):
            order = factories.make_order(arena.product(good))
            results = all_at_once([lambda order=order: outcome(pay(order))] * 2)
            assert sum(isinstance(result, ShopError) for result in results) == 1, results
            order.refresh_from_db()
            assert (order.status, order.payments.count()) == (OrderStatus.PROCESSING, 1)
            assert Outbox.objects.filter(order=order, kind="order_paid").count() == 1
