"""Gift sets and sets of choice: their stock is that of the parts, their money goes to the makers of the parts."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.cards import product_card, product_cards
from shop.models import Basket, BasketItem, OrderItem, Product, ProductPage, SetComponent, StockItem
from shop.services.audit import shop_breaches
from shop.services.availability import can_be_bought
from shop.services.baskets import basket_add, basket_quote, basket_set
from shop.services.errors import AllInBasket, LineRefused, LineUnfit, NotForSale, OutOfStock
from shop.services.lines import content_of
from shop.services.orders import order_cancel, order_change_status
from shop.services.prices import price_set
from tests import factories
from tests.shop.goods import make_own_set, make_set, make_variant
from tests.shop.placing import nothing_was_ordered, place


def basket_of(*entries):
    """entries: (product, quantity, choices)."""
    request = factories.make_request()
    for product, quantity, choices in entries:
        item = basket_add(request=request, product=product, quantity=quantity, choices=choices)
    return item.basket


def stock_of(product) -> tuple[int, int]:
    stock = StockItem.objects.get(product=product)
    return stock.on_hand, stock.reserved


@pytest.fixture
def parts(make_product):
    """A mug at 64, a towel at 48.50, a soap at 19, of three makers."""
    return [
        make_product(price=price, stock=stock, title=title)
        for price, stock, title in [("64.00", 7, "Kubek"), ("48.50", 5, "Ściereczka"), ("19.00", 9, "Mydło")]
    ]


def test_there_are_as_many_sets_as_the_scarcest_part_allows(shop_tree, parts):
    mug, towel, soap = parts
    gift_set = make_set(shop_tree, mug, towel, (soap, 2))
    assert product_card(gift_set).available == 4
    factories.make_order((towel, 3))
    card = product_card(gift_set)
    assert (card.available, card.is_available) == (2, True)
    factories.make_order((mug, 7))
    card = product_card(gift_set)
    assert (card.available, card.is_available, card.stock_text) == (0, False, "Wyprzedane")
    assert [part.product_id for part in card.goods.short_parts(card.product)] == [mug.pk]


def test_a_set_with_a_withdrawn_part_cannot_be_bought(shop_tree, parts):
    gift_set = make_set(shop_tree, *parts)
    ProductPage.objects.get(product=parts[1]).unpublish()
    assert product_card(gift_set).available == 0
    with pytest.raises(NotForSale, match=parts[1].name):
        factories.make_basket(gift_set)
    assert not Basket.objects.exists()


def test_a_set_without_parts_cannot_be_bought(shop_tree, make_product):
    gift_set = make_set(shop_tree)
    assert product_card(gift_set).available == 0
    with pytest.raises(OutOfStock):
        factories.make_basket(gift_set)
    assert not Basket.objects.exists()


def test_an_ordered_set_is_a_line_for_each_part_in_the_packers_parcel(shop_tree, parts, make_enterprise):
    mug, towel, soap = parts
    packer = make_enterprise(name="Pakownia")
    gift_set = make_set(shop_tree, mug, towel, (soap, 2), price="139.99", enterprise=packer, title="Poranek")
    order = factories.make_order((gift_set, 2), mug)

    lines = list(OrderItem.objects.filter(order=order).order_by("pk"))
    in_set = [line for line in lines if line.set_number]
    assert sum(line.total for line in in_set) == Decimal("279.98")
    # 150.50 by themselves: 139.99 is shared in proportion, to the grosz, and the two soaps differ by one.
    assert [(line.product_id, line.quantity, line.unit_price) for line in in_set] == [
        (mug.pk, 2, Decimal("59.53")),
        (towel.pk, 2, Decimal("45.11")),
        (soap.pk, 2, Decimal("17.68")),
        (soap.pk, 2, Decimal("17.67")),
    ]
    assert {(line.set_number, line.set_name, line.parcel.enterprise_id) for line in in_set} == {
        (1, "Poranek", packer.pk)
    }
    assert [line.enterprise_id for line in in_set] == [
        mug.enterprise_id, towel.enterprise_id, soap.enterprise_id, soap.enterprise_id,
    ]  # fmt: skip
    assert in_set[0].product_data["set"] == {
        "name": "Poranek",
        "code": gift_set.code,
        "url": f"/sklep/{gift_set.code.lower()}/",
        "quantity": 2,
        "unit_price": "139.99",
    }
    (alone,) = [line for line in lines if not line.set_number]
    assert (alone.product_id, alone.parcel.enterprise_id) == (mug.pk, mug.enterprise_id)
    assert (order.subtotal, order.parcels.count()) == (Decimal("343.98"), 2)
    # The mug is reserved once for both lines.
    assert {row.item.product_id: row.quantity for row in order.reservations.all()} == {
        mug.pk: 3, towel.pk: 2, soap.pk: 4,
    }  # fmt: skip
    assert list(shop_breaches()) == []


def test_a_cancelled_set_gives_all_its_parts_back(shop_tree, parts):
    mug, towel, soap = parts
    order = factories.make_order((make_set(shop_tree, mug, towel, (soap, 2)), 2))
    assert [stock_of(part) for part in parts] == [(7, 2), (5, 2), (9, 4)]
    order_cancel(order=order)
    assert [stock_of(part) for part in parts] == [(7, 0), (5, 0), (9, 0)]
    assert list(shop_breaches()) == []


def test_a_sent_set_leaves_the_shelves_of_its_parts(shop_tree, parts):
    from tests.shop.test_services_handling import pay

    order = factories.make_order(make_set(shop_tree, *parts))
    pay(order)
    order_change_status(order=order, status="SHIPPED")
    assert [stock_of(part) for part in parts] == [(6, 0), (4, 0), (8, 0)]
    assert list(shop_breaches()) == []


def test_a_part_in_the_basket_alone_counts_against_the_set(shop_tree, parts):
    mug, towel, soap = parts
    gift_set = make_set(shop_tree, mug, towel, soap)
    request = factories.make_request()
    basket_add(request=request, product=towel, quantity=4)
    basket_add(request=request, product=gift_set)
    with pytest.raises(AllInBasket, match="Ściereczka"):
        basket_add(request=request, product=gift_set)
    with pytest.raises(AllInBasket, match="Ściereczka"):
        basket_set(basket=Basket.objects.get(), item_id=BasketItem.objects.get(product_id=towel.pk).pk, quantity=5)
    assert sorted(BasketItem.objects.values_list("quantity", flat=True)) == [1, 4]


def test_the_quote_tells_which_part_is_missing(shop_tree, parts):
    mug, towel, soap = parts
    gift_set = make_set(shop_tree, mug, towel, soap)
    basket = basket_of((gift_set, 3, {}))
    factories.make_order((towel, 3))
    (line,) = basket_quote(basket=basket).lines
    assert (line.problem, line.available, line.short) == ("too_many", 2, "Ściereczka")
    factories.make_order((towel, 2))
    (line,) = basket_quote(basket=basket).lines
    assert (line.problem, line.total, line.short) == ("sold_out", Decimal("0.00"), "Ściereczka")


def test_the_quote_gives_what_is_left_to_the_earlier_line(shop_tree, parts):
    mug, towel, soap = parts
    gift_set = make_set(shop_tree, mug, towel, soap)
    basket = basket_of((towel, 3, {}), (gift_set, 2, {}))
    factories.make_order((towel, 2))
    first, second = basket_quote(basket=basket).lines
    assert (first.problem, first.total) == ("", Decimal("145.50"))
    assert (second.problem, second.short, second.total) == ("shared", "Ściereczka", Decimal("0.00"))
    with pytest.raises(OutOfStock, match="Ściereczka"):
        place(basket, total=Decimal("145.50") + 2 * gift_set.price + Decimal("18.90"))
    assert StockItem.objects.get(product=mug).reserved == 0


def test_the_makers_of_the_parts_are_those_supported(shop_tree, parts, make_enterprise):
    gift_set = make_set(shop_tree, *parts, enterprise=make_enterprise())
    quote = basket_quote(basket=factories.make_basket(gift_set))
    assert [maker.enterprise_id for maker in quote.makers] == [part.enterprise_id for part in parts]
    assert sum(part.unit_price * part.quantity for part in quote.lines[0].parts) == quote.subtotal == gift_set.price


def test_a_set_of_choice_costs_its_box_and_its_pieces(shop_tree, parts):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, mug, towel, (soap, 3), title="Twoje pudełko")
    basket = basket_of((own_set, 1, {f"part-{soap.pk}": "2", f"part-{mug.pk}": "1", "part-99999": "7", "x": "y"}))
    item = basket.items.get()
    assert (item.parts, item.seen_price) == ({str(mug.pk): 1, str(soap.pk): 2}, Decimal("114.00"))
    order = place(basket)
    lines = list(OrderItem.objects.filter(order=order).order_by("pk"))
    assert [(line.product_id, line.quantity, line.total, line.from_stock) for line in lines] == [
        (own_set.pk, 1, Decimal("12.00"), False),
        (mug.pk, 1, Decimal("64.00"), True),
        (soap.pk, 2, Decimal("38.00"), True),
    ]
    assert {(line.set_number, line.set_name, line.parcel.enterprise_id) for line in lines} == {
        (1, "Twoje pudełko", own_set.enterprise_id)
    }
    assert [stock_of(part) for part in parts] == [(7, 1), (5, 0), (9, 2)]
    assert list(shop_breaches()) == []


@pytest.mark.parametrize(
    ("chosen", "field", "words"),
    [
        ({}, "parts", "co najmniej 2"),
        ({"Mydło": "1"}, "parts", "co najmniej 2"),
        ({"Mydło": "3", "Kubek": "1", "Ściereczka": "1"}, "parts", "najwyżej 4"),
        ({"Mydło": "4"}, "Mydło", "najwyżej 3"),
        ({"Mydło": "2", "Kubek": "2"}, "Kubek", "najwyżej 1"),
        ({"Mydło": "-1"}, "Mydło", "liczbę"),
        ({"Mydło": "1.5"}, "Mydło", "liczbę"),
        ({"Mydło": "99999999999999999999"}, "Mydło", "liczbę"),
        ({"Mydło": "\x00"}, "Mydło", "liczbę"),
        ({"Mydło": "٣"}, "Mydło", "liczbę"),
    ],
)
def test_pieces_that_make_no_set_are_refused_in_words(shop_tree, parts, chosen, field, words):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, mug, towel, (soap, 3))
    names = {"Kubek": f"part-{mug.pk}", "Ściereczka": f"part-{towel.pk}", "Mydło": f"part-{soap.pk}"}
    with pytest.raises(LineRefused) as refusal:
        basket_of((own_set, 1, {names[key]: value for key, value in chosen.items()}))
    assert refusal.value.errors.keys() == {names.get(field, field)}
    assert words in refusal.value.message
    assert not Basket.objects.exists()


def test_a_sold_out_piece_of_a_set_of_choice_is_named(shop_tree, parts):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, (mug, 3), (towel, 3), soap)
    factories.make_order((mug, 6), (towel, 5))
    with pytest.raises(LineRefused) as refusal:
        basket_of((own_set, 1, {f"part-{mug.pk}": "2", f"part-{towel.pk}": "1"}))
    assert refusal.value.errors == {
        f"part-{mug.pk}": "„Kubek”: została tylko 1 sztuka.",
        f"part-{towel.pk}": "„Ściereczka”: wyprzedane. Wybierz coś innego.",
    }


def test_the_same_choice_adds_up_and_another_is_a_line_of_its_own(shop_tree, parts):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, mug, towel, (soap, 3))
    one, two = {f"part-{mug.pk}": 1, f"part-{soap.pk}": 1}, {f"part-{towel.pk}": 1, f"part-{soap.pk}": 1}
    basket_of((own_set, 1, one), (own_set, 1, two), (own_set, 1, one))
    assert list(BasketItem.objects.order_by("pk").values_list("quantity", flat=True)) == [2, 1]


def test_a_set_changed_after_it_was_chosen_must_be_chosen_again(shop_tree, parts):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, mug, towel, soap)
    basket = basket_of((own_set, 1, {f"part-{mug.pk}": 1, f"part-{soap.pk}": 1}))
    total = basket_quote(basket=basket, delivery=factories.make_delivery()).total
    SetComponent.objects.filter(product=soap).delete()
    (line,) = basket_quote(basket=basket).lines
    assert (line.problem, line.total) == ("unfit", Decimal("0.00"))
    with pytest.raises(LineUnfit):
        place(basket, total=total)
    assert nothing_was_ordered()


def test_a_piece_grown_dearer_is_told_before_ordering(shop_tree, parts):
    mug, towel, soap = parts
    own_set = make_own_set(shop_tree, mug, towel, soap)
    basket = basket_of((own_set, 1, {f"part-{mug.pk}": 1, f"part-{soap.pk}": 1}))
    price_set(product=soap, price=Decimal("21.00"))
    (line,) = basket_quote(basket=basket).lines
    assert (line.problem, line.seen_price, line.unit_price) == ("price_changed", Decimal("95.00"), Decimal("97.00"))


def test_queries_know_what_can_be_bought(shop_tree, parts, make_product):
    mug, towel, soap = parts
    short = make_product(stock=0, kind="series")
    expected = {
        make_set(shop_tree, mug, (soap, 9)): True,
        make_set(shop_tree, mug, (soap, 10)): False,
        make_set(shop_tree, mug, short): False,
        make_set(shop_tree): False,
        make_own_set(shop_tree, (mug, 2), short): True,
        make_own_set(shop_tree, mug, short): False,
        make_own_set(shop_tree, short): False,
        make_product(stock=0, kind="to_order", lead_time_days=5): True,
        short: False,
        mug: True,
    }
    main = make_product(stock=0, kind="series")
    make_variant(main, "duży", stock=1)
    expected[main] = True
    offered = set(Product.objects.filter(can_be_bought()))
    assert {product: product in offered for product in expected} == expected
    not_offered = set(Product.objects.exclude(can_be_bought()))
    assert offered | not_offered == set(Product.objects.all())
    assert not offered & not_offered
    cards = product_cards(Product.objects.select_related("enterprise", "category", "stock").filter(variant_of=None))
    assert {card.product: card.is_available for card in cards} == {towel: True, soap: True, **expected}


goods = st.lists(
    st.tuples(st.integers(1, 10**6), st.integers(1, 12)), min_size=1, max_size=8, unique_by=lambda entry: entry[0]
)


def _components(entries):
    return [
        SetComponent(product=Product(pk=place + 2, kind="series", price=Decimal(grosze) / 100), quantity=count)
        for place, (grosze, count) in enumerate(entries)
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10**7), goods, st.integers(1, 99))
def test_parts_of_a_line_always_add_up(grosze, entries, quantity):
    price = Decimal(grosze) / 100
    content = content_of(Product(pk=1, kind="set", price=price), components=_components(entries))
    parts = content.times(quantity)
    assert sum(part.total for part in parts) == price * quantity
    assert sum(part.quantity for part in parts) == quantity * sum(count for _price, count in entries)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 10**7), goods, st.data())
def test_parts_of_a_set_of_choice_always_add_up(grosze, entries, data):
    price = Decimal(grosze) / 100
    components = _components(entries)
    chosen = {part.product_id: data.draw(st.integers(0, part.quantity)) for part in components}
    content = content_of(Product(pk=1, kind="own_set", price=price), components=components, chosen=chosen)
    assert content.unit_price == sum(part.total for part in content.parts)
    assert content.unit_price == price + sum(part.product.price * chosen[part.product_id] for part in components)
    assert dict(content.needs) == {key: count for key, count in chosen.items() if count}
