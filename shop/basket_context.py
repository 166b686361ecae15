"""What the page of the basket shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.formats import money
from home.models import SiteSettings

from .delivery_context import delivery_glance, least_price_text
from .lead_time import lead_time_days, lead_time_text
from .legal_pages import legal_links, shop_url
from .models import Basket, Product
from .payments import OnlinePay
from .services.baskets import QuoteLine, basket_quote
from .services.personalisation import no_withdrawal_text
from .services.shipping import deliveries_on_offer
from .shared_parcels import basket_texts
from .sums_context import basket_extras


@dataclass(frozen=True)
class LineView:
    """A line with what stands in its way, in words. max_quantity: 1 where there is nothing to choose.

    notice_text: why this line alone could not be returned (Consumer Rights Act, art. 38)."""

    line: QuoteLine
    problem_text: str
    max_quantity: int
    notice_text: str = ""
    lead_time_text: str = ""


def problem_text(line: QuoteLine) -> str:
    """What is wrong with a line and what to do about it; empty when it can be ordered as it is."""
    if text := _set_problem_text(line):
        return text
    if line.problem == "unfit":
        return _("This thing was changed since you chose it. Remove it and choose it again.")
    if line.problem == "gone":
        return _("This thing is no longer for sale. Remove it to go on.")
    if line.problem == "sold_out":
        return _("Somebody bought this before you. Remove it to go on.")
    if line.problem == "too_many":
        count = line.available
        return ngettext(
            "Only %(count)d piece is left. Lower the quantity to go on.",
            "Only %(count)d pieces are left. Lower the quantity to go on.",
            count,
        ) % {"count": count}
    if line.problem == "shared":
        return _("What is left of it lies in your basket already. Remove this line or lower the other one.")
    if line.problem == "price_changed":
        values = {"old": money(line.seen_price), "new": money(line.unit_price)} if line.seen_price else {}
        if values:
            return _("The price has changed since you put it here: from %(old)s to %(new)s.") % values
    return ""


def _set_problem_text(line: QuoteLine) -> str:
    """What is wrong with a set because of one of its parts."""
    if not line.short:
        return ""
    texts = {
        "gone": _("“%(part)s” from this set is no longer for sale. Remove the set to go on."),
        "sold_out": _("“%(part)s” from this set is sold out. Remove the set to go on."),
        "shared": _("There is not enough of “%(part)s” for this set and the rest of your basket. Remove one of them."),
    }
    if line.problem == "too_many":
        return ngettext(
            "“%(part)s” is left for %(count)d set only. Lower the quantity to go on.",
            "“%(part)s” is left for %(count)d sets only. Lower the quantity to go on.",
            line.available,
        ) % {"part": line.short, "count": line.available}
    return texts[line.problem] % {"part": line.short} if line.problem in texts else ""


def pieces_in(basket: Basket | None) -> int:
    """Number of pieces for the badge."""
    return (basket.items.aggregate(pieces=Sum("quantity"))["pieces"] or 0) if basket else 0


def line_view(line: QuoteLine) -> LineView:
    is_single = line.product is None or line.product.kind == Product.Kind.UNIQUE
    most = 1 if is_single else line.available
    most = max(most, 2) if line.problem == "too_many" else max(most, 1)
    return LineView(
        line,
        problem_text(line),
        most,
        notice_text=no_withdrawal_text(line.no_withdrawal),
        lead_time_text=lead_time_text(lead_time_days(line.product)) if line.product else "",
    )


def basket_context(basket: Basket | None, site_settings: SiteSettings) -> dict[str, Any]:
    """Lines with their social context, the sum, and the ways of delivery and payment told in time (L2)."""
    quote = basket_quote(basket=basket, deliveries=deliveries_on_offer() if basket else ())
    return {
        "page_title": _("Basket"),
        "breadcrumbs": [],
        "show_messages": True,
        "quote": quote,
        "lines": [line_view(line) for line in quote.lines],
        **basket_extras(quote.sums, site_settings, [delivery.method for delivery in quote.deliveries]),
        "delivery_glance": delivery_glance(quote.deliveries),
        "delivery_from": least_price_text(quote.deliveries),
        "shared_parcels": basket_texts(quote.deliveries),
        "pays_online": OnlinePay().is_offered,
        "legal": legal_links(),
        "shop_url": "" if quote.lines else shop_url(),
    }
