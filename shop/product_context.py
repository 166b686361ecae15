"""All that the page of a good shows beside its own words."""

from dataclasses import replace
from typing import Any

from babel.numbers import format_decimal
from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    IntegerField,
    OuterRef,
    Value,
    When,
    prefetch_related_objects,
)
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from home.alphabet import alphabetical
from home.context import page_frame
from home.current_request import current_request
from home.models import MarketImage, SiteSettings
from home.video_cards import video_card, video_data
from stories.cards import maker_tags
from stories.kinds import groups_told
from stories.models import Certificate, Technique

from .cards import ProductCard, card_of, product_cards
from .delivery_context import product_delivery
from .gates import legal_facts
from .legal_pages import legal_links
from .listing_goods import Name
from .models import Material, PersonalisationField, Product, ProductPage
from .payments import OnlinePay
from .product_choices import Refusal, product_choices
from .review_context import product_reviews_context
from .services.availability import Goods, can_be_bought, goods_read
from .services.lines import PUT_TOGETHER
from .services.personalisation import fields_of
from .structured_data import product_data

SIMILAR = 4
#: The main size of components/gallery.html.
LARGE_PICTURE = "fill-1000x1000"


def product_context(page: ProductPage, *, variant: str = "", refusal: Refusal | None = None) -> dict[str, Any]:
    """Context of templates/shop/product_page.html; the number of queries does not depend on how many goods there are.

    variant: code of the variant that the address names. refusal: what was typed into the form and could not be taken.
    """
    own, belonging, others = _own_and_others(page)
    product = own.product
    choices = product_choices(
        own,
        own.goods,
        belonging,
        _fields(product),
        variant=variant,
        refusal=refusal,
        legal=lambda part: [*manufacturer(part), *legal_facts(part)],
    )
    pictures = gallery_pictures(page, own)
    film = video_card(product.video)
    if own.picture and own.picture.pk == page.picture_id:
        page.picture = own.picture
    return {
        "card": own,
        "product": product,
        "choices": choices,
        "pictures": pictures,
        "film": film,
        "facts": [*product_facts(product), *supported_fact(own)],
        "manufacturer": manufacturer(product),
        "legal_facts": legal_facts(product),
        **product_reviews_context(product),
        "pays_online": OnlinePay().is_offered,
        **product_delivery(product, name=own.full_title),
        "similar_cards": others,
        "legal": legal_links(),
        "product_data": product_data(
            own,
            variants=belonging,
            pictures=[path for entry in pictures if (path := picture_url(entry["picture"]))],
            seller=operator(),
            film=video_data(film),
        ),
    }


def _fields(product: Product) -> list[PersonalisationField]:
    """What can be personalised; a set is not."""
    if product.kind in PUT_TOGETHER or not product.has_fields:
        return []
    return fields_of([product]).get(product.pk, [])


def operator() -> SiteSettings | None:
    """The seller, as the frame of the page knows it."""
    request = current_request()
    return page_frame(request).site_settings if request else None


def _own_and_others(page: ProductPage) -> tuple[ProductCard, dict[int, ProductCard], list[ProductCard]]:
    """The card of the page itself, published or not; those of its variants and parts by product; those of similar goods."""
    product, *similar = product_and_similar(page)
    goods = goods_read([product, *similar])
    belonging = [
        *goods.variants.get(product.pk, []),
        *(part.product for part in goods.components.get(product.pk, [])),
    ]
    if product.kind in PUT_TOGETHER:
        prefetch_related_objects(belonging, "compliance")
    ours = {entry.pk for entry in belonging}
    wanted = {entry.pk: entry for entry in [product, *belonging, *similar]}
    cards = {card.product.pk: card for card in product_cards(wanted.values(), goods=goods)}
    own = cards.get(product.pk) or draft_card(page, product, goods)
    held = Certificate.objects.valid_on(timezone.localdate()).filter(enterprise=product.enterprise_id)
    own = replace(own, maker=replace(own.maker, certificates=list(held)))
    return (
        own,
        {key: card for key, card in cards.items() if key in ours},
        [cards[entry.pk] for entry in similar if entry.pk in cards and entry.pk not in ours],
    )


def draft_card(page: ProductPage, product: Product, goods: Goods) -> ProductCard:
    """The card of a page that is not public yet, for the editor's preview."""
    return card_of(
        product,
        page,
        maker=maker_tags([product.enterprise])[product.enterprise_id],
        story=None,
        reduced={},
        goods=goods,
    )


def product_and_similar(page: ProductPage) -> list[Product]:
    """The good of the page, then at most four with a public page, in one query.

    Those of the same shelf and maker come before those of only one of them, what can be bought before what is sold.
    """
    this = Product.objects.filter(pk=page.product_id)
    weight = {"default": Value(0), "output_field": IntegerField()}
    pages = ProductPage.objects.live().filter(product=OuterRef("pk"), locale_id=page.locale_id)
    return list(
        Product.objects.annotate(
            closeness=Case(
                When(pk=page.product_id, then=Value(9)),
                When(~Exists(pages), then=Value(0)),
                default=Case(When(category__in=this.values("category")[:1], then=Value(2)), **weight)
                + Case(When(enterprise__in=this.values("enterprise")[:1], then=Value(1)), **weight),
                output_field=IntegerField(),
            ),
            is_this=Case(When(pk=page.product_id, then=Value(1)), **weight),
            is_on_offer=Case(When(can_be_bought(), then=Value(1)), **weight),
            has_variants=Exists(Product.objects.filter(variant_of=OuterRef("pk"))),
            has_fields=Exists(PersonalisationField.objects.filter(product=OuterRef("pk"))),
        )
        .filter(closeness__gt=0)
        .select_related("enterprise", "category", "stock", "video__poster")
        .order_by("-is_this", "-is_on_offer", "-closeness", "-created_at", "pk")[: SIMILAR + 1]
    )


def gallery_pictures(page: ProductPage, own: ProductCard) -> list[dict[str, Any]]:
    """The main picture and the further ones; their renditions, those of the story's picture and of the film's poster come in one query."""
    pictures: list[dict[str, Any]] = []
    if own.picture:
        pictures.append({"picture": own.picture, "alt": own.picture_alt})
    for block in page.gallery:
        if image := block.value:
            pictures.append({"picture": image, "alt": getattr(image, "contextual_alt_text", "") or ""})
    story = [own.story.page.picture] if own.story and own.story.page.picture else []
    film = [own.product.video.poster] if own.product.video and own.product.video.poster else []
    prefetch_related_objects([*(entry["picture"] for entry in pictures), *story, *film], "renditions")
    return pictures


def product_facts(product: Product) -> list[dict[str, str]]:
    """Dimensions, weight, material, technique, year, kind and code, in words."""
    facts = [
        {"label": label.capitalize(), "value": f"{number(mm / 10)} cm"} for label, mm in product.dimensions
    ]
    names = vocabulary_names(product)
    facts += [
        {"label": _("Weight"), "value": weight_text(product.weight_g)},
        {"label": _("Material"), "value": ", ".join(names["material"])},
        {"label": _("Technique"), "value": ", ".join(names["technique"])},
        {"label": _("Made in"), "value": str(product.made_in_year or "")},
        {"label": _("Kind"), "value": str(product.get_kind_display())},
        {"label": _("Code"), "value": product.code},
    ]
    return [fact for fact in facts if fact["value"]]


def supported_fact(own: ProductCard) -> list[dict[str, Any]]:
    """Whom the good supports, by the words of the list's filter and linked to it: of a gift set the makers of its parts as well.

    The list is the page above, whatever the language."""
    product = own.product
    parts = own.goods.components.get(product.pk, []) if product.kind == Product.Kind.SET else []
    groups = product.enterprise.groups_supported.union(*(part.product.enterprise.groups_supported for part in parts))
    links = [{"label": group["label"], "url": f"../?grupa={group['code']}"} for group in groups_told(groups)]
    return [{"label": _("Whom you support"), "value": ", ".join(link["label"] for link in links), "links": links}] if links else []


def picture_url(picture: MarketImage | None) -> str:
    """Path of the large rendition; empty where the file of the picture is gone."""
    try:
        return picture.get_rendition(LARGE_PICTURE).url if picture else ""
    except SourceImageIOError:
        return ""


def vocabulary_names(product: Product) -> dict[str, list[str]]:
    """Names of the materials and techniques in the active language, in one query."""
    columns = ("kind", "name", "name_en", "name_uk")
    rows = [
        model.objects.filter(products=product)
        .order_by()
        .annotate(kind=Value(kind, output_field=CharField()))
        .values_list(*columns)
        for kind, model in (("material", Material), ("technique", Technique))
    ]
    names: dict[str, list[str]] = {"material": [], "technique": []}
    for kind, *texts in rows[0].union(rows[1], all=True):
        names[kind].append(Name(*texts).label)
    return {kind: sorted(found, key=alphabetical) for kind, found in names.items()}


def number(value: float) -> str:
    return format_decimal(value, format="#,##0.#", locale=get_language() or settings.LANGUAGE_CODE)


def weight_text(grams: int | None) -> str:
    if not grams:
        return ""
    return f"{number(grams / 1000)} kg" if grams >= 1000 else f"{grams} g"


def manufacturer(product: Product) -> list[dict[str, str]]:
    """Who answers for the good and how to reach them (Regulation (EU) 2023/988, art. 9 par. 5 and 6)."""
    maker = product.enterprise
    return [
        {"label": _("Manufacturer"), "value": maker.manufacturer_name},
        {"label": _("Postal address"), "value": maker.postal_address},
        {"label": _("E-mail"), "value": maker.email, "url": f"mailto:{maker.email}"},
        {"label": _("Product"), "value": f"{product.name}, {product.code}"},
    ]
