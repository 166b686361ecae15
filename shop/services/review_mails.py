"""What the e-mails about a buyer's review show, in the active language."""

from typing import Any

from django.urls import reverse

from ..models import Outbox, Review
from .links import absolute, status_url
from .secrets import review_token
from .wish_mails import mail_goods

REVIEW_MAILS = ("review_received", "review_refused")


def review_context(message: Outbox) -> dict[str, Any]:
    """What the templates of one of REVIEW_MAILS tell beside the frame."""
    review = Review.objects.select_related("product", "item").get(pk=message.payload["review"], item__order=message.order)
    return {
        "order": message.order,
        "review": review,
        "thing": review.item.name,
        "goods": mail_goods([review.product]),
        "review_url": review_url(review=review),
        "status_url": status_url(order=message.order),
    }


def review_url(*, review: Review) -> str:
    """The secret address where the buyer sees the review and takes it back, in the active language."""
    return absolute(reverse("review_answer", args=[review_token(review.pk)]))
