"""Goods back on the shelf and money back to the buyer: once, to the grosz, never more than came."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import GiftCard, GiftCardEntry, OrderNote, OrderPayment, Outbox, SalesDocument, StockMovement
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput
from shop.services.papers.issuing import documents_issue
from shop.services.refunds import refund_request
from shop.services.returns import (
    payable_back,
    refund_ways,
    withdrawal_goods_back,
    withdrawal_refuse,
    withdrawal_settle,
)
from tests import factories
from tests.shop.after_sale import delivered, paid_by_transfer, paid_online, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def vase(make_product):
    return make_product(price="120.00")


@pytest.fixture
def order(vase, make_product):
    return delivered(paid_by_transfer((make_product(price="35.00", stock=5), 3), vase))


def on_hand(product) -> int:
    product.stock.refresh_from_db()
    return product.stock.on_hand


def settle(withdrawal, amount, **values):
    facts = {"paid_on": timezone.localdate(), "transaction_id": "ZWROT-1"}
    return withdrawal_settle(withdrawal=withdrawal, amount=Decimal(amount), **(facts | values))


def test_a_unique_thing_can_be_bought_again(order, vase):
    item = order.items.get(product_id=vase.pk)
    made = withdraw(order, {item: 1})
    assert on_hand(vase) == 0
    withdrawal_goods_back(withdrawal=made, restock={made.lines.get().pk: 1})
    assert on_hand(vase) == 1
    movement = StockMovement.objects.get(reason="return")
    assert (movement.quantity, movement.order, movement.withdrawal_line) == (1, order, made.lines.get())
    assert (made.state, made.lines.get().restocked) == ("goods_back", 1)
    assert factories.make_order(vase).items.count() == 1
    assert list(shop_breaches()) == []


def test_goods_come_back_once(order, vase):
    made = withdraw(order)
    lines = {line.pk: line.quantity for line in made.lines.all()}
    withdrawal_goods_back(withdrawal=made, restock=lines)
    for _time in range(10):
        with pytest.raises(BadInput):
            withdrawal_goods_back(withdrawal=made, restock=lines)
    assert (on_hand(vase), StockMovement.objects.filter(reason="return").count()) == (1, 2)
    assert list(shop_breaches()) == []


def test_damaged_pieces_stay_off_the_shelf(order):
    cups = order.items.order_by("pk").first()
    made = withdraw(order, {cups: 3})
    withdrawal_goods_back(withdrawal=made, restock={made.lines.get().pk: 2})
    assert made.lines.get().restocked == 2
    assert StockMovement.objects.get(reason="return").quantity == 2
    assert list(shop_breaches()) == []


def test_two_parts_of_one_line_come_back_each(order):
    cups = order.items.order_by("pk").first()
    for key in ("first-of-the-keys", "second-of-the-keys"):
        made = withdraw(order, {cups: 1}, key=key)
        withdrawal_goods_back(withdrawal=made, restock={made.lines.get().pk: 1})
    assert list(StockMovement.objects.filter(reason="return").values_list("quantity", flat=True)) == [1, 1]
    assert list(shop_breaches()) == []


def test_more_pieces_than_withdrawn_never_come_back(order):
    made = withdraw(order)
    with pytest.raises(BadInput):
        withdrawal_goods_back(withdrawal=made, restock={made.lines.last().pk: 2})
    made.refresh_from_db()
    assert (made.goods_back_at, StockMovement.objects.filter(reason="return").count()) == (None, 0)


def test_goods_that_never_left_cannot_come_back(make_product):
    order = paid_by_transfer(make_product())
    made = withdraw(order)
    with pytest.raises(BadInput):
        withdrawal_goods_back(withdrawal=made, restock={})


def test_the_whole_order_paid_back_by_transfer(order):
    made = settle(withdraw(order), "243.90")
    order.refresh_from_db()
    assert (made.state, made.paid_back, order.status) == ("settled", Decimal("243.90"), "REFUNDED")
    back = order.payments.get(amount__lt=0)
    assert (back.amount, back.transaction_id, back.payment_method) == (
        Decimal("-243.90"), f"return:{made.number}:ZWROT-1", "transfer",
    )  # fmt: skip
    assert Outbox.objects.filter(kind="withdrawal_settled", withdrawal=made).count() == 1
    assert order.paid_at is not None
    assert list(shop_breaches()) == []


def test_a_part_keeps_status_and_mark_of_the_order(order):
    cups = order.items.order_by("pk").first()
    settle(withdraw(order, {cups: 2}), "70.00")
    order.refresh_from_db()
    assert (order.status, order.paid_at is not None) == ("COMPLETED", True)
    assert payable_back(order=order) == Decimal("173.90")
    assert list(shop_breaches()) == []


def test_settling_ten_times_pays_once(order):
    made = withdraw(order)
    for _time in range(10):
        settle(made, "243.90")
    assert order.payments.filter(amount__lt=0).count() == 1
    with pytest.raises(BadInput):
        settle(made, "100.00")


def test_an_online_order_goes_back_through_the_gateway(gateway, vase, django_capture_on_commit_callbacks):
    order = delivered(paid_online(vase))
    with django_capture_on_commit_callbacks(execute=True):
        made = withdrawal_settle(withdrawal=withdraw(order), amount=Decimal("138.90"))
    order.refresh_from_db()
    refund = made.refunds.get()
    assert (refund.amount, refund.state, order.status, made.state) == (Decimal("138.90"), "done", "REFUNDED", "settled")
    assert list(order.payments.order_by("pk").values_list("amount", flat=True)) == [Decimal("138.90"), Decimal("-138.90")]
    assert list(shop_breaches()) == []


def test_another_amount_needs_an_explanation(order):
    made = withdraw(order)
    with pytest.raises(BadInput):
        settle(made, "200.00")
    settle(made, "200.00", explanation="Wazon wrócił z rysą po używaniu.")
    assert (made.paid_back, made.explanation) == (Decimal("200.00"), "Wazon wrócił z rysą po używaniu.")
    assert list(shop_breaches()) == []


def test_never_more_than_came(order):
    made = withdraw(order)
    for amount in ("243.91", "-0.01"):
        with pytest.raises(BadInput):
            settle(made, amount, explanation="Za dużo.")
    made.refresh_from_db()
    assert (made.state, order.payments.filter(amount__lt=0).count()) == ("received", 0)


def test_money_on_its_way_counts_as_gone(gateway, vase, monkeypatch):
    monkeypatch.setattr("shop.services.refunds.refund_send", lambda refund: None)
    order = delivered(paid_online(vase))
    refund_request(order=order, amount=Decimal("100.00"), reason="Rysa", send_now=False)
    made = withdraw(order)
    with pytest.raises(BadInput):
        withdrawal_settle(withdrawal=made, amount=Decimal("138.90"))
    withdrawal_settle(withdrawal=made, amount=Decimal("38.90"))
    assert made.refunds.get().amount == Decimal("38.90")
    assert list(shop_breaches()) == []


def test_a_transfer_needs_its_number_and_a_day_that_has_come(order):
    made = withdraw(order)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for values in ({"transaction_id": ""}, {"paid_on": None}, {"paid_on": tomorrow}):
        with pytest.raises(BadInput):
            settle(made, "243.90", **values)
    order.refresh_from_db()
    assert (order.status, order.payments.count()) == ("COMPLETED", 1)


def test_an_order_whose_goods_are_here_is_cancelled(vase):
    order = paid_by_transfer(vase)
    settle(withdraw(order), "138.90")
    order.refresh_from_db()
    vase.stock.refresh_from_db()
    assert (order.status, vase.stock.available) == ("CANCELLED", 1)
    assert list(order.messages.order_by("pk").values_list("kind", flat=True))[-1] == "withdrawal_settled"
    assert not order.messages.filter(kind="order_cancelled").exists()
    assert list(shop_breaches()) == []


def test_an_unpaid_order_is_cancelled_without_money(vase):
    order = factories.make_order(vase)
    made = withdrawal_settle(withdrawal=withdraw(order), amount=Decimal("0.00"))
    order.refresh_from_db()
    assert (order.status, made.paid_back, order.payments.count()) == ("CANCELLED", Decimal("0.00"), 0)
    assert list(shop_breaches()) == []


def test_a_refusal_needs_a_reason_and_is_final(order):
    made = withdraw(order)
    with pytest.raises(BadInput):
        withdrawal_refuse(withdrawal=made, explanation=" ")
    withdrawal_refuse(withdrawal=made, explanation="Termin minął 1 listopada.")
    for act in (lambda: settle(made, "0.00"), lambda: withdrawal_refuse(withdrawal=made, explanation="Jeszcze raz.")):
        with pytest.raises(BadInput):
            act()
    assert order.payments.count() == 1


def test_a_gift_card_gets_its_share_back_last(order):
    """35 of 243.90 came by card: money goes first, what is left goes to the card."""
    order.payments.update(amount=Decimal("208.90"))
    card = GiftCard.objects.create(
        number="K-1", code_hash="x", initial=Decimal("50"), balance=Decimal("15"), expires_on=timezone.localdate()
    )
    for amount, reason in (("50", "issue"), ("-35", "spend")):
        GiftCardEntry.objects.create(
            card=card, amount=Decimal(amount), reason=reason, key=reason, order=order if reason == "spend" else None
        )
    OrderPayment.objects.create(
        order=order, amount=Decimal("35"), payment_method="gift-card", transaction_id="K-1", received_on=timezone.localdate()
    )
    ways = refund_ways(order=order, amount=Decimal("243.90"))
    assert (ways.online, ways.by_hand, ways.gift_card) == (Decimal("0"), Decimal("208.90"), Decimal("35.00"))
    settle(withdraw(order), "243.90")
    card.refresh_from_db()
    assert (card.balance, sum(card.entries.values_list("amount", flat=True))) == (Decimal("50.00"), Decimal("50.00"))
    assert sum(order.payments.values_list("amount", flat=True)) == 0
    assert list(shop_breaches()) == []


def test_the_papers_are_corrected_with_the_money(order):
    documents = documents_issue(order=order)
    made = settle(withdraw(order), "243.90")
    corrections = SalesDocument.objects.filter(kind="correction")
    assert sum(corrections.values_list("total", flat=True)) == -sum(document.total for document in documents)
    assert {correction.data["reason"] for correction in corrections} == {f"Odstąpienie od umowy {made.number}"}
    assert list(shop_breaches()) == []


def test_papers_that_no_rule_corrects_do_not_stop_the_money(order):
    today = timezone.localdate()
    SalesDocument.objects.create(
        kind="invoice", number="FV/1/2026", order=order, dedupe="x", data={"lines": []}, total=order.total, sold_on=today, issued_on=today
    )
    made = settle(withdraw(order), "243.90")
    note = OrderNote.objects.get(order=order, message__contains="FV/1/2026")
    assert (note.public, made.state) == (False, "settled")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_audit_sees_a_piece_withdrawn_twice(order, number):
    cups = order.items.order_by("pk").first()
    made = withdraw(order, {cups: 3})
    made.lines.update(quantity=3 + number)
    assert [line for line in shop_breaches() if f"{3 + number} of 3" in line]


def test_the_audit_sees_money_that_was_not_written_down(order):
    made = settle(withdraw(order), "243.90")
    order.payments.filter(amount__lt=0).delete()
    assert f"withdrawal {made.number}: 243.90 paid back, 0.00 written down" in list(shop_breaches())


def test_the_audit_sees_too_much_paid_back(order):
    OrderPayment.objects.create(
        order=order, amount=Decimal("-300"), payment_method="transfer", transaction_id="return:X:1", received_on=timezone.localdate()
    )
    assert f"order {order.ref}: 56.10 more goes back than came in" in list(shop_breaches())
