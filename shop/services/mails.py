"""E-mails to buyers, in the language of their order, as text and HTML. Rendering changes nothing."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import ngettext
from wagtail.models import Site

from home.formats import day, money
from home.models import SiteSettings

from ..lead_time import lead_time_text, sending_text
from ..legal_pages import legal_links
from ..models import Order, OrderItem, Outbox, Parcel, SalesDocument
from ..shared_parcels import parcel_text
from ..status import OrderStatus
from ..sums_context import order_after_rows, order_rows
from .after_sale_mails import (
    AFTER_SALE_MAILS,
    complaint_context,
    exchange_context,
    tracking_context,
    withdrawal_context,
)
from .deadlines import pay_until
from .links import absolute, gift_card_url, status_url
from .order_money import money_owed
from .papers.contract import contract_file_name, contract_pdf
from .papers.gift_card import gift_cards_file_name, gift_cards_pdf, gift_cards_usable_of
from .papers.pdf import document_pdf, file_name
from .personalisation import no_withdrawal_text
from .qr import transfer_title
from .receipts import social_receipt
from .review_mails import REVIEW_MAILS, review_context
from .secrets import gift_card_code_of
from .wish_mails import WISH_MAILS, wish_context
from .withdrawal_words import withdrawal_instruction

MAIL_KINDS = (
    "order_placed",
    "order_transfer",
    "order_reminder",
    "order_deferred_accepted",
    "order_deferred_refused",
    "order_deferred_in_advance",
    "order_deferred_due",
    "order_deferred_reminder",
    "order_paid",
    "order_paid_late_refund",
    "order_shipped",
    "order_ready",
    "order_cancelled",
    "order_expired",
    "order_refunded",
    "gift_card",
    *AFTER_SALE_MAILS,
    *WISH_MAILS,
    *REVIEW_MAILS,
    "document_issued",
)

@dataclass(frozen=True)
class MailLine:
    """A line of the order in words; addresses are whole. no_withdrawal: why it cannot be returned, with act and article."""

    name: str
    language: str
    url: str
    quantity: int
    unit_price: str
    total: str
    maker: str
    maker_url: str
    place: str
    running_body: str
    kind_label: str
    kind_explanation: str
    purpose: str
    story_title: str
    story_url: str
    set_name: str = ""
    wishes: list[dict[str, str]] = field(default_factory=list)
    no_withdrawal: str = ""
    lead_time: str = ""


@dataclass(frozen=True)
class MailCard:
    """A gift card that was bought, with its code."""

    code: str
    value: str
    valid_to: str


@dataclass(frozen=True)
class MailParcel:
    """Who packs what, and where it can be picked up. together: why makers in one house share it."""

    maker: str
    address: str
    opening_hours: str
    phone: str
    tracking_number: str
    tracking_url: str
    together: str = ""


def mail_for(*, message: Outbox) -> EmailMultiAlternatives:
    """The e-mail of an outbox message, ready to be sent. Its Message-ID is the same at every try."""
    about = message.about
    with translation.override(about.language):
        context = message_context(message=message)
        parts = {
            part: render_to_string(f"emails/{message.kind}{part}", context)
            for part in ("_subject.txt", ".txt", ".html")
        }
    seller_email = context["seller"].email
    mail = EmailMultiAlternatives(
        subject=" ".join(parts["_subject.txt"].split()),
        body=re.sub(r"\n{3,}", "\n\n", parts[".txt"].strip()) + "\n",
        to=[about.email],
        reply_to=[seller_email] if seller_email else None,
        headers={"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(parts[".html"], "text/html")
    if message.kind == "order_placed":
        # On a durable medium (Consumer Rights Act, art. 21 par. 1): see papers.contract.
        mail.attach(contract_file_name(order=about), contract_pdf(order=about), "application/pdf")
    if message.kind == "gift_card" and context["gift_cards"]:
        pdf = gift_cards_pdf(order=about, seller=context["seller"])
        mail.attach(gift_cards_file_name(order=about), pdf, "application/pdf")
    for document in enclosed_documents(message):
        mail.attach(file_name(document, "pdf"), document_pdf(document=document), "application/pdf")
    return mail


def message_context(*, message: Outbox) -> dict:
    """What the templates of a message show, in the active language, whatever it is about."""
    about = message.about
    if message.kind in WISH_MAILS:
        return {**frame_context(about.language), **wish_context(message)}
    if message.kind in REVIEW_MAILS:
        return {**frame_context(about.language), **review_context(message)}
    if message.kind not in AFTER_SALE_MAILS:
        return mail_context(order=message.order, payload=message.payload, kind=message.kind)
    tell = tracking_context
    if message.complaint_id:
        tell = complaint_context
    elif message.withdrawal_id:
        tell = withdrawal_context
    elif message.exchange_id:
        tell = exchange_context
    return {**frame_context(about.language), **tell(about)}


def frame_context(language: str) -> dict:
    """Head and foot of every mail: who writes."""
    seller = _seller()
    return {
        "language": language,
        "seller": seller,
        "slogan": seller.slogan_text,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def enclosed_documents(message: Outbox) -> list[SalesDocument]:
    """The documents of sale that a message brings."""
    return list(SalesDocument.objects.filter(order=message.order, pk__in=message.payload.get("documents", [])).order_by("pk"))


def mail_context(*, order: Order, payload: dict | None = None, kind: str = "") -> dict:
    """What the templates of emails/ show, in the active language; amounts and dates already as words.

    kind: of the message; the codes of gift cards are told only in their own. payload: of the message; `amount` is the money
    that it is about, the order's total where it names none.
    """
    amount = Decimal((payload or {}).get("amount", order.total))
    documents = SalesDocument.objects.filter(order=order, pk__in=(payload or {}).get("documents", []))
    ends = pay_until(order)
    owed = money_owed(order)
    receipt = social_receipt(order=order)
    frame = frame_context(order.language)
    parcels = list(order.parcels.ordered().select_related("enterprise").prefetch_related("items"))
    return {
        **frame,
        "order": order,
        "documents": [f"{document.data['title']} {document.number}" for document in documents.order_by("pk")],
        "ordered_on": day(order.date_created),
        "lines": [_line(item) for item in order.items.order_by("pk")],
        "makers": [(maker.name, money(maker.amount)) for maker in receipt.makers],
        "parcels": [_parcel(parcel, is_pickup=order.is_pickup) for parcel in parcels],
        "sending_text": sending_text(parcels),
        "subtotal": money(order.subtotal),
        "delivery_price": money(order.delivery_price),
        "total": money(order.total),
        "to_pay": money(owed if order.payment_due and owed else order.to_pay),
        "card_money": money(order.gift_card_money) if order.gift_card_money else "",
        "sum_rows": order_rows(order),
        "after_rows": order_after_rows(order),
        "donation": money(order.donation) if order.donation else "",
        "is_covered": order.payment_method in {Order.PaymentMethod.GIFT_CARD, Order.PaymentMethod.NOTHING},
        "gift_cards": _gift_cards(order) if kind == "gift_card" else [],
        "is_transfer": order.payment_method == Order.PaymentMethod.TRANSFER,
        "is_online": order.payment_method == Order.PaymentMethod.ONLINE,
        "is_deferred": order.payment_method == Order.PaymentMethod.DEFERRED,
        "payment_days": ngettext("%(days)d day", "%(days)d days", order.payment_days) % {"days": order.payment_days}
        if order.payment_days
        else "",
        # Goods sent with a term of payment, and their money still to come.
        "owed_by": day(order.payment_due).removesuffix(".") if order.payment_due and owed else "",
        "is_gone": order.status in {OrderStatus.SHIPPED, OrderStatus.COMPLETED},
        "reason": (payload or {}).get("reason", ""),
        "is_paid": order.paid_at is not None,
        "is_paid_online": order.payments.filter(
            payment_method=Order.PaymentMethod.ONLINE, amount__gt=0
        ).exists(),
        "amount": money(amount),
        # Without the dot of the Ukrainian „р.”: it stands at the end of a sentence.
        "pay_until": day(ends).removesuffix(".") if ends else "",
        "pay_until_time": date_format(timezone.localtime(ends), "H:i") if ends else "",
        "account": _grouped(frame["seller"].bank_account_digits),
        "transfer_title": transfer_title(order=order),
        "status_url": status_url(order=order),
        "gift_card_url": gift_card_url(language=order.language),
        "share_url": receipt.share_url,
        "instruction": withdrawal_instruction(email=frame["seller"].email),
        "legal": {name: absolute(url) for name, url in legal_links().items()},
    }


def _line(item: OrderItem) -> MailLine:
    context, product = item.context, item.product_data
    return MailLine(
        name=item.name,
        language=product.get("language", ""),
        url=absolute(product.get("url", "")),
        quantity=item.quantity,
        unit_price=money(item.unit_price),
        total=money(item.total),
        maker=context.get("maker", ""),
        maker_url=absolute(context.get("maker_url", "")),
        place=context.get("place", ""),
        running_body=context.get("running_body", ""),
        kind_label=context.get("kind_label", ""),
        kind_explanation=context.get("kind_explanation", ""),
        purpose=context.get("purpose", ""),
        story_title=context.get("story_title", ""),
        story_url=absolute(context.get("story_url", "")),
        set_name=item.set_name,
        wishes=item.personalisation,
        no_withdrawal=no_withdrawal_text(item.no_withdrawal),
        lead_time=lead_time_text(product.get("lead_time_days", 0)),
    )


def _gift_cards(order: Order) -> list[MailCard]:
    """The cards that the order bought and that can be spent."""
    return [
        MailCard(gift_card_code_of(card=card), money(card.initial), day(card.expires_on))
        for card in gift_cards_usable_of(order)
    ]


def _parcel(parcel: Parcel, *, is_pickup: bool) -> MailParcel:
    maker = parcel.enterprise
    return MailParcel(
        maker.name,
        maker.postal_address,
        maker.opening_hours,
        maker.phone,
        parcel.tracking_number,
        parcel.tracking_url,
        parcel_text(parcel, is_pickup=is_pickup),
    )


def _seller() -> SiteSettings:
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site) if site else SiteSettings()


def _grouped(digits: str) -> str:
    """26 digits as banks print them: two, then fours."""
    groups = [digits[:2], *(digits[start : start + 4] for start in range(2, len(digits), 4))]
    return " ".join(filter(None, groups))


def _message_id(message: Outbox) -> str:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"<{message.dedupe.replace(':', '.').lower()}@{host}>"
