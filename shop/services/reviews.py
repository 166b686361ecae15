"""Reviews of things by people who bought and got them.

Who may write is known from the order, so every review is one of a real buyer (Act of 23 August 2007 on counteracting
unfair market practices, art. 7 pt 25 and 26; Consumer Rights Act, art. 12a). Good and bad ones are published alike: the staff
refuse only what breaks the law or tells of a person.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Order, OrderItem, Outbox, Product, Review
from ..status import OrderStatus, ParcelStatus
from .checks import clean_text
from .errors import BadInput, TransitionRefused
from .outbox import message_queue
from .review_mails import REVIEW_MAILS
from .secrets import number_of_review

STARS = range(1, 6)


@dataclass(frozen=True)
class Rating:
    """How a thing is judged: mean of the published reviews, with their number."""

    average: float
    count: int


def reviewable_items(order: Order) -> list[OrderItem]:
    """Lines of an order that were handed over and that nobody has reviewed yet."""
    if order.status in {OrderStatus.CANCELLED, OrderStatus.REFUNDED}:
        return []
    delivered = Q(parcel__status=ParcelStatus.DELIVERED) | Q(order__status=OrderStatus.COMPLETED)
    return list(order.items.filter(delivered, review=None, product_id__isnull=False).order_by("pk"))


def review_write(*, item: OrderItem, stars: object, text: str = "", signature: str = "", language: str = "pl") -> Review:
    """Keep what a buyer says of a line; it is public once somebody has read it. An e-mail tells how to take it back.

    stars: raw, 1 to 5. Raises BadInput, or TransitionRefused for a line that was not delivered or is reviewed already.
    """
    if str(stars) not in {str(number) for number in STARS}:
        raise BadInput(_("Choose from one to five stars."))
    text = clean_text(text, label=_("Review"), max_length=1500, required=False)
    signature = clean_text(signature, label=_("Signature"), max_length=60, required=False)
    if item.pk not in {line.pk for line in reviewable_items(item.order)}:
        raise TransitionRefused(_("Only things that reached you can be reviewed, and each once."))
    product = Product.objects.filter(pk=item.product_id).first()
    if product is None:
        raise BadInput(_("This thing is no longer in the shop, so it cannot be reviewed."))
    try:
        with transaction.atomic():
            review = Review.objects.create(
                item=item,
                product=product.variant_of or product,
                stars=int(stars),
                text=text,
                signature=signature,
                language=language,
            )
            _tell("review_received", review)
            return review
    except IntegrityError as error:
        raise TransitionRefused(_("Only things that reached you can be reviewed, and each once.")) from error


def review_publish(*, review: Review, by) -> None:
    """Make a review public."""
    _settle(review, Review.State.PUBLISHED, by=by)


def review_refuse(*, review: Review, reason: str, by) -> None:
    """Keep a review off the site and write the buyer why.

    reason: which rule it breaks, as the buyer reads it; a low mark is none. Raises BadInput without one. The same decision
    a second time sends no second e-mail.
    """
    reason = clean_text(reason, label=_("Reason"), max_length=200)
    with transaction.atomic():
        if _settle(review, Review.State.REFUSED, by=by, reason=reason):
            _tell("review_refused", review, f":{review.moderated_at:%Y%m%d%H%M%S%f}")


def review_take_back(*, review: Review) -> None:
    """Delete a review because the buyer wants it, with the e-mails about it that have not left. The line can be reviewed anew."""
    with transaction.atomic():
        messages = Outbox.objects.filter(kind__in=REVIEW_MAILS, order=review.item.order_id, sent_at=None)
        messages.filter(payload__review=review.pk).delete()
        review.delete()


def review_by_token(token: str) -> Review | None:
    """The review of a secret address; None for any other value, and for one that was taken back."""
    try:
        number = number_of_review(token)
    except BadSignature:
        return None
    return Review.objects.select_related("item__order", "product").filter(pk=number).first()


def product_reviews(product: Product) -> list[Review]:
    """Published reviews of a thing, the newest first."""
    return list(product.reviews.filter(state=Review.State.PUBLISHED)[:50])


def rating_of(reviews: list[Review]) -> Rating | None:
    """Mean and number of published reviews; None without any."""
    if not reviews:
        return None
    return Rating(round(sum(review.stars for review in reviews) / len(reviews), 1), len(reviews))


def _settle(review: Review, state: str, *, by, reason: str = "") -> bool:
    """Write a decision down; False where it stood there already, or the buyer took the review back meanwhile."""
    others = Review.objects.filter(pk=review.pk).exclude(state=state, refused_because=reason)
    is_new = others.update(state=state, refused_because=reason, moderated_at=timezone.now(), moderated_by=by)
    if is_new:
        review.refresh_from_db()
    return bool(is_new)


def _tell(kind: str, review: Review, what: str = "") -> None:
    order = review.item.order
    if order.email and not order.erased_at:
        dedupe = f"{kind.replace('_', '-')}:{order.ref}:{review.pk}{what}"
        message_queue(kind=kind, order=order, dedupe=dedupe, payload={"review": review.pk})
