"""Gift cards: bought, issued once, spent to the grosz, given back once, never below zero."""

import datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.db.models import Sum
from django.utils import timezone

from shop.models import GiftCard, GiftCardEntry, Order, Outbox
from shop.services import order_placing
from shop.services.audit import shop_breaches
from shop.services.baskets import basket_quote
from shop.services.errors import BadInput, GiftCardChanged, TransitionRefused
from shop.services.expiry import order_expire
from shop.services.gift_card_balances import gift_card_by_code, gift_cards_paid
from shop.services.gift_card_orders import card_orders_complete
from shop.services.gift_cards import (
    gift_cards_expire,
    gift_cards_issue,
    gift_cards_return,
)
from shop.services.order_handling import order_cancel, order_change_status, payment_record
from shop.services.orders import order_place
from shop.services.outbox import outbox_sweep
from shop.services.receipts import social_receipt
from shop.services.secrets import gift_card_code_of
from tests import factories
from tests.shop.cards_of import balances, basket_with, make_card, order_cards
from tests.shop.paying import attempt_of, let_time_pass, tell
from tests.shop.placing import nothing_was_ordered, place

pytestmark = pytest.mark.django_db
Entry = GiftCardEntry


@pytest.fixture
def vase(make_product):
    return make_product(price="120.00", stock=9)


@pytest.fixture
def card_goods(make_product):
    return make_product(price="50.00", stock=0, kind="gift_card", title="Karta podarunkowa 50 zł")


def pay(order: Order, amount=None) -> None:
    payment_record(
        order=order,
        amount=order.total if amount is None else Decimal(amount),
        received_on=timezone.localdate(),
        transaction_id=f"bank-{order.payments.count()}",
    )


def ledger(card: GiftCard) -> list[tuple[str, str]]:
    return [(entry.reason, str(entry.amount)) for entry in card.entries.order_by("pk")]


# --- Buying ---------------------------------------------------------------------------------------------------------


def test_cards_are_issued_and_their_codes_sent_when_the_order_is_paid(card_goods, django_capture_on_commit_callbacks):
    order = order_cards((card_goods, 2))
    assert not GiftCard.objects.exists()
    with django_capture_on_commit_callbacks(execute=False):
        pay(order)
    cards = list(GiftCard.objects.order_by("pk"))
    assert [(card.initial, card.balance, card.item.order) for card in cards] == [
        (Decimal("50.00"), Decimal("50.00"), order)
    ] * 2
    assert [ledger(card) for card in cards] == [[("issue", "50.00")]] * 2
    assert cards[0].expires_on == timezone.localdate() + datetime.timedelta(days=730)
    outbox_sweep()
    codes = [gift_card_code_of(card=card) for card in cards]
    assert len(set(codes)) == 2
    (sent,) = [message for message in mail.outbox if codes[0] in message.body]
    for part in (sent.body, sent.alternatives[0].content):
        assert all(code in part for code in codes)
    # Neither the database nor another mail knows a code.
    assert all(code.replace("-", "") not in str(Outbox.objects.values()) for code in codes)
    assert not list(shop_breaches())


def test_issuing_again_issues_nothing(card_goods):
    order = order_cards(card_goods)
    pay(order)
    assert gift_cards_issue(order=order) == []
    assert GiftCard.objects.count() == 1
    assert Outbox.objects.filter(kind="gift_card").count() == 1


def test_an_order_of_cards_alone_is_done_when_they_are_sent(card_goods):
    order = order_cards(card_goods)
    assert card_orders_complete() == 0
    pay(order)
    assert card_orders_complete() == 1
    assert card_orders_complete() == 0
    order.refresh_from_db()
    assert order.status == "COMPLETED"
    assert not list(shop_breaches())


def test_a_card_paid_online_is_issued(card_goods, gateway):
    order = order_cards(card_goods, payment_method="online")
    tell(attempt_of(order))
    tell(order.online_payments.first())
    assert balances() == ["50.00"]


def test_a_card_paid_late_is_issued(card_goods, gateway):
    order = order_cards(card_goods, payment_method="online")
    attempt = attempt_of(order)
    # Cards reserve nothing on a shelf: the time to pay counts from the order.
    Order.objects.update(date_created=timezone.now() - datetime.timedelta(hours=1))
    assert order_expire(order=order) == "cancelled"
    tell(attempt)
    order.refresh_from_db()
    assert (order.status, balances()) == ("PROCESSING", ["50.00"])
    assert not list(shop_breaches())


def test_a_bought_card_is_no_income_of_a_maker(card_goods, vase):
    receipt = social_receipt(order=factories.make_order(card_goods, vase))
    assert [maker.amount for maker in receipt.makers] == [Decimal("120.00")]
    assert (receipt.goods_total, receipt.gift_cards) == (Decimal("120.00"), Decimal("50.00"))


def test_cancelling_takes_the_value_from_the_cards(card_goods):
    order = order_cards(card_goods)
    pay(order)
    card = GiftCard.objects.get()
    order_cancel(order=order)
    card.refresh_from_db()
    assert (card.balance, card.blocked_at is not None) == (0, True)
    assert ledger(card) == [("issue", "50.00"), ("correction", "-50.00")]
    with pytest.raises(BadInput):
        gift_card_by_code(text=gift_card_code_of(card=card))


def test_an_order_whose_card_was_spent_from_is_not_cancelled(card_goods, vase):
    order = order_cards(card_goods)
    pay(order)
    place(basket_with(vase, cards=[GiftCard.objects.get()]))
    with pytest.raises(TransitionRefused):
        order_cancel(order=order)
    order.refresh_from_db()
    assert order.status == "PROCESSING"
    assert not list(shop_breaches())


# --- Spending -------------------------------------------------------------------------------------------------------


def test_a_card_that_covers_all_pays_the_order(vase):
    card = make_card("200.00")
    basket = basket_with(vase, cards=[card])
    quote = basket_quote(basket=basket, delivery=factories.make_delivery())
    assert (quote.total, quote.sums.gift_card_money, quote.sums.due) == (
        Decimal("138.90"),
        Decimal("138.90"),
        Decimal("0.00"),
    )
    order = place(basket)
    assert (order.status, order.payment_method, order.gift_card_money) == ("PROCESSING", "gift-card", Decimal("138.90"))
    assert order.paid_at is not None
    assert balances() == ["61.10"]
    payments = list(order.payments.values_list("amount", "payment_method"))
    assert payments == [(Decimal("138.90"), "gift-card")]
    assert [maker.amount for maker in social_receipt(order=order).makers] == [Decimal("120.00")]
    assert not list(shop_breaches())


def test_the_rest_is_asked_for_by_transfer(vase):
    order = place(basket_with(vase, cards=[make_card("100.00")]))
    assert (order.status, order.payment_method, order.to_pay) == ("CREATED", "transfer", Decimal("38.90"))
    pay(order, "38.90")
    order.refresh_from_db()
    assert (order.status, order.notes.count()) == ("PROCESSING", 0)
    assert not list(shop_breaches())


def test_the_rest_is_asked_for_online(vase, gateway):
    order = place(basket_with(vase, cards=[make_card("100.00")]), payment_method="online")
    attempt = attempt_of(order)
    assert attempt.amount == Decimal("38.90")
    tell(attempt)
    order.refresh_from_db()
    assert (order.status, order.alerts.count()) == ("PROCESSING", 0)
    assert not list(shop_breaches())


def test_the_card_that_expires_first_is_spent_first(vase):
    late, early = make_card("200.00"), make_card("30.00")
    GiftCard.objects.filter(pk=early.pk).update(expires_on=timezone.localdate() + datetime.timedelta(days=3))
    place(basket_with(vase, cards=[late, early]))
    assert balances() == ["91.10", "0.00"]
    assert gift_cards_paid(order=Order.objects.get()) == Decimal("138.90")


def test_gift_cards_do_not_buy_gift_cards(card_goods, vase):
    quote = basket_quote(basket=basket_with(vase, card_goods, cards=[make_card("500.00")]))
    assert (quote.total, quote.sums.due) == (Decimal("170.00"), Decimal("50.00"))


def test_one_card_in_two_baskets_is_spent_once(vase):
    card = make_card("100.00")
    first, second = basket_with(vase, cards=[card]), basket_with(vase, cards=[card])
    delivery = factories.make_delivery()
    seen = basket_quote(basket=second, delivery=delivery).sums
    place(first)
    with pytest.raises(GiftCardChanged):
        order_place(
            basket=second,
            buyer=factories.make_buyer(),
            delivery=delivery,
            payment_method="transfer",
            expected_total=seen.total,
            key="key-of-the-form-2",
            expected_cards=seen.cards_stamp,
        )
    assert (Order.objects.count(), balances()) == (1, ["0.00"])


def test_a_card_debited_between_reading_and_spending_orders_nothing(vase, monkeypatch):
    card = make_card("100.00")
    basket = basket_with(vase, cards=[card])
    spend = order_placing.gift_cards_spend

    def late(**values):
        GiftCard.objects.update(balance=Decimal("1.00"))
        return spend(**values)

    monkeypatch.setattr(order_placing, "gift_cards_spend", late)
    with pytest.raises(GiftCardChanged):
        place(basket)
    assert nothing_was_ordered()
    assert balances() == ["100.00"]


@pytest.mark.parametrize("end", ["cancel", "expire", "refund"])
def test_the_money_goes_back_to_the_card_once(vase, end):
    card = make_card("100.00" if end == "expire" else "500.00")
    order = place(basket_with(vase, cards=[card]))
    if end == "cancel":
        order_cancel(order=order)
    elif end == "expire":
        for _reminder_then_end in range(2):
            let_time_pass(order)
            order_expire(order=order)
    else:
        for status in ("SHIPPED", "COMPLETED", "REFUNDED"):
            order_change_status(order=order, status=status)
    order.refresh_from_db()
    assert order.status in {"CANCELLED", "REFUNDED"}
    card.refresh_from_db()
    assert card.balance == card.initial
    assert gift_cards_return(order=order) == 0
    assert [reason for reason, _amount in ledger(card)] == ["issue", "spend", "return"]
    assert order.payments.aggregate(sum=Sum("amount"))["sum"] == 0
    assert not list(shop_breaches())


def test_a_part_goes_back_and_the_order_stays_paid(vase):
    card = make_card("500.00")
    order = place(basket_with(vase, cards=[card]))
    assert gift_cards_return(order=order, most=Decimal("20.00")) == Decimal("20.00")
    order.refresh_from_db()
    assert (order.paid_at is not None, gift_cards_paid(order=order)) == (True, Decimal("118.90"))
    assert not list(shop_breaches())


def test_a_card_whose_time_is_over_gets_more_of_it_with_the_money(vase):
    card = make_card("500.00")
    order = place(basket_with(vase, cards=[card]))
    GiftCard.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    assert gift_cards_expire() == 1
    assert gift_cards_expire() == 0
    order_cancel(order=order)
    card.refresh_from_db()
    assert (card.balance, card.expires_on) == (
        Decimal("138.90"),
        timezone.localdate() + datetime.timedelta(days=90),
    )
    assert not list(shop_breaches())


def test_paid_late_the_card_is_debited_again(vase, gateway):
    card = make_card("100.00")
    order = place(basket_with(vase, cards=[card]), payment_method="online")
    attempt = attempt_of(order)
    let_time_pass(order)
    assert order_expire(order=order) == "cancelled"
    assert balances() == ["100.00"]
    tell(attempt)
    order.refresh_from_db()
    assert (order.status, order.paid_at is not None, balances()) == ("PROCESSING", True, ["0.00"])
    assert not list(shop_breaches())


def test_paid_late_without_the_card_the_money_goes_back(vase, gateway):
    card = make_card("100.00")
    order = place(basket_with(vase, cards=[card]), payment_method="online")
    attempt = attempt_of(order)
    let_time_pass(order)
    order_expire(order=order)
    place(basket_with(vase, cards=[card]), key="key-of-the-form-2")
    tell(attempt)
    order.refresh_from_db()
    assert (order.status, order.refunds.get().amount) == ("CANCELLED", Decimal("38.90"))
    assert not list(shop_breaches())
