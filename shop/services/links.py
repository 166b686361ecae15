"""Whole addresses for e-mails and documents, in the language of the order."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from ..models import Order
from .secrets import order_secret


def absolute(path: str) -> str:
    """The whole address of a path of the site; an empty path stays empty."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}" if path else ""


def status_url(*, order: Order) -> str:
    """The buyer's secret link to the order."""
    with translation.override(order.language):
        return absolute(reverse("order_link", args=[order_secret(order=order)]))


def order_url(*, order: Order) -> str:
    """The buyer's page of the order; it shows something only to the session that placed the order."""
    with translation.override(order.language):
        return absolute(reverse("order_detail", args=[order.ref]))


def notify_url(*, provider: str) -> str:
    """Where a gateway sends its messages."""
    return absolute(reverse("payment_message", args=[provider]))


def share_url(*, order: Order) -> str:
    """The public link to the social receipt; it shows no personal data."""
    with translation.override(order.language):
        return absolute(reverse("social_receipt", args=[order.share_token]))


def gift_card_url(*, language: str) -> str:
    """The page where the holder of a gift card asks for its balance."""
    with translation.override(language):
        return absolute(reverse("gift_card_balance"))
