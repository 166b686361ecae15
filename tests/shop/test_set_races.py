"""A set and its part alone, wanted by many buyers at once: nothing sold twice, no buyer locked out."""

import pytest

from shop.models import Basket, Order, OrderItem, StockItem
from shop.services.audit import shop_breaches
from shop.services.errors import OutOfStock
from tests import factories
from tests.shop.goods import make_set
from tests.shop.test_services_races import at_once, submits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(transactional_db, pl_locale):
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    return tree


def test_the_last_piece_goes_to_the_set_or_alone(tree):
    last, plenty = factories.make_product(tree, stock=1), factories.make_product(tree, stock=50)
    gift_set, delivery = make_set(tree, plenty, last), factories.make_delivery()
    baskets = [factories.make_basket(product) for product in [gift_set, last] * 8]
    results = at_once(submits(baskets, delivery))
    orders = [result for result in results if isinstance(result, Order)]
    refused = [result for result in results if isinstance(result, OutOfStock)]
    assert (len(orders), len(refused)) == (1, 15), results
    assert StockItem.objects.get(product=last).reserved == 1
    bought_set = OrderItem.objects.filter(set_number=1).exists()
    assert StockItem.objects.get(product=plenty).reserved == int(bought_set)
    assert Basket.objects.count() == 15
    assert list(shop_breaches()) == []


def test_sets_that_share_parts_crosswise_do_not_lock_each_other_out(tree):
    one, two, three = (factories.make_product(tree, stock=8) for _number in range(3))
    sets = [make_set(tree, one, two, three), make_set(tree, three, two, one)]
    delivery = factories.make_delivery()
    baskets = [factories.make_basket(*pair) for pair in [(sets[0], three), (one, sets[1])] * 6]
    results = at_once(submits(baskets, delivery))
    orders = [result for result in results if isinstance(result, Order)]
    assert all(isinstance(result, Order | OutOfStock) for result in results), results
    taken = {product: StockItem.objects.get(product=product).reserved for product in (one, two, three)}
    # Each order takes one of `two`, and two of either `one` or `three`.
    assert taken[two] == len(orders)
    assert taken[one] + taken[three] == 3 * len(orders)
    # Where the same set wins every time, its scarcer part is gone after four orders.
    assert len(orders) >= 4
    assert list(shop_breaches()) == []
