"""Public references and secret links of orders."""

import base64
import hashlib
import secrets

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import GiftCard, Order

#: Base32 without signs that look alike on paper or sound alike on the phone: no 0 O 1 I L U.
REF_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REF_LENGTH = 8
REF_PATTERN = rf"[{REF_ALPHABET}]{{{REF_LENGTH}}}"
SECRET_BYTES = 20
#: Signs of a gift card's code: about 78 bits, written in fours.
CARD_CODE_LENGTH = 16


def new_ref() -> str:
    """A random public reference of an order; about 39 bits, so that neither number nor order of sales is told."""
    return "".join(secrets.choice(REF_ALPHABET) for _place in range(REF_LENGTH))


def new_share_token() -> str:
    """A random token of 128 bits for the public link to a social receipt."""
    return secrets.token_urlsafe(16)


def secret_for_ref(ref: str, key: str | None = None) -> str:
    """The secret of the status link: HMAC-SHA-256 of the reference, cut to 160 bits, URL-safe."""
    digest = salted_hmac("shop.order-secret", ref, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:SECRET_BYTES]).decode().rstrip("=")


def secret_hash(secret: str) -> str:
    """What is stored of a secret: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def order_secret(*, order: Order) -> str:
    """The secret of the order's status link. Orders older than a change of SECRET_KEY use the fallback keys."""
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        secret = secret_for_ref(order.ref, key)
        if constant_time_compare(secret_hash(secret), order.token):
            return secret
    return secret_for_ref(order.ref)


def order_by_secret(secret: object) -> Order | None:
    """The order of a status link; None for any other value, whatever is wrong with it."""
    if not isinstance(secret, str) or not secret.isascii() or not 20 <= len(secret) <= 64:
        return None
    return Order.objects.filter(token=secret_hash(secret)).first()


def gift_card_code(*, number: str, key: str | None = None) -> str:
    """The code of a gift card: HMAC-SHA-256 of its number, as sixteen signs that can be typed from paper."""
    digest = int.from_bytes(salted_hmac("shop.gift-card", number, secret=key, algorithm="sha256").digest())
    signs = []
    for _place in range(CARD_CODE_LENGTH):
        digest, rest = divmod(digest, len(REF_ALPHABET))
        signs.append(REF_ALPHABET[rest])
    return "".join(signs)


def gift_card_code_of(*, card: GiftCard) -> str:
    """The code of a card in fours, as it is sent. Cards older than a change of SECRET_KEY use the fallback keys."""
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        code = gift_card_code(number=card.number, key=key)
        if constant_time_compare(secret_hash(code), card.code_hash):
            return "-".join(code[place : place + 4] for place in range(0, CARD_CODE_LENGTH, 4))
    raise LookupError(f"the code of gift card {card.number} belongs to a key that is not known any more")


def gift_card_code_clean(text: object) -> str:
    """A typed code without blanks and hyphens, in capital letters; empty for what cannot be one."""
    if not isinstance(text, str) or len(text) > 80:
        return ""
    code = "".join(text.upper().replace("-", "").split())
    return code if len(code) == CARD_CODE_LENGTH and set(code) <= set(REF_ALPHABET) else ""


def receipt_token(number: str) -> str:
    """What stands in the address of a receipt: the number of a statement or complaint with our signature.

    The signature is an HMAC-SHA-256, so the address cannot be guessed from the number.
    """
    return _receipt_signer().sign(number)


def number_of_receipt(token: str) -> str:
    """The number in the address of a receipt. Raises BadSignature for any other text; old keys are still good."""
    return _receipt_signer().unsign(token)


def review_token(number: int) -> str:
    """What stands in the address where a buyer takes a review back: its number with our signature."""
    return _review_signer().sign(str(number))


def number_of_review(token: str) -> int:
    """The number in such an address. Raises BadSignature for any other text."""
    return int(_review_signer().unsign(token))


def _review_signer() -> Signer:
    return Signer(salt="shop.review", sep=".")


def _receipt_signer() -> Signer:
    return Signer(salt="shop.receipt", sep=".")
