"""Checks on what comes after the order and on papers: withdrawal (L4), its exceptions (L5), complaints (L6), the order of
results and reviews (L9), reports of sellers (L12), e-invoices (L13)."""

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.legal_pages import legal_links
from shop.models import (
    Complaint,
    OrderItem,
    PersonalisationField,
    Product,
    ProductPage,
    SalesDocument,
    Withdrawal,
)
from shop.services.complaints import ANSWER_DAYS
from shop.services.papers.dac7 import EUROS, SALES, MakerYear
from shop.services.papers.routing import ksef_state_for
from stories.models import Enterprise

from .contract import NO_PURCHASE
from .purchase import Purchase

#: The words of Directive 2011/83/EU, art. 11a, in Polish.
ENTRY, CONFIRM = "Odstąp od umowy tutaj", "Potwierdź odstąpienie"
EXCEPTION = "art. 38"


def withdrawal_function(made: Purchase) -> Iterator[str]:
    address = reverse("withdrawal")
    for path in ("/", "/sklep/"):
        links = made.visit(path).soup.select(f'a[href^="{address}"]')
        if ENTRY not in [" ".join(link.get_text(" ").split()) for link in links]:
            yield _("%(path)s has no link “%(words)s”.") % {"path": path, "words": ENTRY}
    form = made.visit(address)
    if form.status != 200:
        yield _("%(path)s does not open without a login.") % {"path": address}
    if made.order is None:
        yield str(NO_PURCHASE)
        return
    if made.order_page is not None and not made.order_page.soup.select(f'a[href^="{address}"]'):
        yield _("The page of an order does not lead to the withdrawal function.")
    answer = made.client.post(
        address,
        {"name": made.order.name, "email": made.order.email, "contract": made.order.ref, "step": "check", "key": "k" * 24},
        secure=True,
        headers={"sec-fetch-site": "same-origin"},
    )
    if CONFIRM not in answer.content.decode(errors="replace"):
        yield _("The second step has no button “%(words)s”.") % {"words": CONFIRM}
    overdue = Withdrawal.objects.filter(
        state__in=[Withdrawal.State.RECEIVED, Withdrawal.State.GOODS_BACK], refund_due_on__lt=timezone.localdate()
    ).exclude(is_late=True)
    for entry in overdue:
        yield _("Withdrawal %(number)s: the money should have gone back by %(day)s.") % {
            "number": entry.number,
            "day": entry.refund_due_on,
        }


def exceptions_told(made: Purchase) -> Iterator[str]:
    """Before the order, on the page of the thing; after it, on the line alone (art. 12 par. 1 pt 12)."""
    wishes = PersonalisationField.objects.filter(ends_withdrawal=True).values("product")
    goods = Product.objects.filter(pk__in=wishes) | Product.objects.exclude(withdrawal_exception="")
    for product in goods.distinct():
        page = ProductPage.objects.live().filter(
            product=product.variant_of_id or product.pk, locale__language_code="pl"
        ).first()
        if page and EXCEPTION not in made.visit(page.url).text:
            yield _("%(name)s: the page does not say that there is no right to withdraw.") % {"name": page.title}
    Reasons = OrderItem.NoWithdrawal
    unique = OrderItem.objects.filter(no_withdrawal=Reasons.PERSONALISED, personalisation=[])
    for item in unique.select_related("order")[:5]:
        yield _("Order %(ref)s: “%(name)s” is barred from withdrawal without a wish of the buyer's.") % {
            "ref": item.order.ref,
            "name": item.name,
        }


def complaints_answered(made: Purchase) -> Iterator[str]:
    if ANSWER_DAYS > 14:
        yield _("Complaints are given more than 14 days.")
    if made.visit(reverse("complaint")).status != 200:
        yield _("%(path)s does not open without a login.") % {"path": reverse("complaint")}
    late = Complaint.objects.filter(state=Complaint.State.RECEIVED, answer_due_on__lt=timezone.localdate())
    for entry in late:
        yield _("Complaint %(number)s was not answered by %(day)s, so it counts as accepted.") % {
            "number": entry.number,
            "day": entry.answer_due_on,
        }


def ranking_and_reviews(made: Purchase) -> Iterator[str]:
    address = legal_links().get("ranking")
    if not address:
        yield _("No page says how results are ordered.")
        return
    page = made.visit(address)
    for words in ("kolejnoś", "opini"):
        if words not in page.text.lower():
            yield _("The page on the order of results does not speak of: %(words)s.") % {"words": words}
    if not made.visit("/sklep/").soup.select(f'a[href="{address}"]'):
        yield _("The list of goods does not lead to the page on the order of results.")


def report_of_sellers(made: Purchase) -> Iterator[str]:
    """The exclusion needs both limits at once; the report counts it for every maker."""
    maker, rate = Enterprise(name="–"), Decimal(1)
    cases = (
        (SALES - 1, EUROS, True),
        (SALES, EUROS, False),
        (SALES - 1, EUROS + Decimal("0.01"), False),
    )
    for sales, amount, excluded in cases:
        row = MakerYear(maker, sales, [amount, Decimal(0), Decimal(0), Decimal(0)])
        if row.is_excluded(rate) is not excluded:
            yield _("The limit of the report is wrong at %(sales)d sales and %(sum)s EUR.") % {
                "sales": sales,
                "sum": amount,
            }


def e_invoices(made: Purchase) -> Iterator[str]:
    today = timezone.localdate()
    if ksef_state_for(is_invoice=True, buyer_nip="", issued_on=today) != SalesDocument.Ksef.OUTSIDE:
        yield _("An invoice to a consumer would go to KSeF.")
    if ksef_state_for(is_invoice=False, buyer_nip="1111111111", issued_on=today) != SalesDocument.Ksef.OUTSIDE:
        yield _("A bill would go to KSeF.")
    for document in SalesDocument.objects.filter(ksef_state=SalesDocument.Ksef.REJECTED):
        yield _("KSeF rejected document %(number)s: %(answer)s") % {
            "number": document.number,
            "answer": document.ksef_error,
        }


