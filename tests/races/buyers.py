"""Buyers with real HTTP clients: cookies, hidden fields, tokens, as a browser keeps them."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils.crypto import get_random_string

from shop.forms import new_key
from shop.models import DeliveryMethod, Product
from shop.services.baskets import basket_add

from .. import factories
from ..shop.pages import BUYER, SAME_ORIGIN, hidden_values
from .figures import Case
from .sizes import PATIENCE

SUMS = re.compile(r'<script id="checkout-sums" type="application/json">(.*?)</script>', re.DOTALL)


class Cut(Exception):
    """The connection died with the process at its other end: nobody knows whether the request took effect."""


@dataclass(frozen=True)
class Good:
    """What a buyer sees of a product: its key for the form and the address of its page."""

    pk: int
    path: str


class Buyer:
    """One visitor with cookies of their own; `email` tells their orders from those of others."""

    def __init__(self, url: str, case: Case, *, email: str = "anna@example.org") -> None:
        self.url, self.case, self.email = url, case, email
        self.session = requests.Session()
        self.session.trust_env = False
        # A kept connection may be closed by the server just when it is used again; that would be counted as a crash.
        self.session.headers["Connection"] = "close"

    def request(self, method: str, path: str, **options) -> requests.Response:
        """One request, counted, redirects not followed. Raises Cut."""
        sent_at = time.monotonic()
        try:
            response = self.session.request(
                method, self.url + path, allow_redirects=False, timeout=PATIENCE, **options
            )
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            self.case.count_cut()
            raise Cut from error
        self.case.count(response, sent_at=sent_at)
        return response

    def get(self, path: str) -> requests.Response:
        return self.request("GET", path)

    def add(self, good: Good, quantity: int = 1) -> requests.Response:
        data = {"product": good.pk, "quantity": quantity}
        return self.request("POST", "/koszyk/dodaj/", data=data, headers=SAME_ORIGIN)

    def checkout_form(self, *, delivery: str = "kurier") -> dict[str, str]:
        """The form as it would be sent after typing: hidden fields, and the sum that stands beside the button."""
        response = self.get("/zamowienie/")
        assert response.status_code == 200, (response.status_code, response.headers)
        return self.form_of(response, delivery=delivery)

    def form_of(self, response: requests.Response, *, delivery: str = "kurier") -> dict[str, str]:
        sums = json.loads(SUMS.search(response.text)[1])
        hidden = hidden_values(response.text) | {"expected_total": sums[delivery]["expected"]}
        return BUYER | {"email": self.email, "delivery": delivery} | hidden

    def submit(self, form: dict[str, str]) -> requests.Response:
        return self.request("POST", "/zamowienie/", data=form)

    def form_for(self, *goods: Good) -> dict[str, str]:
        """Look at goods, put each into the basket, and go to the checkout."""
        for good in goods:
            assert self.get(good.path).status_code == 200
            answer = self.add(good)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/koszyk/"), answer.text
        return self.checkout_form()

    def prepared_form(self, *goods: Good) -> dict[str, str]:
        """What `form_for` gives, without a request: basket and session written by the services in this process, the
        cookies as the server would have set them. Rendering the pages for hundreds of buyers would take minutes."""
        session, total = SessionStore(), DeliveryMethod.objects.get(code="kurier").price
        for good in goods:
            product = Product.objects.get(pk=good.pk)
            basket_add(request=factories.make_request(session), product=product)
            total += product.price
        token = get_random_string(32)
        self.session.cookies.update({"sessionid": session.session_key, "csrftoken": token})
        hidden = {
            "csrfmiddlewaretoken": token,
            "key": new_key(),
            "expected_total": f"{total:.2f}",
            # No gift cards lie in the basket.
            "expected_cards": "",
        }
        return BUYER | {"email": self.email, "delivery": "kurier"} | hidden

    def sees_order(self, answer: requests.Response) -> str:
        """Follow the answer of a placed order to its page; gives the reference."""
        page = self.get(answer.headers["Location"])
        assert page.status_code == 200
        assert 'id="order-ref"' in page.text
        return ref_of(answer)


def prepared_forms(buyers: list[Buyer], baskets: list, *, walk: bool = True) -> list[dict[str, str]]:
    """A form for each buyer, with their goods in the basket. The first one goes through the pages as people do, and
    what the others send must have the very same fields and, for the same goods, the same sum.

    walk: False leaves that out, where the same baskets come a second time."""
    first = buyers[0].form_for if walk else buyers[0].prepared_form
    forms = [first(*baskets[0])]
    with transaction.atomic():
        forms += [buyer.prepared_form(*goods) for buyer, goods in zip(buyers[1:], baskets[1:], strict=True)]
    assert all(form.keys() == forms[0].keys() for form in forms)
    assert all(
        form["expected_total"] == forms[0]["expected_total"]
        for form, goods in zip(forms, baskets, strict=True)
        if goods == baskets[0]
    )
    return forms


def ref_of(answer: requests.Response) -> str:
    """Reference of the order to which the answer leads; fails when it leads elsewhere."""
    assert answer.status_code == 302, (answer.status_code, answer.text[:500])
    found = re.fullmatch(r"/zamowienie/([A-Z0-9]+)/", answer.headers["Location"])
    assert found, answer.headers["Location"]
    return found[1]


def patiently(act: Callable[[], requests.Response], *, until: float | None = None) -> requests.Response:
    """Do the same again, as people do, while the connection is cut or the site says that it is down (503)."""
    until = until or time.monotonic() + PATIENCE
    while True:
        try:
            answer = act()
            if answer.status_code != 503 or time.monotonic() > until:
                return answer
        except Cut:
            if time.monotonic() > until:
                raise
        time.sleep(0.05)


def all_at_once(jobs: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run every job in a thread of its own, all starting at one moment; results in their order.

    Raises the first exception of a job, after all have ended.
    """
    jobs = list(jobs)
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=PATIENCE)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        futures = [pool.submit(run, job) for job in jobs]
    return [future.result() for future in futures]


def side_by_side(jobs: Iterable[Callable[[], Any]], *, hands: int = 12) -> list[Any]:
    """Run the jobs in a few threads, one after another in each: preparations that race with nobody."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=hands) as pool:
        return list(pool.map(run, jobs))


def patient_form(buyer: Buyer, good: Good) -> dict[str, str]:
    """Fill the basket and open the checkout, however often the connection is cut.

    An addition whose answer was cut may be repeated: then there is more in the basket, or another one.
    """
    patiently(lambda: buyer.add(good))
    while True:
        answer = patiently(lambda: buyer.get("/zamowienie/"))
        if answer.status_code == 200:
            return buyer.form_of(answer)
        # Led back to the basket: the addition was made, but its cookie went with the connection.
        patiently(lambda: buyer.add(good))
