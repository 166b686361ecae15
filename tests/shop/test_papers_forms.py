"""The forms of a document: PDF/UA, page, FA(3); and that a text stays a text in each of them."""

import datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation
from ksef_client.documents.fa3 import FA3XmlValidationError, validate_fa3_xml_xsd

from shop.models import Order, SalesDocument
from shop.services.papers.fa3 import NAMESPACE, NoInvoice, invoice_xml
from shop.services.papers.issuing import document_cancel, document_correct, documents_issue
from shop.services.papers.pdf import DRAWN, document_pdf, drawable, file_name
from shop.services.papers.view import document_view
from tests import factories
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller, make_shelf, paid_order

MARKUP = '#eval("1+1") $x^2$ *b* _i_ `r` <a> & "c" \\ @ref // ] ) } = h 🏺 Żółć'


@pytest.fixture
def tree(shop_tree):
    make_seller(shop_tree)
    return shop_tree


def issue(tree, status=TAX.VAT_ACTIVE, **buyer):
    maker = make_maker(tree, status)
    honey = factories.make_product(tree, enterprise=maker, price="49.99", stock=3, category=make_shelf("miody", "5"))
    vase = factories.make_product(tree, enterprise=maker, price="120.00", category=make_shelf("szklo", "23"))
    order = paid_order((honey, 2), vase, **buyer)
    return documents_issue(order=order)[0]


def values(xml: bytes, *path: str) -> list[str]:
    root = ElementTree.fromstring(xml)
    return [node.text for node in root.iterfind("/".join(f"{{{NAMESPACE}}}{name}" for name in path))]


@pytest.mark.parametrize("status", [TAX.VAT_ACTIVE, TAX.VAT_EXEMPT])
@pytest.mark.parametrize("buyer", [COMPANY, {}])
def test_invoices_fit_the_schema(tree, status, buyer):
    xml = invoice_xml(document=issue(tree, status, **buyer))
    validate_fa3_xml_xsd(xml)
    assert values(xml, "Fa", "P_15") == ["238.88"]
    assert values(xml, "Fa", "RodzajFaktury") == ["VAT"]
    assert values(xml, "Podmiot1", "DaneIdentyfikacyjne", "NIP") == ["1111111111"]
    assert values(xml, "Podmiot2", "DaneIdentyfikacyjne", "NIP") == ([buyer["nip"]] if buyer else [])
    assert values(xml, "Podmiot2", "DaneIdentyfikacyjne", "BrakID") == ([] if buyer else ["1"])
    delivery = ["8.59", "10.31"] if status == TAX.VAT_ACTIVE else ["18.90"]
    assert values(xml, "Fa", "FaWiersz", "P_11A") == ["99.98", "120.00", *delivery]
    sums = {name: values(xml, "Fa", name) for name in ("P_13_1", "P_14_1", "P_13_3", "P_14_3", "P_13_7")}
    if status == TAX.VAT_ACTIVE:
        assert sums == {
            "P_13_1": ["105.94"], "P_14_1": ["24.37"], "P_13_3": ["103.40"], "P_14_3": ["5.17"], "P_13_7": [],
        }  # fmt: skip
        assert values(xml, "Fa", "Adnotacje", "Zwolnienie", "P_19N") == ["1"]
    else:
        assert sums == {"P_13_1": [], "P_14_1": [], "P_13_3": [], "P_14_3": [], "P_13_7": ["238.88"]}
        assert "art. 113" in values(xml, "Fa", "Adnotacje", "Zwolnienie", "P_19A")[0]


def test_corrections_fit_the_schema_and_tell_the_difference(tree):
    document = issue(tree, **COMPANY)
    first = document_correct(document=document, reason="Zwrot słoika", lines={0: 1})
    xml = invoice_xml(document=first)
    validate_fa3_xml_xsd(xml)
    assert values(xml, "Fa", "P_15") == ["-49.99"]
    assert values(xml, "Fa", "P_13_1") == []
    assert (values(xml, "Fa", "P_13_3"), values(xml, "Fa", "P_14_3")) == (["-47.61"], ["-2.38"])
    assert values(xml, "Fa", "PrzyczynaKorekty") == ["Zwrot słoika"]
    assert values(xml, "Fa", "DaneFaKorygowanej", "NrFaKorygowanej") == [document.number]
    assert values(xml, "Fa", "DaneFaKorygowanej", "NrKSeFN") == ["1"]
    assert values(xml, "Fa", "FaWiersz", "P_8B") == ["2", "1", "1", "1", "1", "1", "1", "1"]
    assert values(xml, "Fa", "FaWiersz", "StanPrzed") == ["1"] * 4
    last = invoice_xml(document=document_cancel(document=document, reason="Anulowano"))
    validate_fa3_xml_xsd(last)
    assert values(last, "Fa", "P_15") == ["-188.89"]


def test_zero_rate_discount_and_every_way_to_pay_fit_the_schema(tree):
    product = factories.make_product(tree, enterprise=make_maker(tree), vat_rate="0")
    order = paid_order(product, **COMPANY)
    item = order.items.get()
    type(item).objects.filter(pk=item.pk).update(discount=Decimal("20.00"), total=Decimal("100.00"))
    total = Decimal(order.total) - 20
    Order.objects.filter(pk=order.pk).update(discount=Decimal("20.00"), total=total)
    (document,) = documents_issue(order=order)
    for method in Order.PaymentMethod.values:
        document.data["payment"]["method"] = method
        xml = invoice_xml(document=document)
        validate_fa3_xml_xsd(xml)
    assert values(xml, "Fa", "P_13_6_1") == ["118.90"]
    assert values(xml, "Fa", "FaWiersz", "P_12") == ["0 KR", "0 KR"]
    assert values(xml, "Fa", "FaWiersz", "P_10") == ["20.00"]


def test_a_wrong_document_does_not_fit_the_schema(tree):
    """The schema is really asked."""
    document = issue(tree)
    document.data["seller"]["nip"] = "1"
    with pytest.raises(FA3XmlValidationError):
        validate_fa3_xml_xsd(invoice_xml(document=document))


def test_bills_have_no_xml(tree):
    document = issue(tree, TAX.OUTSIDE_VAT)
    with pytest.raises(NoInvoice):
        invoice_xml(document=document)
    with pytest.raises(NoInvoice):
        invoice_xml(document=document_cancel(document=document, reason="Anulowano"))


@pytest.mark.parametrize("status", [TAX.VAT_ACTIVE, TAX.VAT_EXEMPT, TAX.OUTSIDE_VAT])
def test_the_pdf_is_tagged_polish_and_always_the_same(tree, status):
    document = issue(tree, status)
    pdf = document_pdf(document=document)
    assert pdf.startswith(b"%PDF-")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang(pl-PL)", b"pdfuaid"):
        assert mark in pdf
    assert document_pdf(document=SalesDocument.objects.get(pk=document.pk)) == pdf
    correction = document_cancel(document=document, reason="Anulowano")
    assert document_pdf(document=correction) != pdf


def test_every_sign_of_the_ranges_can_be_drawn(tree):
    document = issue(tree)
    signs = "".join(chr(code) for first, last in DRAWN for code in range(first, last + 1))
    assert drawable({"a": ["Жовтень Łódź a\u0301\n🏺陶"]}) == {"a": ["Жовтень Łódź á ??"]}
    document.data["buyer"]["name"] = signs
    assert document_pdf(document=document).startswith(b"%PDF-")


def test_markup_in_names_stays_text(tree):
    document = issue(tree, name=MARKUP)
    document.data["lines"][0]["name"] = MARKUP
    document.data["seller"]["name"] = MARKUP
    assert document_pdf(document=document).startswith(b"%PDF-")
    assert values(invoice_xml(document=document), "Podmiot2", "DaneIdentyfikacyjne", "Nazwa") == [MARKUP]
    validate_fa3_xml_xsd(invoice_xml(document=document))


def test_the_view_tells_amounts_in_polish_whatever_the_language(tree):
    document = issue(tree, **COMPANY)
    with translation.override("en"):
        view = document_view(document)
    assert view["total"] == "238,88\xa0zł"
    assert view["lines"][0] == {
        "name": document.data["lines"][0]["name"], "code": document.data["lines"][0]["code"], "quantity": "2\xa0szt.",
        "unit_price": "49,99\xa0zł", "discount": "", "total": "99,98\xa0zł", "rate": "5\xa0%",
    }  # fmt: skip
    assert view["rates"][1] == {"rate": "5\xa0%", "net": "103,40\xa0zł", "vat": "5,17\xa0zł", "gross": "108,57\xa0zł"}
    document.issued_on = datetime.date(2026, 3, 5)
    assert document_view(document)["issued_on"] == "5 marca 2026"
    assert file_name(document, "pdf") == document.number.replace("/", "-") + ".pdf"
