"""Sends documents to the buyer: as soon as they are issued, those that go through KSeF once it has taken them."""

from collections.abc import Sequence

from django.utils import timezone

from ...models import Order, SalesDocument
from ..outbox import message_queue


def documents_tell(*, order: Order, documents: Sequence[SalesDocument]) -> None:
    """Queue one e-mail with those documents that the buyer may have and has not got. In the caller's transaction."""
    ready = [document for document in documents if document.is_for_buyer and document.told_at is None]
    if not ready or order.erased_at or not order.email:
        return
    SalesDocument.objects.filter(pk__in=[document.pk for document in ready]).update(told_at=timezone.now())
    message_queue(
        kind="document_issued",
        order=order,
        dedupe=f"document-issued:{order.ref}:{ready[0].pk}",
        payload={"documents": [document.pk for document in ready]},
    )
