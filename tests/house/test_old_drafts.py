"""Publishing an old draft brings words back, never price or stock."""

from decimal import Decimal

from django.db.models import F

from shop.models import Order, ProductPage
from shop.services.prices import price_set
from tests import factories


def test_an_old_draft_of_a_product_changes_neither_stock_nor_price():
    page = ProductPage.objects.live().filter(
        locale__language_code="pl", product__kind="series", product__stock__on_hand__gt=F("product__stock__reserved") + 2
    ).first()
    page.how_made = "Szkic sprzed sprzedaży."
    draft = page.save_revision()

    product = page.product
    before = product.stock.available
    order = factories.make_order((product, 2))
    price_set(product=product, price=Decimal("333.00"))
    draft.publish()

    page = ProductPage.objects.select_related("product__stock").get(pk=page.pk)
    assert page.how_made == "Szkic sprzed sprzedaży."
    assert page.product.price == Decimal("333.00")
    assert page.product.stock.available == before - 2
    assert Order.objects.get(pk=order.pk).items.get().quantity == 2
