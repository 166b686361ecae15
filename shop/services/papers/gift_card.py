"""Gift cards to print, cut out and hand over: one PDF page of A4 for each card that an order bought."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from home.formats import day, money
from home.models import SiteSettings

from ...models import GiftCard, Order
from ..links import gift_card_url
from ..secrets import gift_card_code_of
from .pdf import pdf_of

TEMPLATE = "documents/gift_card.typ"


def gift_cards_usable_of(order: Order) -> list[GiftCard]:
    """The cards that the order bought and that can be spent."""
    return list(GiftCard.objects.filter(item__order=order, blocked_at=None).select_related("item").order_by("pk"))


def gift_cards_pdf(*, order: Order, seller: SiteSettings) -> bytes:
    """The cards as PDF/UA-1 in the language of the order, the same bytes at every call."""
    return pdf_of(TEMPLATE, gift_cards_view(order=order, cards=gift_cards_usable_of(order), seller=seller))


def gift_cards_file_name(*, order: Order) -> str:
    """For example „karta-podarunkowa-ABCD2345.pdf”."""
    with translation.override(order.language):
        return f"{_('gift-card')}-{order.ref}.pdf"


def gift_cards_view(*, order: Order, cards: Sequence[GiftCard], seller: SiteSettings) -> dict[str, Any]:
    """All words of the page. The name of the buyer is not on it: who gives the card says so in person."""
    with translation.override(order.language):
        return {
            "title": _("Gift card"),
            "language": order.language,
            "author": seller.operator_name,
            "date": timezone.localdate(order.date_created).isoformat(),
            "cut": _("Cut along the line."),
            "slogan": _("You choose the thing. People with disabilities make it, or people who were without work for long."),
            "for": _("For"),
            "from": _("From"),
            "code_label": _("Code"),
            "valid_label": _("Can be spent until"),
            "how": _("How to use it"),
            "steps": [
                _("Choose what you like at %(address)s") % {"address": settings.WAGTAILADMIN_BASE_URL},
                _("Put it into the basket and type the code there, under the sum."),
                _("The card pays for goods and delivery. What is left stays on it; the balance: %(address)s")
                % {"address": gift_card_url(language=order.language)},
            ],
            "questions": f"{_('Questions?')} {seller.email}, {seller.phone}".rstrip(", "),
            "cards": [
                {
                    "value": money(card.initial),
                    "code": gift_card_code_of(card=card),
                    "valid": day(card.expires_on),
                }
                for card in cards
            ],
        }
