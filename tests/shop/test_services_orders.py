"""Placing orders: one basket, one order, at the price that the buyer saw."""

import re
from decimal import Decimal

import pytest
from django.db import OperationalError

from shop.models import (
    Basket,
    Order,
    Outbox,
    ProductPage,
    StockItem,
    StockMovement,
)
from shop.services import order_placing
from shop.services.baskets import basket_quote
from shop.services.errors import (
    BadInput,
    BasketGone,
    KeyReused,
    NotForSale,
    OutOfStock,
    ShopBusy,
    TotalChanged,
)
from shop.services.prices import price_set
from shop.services.secrets import REF_PATTERN
from tests import factories
from tests.shop.placing import nothing_was_ordered, place


def test_an_order_holds_all_that_was_agreed(shop_tree, make_product, make_enterprise):
    maker, other = make_enterprise(purpose="nowy piec"), make_enterprise(name="ZAZ „Most”", kind="zaz")
    vase = make_product(price="120.00", enterprise=maker, title="Wazon „Sierpień”")
    bowl = make_product(price="45.50", stock=4, enterprise=maker)
    bag = make_product(price="60.00", stock=2, enterprise=other)
    story = factories.make_story(shop_tree, products=[vase], title="Pierwszy wypał")
    basket = factories.make_basket(vase, (bowl, 2), bag)

    order = place(basket, buyer=factories.make_buyer(name="  Anna Nowak ", buyer_note="po 16"))

    order = Order.objects.get(pk=order.pk)
    assert re.fullmatch(REF_PATTERN, order.ref)
    assert (order.status, order.payment_method, order.paid_at) == ("CREATED", "transfer", None)
    assert (order.subtotal, order.delivery_price, order.total) == (
        Decimal("271.00"),
        Decimal("18.90"),
        Decimal("289.90"),
    )
    assert (order.name, order.buyer_note, order.delivery_name) == ("Anna Nowak", "po 16", "Kurier")
    assert order.address_lines == ["Anna Nowak", "ul. Lipowa 3/4", "61-001 Poznań"]
    assert order.basket_id == basket.pk
    assert not Basket.objects.exists()

    lines = {item.product_id: item for item in order.items.select_related("parcel")}
    assert {key: (item.quantity, item.total) for key, item in lines.items()} == {
        vase.pk: (1, Decimal("120.00")),
        bowl.pk: (2, Decimal("91.00")),
        bag.pk: (1, Decimal("60.00")),
    }
    assert lines[vase.pk].name == "Wazon „Sierpień”"
    assert lines[vase.pk].product_data["url"] == f"/sklep/{vase.code.lower()}/"
    assert lines[vase.pk].context == {
        "maker": maker.name,
        "kind_label": "WTZ",
        "kind_explanation": maker.kind_explanation,
        "term_code": "wtz",
        "place": "Gniezno",
        "maker_url": f"/producenci/{maker.code}/",
        "purpose": "nowy piec",
        "running_body": "Fundacja „Próg”",
        "language": "pl",
        "story_title": "Pierwszy wypał",
        "story_url": story.url,
    }
    assert lines[bag.pk].context["kind_label"] == "ZAZ"

    parcels = order.parcels.all()
    assert {parcel.enterprise_id: parcel.items.count() for parcel in parcels} == {maker.pk: 2, other.pk: 1}
    assert [(step.old_status, step.new_status) for step in order.status_changes.all()] == [("NEW", "CREATED")]
    held = {row.item.product_id: (row.quantity, row.state) for row in order.reservations.all()}
    assert held == {vase.pk: (1, "active"), bowl.pk: (2, "active"), bag.pk: (1, "active")}
    assert all(row.expires_at for row in order.reservations.all())
    assert [(item.on_hand, item.reserved) for item in StockItem.objects.order_by("pk")] == [
        (1, 1),
        (4, 2),
        (2, 1),
    ]
    assert not StockMovement.objects.filter(reason="sale").exists()
    assert [message.kind for message in Outbox.objects.all()] == ["order_placed"]


@pytest.mark.parametrize(
    ("price", "quantity", "delivery", "total"),
    [
        ("99.99", 1, "18.90", "118.89"),
        ("0.10", 3, "0.20", "0.50"),
        ("19.99", 7, "14.50", "154.43"),
        ("4.35", 99, "18.90", "449.55"),
        ("1.10", 3, "2.20", "5.50"),
        ("9999999.99", 99, "0.01", "989999999.02"),
    ],
)
def test_sums_are_exact_to_the_grosz(make_product, price, quantity, delivery, total):
    """Sums that floating-point numbers miss; the constraints of the database must take them too."""
    basket = factories.make_basket((make_product(price=price, stock=99), quantity))
    order = place(basket, delivery=factories.make_delivery(price=delivery))
    assert Order.objects.get(pk=order.pk).total == Decimal(total)


def test_the_same_submit_again_gives_the_same_order(make_product):
    product = make_product(stock=5)
    basket = factories.make_basket(product)
    first = place(basket)
    for again in (basket, basket.pk, None):
        assert place(again, total=first.total) == first
    assert (Order.objects.count(), Outbox.objects.count()) == (1, 1)
    assert StockItem.objects.get().reserved == 1


def test_the_same_basket_with_another_key_gives_the_same_order(make_product):
    basket = factories.make_basket(make_product(stock=5))
    first = place(basket, key="first")
    second = place(basket, key="second", total=first.total, buyer=factories.make_buyer(name="Kto inny"))
    assert second == first
    assert Order.objects.get().name == "Anna Nowak"


@pytest.mark.parametrize(
    "other",
    [
        {"buyer": factories.make_buyer(name="Kto inny")},
        {"total": Decimal("1.00")},
        {"payment_method": "on-pickup"},
        {"other basket": True},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_same_key_with_other_data_is_refused(make_product, other):
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    product = make_product(stock=5)
    basket = factories.make_basket(product)
    first = place(basket, delivery=pickup)
    if other.pop("other basket", False):
        basket = factories.make_basket(product)
    with pytest.raises(KeyReused):
        place(basket, delivery=pickup, **({"total": first.total} | other))
    assert Order.objects.count() == 1


def test_a_basket_that_is_gone_without_an_order_is_told(make_product):
    basket = factories.make_basket(make_product())
    Basket.objects.all().delete()
    for gone in (basket, basket.pk, None):
        with pytest.raises(BasketGone):
            place(gone, total=Decimal("138.90"))
    assert nothing_was_ordered()


def test_an_empty_basket_is_no_order(make_product):
    basket = factories.make_basket(make_product())
    basket.items.all().delete()
    with pytest.raises(BasketGone):
        place(basket, total=Decimal("18.90"))
    assert nothing_was_ordered()


def test_a_price_changed_since_is_told_with_both_prices(make_product):
    same, dearer = make_product(price="10.00"), make_product(price="100.00", title="Wazon „Maj”")
    basket = factories.make_basket(same, dearer)
    seen = basket_quote(basket=basket, delivery=factories.make_delivery()).total
    price_set(product=dearer, price=Decimal("120.00"))

    with pytest.raises(TotalChanged) as refusal:
        place(basket, total=seen)

    assert (refusal.value.seen, refusal.value.now) == (Decimal("128.90"), Decimal("148.90"))
    changes = [(change.name, change.old, change.new) for change in refusal.value.changes]
    assert changes == [("Wazon „Maj”", Decimal("100.00"), Decimal("120.00"))]
    assert nothing_was_ordered()
    assert basket.items.count() == 2
    assert place(basket).total == Decimal("148.90")


def test_a_dearer_delivery_is_told_too(make_product):
    basket = factories.make_basket(make_product())
    delivery = factories.make_delivery(price="18.90")
    seen = basket_quote(basket=basket, delivery=delivery).total
    delivery.price = Decimal("20.00")
    delivery.save()
    with pytest.raises(TotalChanged) as refusal:
        place(basket, total=seen, delivery=delivery)
    assert refusal.value.changes == []
    assert nothing_was_ordered()


@pytest.mark.parametrize("taken", [1, 2])
def test_what_is_sold_meanwhile_is_told_and_nothing_else_is_taken(make_product, taken):
    wanted, other = make_product(stock=2, title="Misa"), make_product(stock=1)
    basket = factories.make_basket(other, (wanted, 2))
    seen = basket_quote(basket=basket, delivery=factories.make_delivery()).total
    factories.make_order((wanted, taken))
    with pytest.raises(OutOfStock) as refusal:
        place(basket, total=seen)
    assert (refusal.value.product, refusal.value.available) == (wanted, 2 - taken)
    assert "Misa" in refusal.value.message
    assert Order.objects.count() == 1
    assert StockItem.objects.get(product=other).reserved == 0
    assert Basket.objects.filter(pk=basket.pk).exists()


def test_what_is_withdrawn_meanwhile_is_told(make_product):
    product = make_product()
    basket = factories.make_basket(product)
    ProductPage.objects.get(product=product).unpublish()
    with pytest.raises(NotForSale):
        place(basket, total=Decimal("138.90"))
    assert nothing_was_ordered()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "A" * 121),
        ("name", "Anna\x00"),
        ("name", "Anna\ud800"),
        ("name", None),
        ("email", "anna"),
        ("email", "anna@example.org\nBcc: all@example.org"),
        ("phone", ""),
        ("phone", "6" * 21),
        ("street", ""),
        ("postcode", ""),
        ("city", ""),
        ("buyer_note", "x" * 501),
        ("buyer_note", ["x"]),
    ],
)
def test_a_buyer_who_cannot_be_written_down_is_refused(make_product, field, value):
    basket = factories.make_basket(make_product())
    with pytest.raises(BadInput):
        place(basket, total=Decimal("138.90"), buyer=factories.make_buyer(**{field: value}))
    assert nothing_was_ordered()


@pytest.mark.parametrize("key", ["", "x" * 65, "a\x00b", None])
def test_a_strange_key_is_refused(make_product, key):
    basket = factories.make_basket(make_product())
    with pytest.raises(BadInput):
        place(basket, key=key)
    assert nothing_was_ordered()


@pytest.mark.parametrize("method", ["", "blik", None, "on-pickup"])
def test_only_offered_payments_that_fit_the_delivery(make_product, method):
    basket = factories.make_basket(make_product())
    with pytest.raises(BadInput):
        place(basket, payment_method=method)
    assert nothing_was_ordered()


def test_a_delivery_no_longer_offered_is_refused(make_product):
    basket = factories.make_basket(make_product())
    with pytest.raises(BadInput):
        place(basket, delivery=factories.make_delivery("stara", is_active=False))
    assert nothing_was_ordered()


def test_a_pickup_keeps_no_address_and_waits_without_a_deadline(make_product):
    pickup = factories.make_delivery("odbior", price="0.00", is_pickup=True)
    order = place(factories.make_basket(make_product()), delivery=pickup, payment_method="on-pickup")
    assert (order.street, order.postcode, order.city, order.is_pickup) == ("", "", "", True)
    assert order.reservations.get().expires_at is None


def test_an_unknown_language_falls_back_to_polish(make_product):
    order = place(factories.make_basket(make_product()), buyer=factories.make_buyer(language="xx"))
    assert order.language == "pl"


def test_a_taken_reference_is_replaced(make_product, monkeypatch):
    first = place(factories.make_basket(make_product()), key="first")
    refs = iter([first.ref, first.ref, "ZZZZ9999"])
    monkeypatch.setattr(order_placing, "new_ref", lambda: next(refs))
    assert place(factories.make_basket(make_product()), key="second").ref == "ZZZZ9999"


def test_references_are_neither_counted_nor_repeated(make_product):
    product = make_product(stock=12)
    refs = [place(factories.make_basket(product), key=f"key-{number}").ref for number in range(12)]
    assert len(set(refs)) == 12
    assert refs != sorted(refs)


@pytest.mark.parametrize("failures", [1, 2])
def test_a_locked_database_is_tried_once_more(make_product, monkeypatch, failures):
    real, left = order_placing._place, [failures]

    def flaky(*args):
        if left[0]:
            left[0] -= 1
            raise OperationalError("database is locked")
        return real(*args)

    monkeypatch.setattr(order_placing, "_place", flaky)
    basket = factories.make_basket(make_product())
    if failures == 1:
        assert place(basket).status == "CREATED"
    else:
        with pytest.raises(ShopBusy):
            place(basket)
        assert nothing_was_ordered()
