"""Every kind of e-mail as a buyer gets it, made of the newest thing of its sort; nothing is sent or kept."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from home.admin.access import AdminPageView

from ..models import (
    Basket,
    Complaint,
    Exchange,
    Order,
    Outbox,
    Review,
    SalesDocument,
    SimilarRequest,
    StockNotice,
    Withdrawal,
)
from ..services.after_sale_mails import AFTER_SALE_MAILS
from ..services.mails import MAIL_KINDS, mail_for
from ..services.review_mails import REVIEW_MAILS
from ..services.wish_mails import WISH_MAILS
from .order_sheet import message_kind


class MailPreviewView(AdminPageView):
    """`?kind=…&language=…` shows one kind in one language."""

    any_permission = ("shop.view_outbox",)
    template_name = "shop/admin/mail_previews.html"
    page_title = _("E-mails as buyers get them")
    header_icon = "mail"

    def get_context_data(self, **kwargs):
        kind = self.request.GET.get("kind", "")
        kind = kind if kind in MAIL_KINDS else MAIL_KINDS[0]
        language = self.request.GET.get("language", "")
        language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        mail = mail_preview(kind, language)
        return super().get_context_data(
            kinds=[(value, message_kind(Outbox(kind=value))) for value in MAIL_KINDS],
            languages=settings.LANGUAGES,
            kind=kind,
            language=language,
            mail=mail,
            html=mail.alternatives[0][0] if mail else "",
            enclosed=[attachment[0] for attachment in mail.attachments] if mail else [],
            **kwargs,
        )


def mail_preview(kind: str, language: str) -> EmailMultiAlternatives | None:
    """The mail about the newest thing of its sort, in that language; None while there is none."""
    message = _message(kind)
    if message is None:
        return None
    # An exchange speaks the language of its order.
    (message.order if message.exchange else message.about).language = language
    with transaction.atomic():
        try:
            return mail_for(message=message)
        finally:
            transaction.set_rollback(True)


def _message(kind: str) -> Outbox | None:
    """A message, not saved, about the newest thing of its sort."""
    about = _about(kind)
    if about is None:
        return None
    message = Outbox(kind=kind, dedupe=f"preview:{kind}", payload={"secret": "x" * 27})
    if kind in REVIEW_MAILS:
        message.payload["review"] = about.pop("review").pk
    for name, value in about.items():
        setattr(message, name, value)
    if kind == "document_issued":
        message.payload["documents"] = list(
            SalesDocument.objects.filter(order=message.order).values_list("pk", flat=True)
        )
    return message


def _about(kind: str) -> dict | None:
    orders = Order.objects.filter(erased_at=None).order_by("-pk")
    if kind in WISH_MAILS:
        return _wish(kind)
    if kind in AFTER_SALE_MAILS and kind != "order_tracking":
        name = kind.partition("_")[0]
        found = _claims(kind).filter(erased_at=None).order_by("-pk").first()
        return {name: found, "order": found.order} if found else None
    if kind in REVIEW_MAILS:
        reviews = Review.objects.filter(item__order__erased_at=None).order_by("-pk")
        if kind == "review_refused":
            reviews = reviews.filter(state=Review.State.REFUSED)
        review = reviews.select_related("item__order").first()
        return {"review": review, "order": review.item.order} if review else None
    if kind == "document_issued":
        orders = orders.filter(documents__isnull=False)
    elif kind in {"order_deferred_due", "order_deferred_reminder"}:
        # Only of goods sent with a term of payment is there a day to tell.
        orders = orders.filter(payment_due__isnull=False)
    elif kind.startswith("order_deferred"):
        orders = orders.filter(payment_days__isnull=False)
    elif kind == "gift_card":
        orders = orders.filter(items__gift_cards__isnull=False)
    order = orders.first()
    return {"order": order} if order else None


def _claims(kind: str) -> QuerySet:
    """Statements, complaints or exchanges that a message of this kind may be about."""
    if kind.startswith("withdrawal"):
        return Withdrawal.objects.all()
    if kind.startswith("complaint"):
        return Complaint.objects.all()
    exchanges = Exchange.objects.filter(order__erased_at=None)
    if kind == "exchange_received":
        return exchanges.filter(complaint=None)
    return exchanges.exclude(state=Exchange.State.ASKED)


def _wish(kind: str) -> dict | None:
    name, rows = {
        "basket_reminder": ("basket", Basket.objects.filter(items__isnull=False)),
        "stock_notice_confirm": ("stock_notice", StockNotice.objects.all()),
        "back_in_stock": ("stock_notice", StockNotice.objects.all()),
    }.get(kind, ("similar_request", SimilarRequest.objects.all()))
    found = rows.order_by("-pk").first()
    return {name: found} if found else None
