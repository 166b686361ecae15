"""Exchanges: what may be asked for, each step once, the shelf always as the ledger says."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import (
    Exchange,
    Order,
    OrderItem,
    Outbox,
    Parcel,
    PersonalisationField,
    Product,
    StockMovement,
)
from shop.services.audit import shop_breaches
from shop.services.complaints import complaint_answer
from shop.services.errors import BadInput, OutOfStock, TransitionRefused
from shop.services.exchange_goods import exchange_change_product, exchange_goods_back, replacement_line
from shop.services.exchange_terms import exchange_offers
from shop.services.exchanges import (
    exchange_accept,
    exchange_for_complaint,
    exchange_give_up,
    exchange_refuse,
    exchanges_expire,
)
from shop.services.order_money import money_in
from shop.services.orders import order_change_status, parcel_update
from shop.services.papers.parts import order_parts
from shop.services.withdrawal_terms import withdrawal_period
from shop.status import OrderStatus, ParcelStatus
from stories.models import Enterprise
from tests import factories
from tests.shop.after_sale import complain, delivered, paid_by_transfer
from tests.shop.exchanging import accepted, ask, first_line, returned, sent, shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(make_enterprise):
    """It pays VAT, so that goods have rates."""
    return make_enterprise(tax_status=Enterprise.TaxStatus.VAT_ACTIVE)


@pytest.fixture
def blue(make_product, maker):
    return make_product(enterprise=maker, price="35.00", stock=5, kind=Product.Kind.SERIES)


@pytest.fixture
def green(make_product, maker, blue):
    return make_product(enterprise=maker, price="35.00", stock=2, kind=Product.Kind.SERIES, variant_of=blue)


@pytest.fixture
def order(blue, green):
    """Three blue cups, delivered two days ago; two green ones are on the shelf."""
    return delivered(paid_by_transfer((blue, 3)))


def kinds(order) -> list[str]:
    return list(order.messages.filter(kind__startswith="exchange").order_by("pk").values_list("kind", flat=True))


def offered(order) -> list[list[int]]:
    return [[product.pk for product in offer.products] for offer in exchange_offers(order=order)]


def test_variants_come_first_then_other_goods_of_the_maker_at_the_same_price(order, green, make_product, maker, make_enterprise):
    other = make_product(enterprise=maker, price="35.00", name="Aaa")
    make_product(enterprise=maker, price="35.01")
    make_product(enterprise=make_enterprise(), price="35.00")
    make_product(enterprise=maker, price="35.00", stock=0)
    make_product(enterprise=maker, price="35.00", withdrawal_exception="perishable")
    make_product(enterprise=maker, price="35.00", category=factories.make_category("ksiazki", "Książki"), vat_rate="5")
    engraved = make_product(enterprise=maker, price="35.00")
    PersonalisationField.objects.create(product=engraved, label="Imię", required=True)
    assert offered(order) == [[green.pk, other.pk]]


@pytest.mark.parametrize("change", ["excepted", "part of a set", "under way", "late", "closed"])
def test_what_may_not_be_returned_cannot_be_exchanged(order, green, change):
    item = first_line(order)
    if change == "excepted":
        OrderItem.objects.filter(pk=item.pk).update(no_withdrawal=OrderItem.NoWithdrawal.PERSONALISED)
    elif change == "part of a set":
        OrderItem.objects.filter(pk=item.pk).update(set_number=1, set_name="Zestaw")
    elif change == "under way":
        order.parcels.update(status=ParcelStatus.SENT)
    elif change == "late":
        delivered(order, days_ago=30)
    else:
        order_change_status(order=order, status=OrderStatus.REFUNDED)
    assert offered(order) == []
    with pytest.raises(BadInput):
        ask(order, green)
    assert (Exchange.objects.count(), kinds(order)) == (0, [])


def test_asking_holds_nothing_and_is_taken_once(order, green):
    made = {ask(order, green, pieces=2, remark=" Wolę zielone. ").pk for _time in range(5)}
    exchange = Exchange.objects.get()
    assert made == {exchange.pk}
    assert (exchange.state, exchange.quantity, exchange.remark) == ("asked", 2, "Wolę zielone.")
    assert exchange.number.startswith("WY-")
    assert exchange.product_data["code"] == green.code
    assert shelf(green) == (2, 0)
    assert kinds(order) == ["exchange_received"]
    assert list(shop_breaches()) == []


@pytest.mark.parametrize("pieces", [0, -1, 3, 4, True])
def test_a_wrong_number_of_pieces_is_refused(order, green, pieces):
    """Three were bought, two green ones are there."""
    with pytest.raises(BadInput):
        ask(order, green, pieces=pieces)
    assert not Exchange.objects.exists()


def test_a_piece_is_asked_about_once(order, green):
    ask(order, green, pieces=2)
    with pytest.raises(BadInput):
        ask(order, green, pieces=2, key="another-key-of-a-form")
    ask(order, green, pieces=1, key="another-key-of-a-form")
    assert list(shop_breaches()) == []


def test_the_whole_way(order, blue, green):
    money = money_in(order)
    exchange = accepted(order, green, pieces=2)
    assert (exchange.state, shelf(green), shelf(blue)) == ("accepted", (2, 2), (2, 0))
    assert exchange.return_by > timezone.localdate()
    assert not Parcel.objects.exclude(exchange=None).exists()
    exchange_goods_back(exchange=exchange, restock=1)
    assert (exchange.state, exchange.restocked, shelf(blue)) == ("goods_back", 1, (3, 0))
    parcel = exchange.parcel
    assert (parcel.size, parcel.weight_g, parcel.boxes) == ("B", 1250, 1)
    assert (parcel.order, parcel.enterprise, parcel.status, parcel.delivery_price) == (order, green.enterprise, "new", 0)
    line = replacement_line(exchange, parcel)
    assert (line.pk, line.name, line.quantity) == (None, exchange.name, 2)
    parcel_update(parcel=parcel, status=ParcelStatus.PACKED)
    assert shelf(green) == (2, 2)
    parcel_update(parcel=parcel, status=ParcelStatus.SENT, tracking_number="123")
    exchange.refresh_from_db()
    order.refresh_from_db()
    assert (exchange.state, shelf(green), order.status) == ("sent", (0, 0), "COMPLETED")
    assert list(StockMovement.objects.filter(exchange=exchange).order_by("pk").values_list("quantity", "reason")) == [
        (1, "return"), (-2, "exchange"),
    ]  # fmt: skip
    assert kinds(order) == ["exchange_received", "exchange_answered", "exchange_sent"]
    assert (money_in(order), order.total) == (money, money)
    assert sum(part.total for part in order_parts(order)) == order.total
    assert list(shop_breaches()) == []


def test_steps_are_taken_once_and_in_their_order(order, green):
    exchange = ask(order, green)
    with pytest.raises(BadInput):
        exchange_goods_back(exchange=exchange, restock=1)
    exchange_accept(exchange=exchange)
    for again in (exchange_accept, lambda exchange: exchange_refuse(exchange=exchange, explanation="Nie.")):
        with pytest.raises(BadInput):
            again(exchange=exchange)
    exchange_goods_back(exchange=exchange, restock=1)
    for again in (
        lambda: exchange_goods_back(exchange=exchange, restock=1),
        lambda: exchange_give_up(exchange=exchange, explanation="Nie."),
    ):
        with pytest.raises(BadInput):
            again()
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.SENT)
    with pytest.raises(TransitionRefused):
        parcel_update(parcel=exchange.parcel, status=ParcelStatus.NEW)
    assert (shelf(green), StockMovement.objects.filter(exchange=exchange).count()) == ((1, 0), 2)
    assert kinds(order) == ["exchange_received", "exchange_answered", "exchange_sent"]
    assert list(shop_breaches()) == []


def test_sold_in_between_nothing_is_accepted(order, green):
    exchange = ask(order, green, pieces=2)
    factories.make_order(green)
    with pytest.raises(OutOfStock):
        exchange_accept(exchange=exchange)
    exchange.refresh_from_db()
    assert (exchange.state, shelf(green), kinds(order)) == ("asked", (2, 1), ["exchange_received"])


def test_a_refusal_says_why_and_frees_the_pieces(order, green):
    exchange = ask(order, green, pieces=2)
    with pytest.raises(BadInput):
        exchange_refuse(exchange=exchange, explanation=" ")
    exchange_refuse(exchange=exchange, explanation="Zielone są już obiecane.")
    assert (exchange.state, exchange.explanation) == ("refused", "Zielone są już obiecane.")
    assert kinds(order) == ["exchange_received", "exchange_answered"]
    assert ask(order, green, pieces=2, key="another-key-of-a-form").state == "asked"


def test_given_up_the_replacement_is_free_again(order, green):
    exchange = exchange_give_up(exchange=accepted(order, green, pieces=2), explanation="Kupująca woli zostawić.")
    assert (exchange.state, shelf(green)) == ("given_up", (2, 0))
    assert list(shop_breaches()) == []


def test_what_does_not_come_back_in_time_is_let_go_but_not_what_the_law_owes(order, green, blue):
    exchange = accepted(order, green)
    owed = replaced(order, blue)
    Exchange.objects.update(return_by=timezone.localdate() - datetime.timedelta(days=7))
    assert exchanges_expire() == 0
    Exchange.objects.update(return_by=timezone.localdate() - datetime.timedelta(days=8))
    assert (exchanges_expire(), exchanges_expire()) == (1, 0)
    for entry in (exchange, owed):
        entry.refresh_from_db()
    assert (exchange.state, owed.state, shelf(green), shelf(blue)) == ("given_up", "accepted", (2, 0), (2, 1))
    assert list(shop_breaches()) == []


def test_another_thing_may_be_sent_instead(order, green, make_product, maker):
    red = make_product(enterprise=maker, price="35.00", stock=1)
    exchange = returned(order, green)
    exchange_change_product(exchange=exchange, product=red)
    assert (exchange.product, exchange.product_data["code"], shelf(green), shelf(red)) == (red, red.code, (2, 0), (1, 1))
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.SENT)
    assert (shelf(green), shelf(red)) == ((2, 0), (0, 0))
    assert list(shop_breaches()) == []


def test_the_days_to_withdraw_begin_again_with_the_replacement(order, green):
    exchange = sent(order, green)
    assert withdrawal_period(order=order).state == "before"
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.DELIVERED)
    moment = timezone.now() - datetime.timedelta(days=1)
    Parcel.objects.filter(exchange=exchange).update(delivered_at=moment)
    delivered(order, days_ago=14)
    period = withdrawal_period(order=order)
    assert (period.state, period.last_day >= timezone.localdate(moment) + datetime.timedelta(days=14)) == ("open", True)
    order.refresh_from_db()
    assert order.delivered_at < moment


def test_the_order_goes_its_own_way(blue, green):
    """The parcel of the replacement neither holds the order back nor goes with it."""
    order = paid_by_transfer((blue, 3))
    order_change_status(order=order, status=OrderStatus.SHIPPED)
    parcel_update(parcel=order.parcels.get(), status=ParcelStatus.DELIVERED)
    order.refresh_from_db()
    assert order.status == "COMPLETED"
    Order.objects.filter(pk=order.pk).update(status="SHIPPED", delivered_at=None)
    order.refresh_from_db()
    exchange = returned(order, green)
    order_change_status(order=order, status=OrderStatus.COMPLETED)
    exchange.parcel.refresh_from_db()
    assert (order.status, order.delivered_at is not None, exchange.parcel.status) == ("COMPLETED", True, "new")
    assert shelf(green) == (2, 1)


def test_a_closed_order_lets_its_exchanges_go(order, green):
    exchange = returned(order, green)
    order_change_status(order=order, status=OrderStatus.REFUNDED)
    exchange.refresh_from_db()
    assert (exchange.state, exchange.parcel.status, shelf(green)) == ("given_up", "cancelled", (2, 0))
    assert list(shop_breaches()) == []


def replaced(order, product, **values) -> Exchange:
    complaint = complain(order, item=first_line(order), demand="replacement", key="key-of-a-complaint")
    complaint_answer(complaint=complaint, state="accepted", answer="Wymienimy.")
    values = {"pieces": 1, "key": "key-of-a-replacement"} | values
    return exchange_for_complaint(complaint=complaint, product=product, **values)


def test_a_complaint_leads_to_the_same_good_again(order, blue):
    exchange = replaced(order, blue, explanation="Kurier odbierze kubek w piątek.")
    assert (exchange.state, exchange.complaint.order, shelf(blue)) == ("accepted", order, (2, 1))
    assert withdrawal_period(order=order).state == "open"
    exchange_goods_back(exchange=exchange, is_waived=True)
    assert (exchange.is_return_waived, shelf(blue)) == (True, (2, 1))
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.SENT)
    assert shelf(blue) == (1, 0)
    # It is no last item of the order: the days to withdraw go on as they were.
    assert withdrawal_period(order=order).state == "open"
    assert kinds(order) == ["exchange_answered", "exchange_sent"]
    assert list(shop_breaches()) == []


def test_a_replacement_that_is_faulty_too_is_replaced_again(order, blue, green):
    first = replaced(order, green, pieces=1)
    exchange_goods_back(exchange=first)
    parcel_update(parcel=first.parcel, status=ParcelStatus.SENT)
    first.refresh_from_db()
    second = exchange_for_complaint(
        complaint=first.complaint, product=green, pieces=1, key="key-of-the-second-one", previous=first
    )
    with pytest.raises(BadInput):
        exchange_for_complaint(
            complaint=first.complaint, product=green, pieces=1, key="key-of-the-third-one", previous=first
        )
    exchange_goods_back(exchange=second, restock=1)
    assert shelf(green) == (2, 1)
    assert list(shop_breaches()) == []


def test_only_an_accepted_complaint_leads_to_a_replacement(order, blue):
    complaint = complain(order, item=first_line(order))
    values = {"complaint": complaint, "product": blue, "pieces": 1, "key": "key-of-a-replacement"}
    with pytest.raises(BadInput):
        exchange_for_complaint(**values)
    complaint.answer_due_on = timezone.localdate() - datetime.timedelta(days=1)
    complaint.save()
    assert exchange_for_complaint(**values).state == "accepted"


def test_without_a_fault_the_thing_must_come_back(order, green):
    exchange = accepted(order, green)
    for values in ({"is_waived": True}, {"restock": 2}, {"restock": -1}):
        with pytest.raises(BadInput):
            exchange_goods_back(exchange=exchange, **values)
    assert Outbox.objects.filter(kind="exchange_sent").count() == 0
    assert shelf(green) == (2, 1)


def test_a_replacement_to_collect_is_told_of_once_and_leaves_when_handed_over(blue, green):
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    order = paid_by_transfer(blue, delivery=pickup)
    for status in (OrderStatus.READY, OrderStatus.COMPLETED):
        order_change_status(order=order, status=status)
    exchange = returned(order, green)
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.READY)
    exchange.refresh_from_db()
    assert (exchange.state, shelf(green), kinds(order)[-1]) == ("goods_back", (2, 1), "exchange_sent")
    parcel_update(parcel=exchange.parcel, status=ParcelStatus.DELIVERED)
    exchange.refresh_from_db()
    assert (exchange.state, shelf(green), kinds(order).count("exchange_sent")) == ("sent", (1, 0), 1)
    assert Decimal(order.total) == money_in(order)
    assert list(shop_breaches()) == []
