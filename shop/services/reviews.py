"""Reviews of things by people who bought and got them.

Who may write is known from the order, so every review is one of a real buyer (Act of 23 August 2007 on counteracting
unfair market practices, art. 7 pt 25 and 26; Consumer Rights Act, art. 12a). Good and bad ones are published alike: the staff
refuse only what breaks the law or tells of a person.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Order, OrderItem, Product, Review
from ..status import OrderStatus, ParcelStatus
from .checks import clean_text
from .errors import BadInput, TransitionRefused

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
    """Keep what a buyer says of a line; it is public once somebody has read it.

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
            return Review.objects.create(
                item=item,
                product=product.variant_of or product,
                stars=int(stars),
                text=text,
                signature=signature,
                language=language,
            )
    except IntegrityError as error:
        raise TransitionRefused(_("Only things that reached you can be reviewed, and each once.")) from error


def review_publish(*, review: Review, by) -> None:
    """Make a review public."""
    _settle(review, Review.State.PUBLISHED, by=by)


def review_refuse(*, review: Review, reason: str, by) -> None:
    """Keep a review off the site. reason: which rule it breaks; a low mark is none. Raises BadInput without one."""
    reason = clean_text(reason, label=_("Reason"), max_length=200)
    _settle(review, Review.State.REFUSED, by=by, reason=reason)


def product_reviews(product: Product) -> list[Review]:
    """Published reviews of a thing, the newest first."""
    return list(product.reviews.filter(state=Review.State.PUBLISHED)[:50])


def rating_of(reviews: list[Review]) -> Rating | None:
    """Mean and number of published reviews; None without any."""
    if not reviews:
        return None
    return Rating(round(sum(review.stars for review in reviews) / len(reviews), 1), len(reviews))


def _settle(review: Review, state: str, *, by, reason: str = "") -> None:
    Review.objects.filter(pk=review.pk).update(
        state=state, refused_because=reason, moderated_at=timezone.now(), moderated_by=by
    )
    review.refresh_from_db()
