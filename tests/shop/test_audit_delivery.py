"""The audit finds shares of parcels that do not make the price of delivery, and what was handed over without a date."""

from decimal import Decimal

import pytest
from django.utils import timezone

from shop.models import Order, Parcel
from shop.services.audit import shop_breaches
from shop.services.audit_delivery import handing_over_is_dated, parcel_shares_add_up
from shop.status import ParcelStatus
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product):
    return factories.make_order(make_product(), make_product())


def test_a_good_order_is_no_breach(order):
    assert list(shop_breaches()) == []


def test_shares_that_do_not_add_up_are_told(order):
    Parcel.objects.filter(pk=order.parcels.first().pk).update(delivery_price=Decimal("1.00"))
    assert list(parcel_shares_add_up()) == [f"order {order.ref}: parcels share 10.45, delivery costs 18.90"]


def test_a_parcel_handed_over_without_a_date_is_told(order):
    first, second = order.parcels.all()
    Parcel.objects.filter(pk=first.pk).update(status=ParcelStatus.DELIVERED)
    assert list(handing_over_is_dated()) == [f"order {order.ref}: parcel {first.pk} is handed over, but not dated"]
    Parcel.objects.filter(pk=first.pk).update(delivered_at=timezone.now())
    assert list(handing_over_is_dated()) == []
    # The last one is here too, so the order needs its date.
    Parcel.objects.filter(pk=second.pk).update(status=ParcelStatus.DELIVERED, delivered_at=timezone.now())
    assert len(list(handing_over_is_dated())) == 2
    Order.objects.update(delivered_at=timezone.now())
    assert list(handing_over_is_dated()) == []
