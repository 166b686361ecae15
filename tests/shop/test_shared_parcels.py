"""Makers in one house send one parcel: one price, one label, one place; the money and the story stay with who made it."""

from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.delivery_context import delivery_options
from shop.models import DeliveryMethod, Order, OrderItem, Parcel, Product, SetComponent
from shop.order_context import parcels
from shop.services.after_sale_mails import exchange_context
from shop.services.audit import shop_breaches
from shop.services.audit_delivery import lines_lie_with_their_packer, packers_are_in_the_house
from shop.services.baskets import basket_quote
from shop.services.errors import TotalChanged
from shop.services.mails import mail_context
from shop.services.orders import parcel_update, payment_record
from shop.services.papers.parts import order_parts
from shop.services.receipts import social_receipt
from shop.services.shipments import _request
from shop.services.shipping import PackLine, goods_to_pack
from shop.shared_parcels import basket_texts
from stories.models import Enterprise
from tests import factories
from tests.shop.after_sale import delivered, paid_by_transfer
from tests.shop.exchanging import returned
from tests.shop.placing import nothing_was_ordered, place

MUG = {"height_mm": 94, "width_mm": 118, "depth_mm": 84, "weight_g": 350}
CARD = {"height_mm": 12, "width_mm": 105, "depth_mm": 148, "weight_g": 95}
TOGETHER = "ZAZ „Młyn” i WTZ „Koło” mieszczą się pod jednym adresem."


@pytest.fixture
def packer(make_enterprise):
    return make_enterprise(name="ZAZ „Młyn”", kind="zaz", tax_status=Enterprise.TaxStatus.VAT_ACTIVE)


@pytest.fixture
def maker(make_enterprise, packer):
    return make_enterprise(name="WTZ „Koło”", packed_by=packer)


@pytest.fixture
def lockers(db):
    factories.make_locker()
    return factories.make_locker_delivery()


@pytest.fixture
def basket(make_product, maker, packer):
    """A mug (B) of the maker and a card (A) of who packs for it."""
    mug = make_product(enterprise=maker, price="50.00", stock=5, title="Kubek", **MUG)
    return factories.make_basket(mug, make_product(enterprise=packer, price="30.00", stock=5, title="Kartka", **CARD))


def to_locker(basket, lockers, **values) -> Order:
    return place(basket, delivery=lockers, buyer=factories.make_buyer(locker_code="POZ01M"), **values)


def shown(order: Order) -> list[dict]:
    found = list(order.parcels.select_related("enterprise").prefetch_related("items"))
    return parcels(found, {}, is_pickup=order.is_pickup)


def test_two_makers_in_one_house_pay_for_one_parcel(basket, lockers, maker, packer):
    [quote] = basket_quote(basket=basket, delivery=lockers).deliveries
    assert [(parcel.packed.packer, parcel.packed.shared_by, parcel.packed.size, parcel.price) for parcel in quote.parcels] == [
        (packer, (packer, maker), "B", Decimal("15.99"))
    ]
    Enterprise.objects.update(packed_by=None)
    [quote] = basket_quote(basket=basket, delivery=lockers).deliveries
    assert (len(quote.parcels), quote.price) == (2, Decimal("29.98"))
    assert [parcel.packed.shared_by for parcel in quote.parcels] == [(), ()]


def test_the_order_has_one_parcel_and_money_for_each_maker(basket, lockers, maker, packer):
    order = to_locker(basket, lockers)
    [parcel] = order.parcels.all()
    assert (parcel.enterprise, parcel.size, parcel.weight_g, parcel.boxes) == (packer, "B", 350 + 95 + 250, 1)
    assert (parcel.delivery_price, order.delivery_price, order.cheapest_delivery) == (Decimal("15.99"),) * 3
    assert parcel.shared_by == [
        {"enterprise": packer.pk, "name": "ZAZ „Młyn”"},
        {"enterprise": maker.pk, "name": "WTZ „Koło”"},
    ]
    items = order.items.order_by("pk")
    assert [(item.enterprise, item.parcel, item.context["maker"]) for item in items] == [
        (maker, parcel, "WTZ „Koło”"),
        (packer, parcel, "ZAZ „Młyn”"),
    ]
    assert [(row.name, row.amount) for row in social_receipt(order=order).makers] == [
        ("WTZ „Koło”", Decimal("50.00")),
        ("ZAZ „Młyn”", Decimal("30.00")),
    ]
    # The delivery belongs to the goods: 15,99 zł as 50 to 30, each at its maker's rate.
    assert {part.maker: part.total for part in order_parts(order)} == {
        maker: Decimal("59.99"),
        packer: Decimal("36.00"),
    }
    assert list(shop_breaches()) == []


def test_who_packs_sends_it_to_the_locker(basket, lockers, packer):
    parcel = to_locker(basket, lockers).parcels.select_related("order", "enterprise").get()
    sender = _request(parcel).sender
    assert (sender.name, sender.email) == ("ZAZ „Młyn”", packer.email)


def test_goods_of_the_packed_maker_alone_leave_from_who_packs(make_product, maker, packer):
    order = place(factories.make_basket(make_product(enterprise=maker)))
    assert [(parcel.enterprise, parcel.house) for parcel in order.parcels.all()] == [(packer, ["WTZ „Koło”"])]
    assert shown(order)[0]["together"] == "Paczkę wysyła ZAZ „Młyn”: to ten sam adres co WTZ „Koło”."
    assert list(shop_breaches()) == []


def test_a_replacement_leaves_from_who_packs_and_comes_back_there(make_product, maker, packer):
    mug = make_product(enterprise=maker, price="50.00", stock=5, title="Kubek", **MUG)
    other = make_product(enterprise=maker, price="50.00", stock=5, variant_of=mug, **MUG)
    order = delivered(paid_by_transfer((mug, 1)))
    exchange = returned(order, other)
    parcel = exchange.parcel
    assert (parcel.enterprise, parcel.house, parcel.delivery_price, parcel.size) == (packer, [maker.name], 0, "B")
    assert exchange_context(exchange)["return_to"]["name"] == packer.name
    assert list(shop_breaches()) == []
    Parcel.objects.filter(pk=parcel.pk).update(shared_by=[])
    assert list(shop_breaches()) == [f"exchange {exchange.number}: another enterprise packs it than made the replacement"]


def test_an_order_keeps_its_parcels_when_the_house_parts(basket, make_product, maker, packer):
    order = place(basket)
    Enterprise.objects.filter(pk=maker.pk).update(packed_by=None, name="WTZ „Koło II”", street="ul. Nowa 5")
    order = Order.objects.get(pk=order.pk)
    assert [entry["together"] for entry in shown(order)] == [f"Jedna paczka: {TOGETHER}"]
    assert {item.parcel.enterprise for item in order.items.all()} == {packer}
    later = place(
        factories.make_basket(make_product(enterprise=maker), make_product(enterprise=packer)), key="key-of-the-form-2"
    )
    assert {parcel.enterprise_id for parcel in later.parcels.all()} == {maker.pk, packer.pk}
    assert list(shop_breaches()) == []


def test_a_house_that_parts_during_the_checkout_orders_nothing(basket, lockers):
    seen = basket_quote(basket=basket, delivery=lockers).total
    Enterprise.objects.update(packed_by=None)
    with pytest.raises(TotalChanged) as caught:
        to_locker(basket, lockers, total=seen)
    assert caught.value.now - seen == Decimal("13.99")
    assert nothing_was_ordered()


def test_a_set_goes_to_who_packs_for_its_enterprise(make_product, make_enterprise, maker, packer):
    foreign = make_product(stock=5, enterprise=make_enterprise(street="ul. Daleka 9"))
    own = make_product(stock=5, enterprise=packer)
    gift = make_product(kind=Product.Kind.SET, stock=0, enterprise=maker, price="200.00")
    for part in (foreign, own):
        SetComponent.objects.create(gift_set=gift, product=part)
    goods = goods_to_pack([PackLine(gift, 1, {})])
    assert [(good.packer, good.maker, good.product) for good in goods] == [(packer, maker, foreign), (packer, maker, own)]
    order = place(factories.make_basket(gift))
    [parcel] = order.parcels.all()
    assert (parcel.enterprise, parcel.house) == (packer, ["WTZ „Koło”"])
    assert {item.enterprise for item in order.items.all()} == {foreign.enterprise, packer}
    assert list(shop_breaches()) == []


def test_gift_cards_share_no_box(make_product, maker, packer):
    card = make_product(kind=Product.Kind.GIFT_CARD, stock=0, enterprise=maker)
    order = place(factories.make_basket(card, make_product(enterprise=packer)))
    assert [(parcel.enterprise, parcel.house) for parcel in order.parcels.all()] == [(packer, [])]
    assert list(shop_breaches()) == []


def test_the_checkout_says_why_it_is_one_parcel(basket, lockers, make_product, make_enterprise):
    pickup = factories.make_delivery("odbior", is_pickup=True)
    methods = [lockers, pickup]
    quotes = basket_quote(basket=basket, deliveries=methods).deliveries
    to_the_locker, at_the_workshop = delivery_options(None, quotes)
    assert to_the_locker["detail"] == f"Jedna paczka: {TOGETHER}"
    assert at_the_workshop["detail"] == f"Jedno miejsce odbioru: {TOGETHER}"
    assert [place["maker"] for place in at_the_workshop["places"]] == ["ZAZ „Młyn”"]
    assert basket_texts(quotes) == [f"Jedna paczka: {TOGETHER}"]
    third = make_enterprise(name="Klon", street="ul. Daleka 9")
    goods = [item.product for item in basket.items.order_by("pk")]
    wider = factories.make_basket(*goods, make_product(enterprise=third, **CARD))
    [option] = delivery_options(None, basket_quote(basket=wider, deliveries=[lockers]).deliveries)
    assert option["detail"].replace("\u00a0", " ") == (
        f"2 paczki: ZAZ „Młyn” i WTZ „Koło” 15,99 zł, Klon 13,99 zł · Jedna paczka: {TOGETHER}"
    )


def test_what_needs_two_boxes_is_packed_together(make_product, maker, packer):
    vases = make_product(stock=3, height_mm=170, width_mm=360, depth_mm=620, weight_g=1000, enterprise=maker)
    order = place(factories.make_basket((vases, 3), make_product(enterprise=packer, **CARD)))
    assert [entry["together"] for entry in shown(order)] == [f"Pakowane razem: {TOGETHER}"]


def test_mails_tell_it(basket, lockers, client):
    order = to_locker(basket, lockers)
    assert [(parcel.maker, parcel.together) for parcel in mail_context(order=order)["parcels"]] == [
        ("ZAZ „Młyn”", f"Jedna paczka: {TOGETHER}")
    ]


def test_makers_apart_hear_nothing_of_it(make_product):
    order = place(factories.make_basket(make_product(), make_product()))
    assert [(entry["together"], entry["parcel"].shared_by) for entry in shown(order)] == [("", []), ("", [])]


def test_the_number_of_queries_is_that_of_one_maker_and_one_more(basket, django_assert_num_queries):
    products = Product.objects.select_related("enterprise").filter(kind=Product.Kind.SERIES)
    lines = [PackLine(product, 1, {}) for product in products]
    with django_assert_num_queries(0):
        assert len(goods_to_pack(lines)) == 2
    with django_assert_num_queries(1):
        assert len(goods_to_pack([line for line in lines if line.product.enterprise.packed_by_id])) == 1


def test_the_audit_finds_goods_in_a_foreign_parcel(basket, make_product, make_enterprise):
    third = make_enterprise(code="klon", street="ul. Daleka 9")
    goods = [item.product for item in basket.items.order_by("pk")]
    order = place(factories.make_basket(*goods, make_product(enterprise=third)))
    assert list(shop_breaches()) == []
    own, foreign = order.parcels.order_by("pk")
    moved = order.items.order_by("pk").first()
    OrderItem.objects.filter(pk=moved.pk).update(parcel=foreign)
    [line] = lines_lie_with_their_packer()
    assert line == (
        f"order {order.ref}: line {moved.code} of {moved.enterprise.code} lies in the parcel of klon, "
        "which does not pack for it"
    )
    OrderItem.objects.filter(pk=moved.pk).update(parcel=own)
    Parcel.objects.filter(pk=own.pk).update(shared_by=[])
    assert len(list(lines_lie_with_their_packer())) == 1


def test_the_audit_finds_one_makers_goods_in_two_parcels(make_product, make_enterprise):
    maker, other = make_enterprise(), make_enterprise()
    order = place(factories.make_basket(make_product(enterprise=maker), make_product(enterprise=maker), make_product(enterprise=other)))
    foreign = order.parcels.get(enterprise=other)
    Parcel.objects.filter(pk=foreign.pk).update(shared_by=[{"enterprise": maker.pk, "name": maker.name}])
    OrderItem.objects.filter(pk=order.items.filter(enterprise=maker).first().pk).update(parcel=foreign)
    assert list(lines_lie_with_their_packer()) == [f"order {order.ref}: goods of {maker.code} lie in 2 parcels"]


def test_the_audit_finds_chains_and_houses_apart(maker, packer, make_enterprise):
    assert list(packers_are_in_the_house()) == []
    third = make_enterprise(street="ul. Daleka 9")
    Enterprise.objects.filter(pk=packer.pk).update(packed_by=third)
    assert sorted(packers_are_in_the_house()) == sorted(
        [
            f"enterprise {maker.code}: packed by {packer.code}, which is itself packed by another",
            f"enterprise {packer.code}: packed by {third.code}, which has another address",
        ]
    )


HOUSES = st.lists(st.integers(0, 3), min_size=4, max_size=4)
LINES = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), min_size=1, max_size=5, unique_by=lambda line: line[0])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=HOUSES, lines=LINES, price=st.decimals("0.01", "99.99", places=2), with_rates=st.booleans())
def test_parcels_part_the_lines_one_a_packer_to_the_grosz(make_product, make_enterprise, chosen, lines, price, with_rates):
    makers = [make_enterprise() for _maker in chosen]
    # Whoever is chosen packs by itself: no chains.
    packers = {number: pick if number not in chosen and chosen[pick] == pick else number for number, pick in enumerate(chosen)}
    for number, packer in packers.items():
        makers[number].packed_by = makers[packer] if packer != number else None
        makers[number].save()
    goods = [(make_product(enterprise=makers[number], stock=9, **MUG), pieces) for number, pieces in lines]
    method = factories.make_delivery(f"kurier-{makers[0].pk}", price=str(price))
    if with_rates:
        factories.make_rates(method, ("A", 25_000, "11.11"), ("B", 25_000, str(price)), ("C", 25_000, "99.99"))
    order = place(factories.make_basket(*goods), delivery=DeliveryMethod.objects.get(pk=method.pk), key=f"key-{method.code}-000")
    found = {parcel.enterprise_id: parcel for parcel in order.parcels.all()}
    assert len(found) == order.parcels.count()
    assert set(found) == {makers[packers[number]].pk for number, _pieces in lines}
    assert {(item.product_id, item.quantity, item.parcel_id) for item in order.items.all()} == {
        (product.pk, pieces, found[makers[packers[number]].pk].pk)
        for (number, _pieces), (product, pieces) in zip(lines, goods, strict=True)
    }
    assert sum(parcel.delivery_price for parcel in found.values()) == order.delivery_price
    assert sum(item.total for item in order.items.all()) + order.delivery_price == order.total
    assert list(lines_lie_with_their_packer()) == []


def test_once_the_shared_parcel_is_sent_so_is_the_order(basket):
    order = place(basket)
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T", notify=False)
    parcel_update(parcel=order.parcels.get(), status="sent", notify=False)
    order.refresh_from_db()
    assert order.status == "SHIPPED"
