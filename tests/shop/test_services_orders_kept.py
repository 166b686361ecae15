"""What an order keeps: its words and sums whatever happens to the goods, and its secret link."""

from decimal import Decimal

from shop.models import Order, ProductPage, StockItem
from shop.services.orders import order_by_secret, order_secret
from shop.services.prices import price_set
from tests import factories
from tests.shop.placing import place


def test_the_secret_link_leads_to_one_order_and_is_not_stored(make_product, settings):
    order = place(factories.make_basket(make_product()))
    secret = order_secret(order=order)
    assert order_by_secret(secret) == order
    assert len(secret) == 27  # 160 bits
    assert secret not in str(Order.objects.values().get())
    for wrong in (
        "",
        secret[:-1],
        secret + "A",
        secret.swapcase(),
        order.token,
        order.ref,
        "ź" * 27,
        None,
        5,
        "\x00" * 27,
    ):
        assert order_by_secret(wrong) is None
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert order_secret(order=order) == secret
    assert order_secret(order=Order(ref="ABCD2345", token="")) != secret


def test_an_old_draft_published_after_a_sale_changes_neither_stock_nor_price(make_product):
    product = make_product(price="120.00", stock=3)
    page = ProductPage.objects.get(product=product)
    page.title = "Wazon, wersja robocza"
    draft = page.save_revision()
    price_set(product=product, price=Decimal("150.00"))
    order = place(factories.make_basket((product, 2)))

    draft.publish()

    product.refresh_from_db()
    assert ProductPage.objects.get(pk=page.pk).title == "Wazon, wersja robocza"
    assert product.price == Decimal("150.00")
    stock = StockItem.objects.get(product=product)
    assert (stock.on_hand, stock.reserved) == (3, 2)
    assert order.items.get().unit_price == Decimal("150.00")


def test_an_order_stays_as_it_was_when_the_goods_change(make_product):
    product = make_product(price="120.00", title="Wazon „Maj”")
    order = place(factories.make_basket(product))
    price_set(product=product, price=Decimal("1.00"))
    page = ProductPage.objects.get(product=product)
    page.title = "Inny wazon"
    page.save()
    item = order.items.get()
    assert (item.name, item.unit_price) == ("Wazon „Maj”", Decimal("120.00"))


def test_the_snapshot_is_in_the_language_of_the_buyer(make_product):
    delivery = factories.make_delivery(name_en="Courier")
    product = make_product()
    order = place(
        factories.make_basket(product), buyer=factories.make_buyer(language="en"), delivery=delivery
    )
    assert (order.language, order.delivery_name) == ("en", "Courier")
    assert order.items.get().context["kind_explanation"].startswith("WTZ is an occupational therapy workshop")
