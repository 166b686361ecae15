"""When a thing made to order is sent, in words."""

from django.utils.translation import ngettext

from .models import Product


def lead_time_days(product: Product) -> int:
    """Working days from the payment to the sending; 0 for what lies on the shelf."""
    return (product.lead_time_days or 0) if product.kind == Product.Kind.TO_ORDER else 0


def lead_time_text(days: int) -> str:
    """The promise in the active language; empty for 0 days."""
    if not days:
        return ""
    return ngettext(
        "We make it to order and send it within %(days)d working day of your payment.",
        "We make it to order and send it within %(days)d working days of your payment.",
        days,
    ) % {"days": days}
