"""Documents of an order: which, when, what stands on them, and that each is issued once."""

import datetime
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.db import transaction

from shop.models import DocumentSeries, Order, OrderItem, Outbox, SalesDocument
from shop.services.audit import shop_breaches
from shop.services.errors import BadInput, TransitionRefused
from shop.services.orders import order_cancel
from shop.services.papers.issuing import (
    document_cancel,
    document_correct,
    documents_issue,
    next_number,
)
from shop.services.papers.keeping import documents_keep_up
from shop.services.papers.returns import document_correct_for_return
from tests import factories
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller, make_shelf, paid_order
from tests.shop.persons import at


@pytest.fixture
def tree(shop_tree):
    make_seller(shop_tree)
    return shop_tree


def sums(document):
    return [(row["rate"], row["net"], row["vat"], row["gross"]) for row in document.data["rates"]]


def test_each_maker_has_the_document_of_its_tax_status(tree):
    makers = [make_maker(tree, status) for status in (TAX.VAT_ACTIVE, TAX.VAT_EXEMPT, TAX.OUTSIDE_VAT)]
    goods = [factories.make_product(tree, enterprise=maker, price="100.00") for maker in makers]
    order = paid_order(*goods, delivery=factories.make_delivery(price="30.00"), **COMPANY)
    with at(2026, 3, 10):
        documents = documents_issue(order=order)
    assert [(d.kind, d.number, d.data["title"], d.enterprise) for d in documents] == [
        ("invoice", "FV/1/2026", "Faktura", makers[0]),
        ("invoice", "FV/2/2026", "Faktura", makers[1]),
        ("bill", "RA/1/2026", "Rachunek", makers[2]),
    ]
    assert [sums(d) for d in documents] == [
        [("23", "89.43", "20.57", "110.00")],
        [("zw", "110.00", "0.00", "110.00")],
        [("np", "110.00", "0.00", "110.00")],
    ]
    assert "art. 113" in documents[1].data["ground"]
    assert "art. 87" in documents[2].data["ground"]
    assert documents[0].data["ground"] == ""
    assert sum(d.total for d in documents) == order.total == Decimal("330.00")
    assert documents[2].data["words"] == "sto dziesięć złotych 00/100"
    assert documents[0].data["buyer"] == {
        "name": "Przykład sp. z o.o.", "nip": "3333333333", "address": ["ul. Biurowa 5", "00-001 Warszawa"],
    }  # fmt: skip
    assert documents[0].data["seller"]["nip"] == "1111111111"
    assert list(shop_breaches()) == []


def test_rates_of_product_and_category_and_delivery_follows_the_goods(tree):
    maker = make_maker(tree)
    honey = factories.make_product(tree, enterprise=maker, price="50.00", category=make_shelf("miody", "5"))
    book = factories.make_product(tree, enterprise=maker, price="30.00", vat_rate="8", category=make_shelf("inne", "23"))
    vase = factories.make_product(tree, enterprise=maker, price="120.00", category=make_shelf("szklo", "23"))
    order = paid_order(honey, book, vase, delivery=factories.make_delivery(price="20.00"))
    assert list(OrderItem.objects.order_by("pk").values_list("vat_rate", flat=True)) == ["5", "8", "23"]
    (document,) = documents_issue(order=order)
    assert sums(document) == [
        ("23", "107.32", "24.68", "132.00"), ("8", "30.56", "2.44", "33.00"), ("5", "52.38", "2.62", "55.00"),
    ]  # fmt: skip
    delivery = [(row["total"], row["rate"]) for row in document.data["lines"] if row["item"] is None]
    assert delivery == [("5.00", "5"), ("3.00", "8"), ("12.00", "23")]


def test_the_treatment_is_that_of_the_purchase(tree):
    maker = make_maker(tree)
    order = paid_order(factories.make_product(tree, enterprise=maker))
    maker.tax_status = TAX.VAT_EXEMPT
    maker.save()
    (document,) = documents_issue(order=order)
    assert document.data["treatment"] == "vat"


def test_discounts_vouchers_and_donations_add_up(tree):
    maker = make_maker(tree)
    vase = factories.make_product(tree, enterprise=maker, price="100.00", stock=3)
    card = factories.make_product(tree, enterprise=maker, price="50.00")
    order = factories.make_order((vase, 3), card, delivery=factories.make_delivery(price="10.00"))
    OrderItem.objects.filter(product_id=vase.pk).update(discount=Decimal("20.01"), total=Decimal("279.99"))
    OrderItem.objects.filter(product_id=card.pk).update(vat_rate="bon")
    Order.objects.filter(pk=order.pk).update(
        discount=Decimal("20.01"), donation=Decimal("5.00"), total=Decimal("344.99"), paid_at=order.date_created
    )
    order.refresh_from_db()
    (document,) = documents_issue(order=order)
    assert document.total == Decimal("289.99") == order.total - order.donation - Decimal("50.00")
    assert [(row["discount"], row["total"]) for row in document.data["lines"]] == [("20.01", "279.99"), ("0.00", "10.00")]


def test_a_second_call_gives_the_same_documents_and_one_mail(tree):
    order = paid_order(factories.make_product(tree, enterprise=make_maker(tree)))
    first = documents_issue(order=order)
    assert documents_issue(order=order) == first
    assert SalesDocument.objects.count() == 1
    assert DocumentSeries.objects.get().last == 1
    message = Outbox.objects.get(kind="document_issued")
    assert message.payload == {"documents": [first[0].pk]}


def test_no_document_before_the_sale_or_after_it_is_called_off(tree):
    order = factories.make_order(factories.make_product(tree, enterprise=make_maker(tree)))
    with pytest.raises(TransitionRefused, match="opłacon"):
        documents_issue(order=order)
    order_cancel(order=order)
    with pytest.raises(TransitionRefused):
        documents_issue(order=order)
    assert not SalesDocument.objects.exists()
    assert not DocumentSeries.objects.exists()


def test_without_the_sellers_data_nothing_is_issued_and_no_number_is_lost(tree):
    factories.make_settings(tree.site, nip="")
    order = paid_order(factories.make_product(tree, enterprise=make_maker(tree)))
    with pytest.raises(BadInput, match="NIP"):
        documents_issue(order=order)
    make_seller(tree)
    assert documents_issue(order=order)[0].number.startswith("FV/1/")


def test_a_rolled_back_number_is_given_again_and_each_year_begins_anew(db):
    with transaction.atomic():
        assert next_number("FV", datetime.date(2026, 12, 31)) == "FV/1/2026"
        transaction.set_rollback(True)
    with transaction.atomic():
        numbers = [next_number("FV", datetime.date(year, 1, 1)) for year in (2026, 2026, 2027)]
        assert numbers == ["FV/1/2026", "FV/2/2026", "FV/1/2027"]
        assert next_number("RA", datetime.date(2026, 1, 1)) == "RA/1/2026"


def test_goods_that_come_back_are_corrected_to_the_grosz(tree):
    maker, other = make_maker(tree), make_maker(tree, TAX.OUTSIDE_VAT)
    vase = factories.make_product(tree, enterprise=maker, price="33.33", stock=3)
    scarf = factories.make_product(tree, enterprise=other, price="60.00")
    order = paid_order((vase, 3), scarf, delivery=factories.make_delivery(price="16.00"))
    documents = documents_issue(order=order)
    item = order.items.get(product_id=vase.pk)
    (correction,) = document_correct_for_return(order=order, lines={item.pk: 1}, key="ODS-1")
    assert (correction.kind, correction.number.split("/")[0], correction.corrects) == ("correction", "FVK", documents[0])
    assert correction.total == Decimal("-33.33")
    assert [(row["quantity"], row["total"]) for row in correction.data["lines"]] == [(2, "66.66"), (1, "8.00")]
    assert correction.data["change"]["rates"] == [{"rate": "23", "net": "-27.10", "vat": "-6.23", "gross": "-33.33"}]
    # The same withdrawal again changes nothing; the rest of the order goes back with the delivery.
    assert document_correct_for_return(order=order, lines={item.pk: 1}, key="ODS-1") == [correction]
    last = order.items.get(product_id=scarf.pk)
    money = Decimal("66.66") + Decimal("60.00") + Decimal("16.00")
    rest = document_correct_for_return(order=order, lines={item.pk: 2, last.pk: 1}, amount=money, key="ODS-2")
    assert [row.number.split("/")[0] for row in rest] == ["FVK", "RAK"]
    assert sum(row.total for row in order.documents.all()) == 0
    assert list(shop_breaches()) == []


def test_worn_goods_lower_the_price_and_keep_their_pieces(tree):
    product = factories.make_product(tree, enterprise=make_maker(tree), price="50.00", stock=2)
    order = paid_order((product, 2))
    documents_issue(order=order)
    item = order.items.get()
    (correction,) = document_correct_for_return(order=order, lines={item.pk: 2}, amount=Decimal("80.00"), key="ODS-3")
    assert [(row["quantity"], row["total"]) for row in correction.data["lines"]] == [(2, "20.00"), (1, "18.90")]


@pytest.mark.parametrize(("pieces", "amount"), [(2, None), (-1, None), (1, Decimal("200.00"))])
def test_more_than_was_sold_cannot_come_back(tree, pieces, amount):
    order = paid_order(factories.make_product(tree, enterprise=make_maker(tree)))
    documents_issue(order=order)
    with pytest.raises(BadInput):
        document_correct_for_return(order=order, lines={order.items.get().pk: pieces}, amount=amount, key="x")
    assert SalesDocument.objects.count() == 1


def test_a_return_before_any_document_corrects_nothing(tree):
    order = paid_order(factories.make_product(tree, enterprise=make_maker(tree)))
    assert document_correct_for_return(order=order, lines={order.items.get().pk: 1}, key="x") == []
    assert not SalesDocument.objects.exists()


def test_a_lower_price_is_shared_and_needs_a_reason(tree):
    order = paid_order(factories.make_product(tree, enterprise=make_maker(tree), price="81.10"))
    (document,) = documents_issue(order=order)
    with pytest.raises(BadInput):
        document_correct(document=document, reason=" ", amount=Decimal("10.00"))
    correction = document_correct(document=document, reason="Rysa na szkliwie", amount=Decimal("10.00"))
    assert [row["total"] for row in correction.data["lines"]] == ["72.99", "17.01"]
    assert correction.data["reason"] == "Rysa na szkliwie"
    for amount in (Decimal("-1.00"), Decimal("90.01"), Decimal(0)):
        with pytest.raises(BadInput):
            document_correct(document=document, reason="Pomyłka", amount=amount)
    # The next one starts from where this one ended, named by either of the two.
    second = document_correct(document=correction, reason="Pomyłka", amount=Decimal("90.00"))
    assert (second.corrects, second.total) == (document, Decimal("-90.00"))
    assert document_cancel(document=document, reason="Nic nie zostało") is None


def test_housekeeping_issues_to_companies_and_corrects_what_is_called_off(tree):
    company = paid_order(factories.make_product(tree, enterprise=make_maker(tree)), **COMPANY)
    consumer = paid_order(factories.make_product(tree, enterprise=make_maker(tree)))
    unpaid = factories.make_order(factories.make_product(tree, enterprise=make_maker(tree)), **COMPANY)
    assert str(documents_keep_up()) == "issued for 1 orders, 0 corrected to nothing, 0 left to a person"
    assert [company.documents.count(), consumer.documents.count(), unpaid.documents.count()] == [1, 0, 0]
    order_cancel(order=company)
    assert str(documents_keep_up()) == "issued for 0 orders, 1 corrected to nothing, 0 left to a person"
    assert sum(row.total for row in company.documents.all()) == 0
    assert str(documents_keep_up()) == "issued for 0 orders, 0 corrected to nothing, 0 left to a person"
    order_cancel(order=unpaid)
    documents_keep_up()
    assert not unpaid.documents.exists()


def test_one_order_that_fails_does_not_keep_the_others(tree):
    orders = [paid_order(factories.make_product(tree, enterprise=make_maker(tree)), **COMPANY) for _ in range(2)]
    Order.objects.filter(pk=orders[0].pk).update(billing_address="", street="")
    assert str(documents_keep_up()) == "issued for 1 orders, 0 corrected to nothing, 1 left to a person"
    assert orders[1].documents.count() == 1
    assert not orders[0].documents.exists()


def test_nothing_is_issued_when_one_part_fails(tree):
    goods = [factories.make_product(tree, enterprise=make_maker(tree)) for _ in range(2)]
    order = paid_order(*goods)
    real = SalesDocument.objects.create

    def second_fails(**values):
        if values["number"].startswith("FV/2/"):
            raise RuntimeError
        return real(**values)

    with patch.object(SalesDocument.objects, "create", second_fails), pytest.raises(RuntimeError):
        documents_issue(order=order)
    assert not SalesDocument.objects.exists()
    assert not DocumentSeries.objects.exists()
    assert not Outbox.objects.filter(kind="document_issued").exists()
