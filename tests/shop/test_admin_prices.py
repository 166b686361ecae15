"""Promotions, codes and gift cards in the admin."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.models import DiscountCode, GiftCard, PriceChange, Product, Promotion
from shop.services.promotions import promotion_plan
from shop.services.secrets import gift_card_code_of
from tests.shop.admin_people import client_of, make_person, messages_of
from tests.shop.cards_of import make_card

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(shop_tree):
    return client_of(make_person("shop"))


@pytest.fixture
def product(make_product):
    product = make_product(price="100.00", stock=3)
    PriceChange.objects.update(valid_from=timezone.now() - datetime.timedelta(days=60))
    return product


def url(model, name: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def form(product: Product, price: str, *, starts: datetime.datetime, ends: datetime.datetime | None = None) -> dict:
    def moment(value):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""

    return {
        "name": "Wiosna",
        "code": "wiosna",
        "starts_at": moment(starts),
        "ends_at": moment(ends),
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-MIN_NUM_FORMS": "1",
        "items-MAX_NUM_FORMS": "1000",
        "items-0-product": product.pk,
        "items-0-price": price,
        "items-0-id": "",
        "items-0-ORDER": "1",
        "items-0-DELETE": "",
    }


def test_a_promotion_is_planned_and_begins_when_due(staff, product):
    response = staff.post(url(Promotion, "add"), form(product, "80.00", starts=timezone.now()), follow=True)
    promotion = Promotion.objects.get()
    assert (promotion.state, promotion.created_by.username) == ("running", "shop")
    product.refresh_from_db()
    assert product.price == Decimal("80.00")
    page = response.content.decode().replace("\xa0", " ")
    assert "100,00 zł" in page
    assert "20 %" in page


def test_what_is_no_reduction_is_refused_in_words_and_nothing_is_lost(staff, product):
    response = staff.post(url(Promotion, "add"), form(product, "100.00", starts=timezone.now()))
    assert response.status_code == 200
    page = response.content.decode().replace("\xa0", " ")
    assert "Nie wolno tego nazwać obniżką" in page
    assert 'value="Wiosna"' in page
    assert not Promotion.objects.exists()


def test_a_running_promotion_is_changed_in_its_end_alone(staff, product):
    promotion = promotion_plan(
        code="wiosna", name="Wiosna", starts_at=timezone.now(), ends_at=None, prices={product: Decimal("80.00")}
    )
    page = staff.get(url(Promotion, "edit", promotion.pk)).content.decode()
    assert 'name="ends_at"' in page
    assert 'name="starts_at"' not in page
    assert "items-TOTAL_FORMS" not in page
    end = timezone.localtime(timezone.now() + datetime.timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    staff.post(
        url(Promotion, "edit", promotion.pk), {"name": "Wiosna", "code": "wiosna", "ends_at": end, "price": "1"}
    )
    promotion.refresh_from_db()
    assert promotion.ends_at is not None
    assert promotion.items.get().price == Decimal("80.00")


def test_a_promotion_is_ended(staff, product):
    promotion = promotion_plan(
        code="wiosna", name="Wiosna", starts_at=timezone.now(), ends_at=None, prices={product: Decimal("80.00")}
    )
    address = url(Promotion, "withdraw", promotion.pk)
    assert staff.get(address).status_code == 200
    staff.post(address)
    product.refresh_from_db()
    promotion.refresh_from_db()
    assert (product.price, promotion.state) == (Decimal("100.00"), "ended")


def test_a_promotion_that_changed_prices_is_not_deleted(staff, product):
    promotion = promotion_plan(
        code="wiosna", name="Wiosna", starts_at=timezone.now(), ends_at=None, prices={product: Decimal("80.00")}
    )
    staff.post(url(Promotion, "delete", promotion.pk))
    assert Promotion.objects.filter(pk=promotion.pk).exists()


def test_the_history_says_who_when_and_why(staff, product):
    staff.post(url(Product, "price", product.pk), {"step": "set", "price": "110,00", "note": "podrożała glina"})
    change = PriceChange.objects.first()
    assert (change.price, change.note, change.changed_by.username) == (Decimal("110.00"), "podrożała glina", "shop")
    page = staff.get(url(Product, "price", product.pk)).content.decode()
    assert "podrożała glina" in page


def discount(**values) -> dict:
    facts = {"code": "lato10", "note": "partnerzy", "percent": "10", "amount": "", "least_subtotal": "0"}
    return facts | {"starts_at": "", "ends_at": "", "most_uses": "50", "is_active": "on"} | values


def test_a_code_is_made(staff):
    response = staff.post(url(DiscountCode, "add"), discount(), follow=True)
    assert DiscountCode.objects.get().code == "LATO10"
    assert not [text for text in messages_of(response) if "promocję" in text]


def test_a_code_for_everybody_is_made_with_a_warning(staff):
    response = staff.post(url(DiscountCode, "add"), discount(most_uses=""), follow=True)
    assert DiscountCode.objects.exists()
    assert [text for text in messages_of(response) if "zaplanuj zamiast niego promocję" in text]


@pytest.mark.parametrize(
    "values",
    [
        {"amount": "5"},
        {"percent": ""},
        {"percent": "101"},
        {"percent": "", "amount": "0"},
        {"note": ""},
        {"code": "ąę!"},
        {"starts_at": "2026-12-02 10:00", "ends_at": "2026-12-01 10:00"},
        {"least_subtotal": "-1"},
    ],
)
def test_a_wrong_code_is_refused(staff, values):
    assert staff.post(url(DiscountCode, "add"), discount(**values)).status_code == 200
    assert not DiscountCode.objects.exists()


def test_a_card_is_issued_by_hand_and_its_code_told_once(staff):
    response = staff.post(reverse("gift_cards:add"), {"value": "50,00", "note": "nagroda"}, follow=True)
    card = GiftCard.objects.get()
    assert (card.balance, card.entries.get().created_by.username) == (Decimal("50.00"), "shop")
    assert gift_card_code_of(card=card) in messages_of(response)[0]
    assert gift_card_code_of(card=card) not in staff.get(reverse("gift_cards:edit", args=[card.pk])).content.decode()


def test_a_card_is_blocked_and_corrected(staff):
    card = make_card("50.00")
    address = reverse("gift_cards:edit", args=[card.pk])
    staff.post(address, {"block": "1"})
    card.refresh_from_db()
    assert card.blocked_at is not None
    staff.post(address, {"block": "0"})
    data = {"amount": "-20,00", "note": "pomyłka", "key": "0b7c2b1e-9a3f-4f0e-8a55-2d6f0e3c1a11"}
    for _twice in range(2):
        staff.post(address, data)
    card.refresh_from_db()
    assert (card.blocked_at, card.balance) == (None, Decimal("30.00"))
    response = staff.post(address, {**data, "amount": "-40,00", "key": "1b7c2b1e-9a3f-4f0e-8a55-2d6f0e3c1a11"})
    assert response.status_code == 200
    card.refresh_from_db()
    assert card.balance == Decimal("30.00")
    assert staff.get(reverse("gift_cards:index")).status_code == 200


@pytest.mark.parametrize("role", ["communications", "workshop"])
def test_others_stay_out(shop_tree, role):
    card = make_card()
    person = client_of(make_person(role))
    for address in (
        url(Promotion, "add"),
        url(DiscountCode, "add"),
        reverse("gift_cards:index"),
        reverse("gift_cards:edit", args=[card.pk]),
    ):
        assert person.get(address).status_code in {302, 403}
