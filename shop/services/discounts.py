"""Discount codes: what a code takes off a basket, divided among its lines to the grosz, and how often it may be used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from home.formats import day, money

from ..models import DiscountCode, DiscountUse, Order, Product
from .checks import GROSZ
from .errors import BadInput, DiscountGone
from .shares import money_split

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class GoodsLine:
    """A line as discounts see it. total: gross PLN, 0 where it cannot be ordered. product: None when it is gone."""

    product: Product | None
    total: Decimal


@dataclass(frozen=True)
class Discount:
    """What a code takes off. shares: of each line, in their order; they add up to `amount`. Gross PLN.

    problem: why it takes off nothing, in the active language.
    """

    code: DiscountCode | None = None
    amount: Decimal = ZERO
    shares: list[Decimal] = field(default_factory=list)
    problem: str = ""


def discount_find(*, text: str) -> DiscountCode:
    """The code that somebody typed, whatever its case and blanks. Raises BadInput when nobody can use it now."""
    code = DiscountCode.objects.filter(code=code_normalised(text)).first()
    if code is None or not code.is_active:
        raise BadInput(_("We do not know this code, or it no longer works. Check the letters and digits."))
    if problem := _problem_now(code):
        raise BadInput(problem)
    return code


def code_normalised(text: object) -> str:
    """Capital letters without blanks; empty for what is no text of a sensible length or holds what no code has."""
    if not isinstance(text, str) or len(text) > 200:
        return ""
    code = "".join(text.upper().split())
    return code if len(code) <= 40 and code.isprintable() else ""


def discount_of(*, code: DiscountCode | None, lines: Sequence[GoodsLine]) -> Discount:
    """What the code takes off these lines now. Writes nothing; one query for the code's categories.

    A percentage is rounded to the grosz, half up; an amount is at most what the goods are worth. Gift cards are money
    and are never reduced. The division is by the largest remainder, so no line falls below zero.
    """
    nothing = [ZERO] * len(lines)
    if code is None:
        return Discount(shares=nothing)
    categories = {category.pk for category in code.categories.all()}
    weights = [line.total if _holds_for(line, categories) else ZERO for line in lines]
    worth = sum(weights, ZERO)
    if problem := _problem_now(code) or _problem_with(code, worth, has_categories=bool(categories)):
        return Discount(code, ZERO, nothing, problem)
    if code.percent is not None:
        amount = (worth * code.percent / 100).quantize(GROSZ, rounding=ROUND_HALF_UP)
    else:
        amount = min(code.amount, worth)
    return Discount(code, amount, money_split(amount, weights))


def discount_take(*, order: Order, discount: Discount) -> None:
    """Count the use of a code in an order that is being placed. Raises DiscountGone when another was faster.

    The count is a conditional update, so that no two orders share the last use.
    """
    if discount.code is None or discount.amount <= 0:
        return
    if not _count(discount.code.pk):
        raise DiscountGone(discount.code.code)
    DiscountUse.objects.create(code=discount.code, order=order, amount=discount.amount)


def discount_return(*, order: Order) -> bool:
    """Give the use of a cancelled order back, once. Gives True when this call did. The caller holds the order's lock."""
    used = DiscountUse.objects.filter(order=order, returned_at=None)
    if not used.update(returned_at=timezone.now()):
        return False
    DiscountCode.objects.filter(used_in__order=order, uses__gt=0).update(uses=F("uses") - 1)
    return True


def discount_retake(*, order: Order) -> None:
    """Count the use again of an order that was taken up again. The order keeps its price even if none is left."""
    use = DiscountUse.objects.filter(order=order).exclude(returned_at=None).first()
    if use and _count(use.code_id, even_if_switched_off=True):
        DiscountUse.objects.filter(pk=use.pk).update(returned_at=None)


def discount_is_open_to_all(*, code: DiscountCode) -> bool:
    """Whether anybody could use the code as often as they like: then it looks like a promotion."""
    return code.is_active and code.most_uses is None


def _count(pk: int, *, even_if_switched_off: bool = False) -> bool:
    free = DiscountCode.objects.filter(Q(most_uses=None) | Q(uses__lt=F("most_uses")), pk=pk)
    if not even_if_switched_off:
        free = free.filter(is_active=True)
    return bool(free.update(uses=F("uses") + 1))


def _holds_for(line: GoodsLine, categories: set[int]) -> bool:
    if line.product is None or line.product.kind == Product.Kind.GIFT_CARD:
        return False
    return not categories or line.product.category_id in categories


def _problem_now(code: DiscountCode) -> str:
    """Why nobody can use the code at this moment."""
    now = timezone.now()
    values = {"code": code.code}
    if not code.is_active:
        return _("The code %(code)s no longer works.") % values
    if code.starts_at and code.starts_at > now:
        return _("The code %(code)s works from %(day)s on.") % {**values, "day": day(code.starts_at)}
    if code.ends_at and code.ends_at <= now:
        return _("The code %(code)s worked until %(day)s.") % {**values, "day": day(code.ends_at)}
    if code.most_uses is not None and code.uses >= code.most_uses:
        return _("The code %(code)s has been used up.") % values
    return ""


def _problem_with(code: DiscountCode, worth: Decimal, *, has_categories: bool) -> str:
    """Why the code takes off nothing of this basket."""
    values = {"code": code.code}
    if worth <= 0 and has_categories:
        names = ", ".join(sorted(category.label for category in code.categories.all()))
        return _("The code %(code)s holds only for: %(names)s. There is nothing of it in the basket.") % {
            **values,
            "names": names,
        }
    if worth <= 0:
        return _("The code %(code)s does not hold for anything in the basket.") % values
    if worth < code.least_subtotal:
        return _("The code %(code)s works from %(least)s on: add goods for %(missing)s.") % {
            **values,
            "least": money(code.least_subtotal),
            "missing": money(code.least_subtotal - worth),
        }
    return ""
