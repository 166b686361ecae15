"""Withdrawal, complaint and the way to an order as buyers see them: guests, without a cookie."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from home.formats import day
from shop.models import Complaint, Order, OrderItem, Outbox, Withdrawal
from shop.services.links import status_url
from shop.services.orders import order_secret
from tests import factories
from tests.shop.after_sale import complain, delivered, paid_by_transfer, withdraw
from tests.shop.pages import SAME_ORIGIN, form_fields, hidden_values, words

pytestmark = pytest.mark.django_db

WITHDRAWAL, COMPLAINT, TRACKING = "/odstap-od-umowy/", "/reklamacja/", "/sprawdz-zamowienie/"
PERSON = {"name": "Anna Nowak", "email": "anna@example.org"}


@pytest.fixture
def order(make_product, make_enterprise):
    maker = make_enterprise(name="WTZ „Pod Lipą”")
    cups = make_product(price="35.00", stock=5, title="Kubek", enterprise=maker)
    return delivered(paid_by_transfer((cups, 3), make_product(price="120.00", title="Wazon", enterprise=maker)))


@pytest.fixture
def buyer(client, order):
    """The browser of somebody who opened the secret link."""
    client.get(f"/zamowienie/status/{order_secret(order=order)}/")
    return client


def post(client, path, data, **headers):
    return client.post(path, data, headers=SAME_ORIGIN | headers)


def text_of(response) -> str:
    return words(response.content.decode().replace("\xa0", " "))


def confirm(client, data):
    """Step 1, then the button of step 2 with what the summary carries."""
    summary = post(client, WITHDRAWAL, {**data, "step": "check"})
    assert summary.status_code == 200, text_of(summary)
    hidden = hidden_values(summary.content.decode(), "withdrawal")
    return summary, post(client, WITHDRAWAL, {**hidden, "step": "confirm"})


def test_a_guest_withdraws_without_login_reason_or_cookie(order):
    guest, sessions = Client(), Session.objects.count()
    page = guest.get(WITHDRAWAL)
    names = {field.get("name") for field in form_fields(page.content.decode(), "withdrawal")}
    assert names == {"key", "order", "name", "contract", "email", "items_text", "step"}
    summary, done = confirm(guest, {**PERSON, "contract": order.ref, "items_text": "", "key": ""})
    assert ">Potwierdź odstąpienie</button>" in summary.content.decode()
    assert Withdrawal.objects.count() == 1
    receipt = guest.get(done.url)
    made = Withdrawal.objects.get()
    text = text_of(receipt)
    now = timezone.localtime(made.submitted_at)
    for said in (made.number, day(now), now.strftime("%H:%M"), f"zamówienie {order.ref}", "Anna Nowak", "243,90 zł"):
        assert said in text
    assert not guest.cookies
    assert Session.objects.count() == sessions
    assert made.order == order


def test_nothing_is_sent_by_the_first_step(order):
    response = post(Client(), WITHDRAWAL, {**PERSON, "contract": order.ref, "step": "check"})
    assert response.status_code == 200
    assert not Withdrawal.objects.exists()


def test_who_sees_the_order_chooses_a_part(buyer, order):
    page = buyer.get(f"{WITHDRAWAL}?zamowienie={order.ref}").content.decode()
    fields = {field["name"]: field.get("value", "") for field in form_fields(page, "withdrawal") if field["tag"] == "input"}
    assert (fields["name"], fields["email"], fields["contract"]) == ("Anna Nowak", "anna@example.org", order.ref)
    cups, vase = order.items.order_by("pk")
    data = {**PERSON, "contract": order.ref, "order": order.ref, "scope": "part", f"pieces_{cups.pk}": "2", f"pieces_{vase.pk}": "0"}
    summary, done = confirm(buyer, data)
    assert "Kubek, sztuk: 2" in text_of(summary)
    assert "Wazon" not in text_of(summary)
    made = Withdrawal.objects.get()
    assert list(made.lines.values_list("item", "quantity")) == [(cups.pk, 2)]
    text = text_of(buyer.get(done.url))
    assert "70,00 zł" in text
    assert "za dostawę" not in text
    own = text_of(buyer.get(f"/zamowienie/{order.ref}/"))
    assert made.number in own


def test_a_part_needs_a_number_of_pieces(buyer, order):
    cups = order.items.order_by("pk").first()
    response = post(
        buyer, WITHDRAWAL, {**PERSON, "contract": order.ref, "order": order.ref, "scope": "part", f"pieces_{cups.pk}": "0"}
    )
    assert response.status_code == 422
    assert "Wybierz niżej, od ilu sztuk odstępujesz." in text_of(response)
    assert 'value="Anna Nowak"' in response.content.decode()


def test_a_stranger_with_the_number_sees_nothing_of_the_order(order):
    page = Client().get(f"{WITHDRAWAL}?zamowienie={order.ref}")
    text = page.content.decode()
    assert (order.ref in text, "Kubek" in text, order.name in text, order.email in text) == (True, False, False, False)
    # Nor can the hidden field be used to choose its things.
    cups = order.items.order_by("pk").first()
    confirm(Client(), {
        "name": "Ktoś", "email": "obca@example.org", "contract": order.ref, "order": order.ref,
        "scope": "part", f"pieces_{cups.pk}": "1",
    })  # fmt: skip
    made = Withdrawal.objects.get()
    assert (made.order, made.lines.count()) == (None, 0)


def test_an_unknown_order_is_taken_and_the_receipt_says_so(order):
    _summary, done = confirm(Client(), {**PERSON, "contract": "wazon kupiony w listopadzie"})
    text = text_of(Client().get(done.url))
    assert "Ktoś z nas znajdzie zamówienie" in text
    assert Withdrawal.objects.get().order is None


def test_the_button_pressed_twice_gives_one_statement(order):
    summary = post(Client(), WITHDRAWAL, {**PERSON, "contract": order.ref})
    hidden = hidden_values(summary.content.decode(), "withdrawal")
    answers = {post(Client(), WITHDRAWAL, {**hidden, "step": "confirm"}).url for _time in range(10)}
    assert (len(answers), Withdrawal.objects.count()) == (1, 1)
    assert Outbox.objects.filter(kind="withdrawal_received").count() == 1


def test_late_is_told_plainly_and_taken(buyer, order):
    delivered(order, days_ago=40)
    page = text_of(buyer.get(f"{WITHDRAWAL}?zamowienie={order.ref}"))
    assert "14 dni dla tego zamówienia minęło" in page
    _summary, done = confirm(buyer, {**PERSON, "contract": order.ref, "order": order.ref, "scope": "whole"})
    assert "może nie mieć skutku" in text_of(buyer.get(done.url))
    assert Withdrawal.objects.get().is_late is True


def test_what_the_law_excepts_is_shown_with_the_reason(buyer, order):
    vase = order.items.order_by("pk").last()
    OrderItem.objects.filter(pk=vase.pk).update(no_withdrawal="personalised")
    page = buyer.get(f"{WITHDRAWAL}?zamowienie={order.ref}").content.decode()
    assert f"pieces_{vase.pk}" not in page
    assert "Prawo odstąpienia nie przysługuje: zrobione według twoich wskazówek (pkt 3)" in words(page)


def test_the_link_stands_on_every_page_and_on_the_order_while_it_lasts(buyer, order, shop_tree):
    link = f'href="{WITHDRAWAL}"'
    for path in ("/", "/sklep/", "/koszyk/", f"/zamowienie/{order.ref}/"):
        page = buyer.get(path).content.decode()
        assert link in page
        assert "Odstąp od umowy tutaj" in page
    own = f'href="{WITHDRAWAL}?zamowienie={order.ref}"'
    assert own in buyer.get(f"/zamowienie/{order.ref}/").content.decode()
    delivered(order, days_ago=40)
    assert own not in buyer.get(f"/zamowienie/{order.ref}/").content.decode()


@pytest.mark.parametrize("path", [WITHDRAWAL, COMPLAINT, TRACKING])
def test_other_sites_cannot_send_the_forms(path):
    response = Client().post(path, PERSON, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert not Withdrawal.objects.exists()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("path", [WITHDRAWAL, COMPLAINT, TRACKING])
def test_too_many_forms_are_slowed_down(path, settings):
    scope = {WITHDRAWAL: "withdrawal", COMPLAINT: "complaint", TRACKING: "tracking"}[path]
    settings.THROTTLES = {scope: {"seconds": 600, "address": 2}}
    answers = [post(Client(), path, {}).status_code for _time in range(3)]
    assert answers == [422, 422, 429]


def test_receipts_are_behind_an_address_that_nobody_guesses(order):
    made, complaint = withdraw(order), complain(order)
    for path in (f"{WITHDRAWAL}potwierdzenie/", f"{COMPLAINT}potwierdzenie/"):
        for number in (made.number, complaint.number):
            for end in ("", ".x", ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"):
                response = Client().get(f"{path}{number}{end}/")
                assert response.status_code == 404
                assert "Anna" not in response.content.decode()


def test_pages_with_personal_data_are_kept_nowhere(buyer, order):
    _summary, done = confirm(buyer, {**PERSON, "contract": order.ref, "order": order.ref, "scope": "whole"})
    for path in (done.url, f"{WITHDRAWAL}?zamowienie={order.ref}", COMPLAINT, TRACKING):
        response = buyer.get(path)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        secret = path == done.url
        assert response["Referrer-Policy"] == ("no-referrer" if secret else "same-origin")


def test_a_complaint_of_a_guest(order):
    page = Client().get(COMPLAINT)
    assert page.status_code == 200
    data = {**PERSON, "contract": order.ref, "description": "Ucho odpadło.", "noticed": "od wczoraj", "demand": "repair"}
    done = post(Client(), COMPLAINT, data)
    made = Complaint.objects.get()
    text = text_of(Client().get(done.url))
    for said in (made.number, "Ucho odpadło.", "od wczoraj", "naprawa", day(made.answer_due_on)):
        assert said in text
    assert (made.order, made.item) == (order, None)


def test_who_sees_the_order_names_the_thing(buyer, order):
    vase = order.items.order_by("pk").last()
    page = buyer.get(f"{COMPLAINT}?zamowienie={order.ref}").content.decode()
    assert "Kubek" in page
    data = {**PERSON, "contract": order.ref, "order": order.ref, "description": "Pęknięty.", "demand": "refund"}
    assert post(buyer, COMPLAINT, data).status_code == 422
    post(buyer, COMPLAINT, {**data, "item": vase.pk})
    made = Complaint.objects.get()
    assert (made.item, made.demand) == (vase, "refund")
    assert made.number in text_of(buyer.get(f"/zamowienie/{order.ref}/"))


def test_an_empty_complaint_keeps_what_was_typed():
    response = post(Client(), COMPLAINT, {"name": "Anna <b>", "demand": "x"})
    assert response.status_code == 422
    assert 'value="Anna &lt;b&gt;"' in response.content.decode()
    assert not Complaint.objects.exists()


def test_the_link_goes_to_the_orders_own_address(order, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = post(Client(), TRACKING, {"ref": order.ref.lower(), "email": "ANNA@example.org"})
    assert response.url == f"{TRACKING}?wyslano=1"
    message = mail.outbox[-1]
    assert (message.to, order.ref in message.subject) == (["anna@example.org"], True)
    assert status_url(order=order) in message.body
    assert "Rzeczy są u ciebie." in message.body


def test_all_pairs_get_the_same_answer(order):
    pairs = [(order.ref, order.email), (order.ref, "obca@example.org"), ("7K3MPQ2X", order.email), ("x", "a@example.org")]
    answers = set()
    for ref, email in pairs:
        response = post(Client(), TRACKING, {"ref": ref, "email": email})
        answers.add((response.status_code, response.url, text_of(Client().get(response.url))))
    assert len(answers) == 1
    assert Outbox.objects.filter(kind="order_tracking").count() == 1


def test_asking_again_sends_no_second_mail(order):
    for _time in range(5):
        post(Client(), TRACKING, {"ref": order.ref, "email": order.email})
    assert Outbox.objects.filter(kind="order_tracking").count() <= 2


def test_an_erased_order_is_not_found(order):
    Order.objects.filter(pk=order.pk).update(email="", erased_at=timezone.now())
    post(Client(), TRACKING, {"ref": order.ref, "email": "anna@example.org"})
    assert not Outbox.objects.filter(kind="order_tracking").exists()


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("path", [WITHDRAWAL, COMPLAINT, TRACKING])
def test_forms_in_other_languages_are_translated(language, path):
    factories.ensure_roots()
    text = text_of(Client().get(f"/{language}{path}"))
    assert not re.search(r"Odstąp od umowy|Reklamacja|Sprawdź zamówienie", text.split("Market Społeczny")[0])


def test_the_number_of_queries_does_not_grow(buyer, order, django_assert_max_num_queries):
    buyer.get(f"{WITHDRAWAL}?zamowienie={order.ref}")
    with django_assert_max_num_queries(15):
        buyer.get(f"{WITHDRAWAL}?zamowienie={order.ref}")
