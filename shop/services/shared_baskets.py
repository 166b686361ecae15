"""„Buy with help”: a basket seen by a second session, through a secret link that its owner can take back.

The helper sees the things in the basket and can do with them what the owner can; there is no account to be seen, and what
the owner typed at the checkout is in no basket.
"""

from django.db import transaction
from django.http import HttpRequest
from salesman.basket.models import BASKET_ID_SESSION_KEY

from ..models import Basket
from .errors import BasketGone
from .secrets import secret_hash
from .tokens import new_secret

#: Session key under which a helper's session remembers that the basket is somebody else's.
HELPING_KEY = "helping"
#: Session key of the primary keys of own baskets that were laid aside, the last one last; see own_baskets.
ASIDE_KEY = "baskets_aside"


def basket_share(*, basket: Basket) -> str:
    """A new secret for the link to the basket; an earlier one no longer works. Raises BasketGone."""
    secret = new_secret()
    if not Basket.objects.filter(pk=basket.pk).update(share_hash=secret_hash(secret)):
        raise BasketGone
    return secret


def basket_unshare(*, basket: Basket) -> None:
    """Nobody new gets in; sessions that are in already stay, as the people know each other."""
    Basket.objects.filter(pk=basket.pk).update(share_hash=None)


def basket_join(*, request: HttpRequest, secret: object, helping: bool = True) -> Basket | None:
    """Let the request's session see the basket of a link; None for a wrong or withdrawn one. The own basket is laid aside.

    helping: the basket is somebody else's; else it is the own one that the link of a reminder leads back to. A wrong secret writes nothing, not even a session.
    """
    if not isinstance(secret, str) or not secret.isascii() or not 20 <= len(secret) <= 64:
        return None
    with transaction.atomic():
        basket = Basket.objects.filter(share_hash=secret_hash(secret)).first()
        if basket is None:
            return None
        if (current := request.session.get(BASKET_ID_SESSION_KEY)) != basket.pk:
            if current and current != request.session.get(HELPING_KEY):
                aside = [key for key in request.session.get(ASIDE_KEY, []) if key not in {current, basket.pk}]
                request.session[ASIDE_KEY] = [*aside, current]
            request.session[BASKET_ID_SESSION_KEY] = basket.pk
            request.session.pop(HELPING_KEY, None)
            if helping and basket.pk not in request.session.get(ASIDE_KEY, []):
                request.session[HELPING_KEY] = basket.pk
    return basket


def is_helping(request: HttpRequest, basket: Basket | None) -> bool:
    """Whether the session sees this basket through a link."""
    return basket is not None and request.session.get(HELPING_KEY) == basket.pk
