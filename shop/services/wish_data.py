"""What somebody left without an order: notices, requests for something similar, a reminder. Part of personal_data.

Found by the e-mail address, as everything of a person here; how long it is kept stands in periods.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from ..models import Basket, SimilarRequest, StockNotice
from . import periods


@dataclass(frozen=True)
class KeptWishes:
    """Rows that bear the address, oldest first. baskets: those whose owner agreed to a reminder."""

    notices: list[StockNotice] = field(default_factory=list)
    requests: list[SimilarRequest] = field(default_factory=list)
    baskets: list[Basket] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.notices or self.requests or self.baskets)


def wishes_find(address: str) -> KeptWishes:
    """What is kept under a normalised address; nothing under an empty one. Reads only."""
    if not address:
        return KeptWishes()
    return KeptWishes(
        notices=_rows(StockNotice.objects.select_related("product"), "email", address),
        requests=_rows(SimilarRequest.objects.select_related("product"), "email", address),
        baskets=_rows(Basket.objects.all(), "reminder_email", address),
    )


def wishes_erase(address: str) -> int:
    """Delete notices and requests with their messages; take the address out of baskets. Gives the number of rows.

    The things in a basket stay: without the address they name nobody.
    """
    kept = wishes_find(address)
    StockNotice.objects.filter(pk__in=_keys(kept.notices)).delete()
    SimilarRequest.objects.filter(pk__in=_keys(kept.requests)).delete()
    for basket in kept.baskets:
        basket.messages.all().delete()
    Basket.objects.filter(pk__in=_keys(kept.baskets)).update(
        reminder_email="", reminder_agreed_at=None, reminder_sent_at=None
    )
    return len(kept.notices) + len(kept.requests) + len(kept.baskets)


def wishes_copy(kept: KeptWishes) -> dict[str, list[dict[str, Any]]]:
    """The rows for the copy of somebody's data; moments by the clock of the site. No secrets, no names of the staff."""
    return {
        "stock_notices": [
            {
                "thing": notice.product.name,
                "email": notice.email,
                "asked_at": _local(notice.created_at),
                "confirmed_at": _local(notice.confirmed_at),
                "told_at": _local(notice.sent_at),
            }
            for notice in kept.notices
        ],
        "similar_requests": [
            {
                "thing": request.product.name,
                "name": request.name,
                "email": request.email,
                "sent_at": _local(request.created_at),
                "text": request.message,
                "needed_by": request.needed_by,
                "answer": request.answer,
                "answered_at": _local(request.answered_at),
            }
            for request in kept.requests
        ],
        "basket_reminders": [
            {
                "email": basket.reminder_email,
                "agreed_at": _local(basket.reminder_agreed_at),
                "sent_at": _local(basket.reminder_sent_at),
            }
            for basket in kept.baskets
        ],
    }


def similar_requests_purge() -> int:
    """Delete requests a year after they were answered or put aside, or after they came to nothing. Gives their number."""
    cutoff = timezone.now() - periods.REQUESTS
    old = Q(answered_at__lt=cutoff) | Q(answered_at=None, created_at__lt=cutoff)
    _rows, by_model = SimilarRequest.objects.filter(old).delete()
    return by_model.get(SimilarRequest._meta.label, 0)


def _rows(rows, column: str, address: str) -> list:
    found = rows.filter(**{f"{column}__iexact": address}).order_by("pk")
    # The database folds case in its own way: what it found is compared once more.
    return [row for row in found if getattr(row, column).strip().casefold() == address]


def _keys(rows: Iterable[Model]) -> list[int]:
    return [row.pk for row in rows]


def _local(moment):
    return timezone.localtime(moment) if moment else None
