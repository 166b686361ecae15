"""Documents of sale and the buyer's rights: kept as long as the books, in the copy, emptied at the end."""

import io
import json
import zipfile

import pytest

from shop.models import Order, SalesDocument
from shop.services.audit import shop_breaches
from shop.services.papers.asking import document_ask
from shop.services.papers.fa3 import has_xml
from shop.services.papers.pdf import document_pdf
from shop.services.personal_data import personal_data_erase, personal_data_find
from shop.services.personal_data_export import personal_data_export
from shop.services.retention import retention_apply
from tests import factories
from tests.shop.papers_tools import COMPANY, make_maker, make_seller
from tests.shop.persons import ADDRESS, HALINA, all_traces, at, make_closed_order, send_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(shop_tree):
    """Halina's invoice for her company, of an order of June 2026."""
    make_seller(shop_tree)
    with at(2026, 6, 15):
        order = make_closed_order(factories.make_product(shop_tree, enterprise=make_maker(shop_tree)))
        document_ask(order=order, **COMPANY | {"company": "Halina Wiatrakowa Usługi"})
        send_mails()
    return SalesDocument.objects.get()


def test_the_copy_holds_the_document(document):
    with zipfile.ZipFile(io.BytesIO(personal_data_export(email=ADDRESS, by=None))) as files:
        (order,) = json.loads(files.read("dane.json"))["orders"]
        page = files.read("dane.html").decode()
    assert (order["company"], order["nip"]) == ("Halina Wiatrakowa Usługi", "3333333333")
    (told,) = order["documents"]
    assert (told["number"], told["buyer"]["name"], told["total"]) == (document.number, "Halina Wiatrakowa Usługi", "138.90")
    assert document.number in page
    assert personal_data_find(email=ADDRESS).orders[0].has_invoice_data


def test_an_erasure_on_request_leaves_the_document_as_it_was(document):
    personal_data_erase(email=ADDRESS, by=None)
    order = Order.objects.get()
    assert (order.name, order.email, order.company, order.nip) == ("", "", "Halina Wiatrakowa Usługi", "3333333333")
    assert SalesDocument.objects.get().data == document.data
    assert all_traces() == {"shop_order.company", "shop_salesdocument.data"}


def test_when_the_books_are_closed_the_buyer_goes_and_the_numbers_stay(document):
    with at(2032, 12, 31):
        assert retention_apply()["buyers"] == 0
    with at(2033, 1, 1):
        assert retention_apply()["buyers"] == 1
    assert all_traces() == set()
    kept = SalesDocument.objects.get()
    assert (kept.number, kept.total, kept.data["buyer"]) == (document.number, document.total, {"name": "", "nip": "", "address": []})
    assert kept.data["lines"] == document.data["lines"]
    assert document_pdf(document=kept).startswith(b"%PDF-")
    assert not has_xml(kept)
    assert [line for line in shop_breaches() if "document" in line] == []
    with at(2033, 1, 2):
        assert retention_apply()["buyers"] == 0


def test_a_later_correction_keeps_the_order_longer(document):
    SalesDocument.objects.update(issued_on="2027-02-01")
    with at(2033, 1, 1):
        assert retention_apply()["buyers"] == 0
    with at(2034, 1, 1):
        assert retention_apply()["buyers"] == 1


def test_a_document_of_a_private_person_keeps_the_name(shop_tree):
    make_seller(shop_tree)
    with at(2026, 6, 15):
        order = make_closed_order(factories.make_product(shop_tree, enterprise=make_maker(shop_tree)))
        document_ask(order=order)
        send_mails()
    personal_data_erase(email=ADDRESS, by=None)
    assert SalesDocument.objects.get().data["buyer"]["name"] == HALINA["name"]
    assert all_traces() == {"shop_salesdocument.data"}
