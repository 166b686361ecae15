"""What the staff do with an order: only allowed steps, each with what follows from it, each once."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import Order, OrderPayment, OrderStatusChange, Outbox, StockItem, StockMovement
from shop.services.errors import BadInput, TransitionRefused
from shop.services.orders import (
    note_add,
    order_cancel,
    order_change_status,
    parcel_update,
    payment_record,
)
from shop.status import OrderStatus
from tests import factories

TODAY = datetime.date(2026, 1, 2)


def stock_of(product) -> tuple[int, int]:
    item = StockItem.objects.get(product=product)
    return item.on_hand, item.reserved


def pay(order, amount=None, *, number="T1", **values):
    facts = {"order": order, "amount": amount or order.total, "received_on": TODAY, "transaction_id": number}
    return payment_record(**(facts | values))


def kinds(order) -> list[str]:
    return list(Outbox.objects.filter(order=order).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def user(django_user_model):
    return django_user_model.objects.create(username="sklep")


@pytest.fixture
def pickup_order(make_product):
    delivery = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    return factories.make_order(make_product(), delivery=delivery, payment_method="on-pickup")


def walk(order, *statuses):
    for status in statuses:
        order_change_status(order=order, status=status)
    return order


def test_a_full_payment_moves_a_transfer_order_on(make_product, user):
    order = factories.make_order(make_product())
    payment = pay(order, by=user)
    stored = Order.objects.get(pk=order.pk)
    assert (stored.status, order.status) == ("PROCESSING", "PROCESSING")
    assert stored.paid_at == order.paid_at
    assert stored.paid_at is not None
    assert (payment.amount, payment.recorded_by, payment.payment_method) == (order.total, user, "transfer")
    assert kinds(order) == ["order_placed", "order_paid"]
    change = stored.status_changes.last()
    assert (change.old_status, change.new_status, change.changed_by) == ("CREATED", "PROCESSING", user)
    assert not order.notes.exists()


def test_too_little_money_waits_with_a_note_and_the_rest_completes_it(make_product):
    order = factories.make_order(make_product(price="120.00"))
    pay(order, Decimal("100.00"), number="T1")
    assert (order.status, order.paid_at) == ("CREATED", None)
    note = order.notes.get()
    assert not note.public
    for amount in ("100,00", "138,90", "38,90"):
        assert amount in note.message
    pay(order, Decimal("38.90"), number="T2")
    assert (order.status, order.amount_paid) == ("PROCESSING", Decimal("138.90"))
    assert order.notes.count() == 1


def test_too_much_money_is_written_down_and_seen(make_product):
    order = factories.make_order(make_product(price="120.00"))
    pay(order, Decimal("150.00"))
    assert order.status == "PROCESSING"
    assert "11,10" in order.notes.get().message


def test_money_for_a_cancelled_order_is_seen_and_moves_nothing(make_product):
    product = make_product()
    order = factories.make_order(product)
    order_cancel(order=order)
    pay(order)
    assert (Order.objects.get().status, Order.objects.get().paid_at) == ("CANCELLED", None)
    assert order.notes.count() == 1
    assert stock_of(product) == (1, 0)


def test_the_same_payment_twice_is_refused(make_product):
    order = factories.make_order(make_product())
    pay(order, Decimal("10.00"), number="T1")
    with pytest.raises(BadInput, match="T1"):
        pay(order, Decimal("10.00"), number=" T1 ")
    assert OrderPayment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal("0.00")},
        {"amount": Decimal("NaN")},
        {"amount": Decimal("1.001")},
        {"transaction_id": ""},
        {"transaction_id": "a\x00"},
        {"received_on": datetime.date(2999, 1, 1)},
    ],
    ids=str,
)
def test_impossible_payments_are_refused(make_product, wrong):
    order = factories.make_order(make_product())
    with pytest.raises(BadInput):
        pay(order, **wrong) if "amount" not in wrong else payment_record(
            order=order, received_on=TODAY, transaction_id="T1", **wrong
        )
    assert not OrderPayment.objects.exists()


def test_money_paid_back_takes_the_mark_away(make_product):
    order = factories.make_order(make_product())
    pay(order)
    pay(order, -order.total, number="Z1")
    assert (Order.objects.get().paid_at, Order.objects.get().amount_paid) == (None, Decimal("0.00"))


def test_a_transfer_order_is_not_prepared_before_it_is_paid(make_product):
    order = factories.make_order(make_product())
    with pytest.raises(TransitionRefused):
        order_change_status(order=order, status="PROCESSING")
    assert Order.objects.get().status == "CREATED"


def test_sent_goods_leave_the_stock_once(make_product, user):
    product = make_product(stock=5)
    order = factories.make_order((product, 2))
    pay(order)
    order_change_status(order=order, status="SHIPPED", by=user)
    assert stock_of(product) == (3, 0)
    order_change_status(order=order, status="SHIPPED")
    order_change_status(order=order, status="COMPLETED")
    assert stock_of(product) == (3, 0)
    sale = StockMovement.objects.get(reason="sale")
    assert (sale.quantity, sale.order, sale.created_by) == (-2, order, user)
    assert order.reservations.get().state == "consumed"
    assert [parcel.status for parcel in order.parcels.all()] == ["delivered"]
    assert kinds(order) == ["order_placed", "order_paid", "order_shipped"]


def test_a_refund_moves_no_stock(make_product):
    product = make_product()
    order = factories.make_order(product)
    pay(order)
    walk(order, "SHIPPED", "REFUNDED")
    assert stock_of(product) == (0, 0)
    assert StockMovement.objects.filter(reason="return").count() == 0


def test_cancelling_gives_the_goods_back_once(make_product):
    product = make_product(stock=3)
    order = factories.make_order((product, 2))
    stale = Order.objects.get(pk=order.pk)
    assert stock_of(product) == (3, 2)
    order_cancel(order=order)
    assert stock_of(product) == (3, 0)
    order_cancel(order=stale)
    assert stock_of(product) == (3, 0)
    assert order.reservations.get().state == "released"
    assert [parcel.status for parcel in order.parcels.all()] == ["cancelled"]
    assert kinds(order) == ["order_placed", "order_cancelled"]
    assert OrderStatusChange.objects.filter(new_status="CANCELLED").count() == 1
    factories.make_order((product, 3))


def test_pay_on_pickup_is_prepared_unpaid_and_paid_when_handed_over(pickup_order, user):
    order = pickup_order
    walk(order, "PROCESSING", "READY")
    assert (order.paid_at, kinds(order)) == (None, ["order_placed", "order_ready"])
    assert [parcel.status for parcel in order.parcels.all()] == ["ready"]
    order_change_status(order=order, status="COMPLETED", by=user)
    payment = OrderPayment.objects.get()
    assert (payment.amount, payment.received_on, payment.recorded_by) == (
        order.total,
        timezone.localdate(),
        user,
    )
    assert order.paid_at is not None
    assert StockItem.objects.get().on_hand == 0


def test_money_taken_before_handing_over_is_not_asked_for_twice(pickup_order):
    walk(pickup_order, "PROCESSING", "READY")
    pay(pickup_order)
    assert (pickup_order.status, pickup_order.paid_at is not None) == ("READY", True)
    walk(pickup_order, "COMPLETED")
    assert OrderPayment.objects.count() == 1


REACHED = {
    "CREATED": [],
    "PROCESSING": ["PROCESSING"],
    "SHIPPED": ["PROCESSING", "SHIPPED"],
    "COMPLETED": ["PROCESSING", "SHIPPED", "COMPLETED"],
    "CANCELLED": ["CANCELLED"],
    "REFUNDED": ["PROCESSING", "SHIPPED", "REFUNDED"],
}
ALLOWED = {
    ("CREATED", "CANCELLED"),
    ("PROCESSING", "SHIPPED"),
    ("PROCESSING", "CANCELLED"),
    ("SHIPPED", "COMPLETED"),
    ("SHIPPED", "REFUNDED"),
    ("COMPLETED", "REFUNDED"),
}


@pytest.mark.parametrize("start", REACHED)
@pytest.mark.parametrize("goal", OrderStatus.values)
def test_only_allowed_steps_of_a_sent_order(make_product, start, goal):
    order = factories.make_order(make_product())
    if "PROCESSING" in REACHED[start]:
        pay(order)
    walk(order, *REACHED[start])
    steps = order.status_changes.count()
    if start == goal or (start, goal) in ALLOWED:
        assert order_change_status(order=order, status=goal).status == goal
        assert order.status_changes.count() == steps + (start != goal)
    else:
        before = list(StockItem.objects.values_list("on_hand", "reserved"))
        with pytest.raises(TransitionRefused):
            order_change_status(order=order, status=goal)
        assert Order.objects.get().status == start
        assert order.status_changes.count() == steps
        assert list(StockItem.objects.values_list("on_hand", "reserved")) == before


def test_a_pickup_is_never_sent_and_a_parcel_never_picked_up(pickup_order, make_product):
    walk(pickup_order, "PROCESSING")
    with pytest.raises(TransitionRefused):
        order_change_status(order=pickup_order, status="SHIPPED")
    sent = factories.make_order(make_product())
    pay(sent)
    with pytest.raises(TransitionRefused):
        order_change_status(order=sent, status="READY")


@pytest.mark.parametrize("status", ["", "shipped", "WYSŁANE", None])
def test_an_unknown_status_is_refused(make_product, status):
    order = factories.make_order(make_product())
    with pytest.raises(BadInput):
        order_change_status(order=order, status=status)


def test_the_buyer_is_not_told_when_the_staff_say_so(make_product):
    order = factories.make_order(make_product())
    order_cancel(order=order, notify=False)
    assert kinds(order) == ["order_placed"]


def test_the_last_parcel_sent_sends_the_order(make_product, user):
    order = factories.make_order(make_product(), make_product())
    pay(order)
    first, second = order.parcels.all()
    parcel_update(parcel=first, status="packed", by=user)
    parcel_update(parcel=first, status="sent", tracking_number=" PL123 ", by=user)
    assert (first.status, first.tracking_number, first.sent_at is not None) == ("sent", "PL123", True)
    assert Order.objects.get().status == "PROCESSING"
    parcel_update(parcel=second, status="sent", by=user)
    assert Order.objects.get().status == "SHIPPED"
    assert kinds(order) == ["order_placed", "order_paid", "order_shipped"]
    assert [item.on_hand for item in StockItem.objects.all()] == [0, 0]


def test_the_last_parcel_ready_makes_the_pickup_ready(pickup_order):
    walk(pickup_order, "PROCESSING")
    parcel_update(parcel=pickup_order.parcels.get(), status="ready")
    assert Order.objects.get().status == "READY"


@pytest.mark.parametrize("status", ["sent", "ready", "delivered", "cancelled", "lost"])
def test_a_parcel_does_not_leave_before_it_is_paid(make_product, status):
    order = factories.make_order(make_product())
    with pytest.raises(TransitionRefused):
        parcel_update(parcel=order.parcels.get(), status=status)
    assert order.parcels.get().status == "new"


def test_tracking_numbers_are_checked(make_product):
    parcel = factories.make_order(make_product()).parcels.get()
    for wrong in ("x" * 61, "a\x00b"):
        with pytest.raises(BadInput):
            parcel_update(parcel=parcel, tracking_number=wrong)


def test_cancelling_a_paid_order_tells_the_staff_to_pay_back_once(make_product):
    order = factories.make_order(make_product())
    pay(order)
    for _time in range(2):
        order_cancel(order=order)
    assert (order.status, kinds(order)) == ("CANCELLED", ["order_placed", "order_paid", "order_cancelled"])
    assert "138,90" in order.notes.get().message


def test_notes_keep_their_author_and_are_private_at_first(make_product, user):
    order = factories.make_order(make_product())
    note = note_add(order=order, message=" Zadzwonić w piątek. ", by=user)
    assert (note.message, note.author, note.public) == ("Zadzwonić w piątek.", user, False)
    with pytest.raises(BadInput):
        note_add(order=order, message=" ", by=user)
