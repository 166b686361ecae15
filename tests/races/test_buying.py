"""Many buyers at the counter at one moment."""

from functools import partial

from shop.models import Basket, BasketItem, Order, StockReservation
from shop.services.stock import stock_receive

from .arena import stock_of
from .buyers import all_at_once, prepared_forms, ref_of
from .sizes import ADDITIONS, BUYERS, CHECKOUTS, CROSSING_ROUNDS, REPEAT_ROUNDS, REPEATS


def orders_of(good):
    return Order.objects.filter(reservations__item__product=good.pk)


def buy_at_once(arena, case, baskets, *, walk=True):
    """One buyer for each basket of goods; all submit at the same moment. Gives [(buyer, answer)]."""
    buyers = [arena.buyer(case) for _basket in baskets]
    forms = prepared_forms(buyers, baskets, walk=walk)
    answers = all_at_once(partial(buyer.submit, form) for buyer, form in zip(buyers, forms, strict=True))
    return list(zip(buyers, answers, strict=True))


def check_scarce(arena, case, stock):
    good = arena.good(stock=stock)
    results = buy_at_once(arena, case, [[good]] * BUYERS)
    served = [(buyer, answer) for buyer, answer in results if answer.status_code == 302]
    refused = [answer for _buyer, answer in results if answer.status_code == 409]
    assert (len(served), len(refused)) == (stock, BUYERS - stock)
    refs = {buyer.sees_order(answer) for buyer, answer in served}
    assert refs == set(orders_of(good).values_list("ref", flat=True))
    assert (len(refs), stock_of(good)) == (stock, (stock, stock))
    assert StockReservation.objects.filter(item__product=good.pk).count() == stock
    # Those who came too late still have their basket and what they typed.
    assert all(buyer.email in answer.text for buyer, answer in results if answer.status_code == 409)
    assert BasketItem.objects.filter(product_id=good.pk).count() == BUYERS - stock


def test_many_buyers_of_one_vase(arena):
    with arena.case(f"{BUYERS} buyers, one vase") as case:
        check_scarce(arena, case, stock=1)


def test_many_buyers_of_five(arena):
    with arena.case(f"{BUYERS} buyers, stock of five") as case:
        check_scarce(arena, case, stock=5)


def test_crossing_baskets_never_lock_each_other_out(arena):
    with arena.case(f"crossing baskets, {CROSSING_ROUNDS} rounds of 8") as case:
        one, two = arena.good(stock=6), arena.good(stock=6)
        for number in range(1, CROSSING_ROUNDS + 1):
            results = buy_at_once(arena, case, [(one, two), (two, one)] * 4, walk=number == 1)
            assert sorted(answer.status_code for _buyer, answer in results) == [302] * 6 + [409] * 2
            assert (stock_of(one), stock_of(two)) == ((6 * number, 6 * number), (6 * number, 6 * number))
            for good in (one, two):
                stock_receive(product=arena.product(good), quantity=6)


def test_every_checkout_has_a_reference_of_its_own(arena):
    with arena.case(f"{CHECKOUTS} checkouts, {CHECKOUTS} references") as case:
        good = arena.good(stock=CHECKOUTS)
        results = buy_at_once(arena, case, [[good]] * CHECKOUTS)
        refs = {ref_of(answer) for _buyer, answer in results}
        assert len(refs) == CHECKOUTS
        assert refs == set(orders_of(good).values_list("ref", flat=True))
        assert stock_of(good) == (CHECKOUTS, CHECKOUTS)


def check_repeats(arena, case, change_form):
    """One basket sent many times at once: one order, and every answer leads to it, also for the last piece."""
    for number in range(REPEAT_ROUNDS):
        good = arena.good(stock=1 if number % 2 else 20)
        buyer = arena.buyer(case)
        form = buyer.form_for(good)
        answers = all_at_once(partial(buyer.submit, change_form(form, time)) for time in range(REPEATS))
        assert {ref_of(answer) for answer in answers} == {orders_of(good).get().ref}
        buyer.sees_order(answers[0])
        assert stock_of(good)[1] == 1
        assert Order.objects.filter(email=buyer.email).count() == 1


def test_one_basket_sent_many_times_with_one_key(arena):
    with arena.case(f"one basket ×{REPEATS}, one key, {REPEAT_ROUNDS} rounds") as case:
        check_repeats(arena, case, lambda form, time: form)


def test_one_basket_sent_many_times_with_different_keys(arena):
    with arena.case(f"one basket ×{REPEATS}, different keys, {REPEAT_ROUNDS} rounds") as case:
        check_repeats(arena, case, lambda form, time: form | {"key": f"{form['key']}-{time}"})


def test_additions_of_one_session_are_all_counted(arena):
    with arena.case(f"{ADDITIONS} additions at once, one session") as case:
        first, good = arena.good(stock=3), arena.good(stock=90)
        buyer = arena.buyer(case)
        assert buyer.add(first).status_code == 302
        answers = all_at_once([lambda: buyer.add(good)] * ADDITIONS)
        assert {answer.status_code for answer in answers} == {302}
        assert BasketItem.objects.get(product_id=good.pk).quantity == ADDITIONS
        assert Basket.objects.filter(items__product_id=good.pk).count() == 1


def test_additions_of_one_session_without_a_basket_make_one_basket(arena):
    with arena.case(f"{ADDITIONS} additions at once after an order") as case:
        first, good = arena.good(stock=3), arena.good(stock=90)
        buyer = arena.buyer(case)
        ref_of(buyer.submit(buyer.form_for(first)))
        answers = all_at_once([lambda: buyer.add(good)] * ADDITIONS)
        assert {answer.status_code for answer in answers} == {302}
        assert BasketItem.objects.get(product_id=good.pk).quantity == ADDITIONS
        assert buyer.checkout_form()["expected_total"] == f"{ADDITIONS * 120 + 18.90:.2f}"
