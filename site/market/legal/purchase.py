"""A purchase that the self-test makes to see what a buyer sees, and takes back: its transaction is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client

from shop.models import DeliveryMethod, Order, Outbox, Product, ProductPage
from shop.services.catalogue import products_for_sale
from shop.services.mails import mail_for

#: Languages in which the button must be unambiguous.
LANGUAGES = ("pl", "en", "uk")
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class Seen:
    """A page as an anonymous visitor got it."""

    path: str
    status: int
    html: str
    cookies: tuple[str, ...] = ()

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def text(self) -> str:
        """The words of the page with single blanks, so that an exact phrase can be looked for."""
        return " ".join(self.soup.get_text(" ").split())


@dataclass
class Purchase:
    """What was seen on the way from the front page to the order. order is None when nothing could be bought."""

    client: Client
    product: Product | None = None
    product_page: Seen | None = None
    checkouts: dict[str, Seen] = field(default_factory=dict)
    order: Order | None = None
    order_page: Seen | None = None
    mail: EmailMultiAlternatives | None = None

    def visit(self, path: str) -> Seen:
        """GET as somebody new: no session, no cookie."""
        return seen(new_client(), path)


def new_client() -> Client:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return Client(SERVER_NAME=address.hostname or "localhost", raise_request_exception=False)


def seen(client: Client, path: str) -> Seen:
    response = client.get(path, secure=True)
    html = "" if response.streaming else response.content.decode(errors="replace")
    return Seen(path, response.status_code, html, tuple(sorted(response.cookies)))


@contextmanager
def purchase() -> Iterator[Purchase]:
    """Buy one good and show everything; nothing of it stays in the database and no mail leaves.

    Mails are sent after commit, and this transaction never commits. While it lasts (a second or two) SQLite lets no one
    else write, so the self-test runs at night or when somebody asks for it.
    """
    with transaction.atomic():
        made = Purchase(client=new_client())
        _buy(made)
        try:
            yield made
        finally:
            transaction.set_rollback(True)


def _buy(made: Purchase) -> None:
    free = products_for_sale().filter(
        kind__in=(Product.Kind.SERIES, Product.Kind.UNIQUE), stock__on_hand__gt=0
    )
    product = next((good for good in free.select_related("stock") if good.stock.available > 0), None)
    courier = DeliveryMethod.objects.filter(is_active=True, kind=DeliveryMethod.Kind.COURIER).first()
    if product is None or courier is None:
        return
    made.product = product
    page = ProductPage.objects.live().filter(product=product, locale__language_code="pl").first()
    made.product_page = made.visit(page.url) if page else None
    client = made.client
    client.post("/koszyk/dodaj/", {"product": product.pk, "quantity": 1}, secure=True, headers=SAME_ORIGIN)
    for language in LANGUAGES:
        prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
        made.checkouts[language] = seen(client, f"{prefix}/zamowienie/")
    _order(made, courier)


def _order(made: Purchase, courier: DeliveryMethod) -> None:
    """Send the form as it stands, filled in; the hidden fields are those that the page gave."""
    form = {
        "name": "Sprawdzian prawny",
        "email": "sprawdzian@example.org",
        "phone": "600100200",
        "street": "ul. Próbna 1",
        "postcode": "61-001",
        "city": "Poznań",
        "delivery": courier.code,
        "payment": Order.PaymentMethod.TRANSFER,
        "terms": "on",
    }
    shown = made.client.post("/zamowienie/", {**form, "recalculate": "1"}, secure=True)
    page = BeautifulSoup(shown.content.decode(errors="replace"), "html.parser")
    hidden = {
        name: page.find("input", {"name": name})["value"]
        for name in ("key", "expected_total")
        if page.find("input", {"name": name})
    }
    placed = made.client.post("/zamowienie/", {**form, **hidden, "order": "1"}, secure=True)
    made.order = Order.objects.filter(email=form["email"]).order_by("-pk").first()
    if made.order is None:
        return
    made.order_page = seen(made.client, placed["Location"])
    message = Outbox.objects.filter(order=made.order, kind="order_placed").first()
    made.mail = mail_for(message=message) if message else None
