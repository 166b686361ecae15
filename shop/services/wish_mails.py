"""What the e-mails about wishes, requests and forgotten baskets show, in the active language."""

from typing import Any

from django.urls import reverse

from ..cards import product_cards
from ..models import Basket, Outbox, Product
from .links import absolute

WISH_MAILS = ("stock_notice_confirm", "back_in_stock", "similar_received", "similar_answered", "basket_reminder")


def wish_context(message: Outbox) -> dict[str, Any]:
    """What the templates of one of WISH_MAILS tell beside the frame."""
    if message.basket_id:
        return _basket(message.basket, message.payload.get("secret", ""))
    notice, request = message.stock_notice, message.similar_request
    told = {"goods": mail_goods([(notice or request).product]), "similar": request}
    if notice:
        secret = message.payload.get("secret", "")
        told["confirm_url"] = absolute(reverse("stock_notice_answer", args=[secret])) if secret else ""
    return told


def _basket(basket: Basket, secret: str) -> dict[str, Any]:
    keys = basket.items.order_by("date_created", "pk").values_list("product_id", flat=True)
    found = Product.objects.select_related("enterprise", "category", "stock").in_bulk(keys)
    return {
        "goods": mail_goods([found[key] for key in keys if key in found]),
        "basket_url": absolute(reverse("basket_return", args=[secret])) if secret else absolute(reverse("basket")),
    }


def mail_goods(products: list[Product]) -> list[dict[str, Any]]:
    """Name, address, maker and purpose of each good: its social context goes along into every mail."""
    return [
        {
            "name": card.title,
            "language": card.language,
            "url": absolute(card.url),
            "maker": card.maker.name,
            "maker_url": absolute(card.maker.url),
            "kind_label": card.maker.kind_label,
            "kind_explanation": card.maker.kind_explanation,
            "purpose": card.maker.purpose,
            "story_title": card.story.title if card.story else "",
            "story_url": absolute(card.story.url) if card.story else "",
        }
        for card in product_cards(products)
    ]
