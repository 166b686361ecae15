"""What the checkout shows: choices with prices, the sum for each way of delivery, and what has changed meanwhile."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from home.formats import money

from .basket_context import line_view
from .delivery_context import delivery_options, locker_choice
from .forms import KEY_PATTERN, MONEY_PATTERN, CheckoutForm, new_key
from .legal_pages import legal_links
from .models import Basket, DeliveryMethod, Order, Product
from .services.baskets import Quote, basket_quote
from .services.deadlines import ONLINE_MINUTES
from .services.deferred import deferred_terms
from .services.orders import BuyerData
from .services.shipping import deliveries_on_offer
from .sums_context import after_rows, donation_rows, goods_rows

#: Fields kept when the form is shown again without being checked.
TYPED_FIELDS = (
    "name", "email", "phone", "delivery", "street", "postcode", "city", "locker_search", "locker", "payment",
    "buyer_note", "nip", "company", "billing_address", "terms",
)  # fmt: skip


@dataclass
class Till:
    """One showing of the checkout: the basket's present state and the form at the chosen way of delivery."""

    basket: Basket | None
    deliveries: list[DeliveryMethod]
    posted: QueryDict | None = None

    def __post_init__(self):
        code = self.posted.get("delivery", "") if self.posted else ""
        chosen = next((method for method in self.deliveries if method.code == code), None)
        self.quote: Quote = basket_quote(basket=self.basket, delivery=chosen, deliveries=self.deliveries)
        #: Why a way of delivery cannot be had for what lies in the basket, by its code.
        self.refusals = {quote.method.code: quote.refusal for quote in self.quote.deliveries if quote.refusal}
        self.delivery = None if code in self.refusals else chosen

    @classmethod
    def open(cls, *, basket: Basket | None, posted: QueryDict | None = None) -> "Till":
        return cls(basket, deliveries_on_offer(), posted)

    @property
    def seen_total(self) -> Decimal | None:
        """The sum that the buyer was shown; None where the form came without one or with nonsense."""
        text = self.posted.get("expected_total", "") if self.posted else ""
        return Decimal(text) if MONEY_PATTERN.fullmatch(text) else None

    @property
    def seen_cards(self) -> str:
        """Fingerprint of the balances of the gift cards that the buyer was shown."""
        return self.posted.get("expected_cards", "") if self.posted else ""

    def is_covered(self, delivery: DeliveryMethod) -> bool:
        """Whether nothing is left to pay with this way of delivery: gift cards, or a discount, cover all."""
        prices = {quote.method.pk: quote.price for quote in self.quote.deliveries if quote.is_available}
        if delivery.pk not in prices:
            return False
        return replace(self.quote.sums, delivery_price=prices[delivery.pk]).is_covered

    def due(self, delivery: DeliveryMethod) -> Decimal:
        """What is left to pay with this way of delivery, after gift cards."""
        prices = {quote.method.pk: quote.price for quote in self.quote.deliveries if quote.is_available}
        return replace(self.quote.sums, delivery_price=prices.get(delivery.pk, Decimal("0.00"))).due

    @property
    def form_facts(self) -> dict[str, Any]:
        """What the form must know of the basket."""
        return {
            "deliveries": self.deliveries,
            "refusals": self.refusals,
            "covered": self.is_covered,
            "due": self.due,
            "buys_gift_cards": any(
                line.product and line.product.kind == Product.Kind.GIFT_CARD for line in self.quote.lines
            ),
        }

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields as they must be in the next showing: the same key, the sum of now."""
        key = self.posted.get("key", "") if self.posted else ""
        return {
            "key": key if KEY_PATTERN.fullmatch(key) else new_key(),
            "expected_total": f"{self.quote.total:.2f}",
            "expected_cards": self.quote.sums.cards_stamp,
        }

    def blank_form(self) -> CheckoutForm:
        """The form unchecked, with what was typed so far."""
        typed = {name: self.posted.get(name, "") for name in TYPED_FIELDS} if self.posted else {}
        return CheckoutForm(**self.form_facts, initial={**typed, **self.hidden})

    def checked_form(self, **hidden: str) -> CheckoutForm:
        """The form as it was sent, to be checked. hidden: hidden fields to be set in place of those of now."""
        data = self.posted.copy()
        for name, value in {**self.hidden, **hidden}.items():
            data[name] = value
        return CheckoutForm(data, **self.form_facts)


def buyer_data(cleaned: dict[str, Any]) -> BuyerData:
    """What order_place wants to know of the buyer, from the cleaned form."""
    names = (
        "name", "email", "phone", "street", "postcode", "city", "buyer_note", "nip", "company", "billing_address",
    )  # fmt: skip
    return BuyerData(
        **{name: cleaned[name] for name in names},
        locker_code=cleaned["locker"],
        language=get_language() or settings.LANGUAGE_CODE,
    )


def checkout_context(till: Till, form: CheckoutForm) -> dict[str, Any]:
    """Context of templates/shop/checkout.html."""
    quote, delivery = till.quote, till.delivery
    return {
        "page_title": _("Your order"),
        "breadcrumbs": [],
        "form": form,
        "quote": quote,
        "lines": (lines := [line_view(line) for line in quote.lines]),
        "has_exceptions": any(view.notice_text for view in lines),
        "delivery": delivery,
        "delivery_options": delivery_options(form["delivery"].value(), quote.deliveries),
        **(lockers_in(form) if delivery and delivery.is_locker else {}),
        "payment_options": payment_options(form),
        "totals": [
            *goods_rows(quote.sums),
            *donation_rows(quote.sums.donation),
            {"label": _("Delivery"), "value": money(quote.delivery_price) if delivery else _("not chosen yet")},
        ],
        "after_totals": after_rows(quote.sums),
        "discount": quote.sums.discount,
        "sums": sums(quote),
        "legal": legal_links(),
    }


def lockers_in(form: CheckoutForm) -> dict[str, Any]:
    """The parcel lockers near what was typed."""
    return locker_choice(query=form["locker_search"].value() or "", chosen=form["locker"].value() or "")


def payment_options(form: CheckoutForm) -> list[dict[str, Any]]:
    chosen = form["payment"].value()
    offered = form.fields["payment"].choices
    texts = {
        Order.PaymentMethod.ONLINE: ngettext(
            "You pay at once on the page of a payment service, by BLIK, card or fast transfer. "
            "The goods wait for you for %(minutes)d minute.",
            "You pay at once on the page of a payment service, by BLIK, card or fast transfer. "
            "The goods wait for you for %(minutes)d minutes.",
            ONLINE_MINUTES,
        )
        % {"minutes": ONLINE_MINUTES},
        Order.PaymentMethod.TRANSFER: _(
            "You get the account number and a QR code right after ordering and by e-mail. You have 7 days to pay, "
            "then we remind you and wait for 3 more."
        ),
        Order.PaymentMethod.ON_PICKUP: _("You pay in the workshop when you collect the goods there."),
    }
    if Order.PaymentMethod.DEFERRED in dict(offered):
        label, texts[Order.PaymentMethod.DEFERRED] = _deferred_words()
        offered = [(value, label if value == Order.PaymentMethod.DEFERRED else name) for value, name in offered]
    return [
        {
            "value": value,
            "id": f"id_payment_{place}",
            "label": label,
            "text": texts[value],
            "price_text": "",
            "checked": value == chosen,
        }
        for place, (value, label) in enumerate(offered)
    ]


def _deferred_words() -> tuple[str, str]:
    """Name and explanation of the invoice with a term, as the settings of the site stand."""
    terms = deferred_terms()
    values = {"days": terms.days, "most": money(terms.most)}
    label = ngettext(
        "Invoice with a term of %(days)d day (companies and institutions)",
        "Invoice with a term of %(days)d days (companies and institutions)",
        terms.days,
    )
    text = ngettext(
        "Give the name of the company or institution and its NIP above. A person of the shop accepts the order, then we "
        "send it with an invoice or a bill. You have %(days)d day from the sending to pay. For up to %(most)s.",
        "Give the name of the company or institution and its NIP above. A person of the shop accepts the order, then we "
        "send it with an invoice or a bill. You have %(days)d days from the sending to pay. For up to %(most)s.",
        terms.days,
    )
    return label % values, text % values


def sums(quote: Quote) -> dict[str, dict[str, Any]]:
    """For the script: what is to be shown for each way of delivery that can be had, ready in words."""
    by_delivery = {
        delivery: replace(quote.sums, delivery_price=delivery.price)
        for delivery in quote.deliveries
        if delivery.is_available
    }
    return {
        delivery.method.code: {
            "expected": f"{chosen.total:.2f}",
            "total": money(chosen.total),
            "delivery": money(delivery.price),
            "after": [row["value"] for row in after_rows(chosen)],
            "due": money(chosen.due),
            "kind": delivery.method.kind,
        }
        for delivery, chosen in by_delivery.items()
    }
