"""Many documents at once, on real threads and committed data: no number twice, none left out."""

import datetime

import pytest
from django.db import transaction

from shop.models import DocumentSeries, SalesDocument
from shop.services.audit_papers import documents_add_up, documents_fit_orders, numbers_have_no_gaps
from shop.services.papers.issuing import documents_issue, next_number
from tests import factories
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller, paid_order
from tests.shop.test_services_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.date(2026, 6, 1)


@pytest.fixture
def tree(transactional_db, pl_locale):
    tree = factories.make_tree()
    make_seller(tree)
    return tree


def take(fails: bool):
    def job():
        with transaction.atomic():
            number = next_number("FV", DAY)
            if fails:
                transaction.set_rollback(True)
            return None if fails else number

    return job


def test_a_hundred_at_once_with_every_fourth_rolled_back(tree):
    results = at_once([take(fails=place % 4 == 3) for place in range(100)])
    numbers = [result for result in results if result is not None]
    assert all(isinstance(number, str) for number in numbers), results
    assert sorted(int(number.split("/")[1]) for number in numbers) == list(range(1, 76))
    assert DocumentSeries.objects.get().last == 75


def test_the_same_and_other_orders_at_once(tree):
    maker, other = make_maker(tree), make_maker(tree, TAX.OUTSIDE_VAT)
    orders = [
        paid_order(factories.make_product(tree, enterprise=maker), factories.make_product(tree, enterprise=other), **COMPANY)
        for _ in range(5)
    ]
    results = at_once([lambda order=order: documents_issue(order=order) for order in orders * 4])
    assert [type(result) for result in results] == [list] * 20, results
    assert SalesDocument.objects.count() == 10
    numbers = SalesDocument.objects.filter(kind="invoice").values_list("number", flat=True)
    assert sorted(number.split("/")[1] for number in numbers) == ["1", "2", "3", "4", "5"]
    assert list(numbers_have_no_gaps()) == []


def test_the_audit_sees_gaps_doubles_and_wrong_sums(tree):
    orders = [paid_order(factories.make_product(tree, enterprise=make_maker(tree))) for _ in range(3)]
    documents = [documents_issue(order=order)[0] for order in orders]
    year = documents[0].issued_on.year
    SalesDocument.objects.filter(pk=documents[1].pk).delete()
    SalesDocument.objects.filter(pk=documents[2].pk).update(total=1000)
    assert list(numbers_have_no_gaps()) == [f"documents FV/…/{year}: number 2 is missing"]
    assert list(documents_add_up()) == [f"document FV/3/{year}: 1000.00 in the books, 138.90 on the document"]
    assert list(documents_fit_orders()) == [f"order {orders[2].ref}: documents make 1000.00, the order 138.90"]
    DocumentSeries.objects.update(last=4)
    assert f"documents FV/…/{year}: the last number is 3, the series says 4" in list(numbers_have_no_gaps())
