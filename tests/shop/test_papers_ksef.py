"""KSeF: which invoices go there, and their way through it against a system that fails in every way."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from market.settings.ksef import require_whole_ksef
from shop.models import Outbox, SalesDocument
from shop.services.errors import BadInput
from shop.services.papers import ksef
from shop.services.papers.issuing import document_correct, documents_issue
from shop.services.papers.ksef import KsefAnswer, KsefUnavailable, invoices_send
from shop.services.papers.routing import ksef_state_for
from tests import factories
from tests.shop.papers_tools import COMPANY, TAX, make_maker, make_seller, paid_order

NUMBERS = ["1111111111-20261128-0100001AF629-AF", "1111111111-20261128-0200001AF629-B0"]


class FakeKsef:
    """Says what the test wants; remembers what it got."""

    sent: list[bytes] = []
    answers: list = []
    fails = False

    def send(self, xml: bytes) -> str:
        if FakeKsef.fails:
            raise KsefUnavailable("HTTP 503")
        FakeKsef.sent.append(xml)
        return f"session/{len(FakeKsef.sent)}"

    def ask(self, reference: str) -> KsefAnswer:
        answer = FakeKsef.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def fake(settings):
    settings.KSEF_ADAPTER = "tests.shop.test_papers_ksef.FakeKsef"
    settings.KSEF_API_URL = "https://api-test.ksef.mf.gov.pl"
    settings.KSEF_NIP, settings.KSEF_TOKEN = "1111111111", "a-token"
    FakeKsef.sent, FakeKsef.answers, FakeKsef.fails = [], [], False
    return FakeKsef


@pytest.fixture
def tree(shop_tree):
    make_seller(shop_tree)
    return shop_tree


def issue(tree, status=TAX.VAT_ACTIVE, **buyer):
    return documents_issue(order=paid_order(factories.make_product(tree, enterprise=make_maker(tree, status)), **buyer))[0]


def due_now():
    SalesDocument.objects.update(ksef_next_at=None)


@pytest.mark.parametrize(
    ("seller", "day", "nip", "is_invoice", "state"),
    [
        ("large", (2026, 1, 31), "3333333333", True, "outside"),
        ("large", (2026, 2, 1), "3333333333", True, "waiting"),
        ("other", (2026, 3, 31), "3333333333", True, "outside"),
        ("other", (2026, 4, 1), "3333333333", True, "waiting"),
        ("small", (2026, 12, 31), "3333333333", True, "outside"),
        ("small", (2027, 1, 1), "3333333333", True, "waiting"),
        ("other", (2027, 1, 1), "", True, "outside"),
        ("other", (2027, 1, 1), "3333333333", False, "outside"),
    ],
)
def test_routing_by_the_dates_of_the_law(settings, seller, day, nip, is_invoice, state):
    settings.KSEF_SELLER = seller
    assert ksef_state_for(is_invoice=is_invoice, buyer_nip=nip, issued_on=datetime.date(*day)) == state


def test_it_is_off_by_default_and_then_nothing_is_sent(tree):
    document = issue(tree, **COMPANY)
    assert invoices_send() == "off"
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_attempts) == ("waiting", 0)
    # What KSeF has not taken is not issued yet: the buyer gets nothing.
    assert not Outbox.objects.filter(kind="document_issued").exists()


def test_consumers_and_bills_stay_outside_and_go_out_at_once(tree):
    assert issue(tree).ksef_state == "outside"
    assert issue(tree, TAX.OUTSIDE_VAT, **COMPANY).ksef_state == "outside"
    assert Outbox.objects.filter(kind="document_issued").count() == 2


def test_sent_looked_at_accepted_and_told(tree, fake):
    document = issue(tree, **COMPANY)
    fake.answers = [KsefAnswer("sent"), KsefAnswer("accepted", number=NUMBERS[0], upo="<UPO/>")]
    assert invoices_send() == "1 sent, 0 accepted, 0 rejected, 0 no answer"
    assert invoices_send() == "0 sent, 0 accepted, 0 rejected, 0 no answer"
    due_now()
    assert invoices_send() == "0 sent, 1 accepted, 0 rejected, 0 no answer"
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_number, document.ksef_upo) == ("accepted", NUMBERS[0], "<UPO/>")
    assert len(fake.sent) == 1
    message = Outbox.objects.get(kind="document_issued")
    assert message.payload == {"documents": [document.pk]}
    due_now()
    assert invoices_send() == "0 sent, 0 accepted, 0 rejected, 0 no answer"


def test_silence_is_tried_again_later_and_later(tree, fake):
    document = issue(tree, **COMPANY)
    fake.fails = True
    assert invoices_send() == "0 sent, 0 accepted, 0 rejected, 1 no answer"
    assert invoices_send() == "0 sent, 0 accepted, 0 rejected, 0 no answer"
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_attempts, document.ksef_error) == ("waiting", 1, "HTTP 503")
    fake.fails = False
    due_now()
    assert invoices_send() == "1 sent, 0 accepted, 0 rejected, 0 no answer"


def test_any_other_error_leaves_only_its_type(tree, fake, caplog):
    document = issue(tree, **COMPANY)
    invoices_send()
    fake.answers = [ValueError("a-token 3333333333")]
    assert invoices_send() == "0 sent, 0 accepted, 0 rejected, 1 no answer"
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_error) == ("sent", "ValueError")
    assert "a-token" not in caplog.text


def test_refused_waits_for_a_person_who_sends_it_once_more(tree, fake):
    document = issue(tree, **COMPANY)
    invoices_send()
    fake.answers = [KsefAnswer("rejected", error="430 zły NIP")]
    assert invoices_send() == "0 sent, 0 accepted, 1 rejected, 0 no answer"
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_error) == ("rejected", "430 zły NIP")
    due_now()
    assert invoices_send() == "0 sent, 0 accepted, 0 rejected, 0 no answer"
    ksef.invoice_retry(document=document)
    with pytest.raises(BadInput):
        ksef.invoice_retry(document=document)
    assert invoices_send() == "1 sent, 0 accepted, 0 rejected, 0 no answer"


def test_a_number_of_the_wrong_shape_is_not_taken(tree, fake):
    document = issue(tree, **COMPANY)
    invoices_send()
    fake.answers = [KsefAnswer("accepted", number="<b>")]
    invoices_send()
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_number) == ("sent", "")


def test_a_correction_follows_its_invoice_and_names_its_number(tree, fake):
    document = issue(tree, **COMPANY)
    correction = document_correct(document=document, reason="Zwrot", lines={0: 1})
    assert invoices_send() == "1 sent, 0 accepted, 0 rejected, 0 no answer"
    fake.answers = [KsefAnswer("accepted", number=NUMBERS[0]), KsefAnswer("accepted", number=NUMBERS[1])]
    due_now()
    invoices_send()
    assert f"<NrKSeFFaKorygowanej>{NUMBERS[0]}</NrKSeFFaKorygowanej>".encode() in fake.sent[1]
    due_now()
    invoices_send()
    correction.refresh_from_db()
    assert (correction.ksef_state, correction.ksef_number) == ("accepted", NUMBERS[1])


def test_a_number_written_down_by_hand(tree):
    document = issue(tree, **COMPANY)
    for wrong in ("", "FV/1/2026", "1111111111-20261128"):
        with pytest.raises(BadInput):
            ksef.number_record(document=document, number=wrong)
    ksef.number_record(document=document, number=f" {NUMBERS[0].lower()} ")
    document.refresh_from_db()
    assert (document.ksef_state, document.ksef_number) == ("accepted", NUMBERS[0])
    with pytest.raises(BadInput):
        ksef.number_record(document=document, number=NUMBERS[1])
    assert Outbox.objects.filter(kind="document_issued").count() == 1


WHOLE = {
    "KSEF_API_URL": "https://api.ksef.mf.gov.pl", "KSEF_NIP": "1111111111", "KSEF_TOKEN": "x", "KSEF_SELLER": "other",
}  # fmt: skip
OFF = {"KSEF_API_URL": "", "KSEF_NIP": "", "KSEF_TOKEN": "", "KSEF_SELLER": "small"}


@pytest.mark.parametrize("values", [WHOLE, OFF])
def test_whole_settings_or_none_are_good(values):
    assert require_whole_ksef(values) is None


@pytest.mark.parametrize(
    "change",
    [
        {"KSEF_TOKEN": ""}, {"KSEF_NIP": " "}, {"KSEF_API_URL": ""}, {"KSEF_NIP": "111-111-11-11"},
        {"KSEF_API_URL": "https://ksef.example.org"}, {"KSEF_SELLER": "tiny"},
    ],
)  # fmt: skip
def test_half_settings_stop_production(change):
    with pytest.raises(ImproperlyConfigured, match=r"KSEF|KSeF"):
        require_whole_ksef(WHOLE | change)


class TestClientAdapter:
    """Our adapter speaks to ksef-client as that is: real classes, no network."""

    def test_the_network_is_an_unavailable_ksef_without_the_token_in_it(self, fake, monkeypatch):
        from ksef_client.clients.security import SecurityClient

        from shop.services.papers.ksef_client import KsefClientAdapter

        def fails(self):
            raise ConnectionError("a-token")

        monkeypatch.setattr(SecurityClient, "get_public_key_certificates", fails)
        for call in (lambda: KsefClientAdapter().send(b"<x/>"), lambda: KsefClientAdapter().ask("a/b")):
            with pytest.raises(KsefUnavailable) as error:
                call()
            assert str(error.value) == "ConnectionError"

    @pytest.mark.parametrize(
        ("code", "number", "extensions", "expected"),
        [
            (150, None, None, KsefAnswer("sent")),
            (200, NUMBERS[0], None, KsefAnswer("accepted", number=NUMBERS[0], upo="<UPO/>")),
            (440, None, {"originalKsefNumber": NUMBERS[1]}, KsefAnswer("accepted", number=NUMBERS[1])),
            (430, None, None, KsefAnswer("rejected", error="430 opis szczegół")),
        ],
    )
    def test_answers_are_understood(self, fake, monkeypatch, code, number, extensions, expected):
        from contextlib import contextmanager
        from unittest.mock import Mock

        from ksef_client.openapi_models import InvoiceStatusInfo, SessionInvoiceStatusResponse

        from shop.services.papers.ksef_client import KsefClientAdapter

        status = InvoiceStatusInfo(code=code, description="opis", details=["szczegół"], extensions=extensions)
        told = SessionInvoiceStatusResponse(
            invoice_hash="h", invoicing_date="d", ordinal_number=1, reference_number="b", status=status, ksef_number=number
        )
        client = Mock()
        client.sessions.get_session_invoice_status.return_value = told
        client.sessions.get_session_invoice_upo_by_ref.return_value = b"<UPO/>"

        @contextmanager
        def opened(self):
            yield client, "access"

        monkeypatch.setattr(KsefClientAdapter, "_open", opened)
        assert KsefClientAdapter().ask("a/b") == expected
        client.sessions.get_session_invoice_status.assert_called_once_with("a", "b", access_token="access")
