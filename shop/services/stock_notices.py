"""„Tell me when it is back”: one e-mail, to an address whose owner confirmed it, and then the row goes."""

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from ..models import Product, StockNotice
from . import periods
from .catalogue import product_for_sale
from .checks import clean_email
from .outbox import message_queue
from .secrets import secret_hash
from .tokens import new_secret


def stock_notice_ask(*, product_id: object, email: str, language: str) -> StockNotice:
    """Write down a wish to be told, and mail a link that confirms it. product_id: raw.

    The same address for the same good gives the same row and a new link, so nobody learns who asked before.
    Raises BadInput or NotForSale; then nothing is written.
    """
    product = product_for_sale(product_id=product_id)
    email = clean_email(email)
    secret = new_secret()
    with transaction.atomic():
        notice = StockNotice.objects.filter(product=product, email=email, sent_at=None).first()
        if notice is None:
            try:
                with transaction.atomic():
                    notice = StockNotice.objects.create(
                        product=product, email=email, language=language, token_hash=secret_hash(secret)
                    )
            except IntegrityError:
                notice = StockNotice.objects.get(product=product, email=email, sent_at=None)
        if notice.confirmed_at:
            return notice
        StockNotice.objects.filter(pk=notice.pk).update(token_hash=secret_hash(secret), language=language)
        message_queue(
            kind="stock_notice_confirm",
            order=None,
            stock_notice=notice,
            dedupe=f"stock-notice-confirm:{secret_hash(secret)[:40]}",
            payload={"secret": secret},
        )
    return notice


def stock_notice_by_secret(secret: object) -> StockNotice | None:
    """The request of a link; None for any other value."""
    if not isinstance(secret, str) or not secret.isascii() or not 20 <= len(secret) <= 64:
        return None
    return StockNotice.objects.select_related("product").filter(token_hash=secret_hash(secret)).first()


def stock_notice_confirm(*, notice: StockNotice) -> None:
    """The owner of the address says yes. A second time changes nothing."""
    StockNotice.objects.filter(pk=notice.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def stock_notice_drop(*, notice: StockNotice) -> None:
    """The owner of the address says no (any more): the row goes, with its messages."""
    notice.delete()


def stock_notices_send() -> int:
    """Tell everybody whose good can be bought again, each once. Gives their number. Safe to run twice at once."""
    free = Q(product__stock__on_hand__gt=F("product__stock__reserved")) | Q(product__kind=Product.Kind.TO_ORDER)
    waiting = StockNotice.objects.filter(free, sent_at=None, confirmed_at__isnull=False, product__pages__live=True)
    told = 0
    for notice in waiting.distinct().order_by("pk"):
        with transaction.atomic():
            mine = StockNotice.objects.filter(pk=notice.pk, sent_at=None)
            if mine.update(sent_at=timezone.now()):
                told += 1
                message_queue(
                    kind="back_in_stock", order=None, stock_notice=notice, dedupe=f"back-in-stock:{notice.pk}"
                )
    return told


def stock_notices_purge() -> int:
    """Delete what was told, what nobody confirmed in a week, and what waited in vain for a year. Gives their number."""
    now = timezone.now()
    old = StockNotice.objects.filter(
        Q(sent_at__lt=now - periods.NOTICES_UNCONFIRMED)
        | Q(confirmed_at=None, created_at__lt=now - periods.NOTICES_UNCONFIRMED)
        | Q(created_at__lt=now - periods.NOTICES)
    )
    _rows, by_model = old.delete()
    return by_model.get(StockNotice._meta.label, 0)
