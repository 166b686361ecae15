"""„Order something similar”: a buyer asks, the workshop or the shop's staff answer by e-mail."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Product, SimilarRequest
from .checks import clean_email, clean_text
from .errors import BadInput, TransitionRefused
from .outbox import message_queue


def similar_request_send(
    *,
    product: Product,
    key: str,
    name: str,
    email: str,
    message: str,
    needed_by: datetime.date | None,
    language: str,
) -> SimilarRequest:
    """Write down what somebody wants made, and confirm it by mail. The same key again gives the same request.

    Raises BadInput for texts that cannot be kept or a date that is over.
    """
    if needed_by is not None and needed_by <= timezone.localdate():
        raise BadInput(_("Give a day in the future, or leave it empty."))
    values = {
        "product": product,
        "name": clean_text(name, label=_("Name and surname"), max_length=120),
        "email": clean_email(email),
        "message": clean_text(message, label=_("What should it be like"), max_length=1000),
        "needed_by": needed_by,
        "language": language,
    }
    with transaction.atomic():
        request, created = SimilarRequest.objects.get_or_create(
            key=clean_text(key, label=_("Form key"), max_length=64), defaults=values
        )
        if created:
            message_queue(
                kind="similar_received", order=None, similar_request=request, dedupe=f"similar-received:{request.pk}"
            )
    return request


def similar_request_answer(*, request: SimilarRequest, answer: str, by) -> SimilarRequest:
    """Answer by mail, once. Raises BadInput for an empty answer, TransitionRefused for a request answered already."""
    answer = clean_text(answer, label=_("Answer"), max_length=2000)
    with transaction.atomic():
        mine = SimilarRequest.objects.filter(pk=request.pk, state=SimilarRequest.State.NEW)
        if not mine.update(
            state=SimilarRequest.State.ANSWERED, answer=answer, answered_at=timezone.now(), answered_by=by
        ):
            raise TransitionRefused(_("Somebody has answered this request already."))
        request.refresh_from_db()
        message_queue(
            kind="similar_answered", order=None, similar_request=request, dedupe=f"similar-answered:{request.pk}"
        )
    return request


def similar_request_close(*, request: SimilarRequest, by) -> None:
    """Put a request aside without an answer, for example one that is no request at all."""
    SimilarRequest.objects.filter(pk=request.pk, state=SimilarRequest.State.NEW).update(
        state=SimilarRequest.State.CLOSED, answered_at=timezone.now(), answered_by=by
    )
