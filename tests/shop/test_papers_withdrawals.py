"""A settled withdrawal corrects the documents of its order, before or after they are issued, once."""

from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import OrderNote, SalesDocument, Withdrawal, WithdrawalLine
from shop.services.papers.issuing import documents_issue
from shop.services.papers.keeping import documents_keep_up
from shop.services.returns import withdrawal_settle
from tests import factories
from tests.shop.papers_tools import make_maker, make_seller, paid_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shop_tree):
    make_seller(shop_tree)
    return paid_order((factories.make_product(shop_tree, enterprise=make_maker(shop_tree), price="40.00", stock=3), 3))


def settle(order, amount: str, *, pieces: int = 1, explanation: str = "") -> Withdrawal:
    withdrawal = Withdrawal.objects.create(
        number=f"ODS-{Withdrawal.objects.count() + 1}", order=order, key=f"key-{Withdrawal.objects.count()}", name="Anna Nowak",
        email="anna@example.org", contract=order.ref, refund_due_on=timezone.localdate(), amount=Decimal(amount),
    )  # fmt: skip
    WithdrawalLine.objects.create(withdrawal=withdrawal, item=order.items.get(), quantity=pieces)
    return withdrawal_settle(
        withdrawal=withdrawal, amount=Decimal(amount), paid_on=timezone.localdate(), transaction_id="ZWROT-1",
        explanation=explanation,
    )  # fmt: skip


def test_documents_are_corrected_when_the_money_is_back(order):
    (document,) = documents_issue(order=order)
    settle(order, "40.00")
    correction = document.corrections.get()
    assert (correction.total, correction.data["reason"]) == (Decimal("-40.00"), "Odstąpienie od umowy ODS-1")
    assert not OrderNote.objects.filter(message__contains="ODS-1", public=False).exists()
    documents_keep_up()
    assert document.corrections.count() == 1


def test_a_document_that_comes_later_is_corrected_by_housekeeping(order):
    settle(order, "40.00")
    (document,) = documents_issue(order=order)
    assert document.total == Decimal("138.90")
    documents_keep_up()
    documents_keep_up()
    assert [row.total for row in document.corrections.all()] == [Decimal("-40.00")]


def test_what_the_documents_cannot_hold_is_left_to_a_person_and_the_settlement_stands(order):
    """The seller gives more than the price of the piece and the delivery together."""
    (document,) = documents_issue(order=order)
    withdrawal = settle(order, "90.00", explanation="Gest dobrej woli")
    assert withdrawal.state == Withdrawal.State.SETTLED
    assert SalesDocument.objects.count() == 1
    note = OrderNote.objects.get(message__contains="ODS-1")
    assert document.number in note.message
