"""A small shop in a database of its own, with a server before it, and the books that are kept of each case."""

import contextlib
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Sum

from market.simulator import Simulator
from shop.models import Order, OrderItem, Product
from shop.services.audit import shop_breaches

from .. import factories
from .buyers import Buyer, Good
from .figures import Case
from .server import Server

_numbers = itertools.count(1)


@dataclass
class Arena:
    """Where a case takes place. Every case makes goods of its own, so nothing has to be swept between two cases."""

    tree: factories.ShopTree
    server: Server
    simulator: Simulator
    rows: list[dict]
    label: str

    def good(self, *, stock: int, **values) -> Good:
        product = factories.make_product(self.tree, stock=stock, **values)
        page = product.pages.get()
        return Good(product.pk, page.get_url_parts()[2])

    def product(self, good: Good) -> Product:
        return Product.objects.select_related("stock").get(pk=good.pk)

    def buyer(self, case: Case) -> Buyer:
        """A new visitor whose e-mail nobody else has."""
        return Buyer(self.server.url, case, email=f"kupujaca-{next(_numbers)}@example.org")

    def not_run(self, name: str, reason: str) -> None:
        """Say in the table that a case could not take place."""
        self.rows.append(Case(name, self.label, passed=True, note=f"NOT RUN: {reason}").row())

    @contextlib.contextmanager
    def case(self, name: str) -> Iterator[Case]:
        """Count what happens inside; at the end look through the whole shop. Fails on any breach and any 5xx."""
        before = Order.objects.count()
        case = Case(name, self.label)
        try:
            yield case
            case.seconds = time.monotonic() - case.began
            breaches = list(shop_breaches())
            case.breaches = len(breaches)
            assert breaches == []
            assert case.errors == [], (case.errors, self.server.log_tail())
            case.passed = True
        except BaseException:
            case.seconds = case.seconds or time.monotonic() - case.began
            raise
        finally:
            with contextlib.suppress(Exception):
                case.orders = Order.objects.count() - before
            self.rows.append(case.row())
            connection.close()


def stock_of(good: Good) -> tuple[int, int]:
    """Pieces on hand and reserved."""
    stock = Product.objects.select_related("stock").get(pk=good.pk).stock
    return stock.on_hand, stock.reserved


def pieces_ordered(good: Good) -> int:
    """Pieces in the lines of all orders, whatever became of them."""
    lines = OrderItem.objects.filter(product_id=good.pk)
    return lines.aggregate(pieces=Sum("quantity"))["pieces"] or 0
