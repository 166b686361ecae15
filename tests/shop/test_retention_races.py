"""Removing personal data from several processes at once: everything once, nothing half, no crash."""

import pytest
from wagtail.models import ModelLogEntry

from shop.models import Order, OrderStatusChange
from shop.services.audit import shop_breaches
from shop.services.personal_data import personal_data_erase
from shop.services.retention import retention_apply
from tests import factories
from tests.shop.persons import ADDRESS, all_traces, cancelled_order, send_mails
from tests.shop.test_services_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = 6


@pytest.fixture
def orders(transactional_db, pl_locale) -> list[Order]:
    """Cancelled orders of one person."""
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    orders = [cancelled_order(factories.make_product(tree)) for _number in range(ORDERS)]
    send_mails()
    return orders


def entries(action: str) -> list[str]:
    return sorted(ModelLogEntry.objects.filter(action=f"market.personal_data.{action}").values_list("label", flat=True))


def test_four_nights_at_once_are_one(orders):
    long_ago = "2019-05-05T10:00:00Z"
    Order.objects.update(date_created=long_ago)
    OrderStatusChange.objects.update(changed_at=long_ago)
    results = at_once([lambda: retention_apply(batch=2)] * 4)
    assert [type(result) for result in results] == [dict] * 4
    assert sum(result["buyers"] for result in results) == ORDERS
    assert entries("expire") == sorted(order.ref for order in orders)
    assert all_traces() == set()
    assert list(shop_breaches()) == []


def test_four_clicks_at_once_are_one(orders):
    results = at_once([lambda: personal_data_erase(email=ADDRESS, by=None)] * 4)
    assert sorted(len(result) for result in results) == [0, 0, 0, ORDERS]
    assert entries("erase") == sorted(order.ref for order in orders)
    assert all_traces() == set()
    assert list(shop_breaches()) == []
