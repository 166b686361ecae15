"""Checks on how the contract is made and told: rows L1 to L7."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from home.formats import money
from home.models import StandardPage
from shop.legal_pages import SLUGS
from shop.models import DeliveryMethod
from shop.services.papers.contract import contract_view

from .purchase import Purchase

#: The only words on the button (Consumer Rights Act, art. 17 par. 3, and equivalents in the other languages).
BUTTON = {
    "pl": "Zamówienie z obowiązkiem zapłaty",
    "en": "Order with obligation to pay",
    "uk": "Замовлення із зобов’язанням оплати",
}
NO_PURCHASE = _lazy("The trial purchase failed: there is nothing to buy with a courier.")


def order_button(made: Purchase) -> Iterator[str]:
    if not made.checkouts:
        yield str(NO_PURCHASE)
    for language, page in made.checkouts.items():
        buttons = page.soup.select('form#checkout button[name="order"]')
        words = [" ".join(button.get_text(" ").split()) for button in buttons]
        if words != [BUTTON[language]]:
            yield _("%(path)s: the button says %(words)s, but it must say “%(right)s”.") % {
                "path": page.path,
                "words": words,
                "right": BUTTON[language],
            }


def summary_before_order(made: Purchase) -> Iterator[str]:
    page = made.checkouts.get("pl")
    if page is None or made.order is None:
        yield str(NO_PURCHASE)
        return
    for method in DeliveryMethod.objects.filter(is_active=True).exclude(kind=DeliveryMethod.Kind.EMAIL):
        with translation.override("pl"):
            if method.label not in page.text:
                yield _("The checkout does not name the way of delivery “%(name)s”.") % {"name": method.label}
    line = made.order.items.first()
    if line.name not in page.text:
        yield _("The summary does not name the thing “%(name)s”.") % {"name": line.name}
    with translation.override("pl"):
        total = money(made.order.total)
    if made.order_page is None or total not in made.order_page.html:
        yield _("The page of the order does not tell the sum %(sum)s.") % {"sum": total}
    button = page.soup.select_one('button[name="order"]')
    if button is None or button.find_previous(id="checkout-totals") is None:
        yield _("The sum does not stand before the button.")


def withdrawal_instruction(made: Purchase) -> Iterator[str]:
    page = _page("returns")
    if page is None:
        yield _("No page with the instruction on withdrawal is published.")
        return
    text = made.visit(page.url).text.lower()
    for words in ("14 dni", "wzór formularza"):
        if words not in text:
            yield _("The instruction on withdrawal does not hold the words “%(words)s”.") % {"words": words}


def durable_confirmation(made: Purchase) -> Iterator[str]:
    if made.mail is None:
        yield str(NO_PURCHASE)
        return
    if made.order.ref not in made.mail.body or "text/html" not in [
        kind for _body, kind in made.mail.alternatives
    ]:
        yield _("The confirmation has no order number or no HTML part.")
    if [kind for _name, _content, kind in made.mail.attachments] != ["application/pdf"]:
        yield _("The confirmation does not enclose one PDF with the contract.")
    nodes = [node for part in contract_view(order=made.order)["parts"] for node in part["nodes"]]
    titles = {node["text"] for node in nodes if node["is"] == "heading"}
    for name in ("terms", "returns"):
        page = _page(name)
        if page is None or page.title not in titles:
            yield _("The enclosed contract does not hold the page “%(slug)s”.") % {"slug": SLUGS[name]}
    if not any(node["is"] == "form" for node in nodes):
        yield _("The enclosed contract lacks the model form of withdrawal.")


def _page(name: str) -> StandardPage | None:
    return (
        StandardPage.objects.live()
        .filter(slug=SLUGS[name], locale__language_code=settings.LANGUAGE_CODE)
        .first()
    )


def today():
    return timezone.localdate()
