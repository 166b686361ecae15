"""What delivery costs: parcel by parcel, the least rate that fits, to the grosz; and what cannot be had says why."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from shop.delivery_context import worth_telling
from shop.models import DeliveryMethod, DeliveryRate, Order, Product, SetComponent
from shop.services.audit import shop_breaches
from shop.services.baskets import basket_quote
from shop.services.errors import BadInput, DeliveryRefused, TotalChanged
from shop.services.parcel_sizes import PackedGood, PackedParcel
from shop.services.shipping import PackLine, _shares, deliveries_on_offer, delivery_quote, goods_to_pack
from stories.models import Enterprise
from tests import factories
from tests.shop.placing import nothing_was_ordered, place

MUG = {"height_mm": 94, "width_mm": 118, "depth_mm": 84, "weight_g": 350}
CARD = {"height_mm": 12, "width_mm": 105, "depth_mm": 148, "weight_g": 95}


@pytest.fixture
def lockers(db):
    return factories.make_locker_delivery()


@pytest.fixture
def two_makers(make_product):
    """A basket with a mug (B) of one maker and a card (A) of another."""
    mug = make_product(stock=5, **MUG)
    card = make_product(stock=5, **CARD)
    return factories.make_basket((mug, 2), card)


def quote_of(basket, method, **values):
    [quote] = basket_quote(basket=basket, delivery=method, **values).deliveries
    return quote


def test_each_parcel_pays_the_least_rate_that_it_fits(two_makers, lockers):
    quote = quote_of(two_makers, lockers)
    assert [(parcel.packed.size, parcel.price) for parcel in quote.parcels] == [
        ("B", Decimal("15.99")),
        ("A", Decimal("13.99")),
    ]
    assert (quote.price, quote.is_available) == (Decimal("29.98"), True)


def test_a_heavier_box_takes_the_rate_for_its_weight(make_product):
    courier = factories.make_delivery()
    factories.make_rates(courier, ("C", 1_000, "10.00"), ("C", 5_000, "14.00"), ("A", 5_000, "12.00"))
    light, heavy = make_product(**CARD | {"weight_g": 750}), make_product(**CARD | {"weight_g": 751})
    assert quote_of(factories.make_basket(light), courier).price == Decimal("10.00")
    assert quote_of(factories.make_basket(heavy), courier).price == Decimal("12.00")


def test_without_rates_an_order_has_one_price_shared_to_the_grosz(make_product):
    courier = factories.make_delivery(price="20.00")
    basket = factories.make_basket(make_product(), make_product(), make_product())
    quote = quote_of(basket, courier)
    assert [parcel.price for parcel in quote.parcels] == [Decimal("6.67"), Decimal("6.67"), Decimal("6.66")]
    assert quote.price == Decimal("20.00")


def test_goods_worth_enough_are_delivered_free(make_product, lockers):
    lockers.free_from = Decimal("120.00")
    lockers.save()
    under, enough = make_product(price="119.99", **MUG), make_product(price="120.00", **MUG)
    quote = quote_of(factories.make_basket(under), lockers)
    assert (quote.price, quote.is_waived) == (Decimal("15.99"), False)
    quote = quote_of(factories.make_basket(enough), lockers)
    assert (quote.price, quote.full_price, quote.is_waived) == (Decimal("0.00"), Decimal("15.99"), True)


def test_what_fits_no_locker_is_refused_by_name_and_a_courier_may_take_it(make_product, lockers):
    picture = make_product(height_mm=530, width_mm=430, depth_mm=24, weight_g=2150, title="Obraz „Rzeka”")
    basket = factories.make_basket(picture)
    with translation.override("pl"):
        quote = quote_of(basket, lockers)
    assert quote.refusal == (
        "„Obraz „Rzeka”” nie zmieści się w paczkomacie: skrytka ma najwyżej 41 × 38 × 64 cm i przyjmuje 25 kg."
    )
    assert quote.price == 0
    courier = factories.make_delivery(price="18.90")
    assert quote_of(basket, courier).price == Decimal("18.90")
    factories.make_rates(courier, ("C", 25_000, "18.90"))
    courier = DeliveryMethod.objects.get(pk=courier.pk)
    assert not quote_of(basket, courier).is_available
    courier.oversize_price = Decimal("39.90")
    assert quote_of(basket, courier).price == Decimal("39.90")


def test_a_refused_delivery_orders_nothing(make_product, lockers):
    factories.make_locker()
    basket = factories.make_basket(make_product(height_mm=530, width_mm=430, depth_mm=24))
    buyer = factories.make_buyer(locker_code="POZ01M")
    with pytest.raises(DeliveryRefused):
        place(basket, delivery=lockers, buyer=buyer, total=Decimal("120.00"))
    assert nothing_was_ordered()


def test_several_boxes_of_one_maker_each_pay(make_product, lockers):
    vases = make_product(stock=3, height_mm=170, width_mm=360, depth_mm=620, weight_g=1000)
    quote = quote_of(factories.make_basket((vases, 3)), lockers)
    assert [box.size for box in quote.parcels[0].packed.boxes] == ["C", "B"]
    assert quote.price == Decimal("33.98")


def test_gift_cards_alone_go_by_mail_and_nothing_else_does(make_product, lockers):
    by_mail = factories.make_delivery("e-mail", price="0.00", kind=DeliveryMethod.Kind.EMAIL)
    pickup = factories.make_delivery("odbior", is_pickup=True)
    card, mug = make_product(kind=Product.Kind.GIFT_CARD, stock=0), make_product(**MUG)

    def available(*products):
        goods = [PackedGood(product.enterprise, product, 1) for product in products]
        quotes = [delivery_quote(method=method, goods=goods, value=Decimal(1)) for method in (by_mail, pickup, lockers)]
        # What goods of this kind never need is not even told of.
        assert worth_telling(quotes) == [quote for quote in quotes if quote.is_available]
        return [quote.is_available for quote in quotes]

    assert available(card) == [True, False, False]
    assert available(mug) == [False, True, True]
    assert available(card, mug) == [False, True, True]
    picture = make_product(height_mm=530, width_mm=430, depth_mm=24)
    too_large = delivery_quote(method=lockers, goods=[PackedGood(picture.enterprise, picture, 1)], value=Decimal(1))
    assert worth_telling([too_large]) == [too_large]


def test_a_set_is_packed_by_its_own_enterprise_with_its_parts(make_product, lockers):
    mug, card = make_product(stock=5, **MUG), make_product(stock=5, **CARD)
    gift = make_product(kind=Product.Kind.SET, stock=0, with_page=False)
    SetComponent.objects.create(gift_set=gift, product=mug, quantity=2)
    SetComponent.objects.create(gift_set=gift, product=card)
    goods = goods_to_pack([PackLine(gift, 3, {})])
    assert [(good.packer, good.product, good.quantity) for good in goods] == [
        (gift.enterprise, mug, 6),
        (gift.enterprise, card, 3),
    ]
    gift.height_mm, gift.width_mm, gift.depth_mm = 110, 260, 240
    [box] = goods_to_pack([PackLine(gift, 3, {})])
    assert (box.product, box.quantity, box.weight_g) == (gift, 3, 2 * 350 + 95)


def test_a_set_of_choice_is_packed_with_what_was_chosen(make_product):
    mug, card = make_product(stock=5, **MUG), make_product(stock=5, **CARD)
    own_set = make_product(kind=Product.Kind.OWN_SET, stock=0, with_page=False)
    goods = goods_to_pack([PackLine(own_set, 2, {str(mug.pk): 1, str(card.pk): 3})])
    assert [(good.packer, good.product, good.quantity) for good in goods] == [
        (own_set.enterprise, mug, 2),
        (own_set.enterprise, card, 6),
    ]


def test_the_order_keeps_size_weight_and_share_of_each_parcel(two_makers, lockers):
    factories.make_locker()
    order = place(two_makers, delivery=lockers, buyer=factories.make_buyer(locker_code="POZ01M"))
    assert [
        (parcel.size, parcel.weight_g, parcel.boxes, parcel.delivery_price) for parcel in order.parcels.all()
    ] == [("B", 950, 1, Decimal("15.99")), ("A", 345, 1, Decimal("13.99"))]
    assert order.delivery_price == Decimal("29.98")
    assert order.total == order.subtotal + Decimal("29.98")
    assert (order.locker_code, order.locker_address) == (
        "POZ01M",
        "ul. Garbary 41, 61-868 Poznań (obok piekarni)",
    )
    assert (order.street, order.postcode, order.city) == ("", "", "")
    assert list(shop_breaches()) == []


@pytest.mark.parametrize(("code", "error"), [("", BadInput), ("POZ99X", DeliveryRefused), ("POZ02M", DeliveryRefused)])
def test_a_locker_must_be_chosen_and_in_use(two_makers, lockers, code, error):
    factories.make_locker()
    factories.make_locker("POZ02M", is_active=False)
    with pytest.raises(error):
        place(two_makers, delivery=lockers, buyer=factories.make_buyer(locker_code=code))
    assert nothing_was_ordered()


def test_a_courier_keeps_no_locker(make_product):
    factories.make_locker()
    order = factories.make_order(make_product(), locker_code="POZ01M")
    assert (order.locker_code, order.locker_address) == ("", "")


def test_a_rate_that_changed_meanwhile_orders_nothing(two_makers, lockers):
    factories.make_locker()
    seen = basket_quote(basket=two_makers, delivery=lockers).total
    DeliveryRate.objects.filter(method=lockers, size="A").update(price=Decimal("14.99"))
    with pytest.raises(TotalChanged) as caught:
        place(
            two_makers,
            delivery=DeliveryMethod.objects.get(pk=lockers.pk),
            buyer=factories.make_buyer(locker_code="POZ01M"),
            total=seen,
        )
    assert caught.value.now - seen == Decimal("1.00")
    assert nothing_was_ordered()


def test_queries_do_not_grow_with_lines_or_methods(make_product, lockers, django_assert_num_queries):
    factories.make_delivery()
    factories.make_delivery("odbior", is_pickup=True)
    with django_assert_num_queries(2):
        methods = deliveries_on_offer()
    basket = factories.make_basket(*[make_product(**MUG) for _number in range(4)])
    goods = [PackLine(product, 1, {}) for product in Product.objects.select_related("enterprise")]
    with django_assert_num_queries(0):
        packed = goods_to_pack(goods)
        prices = [delivery_quote(method=method, goods=packed, value=Decimal(1)).price for method in methods]
    assert prices == [quote.price for quote in basket_quote(basket=basket, deliveries=methods).deliveries]


@given(
    price=st.decimals(0, 99_999, places=2),
    boxes=st.lists(st.integers(0, 3), min_size=1, max_size=30),
)
def test_shares_add_up_to_the_grosz(price, boxes):
    parcels = [
        PackedParcel(Enterprise(pk=number), (None,) * count) for number, count in enumerate(boxes, start=1)
    ]
    shares = _shares(price, parcels)
    assert sum(shares) == price
    sent = [share for share, count in zip(shares, boxes, strict=True) if count or not any(boxes)]
    assert max(sent) - min(sent) <= Decimal("0.01")
    assert all(share == 0 for share, count in zip(shares, boxes, strict=True) if not count and any(boxes))


def test_parcels_of_any_order_add_up(make_product, lockers):
    """Whatever the method, what the parcels keep makes what the order keeps."""
    factories.make_locker()
    courier = factories.make_delivery(price="18.91")
    waived = factories.make_delivery("gratis", price="9.99", free_from=Decimal("1.00"))
    for method in (lockers, courier, waived):
        basket = factories.make_basket(make_product(**MUG), make_product(**CARD), make_product())
        order = place(
            basket, delivery=method, buyer=factories.make_buyer(locker_code="POZ01M"), key=f"key-{method.code}-0000000"
        )
        assert sum(parcel.delivery_price for parcel in order.parcels.all()) == order.delivery_price
    assert Order.objects.count() == 3
