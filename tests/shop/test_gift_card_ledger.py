"""Gift cards themselves: codes, balances, corrections, and random sequences against a plain model."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.models import GiftCard, GiftCardEntry, Order
from shop.services.audit import shop_breaches
from shop.services.basket_codes import basket_code_enter
from shop.services.errors import BadInput
from shop.services.gift_card_balances import gift_card_by_code
from shop.services.gift_cards import (
    gift_card_block,
    gift_card_correct,
    gift_card_issue,
    gift_cards_return,
)
from shop.services.order_handling import order_cancel, payment_record
from shop.services.returns import withdrawal_settle
from shop.services.secrets import gift_card_code_of
from shop.services.withdrawal_terms import withdrawal_items
from tests import factories
from tests.shop.after_sale import withdraw
from tests.shop.cards_of import balances, basket_with, make_card
from tests.shop.placing import place

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


# --- The card itself --------------------------------------------------------------------------------------------------


def test_a_wrong_a_blocked_and_an_expired_card_are_refused_alike(vase):
    wrong, blocked, expired = make_card(), make_card(), make_card()
    gift_card_block(card=blocked, blocked=True)
    GiftCard.objects.filter(pk=expired.pk).update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    code = gift_card_code_of(card=wrong)
    typed_wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    told = set()
    for text in (typed_wrong, gift_card_code_of(card=blocked), gift_card_code_of(card=expired)):
        with pytest.raises(BadInput) as error:
            basket_code_enter(basket=factories.make_basket(vase), text=text)
        told.add(error.value.message)
    assert len(told) == 1


def test_codes_may_be_typed_in_small_letters_without_hyphens(vase):
    card = make_card()
    text = gift_card_code_of(card=card).replace("-", " ").lower()
    assert gift_card_by_code(text=text) == card


def test_codes_outlive_a_change_of_the_key(settings):
    card = make_card()
    code = gift_card_code_of(card=card)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-the-test"
    assert gift_card_code_of(card=card) == code
    assert gift_card_by_code(text=code) == card


def test_correcting(vase):
    card = make_card("100.00")
    for _twice in range(2):
        gift_card_correct(card=card, amount=Decimal("-30.00"), note="pomyłka", key="a", by=None)
    card.refresh_from_db()
    assert card.balance == Decimal("70.00")
    for amount, note in (("-70.01", "x"), ("30.01", "x"), ("0", "x"), ("5", "")):
        with pytest.raises(BadInput):
            gift_card_correct(card=card, amount=Decimal(amount), note=note, key="b", by=None)
    assert ledger(card) == [("issue", "100.00"), ("correction", "-30.00")]


@pytest.mark.parametrize("value", ["0", "-5"])
def test_a_card_of_nothing_is_not_issued(value):
    with pytest.raises(BadInput):
        gift_card_issue(value=Decimal(value), note="x", by=None)
    assert not GiftCard.objects.exists()


def test_housekeeping_expires_cards(db, shop_tree):
    make_card()
    GiftCard.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    call_command("shop_housekeeping")
    assert balances() == ["0.00"]


# --- Withdrawing from a bought card -------------------------------------------------------------------------------------


@pytest.fixture
def bought(card_goods, vase) -> Order:
    """A paid order of two cards and a vase."""
    order = factories.make_order((card_goods, 2), vase)
    pay(order)
    return order


def test_a_card_withdrawn_from_loses_its_value_and_the_other_keeps_it(bought):
    made = withdraw(bought, {GiftCard.objects.first().item: 1})
    withdrawal_settle(withdrawal=made, amount=made.amount, paid_on=timezone.localdate(), transaction_id="ZWROT-1")
    assert made.amount == Decimal("50.00")
    assert sorted(GiftCard.objects.values_list("balance", flat=True)) == [Decimal(0), Decimal(50)]
    assert list(shop_breaches()) == []


def test_a_card_spent_from_cannot_be_withdrawn_from(bought, vase):
    first, second = GiftCard.objects.order_by("pk")
    for number, card in enumerate((first, second)):
        place(basket_with(vase, cards=[card]), key=f"key-of-the-form-{number}")
    row = next(row for row in withdrawal_items(order=bought) if row.item.pk == first.item_id)
    assert row.left == 0
    assert row.obstacle


# --- Random sequences against a plain model ---------------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.sets(st.integers(0, 2), max_size=3), st.integers(1, 3)),
        st.tuples(st.just("cancel"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("correct"), st.integers(0, 2), st.integers(-6000, 6000)),
        st.tuples(st.just("return"), st.integers(0, 5), st.integers(1, 5000)),
    ),
    max_size=10,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_random_sequences_keep_every_sum(make_product, steps):
    product = make_product(price="33.33", stock=99)
    cards = [make_card(value) for value in ("20.00", "75.50", "300.00")]
    held = {card.pk: card.initial for card in cards}
    paid: list[tuple[Order, dict[int, Decimal]]] = []
    for number, (step, one, two) in enumerate(steps):
        if step == "order":
            chosen = [cards[place] for place in sorted(one) if held[cards[place].pk] > 0]
            order = place(basket_with((product, two), cards=chosen), key=f"key-of-sequence-{number:03d}-{product.pk}")
            left, parts = order.total, {}
            for card in chosen:
                parts[card.pk] = min(held[card.pk], left)
                held[card.pk] -= parts[card.pk]
                left -= parts[card.pk]
            assert order.to_pay == left
            paid.append((order, parts))
        elif step == "correct":
            card, amount = cards[one], Decimal(two) / 100
            spent = sum(parts.get(card.pk, 0) for _order, parts in paid)
            if amount and 0 <= held[card.pk] + amount <= card.initial - spent:
                gift_card_correct(card=card, amount=amount, note="x", key=f"{product.pk}-{number}", by=None)
                held[card.pk] += amount
        elif one < len(paid):
            order, parts = paid[one]
            most = sum(parts.values()) if step == "cancel" else min(sum(parts.values()), Decimal(two) / 100)
            if step == "cancel":
                order_cancel(order=order)
            else:
                assert gift_cards_return(order=order, most=most) == most
            for key in sorted(parts):
                back = min(parts[key], most)
                parts[key] -= back
                held[key] += back
                most -= back
        assert dict(GiftCard.objects.filter(pk__in=held).values_list("pk", "balance")) == held
        assert all(balance >= 0 for balance in held.values())
    for card in cards:
        assert card.entries.aggregate(sum=Sum("amount"))["sum"].quantize(Decimal("0.01")) == held[card.pk]
    assert not [line for line in shop_breaches() if "message" not in line]
