"""What the tests of the shop's pages read out of answers."""

import re
from html.parser import HTMLParser

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
BUYER = {
    "name": "Anna Nowak",
    "email": "anna@example.org",
    "phone": "600 100 200",
    "delivery": "kurier",
    "street": "ul. Lipowa 3/4",
    "postcode": "61-001",
    "city": "Poznań",
    "payment": "transfer",
    "buyer_note": "",
    "nip": "",
    "company": "",
    "billing_address": "",
    "terms": "on",
}


class _Form(HTMLParser):
    """Collects the fields of the form with the given id."""

    def __init__(self, form_id: str):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: list[dict[str, str]] = []

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = values.get("id") == self.form_id
        elif self.inside and tag in {"input", "textarea", "select", "button"}:
            self.fields.append({"tag": tag, **values})

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def form_fields(html: str, form_id: str) -> list[dict[str, str]]:
    """Inputs and buttons of a form: their attributes with `tag`."""
    parser = _Form(form_id)
    parser.feed(html)
    return parser.fields


def hidden_values(html: str, form_id: str = "checkout") -> dict[str, str]:
    fields = form_fields(html, form_id)
    return {field["name"]: field.get("value", "") for field in fields if field.get("type") == "hidden"}


def words(html: str) -> str:
    """The text of a page without mark-up, blanks drawn together."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def add_to_basket(client, product, quantity=1):
    return client.post("/koszyk/dodaj/", {"product": product.pk, "quantity": quantity}, headers=SAME_ORIGIN)


def checkout_data(client, **values) -> dict[str, str]:
    """A filled-in form with the hidden fields of a fresh page, at the sum of the chosen delivery."""
    typed = BUYER | values
    page = client.post("/zamowienie/", {**typed, "recalculate": "1"})
    return typed | hidden_values(page.content.decode())
