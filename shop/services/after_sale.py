"""What withdrawals and complaints share: their numbers, and finding the order that a buyer means."""

import re
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from ..models import Order
from .checks import clean_text
from .errors import BadInput, OutOfStock, ShopBusy
from .personal_data import email_normalise
from .secrets import REF_PATTERN, new_ref

Row = TypeVar("Row", bound=models.Model)
NUMBER_TRIES = 5


def ref_read(text: str) -> str:
    """The order number that somebody typed, as it is stored: capitals, no blanks or hyphens, signs that look alike put right."""
    plain = re.sub(r"[\s\-–#]", "", text).upper()
    plain = re.sub(r"^(NR|NO)\.?:?", "", plain)
    return plain if re.fullmatch(REF_PATTERN, plain) else ""


def order_by_pair(*, ref: str, email: str) -> Order | None:
    """The order of that number and that e-mail address; None for any other pair. An erased order has no address."""
    number = ref_read(ref)
    order = Order.objects.filter(ref=number, erased_at=None).first() if number else None
    if order is None or not order.email or email_normalise(order.email) != email_normalise(email):
        return None
    return order


def clean_person(*, name: str, email: str, contract: str) -> dict[str, str]:
    """Name, address and number as they may be stored. Raises BadInput."""
    values = {
        "name": clean_text(name, label=_("Name and surname"), max_length=120),
        "email": clean_text(email, label=_("E-mail"), max_length=254),
        "contract": clean_text(contract, label=_("Number of the order"), max_length=60),
    }
    try:
        validate_email(values["email"])
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    return values


def create_once(model: type[Row], *, prefix: str, key: str, make: Callable[[str], Row]) -> tuple[Row, bool]:
    """The row of an idempotency key and whether it is new. make: saves the row under the number given to it."""
    for _try in range(NUMBER_TRIES):
        if found := model.objects.filter(key=key).first():
            return found, False
        try:
            with transaction.atomic():
                return make(f"{prefix}-{new_ref()}"), True
        except IntegrityError:
            # The same form sent at the same moment, or a number that is taken: look, then try the next one.
            continue
        except (BadInput, OutOfStock):
            # What is missing now may have gone to the same form, sent at the same moment: make waited for it at the order's lock.
            if found := model.objects.filter(key=key).first():
                return found, False
            raise
    raise ShopBusy
