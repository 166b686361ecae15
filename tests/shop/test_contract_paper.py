"""The confirmation of the contract as PDF: what was agreed, in the versions of that day, the same at every sending."""

import pytest
from django.utils import translation

from home.models import SiteSettings
from shop.models import Outbox
from shop.services.mails import mail_for
from shop.services.papers.contract import contract_pdf
from shop.services.papers.rich_text import rich_text_nodes
from tests import factories
from tests.pdf_text import pdf_text
from tests.shop.test_services_mails import spaced

pytestmark = pytest.mark.django_db
TERMS = "<h3>Pierwszy</h3><p>Stary <b>regulamin</b>: <a href=\"/kontakt/\">kontakt</a>.</p><ol><li>raz</li><li>dwa</li></ol>"


@pytest.fixture
def pages(shop_tree):
    made = {
        "returns": factories.make_standard_page(
            shop_tree, slug="odstapienie-od-umowy", title="Odstąpienie od umowy", text="<p>Odsyłasz w 14 dni.</p>"
        ),
        "terms": factories.make_standard_page(shop_tree, slug="regulamin", title="Regulamin sklepu", text=TERMS),
    }
    for page in made.values():
        page.save_revision().publish()
    return made


@pytest.fixture
def order(pages, make_product):
    return factories.make_order(make_product(price="120.00", title="Wazon #let „Sierpień”"), language="pl")


def text_of(order) -> str:
    return spaced(pdf_text(contract_pdf(order=order)))


def test_it_holds_order_seller_rights_form_and_terms(order):
    text = text_of(order)
    for said in (
        f"Potwierdzenie umowy: zamówienie {order.ref}",
        "Stowarzyszenie Operator, ul. Przykładowa 1, 60-000 Poznań",
        "kontakt@market.example.org",
        "anna@example.org",
        "Wazon #let „Sierpień”",
        "120,00 zł",
        "138,90 zł",
        "Wykonanie: WTZ",
        "Możesz odstąpić od umowy w ciągu 14 dni bez podawania przyczyny.",
        "Wzór formularza odstąpienia od umowy",
        "Adresat: Stowarzyszenie Operator, ul. Przykładowa 1, 60-000 Poznań, kontakt@market.example.org",
        "Odsyłasz w 14 dni.",
        "Regulamin sklepu",
        "Stary regulamin : kontakt",
        "1. raz 2. dwa",
    ):
        assert said in text, said


def test_it_is_tagged_and_small(order):
    pdf = contract_pdf(order=order)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang(pl)", b"pdfuaid", b"/Outlines", b"/URI(http://127.0.0.1:8000/kontakt/)"):
        assert mark in pdf
    assert len(pdf) < 150_000


def test_it_stays_the_same_to_the_byte_when_terms_and_seller_change(order, pages):
    first = contract_pdf(order=order)
    terms = pages["terms"]
    terms.body = [("paragraph", "<p>Nowy regulamin</p>")]
    terms.title = "Regulamin 2"
    terms.save_revision().publish()
    SiteSettings.objects.update(operator_name="Kto inny", street="ul. Inna 2")
    order.refresh_from_db()
    assert contract_pdf(order=order) == first
    assert "Nowy regulamin" not in text_of(order)


def test_a_later_order_is_made_under_the_new_terms(order, pages, make_product):
    terms = pages["terms"]
    terms.body = [("paragraph", "<p>Nowy regulamin</p>")]
    terms.save_revision().publish()
    later = factories.make_order(make_product())
    assert "Nowy regulamin" in text_of(later)
    assert "Nowy regulamin" not in text_of(order)


def test_a_draft_binds_nobody(order, pages, make_product):
    terms = pages["terms"]
    terms.body = [("paragraph", "<p>Szkic</p>")]
    terms.save_revision()
    assert "Szkic" not in text_of(factories.make_order(make_product()))


def test_a_lost_revision_is_replaced_by_what_is_published(order, pages):
    pages["terms"].revisions.all().delete()
    assert "Stary regulamin" in text_of(order)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Confirmation of the contract: order", "Model withdrawal form", "To: Stowarzyszenie Operator"]),
        ("uk", ["Підтвердження договору: замовлення", "Зразок форми відмови від договору", "Кому: Stowarzyszenie"]),
    ],
)
def test_it_speaks_the_language_of_the_buyer_and_the_terms_that_of_the_contract(pages, make_product, language, said):
    order = factories.make_order(make_product(), language=language)
    with translation.override("pl"):
        text = text_of(order)
    assert all(words in text for words in said)
    assert "Stary regulamin" in text
    assert f"/Lang({language})".encode() in contract_pdf(order=order)


def test_the_mail_sent_again_encloses_the_same_bytes(order, pages):
    message = Outbox.objects.get(kind="order_placed", order=order)
    first = mail_for(message=message)
    pages["terms"].unpublish()
    again = mail_for(message=Outbox.objects.get(pk=message.pk))
    assert [kind for _name, _content, kind in first.attachments] == ["application/pdf"]
    assert first.attachments == again.attachments
    assert len(first.message().as_bytes()) < 300_000


def test_without_published_texts_there_is_still_a_contract(shop_tree, make_product):
    text = text_of(factories.make_order(make_product()))
    assert "Potwierdzenie umowy" in text
    assert "Wzór formularza odstąpienia od umowy" in text


def test_rich_text_is_read_in_order(db):
    class Text:
        source = "<p></p><h3></h3><p>a <b>b <i>c</i></b></p><ul><li></li><li>d<ul><li>e</li></ul></li></ul><h3>f</h3><p>g<br/>h</p>"

    nodes = rich_text_nodes(Text)
    assert [node["is"] for node in nodes] == ["paragraph", "list", "heading", "paragraph"]
    assert [(run["text"], run["strong"], run["emph"]) for run in nodes[0]["runs"]] == [
        ("a ", False, False),
        ("b ", True, False),
        ("c", True, True),
    ]
    assert [[run["text"] for run in item] for item in nodes[1]["items"]] == [["d"], ["e"]]
    assert (nodes[2]["text"], [run["text"] for run in nodes[3]["runs"]]) == ("f", ["g", " ", "h"])
