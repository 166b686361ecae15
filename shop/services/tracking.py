"""The link to an order for somebody who has its number and e-mail address, but not the mail with the link."""

import time

from ..models import Outbox
from .after_sale import order_by_pair
from .outbox import message_queue

#: One mail in so many seconds for an order, however often it is asked for.
MAIL_PAUSE = 600


def tracking_send(*, ref: str, email: str) -> Outbox | None:
    """Send the secret link of an order to its own address, if number and address belong together; else nothing.

    The page is not opened at once: number and address stand on the parcel and in forwarded mails, the link lets its holder
    read address and phone. What the caller shows must be the same for any pair.
    """
    order = order_by_pair(ref=ref, email=email)
    if order is None:
        return None
    window = int(time.time()) // MAIL_PAUSE
    return message_queue(kind="order_tracking", order=order, dedupe=f"order-tracking:{order.ref}:{window}")
