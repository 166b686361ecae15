"""A table of payment cases: what a gateway says (or who pretends to be one), and the exact state that it leaves.

Each case ends with an audit without a breach.
"""

import itertools
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from shop.models import OrderAlert, OrderPayment, PaymentEvent
from shop.services.audit import shop_breaches
from shop.services.errors import PaymentUnavailable
from shop.services.expiry import orders_expire
from shop.services.gateways.base import (
    GatewayRefused,
    GatewayUnavailable,
    MessageRefused,
    PaymentStatus,
    Told,
)
from shop.services.online_payments import payment_ask, payment_message_receive, payment_start
from shop.services.orders import order_cancel
from tests import factories
from tests.shop.fake_gateway import signature, signed
from tests.shop.paying import attempt_of, let_time_pass, message_of, online_order, outcome, tell

TOTAL = Decimal("138.90")
UNTOUCHED = {
    "status": "CREATED",
    "paid": False,
    "money": [],
    "attempts": ["pending"],
    "alerts": [],
    "refunds": [],
    "mails": ["order_placed"],
    "reserved": 1,
    "parcels": ["new"],
}
PAID = UNTOUCHED | {
    "status": "PROCESSING",
    "paid": True,
    "money": [TOTAL],
    "attempts": ["paid"],
    "mails": ["order_placed", "order_paid"],
}
EXPIRED = UNTOUCHED | {
    "status": "CANCELLED",
    "mails": ["order_placed", "order_expired"],
    "reserved": 0,
    "parcels": ["cancelled"],
}
LATE = EXPIRED | {
    "money": [TOTAL],
    "attempts": ["paid"],
    "alerts": ["late"],
    "refunds": [("requested", TOTAL)],
    "mails": ["order_placed", "order_expired", "order_paid_late_refund"],
}
RETAKEN = PAID | {"mails": ["order_placed", "order_expired", "order_paid"]}
CANCELLED = EXPIRED | {"mails": ["order_placed", "order_cancelled"]}


@pytest.fixture
def order(make_product, gateway):
    return online_order(make_product(price="120.00"))


@pytest.fixture
def payment(order):
    return attempt_of(order)


@pytest.fixture(autouse=True)
def _audited(db):
    """No case may leave a breach."""
    yield
    assert list(shop_breaches()) == []


# Messages that are not from the gateway: refused, and nothing at all is stored.


def _with_signature(text):
    return lambda good: good | {"headers": {"X-Signature": text(good["body"])}}


def _changed(change):
    def forge(good):
        return good | {"body": change(good["body"])}

    return forge


def _signed_body(body: bytes):
    return lambda good: {"body": body, "headers": {"X-Signature": signature(body)}}


FORGED = {
    "unsigned": lambda good: good | {"headers": {}},
    "empty signature": _with_signature(lambda body: ""),
    "signed with another key": _with_signature(lambda body: signature(body, b"guessed")),
    "signature of another message": _with_signature(lambda body: signature(body + b" ")),
    "signature in capitals": _with_signature(lambda body: signature(body).upper()),
    "signature cut short": _with_signature(lambda body: signature(body)[:-1]),
    "signature of foreign letters": _with_signature(lambda body: "ż" * 64),
    "amount changed after signing": _changed(lambda body: body.replace(b"138.90", b"0.01")),
    "state changed after signing": _changed(lambda body: body.replace(b"paid", b"failed")),
    "one blank more": _changed(lambda body: body + b" "),
    "no body": _changed(lambda body: b""),
    "another shop, well signed": None,
    "no JSON, well signed": _signed_body(b"\xff\xfe\x00"),
    "a list, well signed": _signed_body(b"[]"),
    "no fields, well signed": _signed_body(b'{"shop": "market"}'),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_message_is_refused_and_not_stored(order, payment, gateway, name):
    message = message_of(payment)
    forge = FORGED[name]
    forged = forge(signed(message)) if forge else signed(message, shop="another")
    with pytest.raises(MessageRefused):
        payment_message_receive(provider="p24", **forged)
    assert outcome(order) == UNTOUCHED
    assert not PaymentEvent.objects.exists()
    assert gateway.called("confirm") == 0


WRONG_FIELDS = {
    "number too long": {"event_id": "x" * 121},
    "NUL in the number": {"event_id": "a\x00b"},
    "attempt too long": {"session_id": "x" * 65},
    "NUL in the attempt": {"session_id": "a\x00"},
    "gateway's number too long": {"gateway_id": "x" * 81},
    "currency too long": {"currency": "ZŁOTY"},
    "amount is no number": {"amount": Decimal("NaN")},
    "amount without end": {"amount": Decimal("Infinity")},
    "amount beyond the column": {"amount": Decimal("1e12")},
}


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_a_signed_message_that_no_database_holds_is_refused(order, payment, name):
    with pytest.raises(MessageRefused):
        tell(payment, **WRONG_FIELDS[name])
    assert outcome(order) == UNTOUCHED
    assert not PaymentEvent.objects.exists()


# Every order in which a gateway may say its words.

WORDS = (Told.PENDING, Told.PAID, Told.FAILED)
ORDERS = [words for length in (1, 2, 3) for words in itertools.permutations(WORDS, length)]


@pytest.mark.parametrize("words", ORDERS, ids=lambda words: "-".join(words))
def test_every_order_of_words_ends_in_the_highest_state(order, payment, words):
    for told in words:
        tell(payment, told)
    if Told.PAID in words:
        assert outcome(order) == PAID
    elif Told.FAILED in words:
        assert outcome(order) == UNTOUCHED | {"attempts": ["failed"]}
    else:
        assert outcome(order) == UNTOUCHED
    assert PaymentEvent.objects.count() == len(words)


@pytest.mark.parametrize("told", list(Told))
def test_a_replayed_message_is_one_message(order, payment, gateway, told):
    events = {tell(payment, told).pk for _time in range(20)}
    expected = {Told.PAID: PAID, Told.PENDING: UNTOUCHED, Told.FAILED: UNTOUCHED | {"attempts": ["failed"]}}
    assert outcome(order) == expected[told]
    assert len(events) == PaymentEvent.objects.count() == 1
    assert gateway.called("confirm") == (told == Told.PAID)


# One message and what it leaves.


@dataclass
class Case:
    """What is told of an attempt that was asked for 138.90 PLN."""

    told: dict = field(default_factory=dict)
    expected: dict = field(default_factory=dict)
    event: str = "accepted"
    before: str = ""


CASES = {
    "as asked for": Case({}, PAID),
    "a grosz short": Case(
        {"amount": TOTAL - Decimal("0.01")},
        UNTOUCHED | {"money": [Decimal("138.89")], "attempts": ["paid"], "alerts": ["short"]},
        "flagged",
    ),
    "a grosz over": Case(
        {"amount": TOTAL + Decimal("0.01")},
        PAID | {"money": [Decimal("138.91")], "alerts": ["over"]},
        "flagged",
    ),
    "one grosz in all": Case(
        {"amount": Decimal("0.01")},
        UNTOUCHED | {"money": [Decimal("0.01")], "attempts": ["paid"], "alerts": ["short"]},
        "flagged",
    ),
    "a hundred times too much": Case(
        {"amount": Decimal("13890.00")},
        PAID | {"money": [Decimal("13890.00")], "alerts": ["over"]},
        "flagged",
    ),
    "nothing": Case({"amount": Decimal("0.00")}, UNTOUCHED | {"alerts": ["mismatch"]}, "flagged"),
    "less than nothing": Case({"amount": -TOTAL}, UNTOUCHED | {"alerts": ["mismatch"]}, "flagged"),
    "other currency": Case({"currency": "EUR"}, UNTOUCHED | {"alerts": ["mismatch"]}, "flagged"),
    "currency in small letters": Case({"currency": "pln"}, UNTOUCHED | {"alerts": ["mismatch"]}, "flagged"),
    "no currency": Case({"currency": ""}, UNTOUCHED | {"alerts": ["mismatch"]}, "flagged"),
    "number of the gateway changed": Case({"gateway_id": "G-second-try"}, PAID),
    "no number of the gateway": Case({"gateway_id": ""}, PAID),
    "after the time, not expired yet": Case({}, PAID, before="late"),
    "expired, goods free": Case({}, RETAKEN, before="expired"),
    "expired, goods sold": Case({}, LATE | {"reserved": 1}, "flagged", before="sold"),
    "expired, a grosz short": Case(
        {"amount": TOTAL - Decimal("0.01")},
        LATE | {"money": [Decimal("138.89")], "refunds": [("requested", Decimal("138.89"))]},
        "flagged",
        before="expired",
    ),
    "expired, a grosz over": Case(
        {"amount": TOTAL + Decimal("0.01")},
        RETAKEN | {"money": [Decimal("138.91")], "alerts": ["over"]},
        "flagged",
        before="expired",
    ),
    "expired, other currency": Case(
        {"currency": "EUR"}, EXPIRED | {"alerts": ["mismatch"]}, "flagged", before="expired"
    ),
    "expired, not paid": Case({"told": Told.FAILED}, EXPIRED | {"attempts": ["failed"]}, before="expired"),
    "cancelled by the staff, goods free": Case(
        {},
        LATE | {"mails": ["order_placed", "order_cancelled", "order_paid_late_refund"]},
        "flagged",
        before="cancelled",
    ),
    "cancelled by the staff, not paid": Case(
        {"told": Told.FAILED}, CANCELLED | {"attempts": ["failed"]}, before="cancelled"
    ),
}


def _prepare(order, what):
    if what in {"late", "expired", "sold"}:
        let_time_pass(order)
    if what in {"expired", "sold"}:
        orders_expire()
    if what == "sold":
        factories.make_order(order.reservations.get().item.product)
    if what == "cancelled":
        order_cancel(order=order)


@pytest.mark.parametrize("name", CASES)
def test_one_message(order, payment, name):
    case = CASES[name]
    _prepare(order, case.before)
    told = dict(case.told)
    for _time in range(2):
        event = tell(payment, **told)
    assert outcome(order) == case.expected
    assert event.outcome == case.event
    assert PaymentEvent.objects.count() == 1


# Attempts that are unknown, or of somebody else.


@pytest.mark.parametrize(
    ("told", "alerts", "event"),
    [(Told.PAID, ["unknown"], "flagged"), (Told.FAILED, [], "ignored"), (Told.PENDING, [], "ignored")],
)
def test_a_message_about_an_unknown_attempt(order, payment, gateway, told, alerts, event):
    for number in range(2):
        found = tell(payment, told, session_id="NOBODY", event_id=f"e{number}", gateway_id="G-0")
        assert (found.outcome, found.payment) == (event, None)
    assert list(OrderAlert.objects.values_list("kind", "order")) == [(kind, None) for kind in alerts]
    assert outcome(order) == UNTOUCHED
    assert gateway.called("confirm") == 0
    assert not OrderPayment.objects.exists()


def test_a_message_of_another_gateway_does_not_pay_this_ones_attempt(order, payment):
    found = payment_message_receive(provider="payu", **signed(message_of(payment)))
    assert (found.outcome, found.provider) == ("flagged", "payu")
    assert outcome(order) == UNTOUCHED


def test_an_unknown_provider_is_not_listened_to(order, payment):
    with pytest.raises(LookupError):
        payment_message_receive(provider="bank", **signed(message_of(payment)))
    assert not PaymentEvent.objects.exists()


def test_the_number_of_another_orders_payment_is_not_taken(order, payment, make_product):
    other = attempt_of(online_order(make_product(price="120.00")))
    tell(payment)
    found = tell(other, gateway_id=payment.gateway_id)
    assert found.outcome == "flagged"
    assert outcome(other.order) == UNTOUCHED | {"alerts": ["mismatch"], "reserved": 2}


def test_one_attempt_paid_under_two_numbers_is_flagged(order, payment):
    tell(payment)
    assert tell(payment, gateway_id="G-other", event_id="other").outcome == "flagged"
    assert outcome(order) == PAID | {"alerts": ["mismatch"]}


# Two attempts.


def test_a_second_paid_attempt_is_a_double_payment(order, payment):
    tell(payment, Told.FAILED)
    second = attempt_of(order)
    tell(second)
    tell(payment)
    assert outcome(order) == PAID | {
        "money": [TOTAL, TOTAL],
        "attempts": ["paid", "paid"],
        "alerts": ["double"],
    }


def test_a_failed_attempt_does_not_stop_the_next(order, payment):
    tell(payment, Told.FAILED)
    tell(attempt_of(order))
    assert outcome(order) == PAID | {"attempts": ["failed", "paid"]}


def test_a_second_late_payment_goes_back_too(order, payment):
    tell(payment, Told.FAILED)
    second = attempt_of(order)
    _prepare(order, "sold")
    tell(payment)
    tell(second)
    assert outcome(order) == LATE | {
        "money": [TOTAL, TOTAL],
        "attempts": ["paid", "paid"],
        "alerts": ["late", "late"],
        "refunds": [("requested", TOTAL)] * 2,
        "mails": ["order_placed", "order_expired", "order_paid_late_refund", "order_paid_late_refund"],
        "reserved": 1,
    }


# A gateway that is away or refuses.


def test_a_time_out_at_the_start_leaves_the_order(order, gateway):
    gateway.errors["start"] = GatewayUnavailable("time-out")
    with pytest.raises(PaymentUnavailable):
        payment_start(order=order)
    assert outcome(order) == UNTOUCHED | {"attempts": ["new"]}


def test_a_payment_whose_start_timed_out_still_counts(order, gateway):
    gateway.errors["start"] = GatewayUnavailable("time-out")
    with pytest.raises(PaymentUnavailable):
        payment_start(order=order)
    tell(order.online_payments.get(), gateway_id="G-1")
    assert outcome(order) == PAID


def test_a_time_out_at_the_confirmation_stores_nothing_and_the_repeat_counts(order, payment, gateway):
    gateway.errors["confirm"] = GatewayUnavailable("time-out")
    with pytest.raises(GatewayUnavailable):
        tell(payment)
    assert outcome(order) == UNTOUCHED
    assert not PaymentEvent.objects.exists()
    gateway.errors.clear()
    tell(payment)
    assert outcome(order) == PAID


def test_a_refused_confirmation_counts_nothing_and_is_flagged(order, payment, gateway):
    gateway.errors["confirm"] = GatewayRefused("wrong amount")
    assert tell(payment).outcome == "flagged"
    assert outcome(order) == UNTOUCHED | {"alerts": ["mismatch"]}


@pytest.mark.parametrize("error", [GatewayUnavailable("time-out"), LookupError("no adapter")])
def test_a_time_out_at_a_question_changes_nothing(order, payment, gateway, settings, error):
    gateway.errors["ask"] = error if isinstance(error, GatewayUnavailable) else None
    if isinstance(error, LookupError):
        settings.PAYMENT_GATEWAYS = {}
    with pytest.raises(GatewayUnavailable):
        payment_ask(payment=payment)
    assert outcome(order) == UNTOUCHED


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (PaymentStatus(Told.PAID, "G-1"), PAID),
        (PaymentStatus(Told.PAID, "G-1", TOTAL), PAID),
        (
            PaymentStatus(Told.PAID, "G-1", TOTAL - Decimal("0.01")),
            UNTOUCHED | {"money": [Decimal("138.89")], "attempts": ["paid"], "alerts": ["short"]},
        ),
        (PaymentStatus(Told.PAID, "G-1", TOTAL, "EUR"), UNTOUCHED | {"alerts": ["mismatch"]}),
        (PaymentStatus(Told.FAILED), UNTOUCHED | {"attempts": ["failed"]}),
        (PaymentStatus(Told.PENDING), UNTOUCHED),
    ],
)
def test_an_answer_counts_as_a_message_does(order, payment, gateway, status, expected):
    gateway.statuses[payment.session_id] = status
    for _time in range(2):
        payment_ask(payment=payment)
        payment.refresh_from_db()
    assert outcome(order) == expected
