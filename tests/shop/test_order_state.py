"""Each status in plain words: what happened, what comes next, who does it, by which day."""

import datetime

import pytest

from shop.lead_time import packing_text, sending_text
from shop.models import Order, OrderItem, OrderStatusChange, Parcel, Product
from shop.order_state import order_state, order_states
from shop.services.mails import mail_context
from shop.services.orders import order_cancel
from shop.services.secrets import order_secret
from shop.services.workdays import workdays_later
from tests import factories
from tests.shop.after_sale import delivered, moment, paid_by_transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pl_locale")]

MONDAY = moment("2026-11-02 10:00")


@pytest.fixture
def maker(make_enterprise):
    return make_enterprise(name="WTZ „Pod Lipą”")


@pytest.fixture
def order(make_product, maker):
    return factories.make_order(make_product(enterprise=maker))


def at(order: Order, status: str, *, changed_at=MONDAY, **values) -> Order:
    """The order as if it had come to the status then."""
    Order.objects.filter(pk=order.pk).update(status=status, **values)
    change = OrderStatusChange.objects.create(order=order, old_status="CREATED", new_status=status)
    OrderStatusChange.objects.filter(order=order, new_status=change.new_status).update(changed_at=changed_at)
    order.refresh_from_db()
    return order


def test_placed_waits_for_the_transfer(order):
    order.reservations.update(expires_at=moment("2026-11-09 10:00"))
    state = order_state(order)
    assert (state.who, state.by) == ("ty", datetime.date(2026, 11, 9))
    assert state.easy == "Teraz trzeba zapłacić. Czekamy do 9 listopada 2026."


def test_paid_is_packed_within_five_working_days(order):
    state, parcels = order_states(at(order, "PROCESSING", paid_at=MONDAY))
    assert (state.who, state.by) == ("WTZ „Pod Lipą”", datetime.date(2026, 11, 9))
    assert state.easy == "Pakujemy twoje rzeczy. Teraz nic nie musisz robić."
    assert [text.next_step for text in parcels.values()] == ["Wyjdzie najpóźniej 9 listopada 2026."]


def test_a_thing_made_to_order_takes_its_own_time(order):
    promise(order.items.get(), 15)
    order = at(order, "PROCESSING", paid_at=MONDAY)
    state = order_state(order)
    # 15 working days from Monday, 2 November, without 11 November.
    assert state.by == datetime.date(2026, 11, 24) == workdays_later(MONDAY.date(), 15)


def test_each_parcel_has_its_own_day(make_product, maker, make_enterprise):
    other = make_enterprise(name="ZAZ „Most”")
    order = factories.make_order(make_product(enterprise=maker), make_product(enterprise=other))
    Parcel.objects.filter(order=order, enterprise=other).update(status="sent", sent_at=MONDAY)
    state, parcels = order_states(at(order, "PROCESSING", paid_at=MONDAY))
    assert state.who == "WTZ „Pod Lipą”"
    texts = {parcel.enterprise.name: parcels[parcel.pk] for parcel in order.parcels.all()}
    assert texts["ZAZ „Most”"].by == datetime.date(2026, 11, 4)
    assert texts["WTZ „Pod Lipą”"].by == datetime.date(2026, 11, 9)


def test_sent_is_brought_by_the_carrier(order):
    order.parcels.update(status="sent", sent_at=moment("2026-11-10 10:00"))
    state = order_state(at(order, "SHIPPED", paid_at=MONDAY))
    assert (state.who, state.by, state.is_late) == ("przewoźnik", datetime.date(2026, 11, 13), True)
    assert state.easy == "Paczka jedzie do ciebie."


def test_ready_waits_fourteen_days(order):
    state = order_state(at(order, "READY", is_pickup=True))
    assert (state.who, state.by) == ("ty", datetime.date(2026, 11, 16))


def test_completed_can_still_go_back(make_product):
    order = delivered(paid_by_transfer(make_product()))
    state = order_state(order)
    assert state.who == "ty, jeśli chcesz"
    assert state.is_late is False
    assert "Możesz je oddać do" in state.easy


def test_after_the_14_days_only_faults_count(make_product):
    state = order_state(delivered(paid_by_transfer(make_product()), days_ago=40))
    assert (state.by, state.easy) == (None, "Rzeczy są u ciebie. Jeśli coś się zepsuje, napisz do nas.")


def test_cancelled_with_and_without_money(order, make_product):
    order_cancel(order=order)
    assert order_state(order).easy == "Zamówienie jest anulowane. Nic nie płacisz."
    paid = paid_by_transfer(make_product())
    order_cancel(order=paid)
    state = order_state(at(paid, "CANCELLED"))
    assert (state.who, state.by) == ("my", datetime.date(2026, 11, 16))


def promise(item, days: int) -> None:
    """The line as if it had been ordered with this lead time."""
    OrderItem.objects.filter(pk=item.pk).update(product_data={**item.product_data, "lead_time_days": days})


def test_what_was_promised_on_the_line_counts_not_what_the_good_says_now(order, client):
    promise(order.items.get(), 15)
    Product.objects.update(kind=Product.Kind.TO_ORDER, lead_time_days=40)
    order = at(order, "PROCESSING", paid_at=MONDAY)
    assert order_state(order).by == datetime.date(2026, 11, 24)
    html = client.get(f"/zamowienie/status/{order_secret(order=order)}/", follow=True).content.decode()
    assert "Pracownie pakują w ciągu 15 dni roboczych." in html
    assert "pięciu dni" not in html
    assert "w ciągu 15 dni roboczych" in mail_context(order=order)["sending_text"]


def test_different_times_are_both_told(make_product, maker, make_enterprise):
    order = factories.make_order(make_product(enterprise=maker), make_product(enterprise=make_enterprise()))
    parcels = list(order.parcels.prefetch_related("items"))
    assert packing_text(parcels) == "Pracownie pakują w ciągu 5 dni roboczych."
    promise(order.items.first(), 21)
    parcels = list(order.parcels.prefetch_related("items"))
    assert packing_text(parcels) == (
        "Pracownie pakują w ciągu 5 dni roboczych, a to, co powstaje na zamówienie, w ciągu 21."
    )
    assert "w ciągu 5 dni roboczych, a z rzeczą na zamówienie w ciągu 21." in sending_text(parcels)


@pytest.mark.parametrize("status", ["CREATED", "PROCESSING", "READY", "SHIPPED", "COMPLETED", "CANCELLED", "REFUNDED"])
@pytest.mark.parametrize("method", ["transfer", "online", "on-pickup"])
def test_every_status_says_something(order, status, method):
    state, parcels = order_states(at(order, status, payment_method=method))
    assert state.happened
    assert state.next_step
    assert state.easy
    assert state.icon
    assert all(text.happened for text in parcels.values())
