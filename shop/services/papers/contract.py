"""The confirmation of the contract on a durable medium: one PDF with the order, the seller, the rights and the terms.

Consumer Rights Act, art. 21 par. 1. The order keeps which versions of the texts it was made under and who sold, in
`extra["contract"]`, so a confirmation that is sent again is the same to the byte whatever was edited since.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Revision, Site

from home.formats import clock, day, money
from home.models import SiteSettings, StandardPage

from ...lead_time import lead_time_text
from ...legal_pages import SLUGS
from ...models import Order, OrderItem
from ...sums_context import order_rows, order_rows_after_placing
from ..personalisation import no_withdrawal_text
from ..withdrawal_words import model_form, withdrawal_instruction
from .pdf import pdf_of
from .rich_text import Node, heading, page_nodes, paragraph

TEMPLATE = "documents/contract.typ"
#: In the order in which they are enclosed: the instruction on withdrawal, then the terms (art. 12 par. 1 pt 9 and 21).
PAGES = (SLUGS["returns"], SLUGS["terms"])


def contract_versions(*, language: str, payment_method: str) -> dict[str, Any]:
    """What an order is made under, as plain JSON: who sells, how it is paid, the published revisions of the texts."""
    site = Site.objects.filter(is_default_site=True).first()
    facts = SiteSettings.for_site(site) if site else SiteSettings()
    return {
        "pages": [page.live_revision_id for page in _pages(language) if page.live_revision_id],
        "payment": payment_method,
        "seller": {
            "name": facts.operator_name,
            "address": [facts.street, f"{facts.postcode} {facts.city}".strip()],
            "nip": facts.nip,
            "krs": facts.krs,
            "email": facts.email,
            "phone": facts.phone,
            "is_demo": facts.is_demo,
        },
    }


def contract_pdf(*, order: Order) -> bytes:
    """The confirmation as PDF/UA-1 in the language of the order, the same bytes at every call."""
    return pdf_of(TEMPLATE, contract_view(order=order))


def contract_file_name(*, order: Order) -> str:
    """For example „umowa-ABCD2345.pdf”."""
    with translation.override(order.language):
        return f"{_('contract')}-{order.ref}.pdf"


def contract_view(*, order: Order) -> dict[str, Any]:
    """All words of the confirmation, in parts, each with its language."""
    with translation.override(order.language):
        kept = order.extra.get("contract") or contract_versions(
            language=order.language, payment_method=order.payment_method
        )
        pages = _revised(kept["pages"]) or _pages(order.language)
        seller = kept["seller"]
        title = _("Confirmation of the contract: order %(ref)s") % {"ref": order.ref}
        instruction = [paragraph(text) for text in withdrawal_instruction(email=seller["email"])]
        return {
            "title": title,
            "language": order.language,
            "author": seller["name"],
            "date_text": day(order.date_created),
            "date": timezone.localdate(order.date_created).isoformat(),
            "page": _("page"),
            "parts": [
                {"language": order.language, "nodes": _order_nodes(order, kept)},
                {
                    "language": order.language,
                    "nodes": [heading(_("If you change your mind"), 2), *instruction, *model_form(seller=seller)],
                },
                *(_page_part(page) for page in pages),
            ],
        }


def _order_nodes(order: Order, kept: dict[str, Any]) -> list[Node]:
    seller = kept["seller"]
    items = list(order.items.order_by("pk"))
    sums = [*order_rows(order), {"label": _("Total"), "value": money(order.total)}, *order_rows_after_placing(order)]
    nodes = [
        _facts(
            (_("Order"), order.ref),
            (_("Contract concluded"), f"{day(order.date_created)}, {clock(order.date_created)}"),
            (_("Terms accepted"), f"{day(order.terms_accepted_at)}, {clock(order.terms_accepted_at)}"),
            (_("Way to pay"), str(Order.PaymentMethod(kept["payment"]).label)),
        ),
        heading(_("Seller"), 2),
        paragraph(_party(seller["name"], *seller["address"])),
        _facts(
            ("NIP", seller["nip"]), ("KRS", seller["krs"]), (_("E-mail"), seller["email"]), (_("Phone"), seller["phone"])
        ),
        heading(_("Buyer"), 2),
        _facts(
            (_("Full name"), order.name),
            (_("E-mail"), order.email),
            (_("Phone"), order.phone),
            (_("Company"), _party(order.company, f"NIP {order.nip}" if order.nip else "")),
            (_("Delivery"), _party(order.delivery_name, *order.address_lines)),
            (_("Remark of the buyer"), order.buyer_note),
        ),
        heading(_("What you ordered"), 2),
        {
            "is": "goods",
            "head": [_("Product"), _("Pieces"), _("Price of one piece"), _("Amount")],
            "rows": [
                {"cells": [item.name, str(item.quantity), money(item.unit_price), money(item.subtotal)], "more": _more(item)}
                for item in items
            ],
        },
        _facts(*((row["label"], row["value"]) for row in sums)),
        heading(_("If something is wrong"), 2),
        paragraph(
            _(
                "The seller answers for goods that do not conform with the contract for two years from delivery. "
                "Write to %(email)s what happened and what you want; we answer within 14 days."
            )
            % {"email": seller["email"]}
        ),
    ]
    if seller["is_demo"]:
        nodes.insert(0, paragraph(_("This shop is a demonstration: do not pay, nothing will be sent.")))
    return nodes


def _more(item: OrderItem) -> list[str]:
    """What stands below the name of a line: its maker, wishes, the promised time, why it cannot be returned."""
    context = item.context
    told = [
        _("Made by %(maker)s") % {"maker": _party(context["maker"], context.get("place", ""))} if context.get("maker") else "",
        f"{_('From the set:')} {item.set_name}" if item.set_name else "",
        *(f"{wish['label']}: {wish['value']}" for wish in item.personalisation),
        f"{_('Discount of this line')}: {money(item.discount)}" if item.discount else "",
        lead_time_text(item.product_data.get("lead_time_days", 0)),
        no_withdrawal_text(item.no_withdrawal),
    ]
    return [text for text in told if text]


def _party(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _facts(*rows: tuple[str, str]) -> Node:
    """Names with their values; those without a value are left out."""
    return {"is": "facts", "rows": [list(row) for row in rows if row[1]]}


def _page_part(page: StandardPage) -> dict[str, Any]:
    return {"language": page.locale.language_code, "nodes": page_nodes(page)}


def _pages(language: str) -> list[StandardPage]:
    """The published texts in a language; where one is not translated, in Polish, the language of the contract (terms, pt 6.8)."""
    polish = StandardPage.objects.filter(slug__in=PAGES, locale__language_code=settings.LANGUAGE_CODE)
    slugs = dict(polish.values_list("translation_key", "slug"))
    wanted = Q(locale__language_code=settings.LANGUAGE_CODE) | Q(locale__language_code=language, alias_of=None)
    found: dict[str, StandardPage] = {}
    for page in StandardPage.objects.live().filter(wanted, translation_key__in=slugs).select_related("locale"):
        slug = slugs[page.translation_key]
        if slug not in found or page.locale.language_code == language:
            found[slug] = page
    return [found[slug] for slug in PAGES if slug in found]


def _revised(revisions: list[int]) -> list[StandardPage]:
    """The texts as they were in these revisions; nothing unless all of them are still kept."""
    found = Revision.objects.in_bulk(revisions)
    return [found[number].as_object() for number in revisions] if len(found) == len(revisions) else []
