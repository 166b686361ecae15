"""The audit of a large shop: as many queries as that of a small one, and no more memory; lines for machines too."""

import json
import tracemalloc
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.models import Order, StockItem, TaskRun
from shop.services import audit
from tests import factories


def test_the_number_of_queries_does_not_grow(make_product):
    counted = []
    for _time in range(2):
        for _order in range(4):
            factories.make_order(make_product(stock=3), make_product())
        with CaptureQueriesContext(connection) as queries:
            assert list(audit.shop_breaches()) == []
        counted.append(len(queries))
    assert counted[0] == counted[1]


def multiply(order: Order, number: int) -> None:
    """Orders that are rows alone: a large shop for those checks that look at every order."""
    values = {field.attname: getattr(order, field.attname) for field in Order._meta.concrete_fields if not field.primary_key}
    Order.objects.bulk_create(
        (
            Order(**(values | {"ref": f"X{start:07d}", "token": f"{start:064x}", "basket_id": None}
                     | {name: f"{values[name]}-{start}"[:60] for name in UNIQUE if values[name]}))
            for start in range(number)
        ),
        batch_size=500,
    )  # fmt: skip


UNIQUE = [
    field.attname for field in Order._meta.concrete_fields
    if field.unique and not field.primary_key and field.attname not in ("ref", "token", "basket_id")
]  # fmt: skip


def peak_of(check) -> int:
    tracemalloc.start()
    try:
        for _line in check():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_memory_does_not_grow(make_product, monkeypatch):
    for name in ("audit", "audit_after_sale", "audit_delivery", "audit_lines", "audit_papers", "audit_payments", "audit_prices"):
        monkeypatch.setattr(f"shop.services.{name}.CHUNK", 100, raising=False)
    order = factories.make_order(make_product())
    multiply(order, 200)
    list(audit.shop_breaches())  # caches of Python and Django fill up
    small = {check.__name__: peak_of(check) for check in audit.CHECKS}
    Order.objects.exclude(pk=order.pk).delete()
    multiply(order, 1600)
    large = {check.__name__: peak_of(check) for check in audit.CHECKS}
    grown = {name: (small[name], peak) for name, peak in large.items() if peak > 2 * small[name] + 200_000}
    assert grown == {}


def test_lines_for_machines_name_the_check(make_product):
    product = make_product()
    StockItem.objects.update(on_hand=9)
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("audit_shop", json=True, stdout=out)
    assert end.value.code == 1
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"check": "stock_equals_ledger", "breach": f"stock of {product.code}: 9 on hand, ledger says 1"}
    ]


def test_a_breach_is_noted_and_a_clean_night_after_it_too(make_product):
    make_product()
    StockItem.objects.update(on_hand=9)
    with pytest.raises(SystemExit):
        call_command("audit_shop", stdout=StringIO())
    told = TaskRun.objects.get(name="audit")
    assert (told.succeeded_at, told.last_error.split(":")[0]) == (None, "ShopBreached")
    StockItem.objects.update(on_hand=1)
    call_command("audit_shop", stdout=StringIO())
    told.refresh_from_db()
    assert told.succeeded_at <= timezone.now()
    assert told.last_error == ""
