"""Collections by editors: rows of goods in the order chosen, sold ones at the end, one look-up for all."""

from uuid import uuid4

import pytest
from wagtail.blocks import StructBlockValidationError

from shop.models import CollectionPage
from shop.models.collections import GoodsBlock
from tests.shop.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(make_product):
    return [make_product(title=title, stock=stock) for title, stock in (("Wazon", 1), ("Misa", 0), ("Kubek", 4), ("Dzban", 2))]


def make_collection(tree, *rows, title="Na prezent ślubny", slug="na-prezent-slubny") -> CollectionPage:
    body = [{"type": "paragraph", "value": "<p>Wybraliśmy ręcznie.</p>"}]
    for row in rows:
        items = [{"type": "item", "value": product.pk, "id": str(uuid4())} for product in row]
        body.append({"type": "goods", "value": {"items": items}})
    page = CollectionPage(title=title, slug=slug, lead="Na lata.", body=CollectionPage.body.field.stream_block.to_python(body))
    tree.shop.add_child(instance=page)
    return page


def test_rows_keep_the_editors_order_and_sold_goods_step_back(shop_tree, client, goods):
    vase, bowl, mug, jug = goods
    make_collection(shop_tree, [bowl, mug, vase], [jug])
    text = words(client.get("/sklep/na-prezent-slubny/").content.decode())
    places = [text.index(f" {title} ") for title in ("Kubek", "Wazon", "Misa", "Dzban")]
    assert places == sorted(places)
    assert "Wybraliśmy ręcznie." in text


def test_goods_without_a_page_are_left_out(shop_tree, client, goods, make_product):
    hidden = make_product(title="Ukryty", with_page=False)
    make_collection(shop_tree, [goods[0], hidden])
    response = client.get("/sklep/na-prezent-slubny/")
    assert response.status_code == 200
    assert response.content.decode().count('class="product-card"') == 1


def test_a_good_stands_in_a_row_once(goods):
    block = GoodsBlock()
    value = block.to_python({"items": [goods[0].pk, goods[2].pk, goods[0].pk]})
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)
    assert "items" in caught.value.block_errors
    assert block.clean(block.to_python({"items": [goods[0].pk, goods[2].pk]}))


def test_the_shop_shows_collections_on_its_first_page_alone(shop_tree, client, goods):
    make_collection(shop_tree, [goods[0]])
    assert 'href="/sklep/na-prezent-slubny/"' in client.get("/sklep/").content.decode()
    assert 'href="/sklep/na-prezent-slubny/"' not in client.get("/sklep/?dostepne=1").content.decode()


def test_collections_lead_to_each_other(shop_tree, client, goods):
    make_collection(shop_tree, [goods[0]])
    make_collection(shop_tree, [goods[2]], title="Drobiazgi", slug="drobiazgi")
    html = client.get("/sklep/drobiazgi/").content.decode()
    assert 'href="/sklep/na-prezent-slubny/"' in html


def test_queries_do_not_grow_with_the_goods(shop_tree, client, make_product, django_assert_max_num_queries):
    shop_tree.shop.show_in_menus = True
    shop_tree.shop.save()
    goods = [make_product() for _number in range(16)]
    make_collection(shop_tree, goods[:8], goods[8:])
    client.get("/sklep/na-prezent-slubny/")
    with django_assert_max_num_queries(20):
        client.get("/sklep/na-prezent-slubny/")
