"""Invoice with a term of payment: asked for, accepted or refused by a person, sent unpaid; stock, mails and papers."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from ksef_client.documents.fa3 import validate_fa3_xml_xsd

from shop.models import Order, SalesDocument
from shop.services.audit import shop_breaches
from shop.services.deferred import deferred_accept, deferred_chase, deferred_refuse
from shop.services.errors import BadInput, TransitionRefused
from shop.services.expiry import orders_expire
from shop.services.order_money import money_owed
from shop.services.orders import order_cancel, order_change_status, parcel_update
from shop.services.papers.fa3 import invoice_xml
from shop.services.papers.keeping import documents_keep_up
from shop.services.papers.view import document_view
from shop.status import OrderStatus, ParcelStatus
from tests import factories
from tests.shop.cards_of import basket_with, make_card, order_cards
from tests.shop.deferring import (
    ACCEPTED,
    PLACED,
    allow,
    body,
    deferred_order,
    deferring_shop,
    pay,
    send,
    sent,
    state,
    today_plus,
)
from tests.shop.papers_tools import COMPANY, TAX, make_maker
from tests.shop.placing import nothing_was_ordered, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(shop_tree):
    return deferring_shop(shop_tree)


@pytest.fixture
def order(tree) -> Order:
    return deferred_order(tree)


def test_a_placed_order_waits_without_end(order):
    assert state(order) == PLACED
    assert (order.payment_days, order.document_asked_at is not None) == (14, True)
    assert list(order.reservations.values_list("expires_at", flat=True)) == [None]
    Order.objects.update(date_created=timezone.now() - datetime.timedelta(days=90))
    orders_expire()
    documents_keep_up()
    deferred_chase()
    assert state(order) == PLACED
    assert list(shop_breaches()) == []
    assert "czas na zapłatę 14 dni" in body(order, "order_placed")


def test_only_a_person_moves_it_on(order):
    with pytest.raises(TransitionRefused):
        order_change_status(order=order, status=OrderStatus.PROCESSING)
    assert state(order) == PLACED


def test_accepting_twice_accepts_once(order):
    deferred_accept(order=order)
    first = Order.objects.get().accepted_at
    deferred_accept(order=order)
    assert state(order) == ACCEPTED
    assert Order.objects.get().accepted_at == first
    assert list(order.status_changes.values_list("new_status", flat=True)) == ["CREATED", "PROCESSING"]
    assert list(shop_breaches()) == []


def test_sent_unpaid_it_gets_its_day_and_its_document(order):
    sent(order)
    due = today_plus(14)
    assert state(order) == ACCEPTED | {
        "status": "SHIPPED", "due": due, "stock": (3, 0), "papers": 1, "mails": [*ACCEPTED["mails"], "order_shipped"],
    }  # fmt: skip
    document = SalesDocument.objects.get()
    assert document.data["payment"] == {"method": "deferred", "paid_on": "", "due_on": due.isoformat()}
    view = document_view(document)
    assert (view["payment"], view["paid_on"]) == ("przelew", "")
    assert view["due_on"].startswith(str(due.day))
    xml = invoice_xml(document=document)
    validate_fa3_xml_xsd(xml)
    text = xml.decode()
    assert f"<TerminPlatnosci><Termin>{due.isoformat()}</Termin></TerminPlatnosci><FormaPlatnosci>6</FormaPlatnosci>" in text
    assert "Zaplacono" not in text
    assert "258,90 zł" in body(order, "order_shipped")
    assert order.ref in body(order, "order_shipped")
    assert "78 0000 0002" in body(order, "order_shipped")
    assert list(shop_breaches()) == []


def test_money_before_the_acceptance_makes_it_needless(order):
    pay(order, "258.90")
    assert state(order) == PLACED | {
        "status": "PROCESSING", "paid": True, "owed": "0.00", "mails": ["order_placed", "order_paid"],
    }  # fmt: skip
    with pytest.raises(TransitionRefused):
        deferred_accept(order=order)
    send(order)
    assert state(order)["due"] is None
    assert list(shop_breaches()) == []


def test_refused_it_is_cancelled_with_the_reason(order):
    deferred_refuse(order=order, reason="Poprzednia faktura nie jest zapłacona.")
    assert state(order) == PLACED | {
        "status": "CANCELLED", "owed": "0.00", "stock": (5, 0), "mails": ["order_placed", "order_deferred_refused"],
    }  # fmt: skip
    assert "Poprzednia faktura nie jest zapłacona." in body(order, "order_deferred_refused")
    assert order.notes.get().message == "Bez terminu płatności: Poprzednia faktura nie jest zapłacona."
    for act in (lambda: deferred_accept(order=order), lambda: deferred_refuse(order=order, reason="Znowu.")):
        with pytest.raises(TransitionRefused):
            act()
    assert state(order)["mails"] == ["order_placed", "order_deferred_refused"]
    assert list(shop_breaches()) == []


def test_refused_it_may_be_paid_in_advance(order):
    deferred_refuse(order=order, reason="Duża kwota.", in_advance=True)
    assert state(order) == PLACED | {
        "method": "transfer", "mails": ["order_placed", "order_deferred_in_advance"],
    }  # fmt: skip
    left = order.reservations.get().expires_at - timezone.now()
    assert datetime.timedelta(days=6, hours=23) < left <= datetime.timedelta(days=7)
    assert "78 0000 0002" in body(order, "order_deferred_in_advance")
    pay(order, "258.90")
    assert (state(order)["status"], state(order)["paid"]) == ("PROCESSING", True)
    assert list(shop_breaches()) == []


def test_a_refusal_needs_a_reason(order):
    with pytest.raises(BadInput):
        deferred_refuse(order=order, reason="  ")
    assert state(order) == PLACED


def test_only_its_own_orders_are_accepted(tree, make_product):
    transfer = factories.make_order(make_product())
    for act in (lambda: deferred_accept(order=transfer), lambda: deferred_refuse(order=transfer, reason="Nie.")):
        with pytest.raises(TransitionRefused):
            act()


def test_accepted_and_cancelled_it_cannot_be_accepted_again(order):
    deferred_accept(order=order)
    order_cancel(order=order)
    with pytest.raises(TransitionRefused):
        deferred_accept(order=order)
    assert (state(order)["status"], state(order)["stock"]) == ("CANCELLED", (5, 0))


def test_picked_up_it_is_complete_and_owed(tree):
    product = factories.make_product(tree, enterprise=make_maker(tree, TAX.OUTSIDE_VAT), price="120.00", stock=5)
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    order = factories.make_order(product, delivery=pickup, payment_method="deferred", **COMPANY)
    deferred_accept(order=order)
    parcel_update(parcel=order.parcels.get(), status=ParcelStatus.READY)
    assert "Na miejscu nie płacisz" in body(order, "order_ready")
    parcel_update(parcel=order.parcels.get(), status=ParcelStatus.DELIVERED)
    documents_keep_up()
    now = state(order)
    assert (now["status"], now["paid"], now["owed"]) == ("COMPLETED", False, "120.00")
    assert (now["due"], now["stock"], now["papers"]) == (today_plus(14), (4, 0), 1)
    assert now["mails"] == [
        "order_placed", "order_deferred_accepted", "order_ready", "order_deferred_due", "document_issued",
    ]  # fmt: skip
    for kind in ("order_deferred_due", "document_issued"):
        assert "Zapłać 120,00 zł do" in body(order, kind)
        assert "78 0000 0002" in body(order, kind)
    assert order.payments.count() == 0
    pay(order, "120.00")
    assert state(order)["paid"] is True
    assert list(shop_breaches()) == []


def test_the_audit_sees_goods_that_left_without_an_agreement(order):
    sent(order)
    Order.objects.update(accepted_at=None, payment_due=None)
    assert list(shop_breaches()) == [
        f"order {order.ref}: SHIPPED and not paid, but nobody accepted the term of payment",
        f"order {order.ref}: SHIPPED and not paid, but there is no day by which to pay",
    ]


@pytest.mark.parametrize(
    ("price", "goes"), [("981.10", True), ("981.11", False)], ids=["at the limit", "a grosz above it"]
)
def test_the_greatest_sum_counts_with_the_delivery(tree, price, goes):
    product = factories.make_product(tree, price=price, stock=1)
    if goes:
        assert factories.make_order(product, payment_method="deferred", **COMPANY).total == Decimal(1000)
        return
    with pytest.raises(BadInput, match=r"1\s000,00"):
        factories.make_order(product, payment_method="deferred", **COMPANY)
    assert nothing_was_ordered()


def test_private_persons_pay_in_another_way(tree, make_product):
    with pytest.raises(BadInput, match="NIP"):
        factories.make_order(make_product(), payment_method="deferred")
    assert nothing_was_ordered()


@pytest.mark.parametrize("values", [{"deferred_on": False}, {"bank_account": ""}], ids=["off", "no account"])
def test_it_is_offered_only_when_allowed(tree, make_product, values):
    allow(tree, **values)
    with pytest.raises(BadInput):
        factories.make_order(make_product(), payment_method="deferred", **COMPANY)
    assert nothing_was_ordered()


def test_the_days_stay_as_agreed(tree, order):
    allow(tree, deferred_days=7)
    deferred_accept(order=order)
    send(order)
    assert state(order)["due"] == today_plus(14)


def test_gift_cards_are_not_bought_that_way(tree):
    with pytest.raises(BadInput, match="Kartę podarunkową"):
        order_cards(factories.make_product(tree, kind="gift_card", price="100.00", stock=0), payment_method="deferred", **COMPANY)
    assert nothing_was_ordered()


def test_a_gift_card_may_pay_a_part(tree):
    allow(tree, deferred_most=Decimal("38.90"))
    card = make_card("100.00")
    basket = basket_with(factories.make_product(tree, price="120.00", stock=1), cards=[card])
    order = place(basket, payment_method="deferred", buyer=factories.make_buyer(**COMPANY))
    assert (order.payment_method, str(money_owed(order))) == ("deferred", "38.90")
    sent(order)
    assert "Zapłać 38,90 zł do" in body(order, "order_shipped")
    pay(order, "38.90")
    assert state(order)["paid"] is True
    assert list(shop_breaches()) == []
