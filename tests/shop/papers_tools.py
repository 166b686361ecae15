"""Orders whose documents the tests look at."""

from decimal import Decimal

from django.utils import timezone

from shop.models import Order, VatRate
from shop.services.orders import payment_record
from stories.models import Enterprise
from tests import factories

TAX = Enterprise.TaxStatus
NIP = "3333333333"
COMPANY = {"nip": NIP, "company": "Przykład sp. z o.o.", "billing_address": "ul. Biurowa 5\n00-001 Warszawa"}


def make_seller(tree):
    """The operator with all that a document needs."""
    return factories.make_settings(tree.site, nip="111-111-11-11", krs="0000100200")


def make_maker(tree, status=TAX.VAT_ACTIVE, **values):
    return factories.make_enterprise(tree, tax_status=status, **values)


def paid_order(*goods, delivery=None, **buyer) -> Order:
    """An order paid by transfer, being prepared."""
    order = factories.make_order(*goods, delivery=delivery, **buyer)
    pay(order)
    return order


def pay(order: Order) -> None:
    payment_record(
        order=order, amount=Decimal(order.total), received_on=timezone.localdate(), transaction_id=f"BANK-{order.pk}"
    )


def make_shelf(code: str, rate: str):
    shelf = factories.make_category(code, code.title())
    shelf.vat_rate = VatRate(rate)
    shelf.save()
    return shelf
