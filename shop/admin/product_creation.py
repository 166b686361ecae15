"""A new good in one go: the record, its price with history, its stock with ledger, and the draft of its Polish page."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..models import Product, ProductPage, ShopPage
from ..services.errors import BadInput
from ..services.prices import price_set
from ..services.stock import stock_receive


@dataclass(frozen=True)
class ProductWords:
    """What the Polish page says. picture: a MarketImage or None."""

    title: str
    lead: str
    how_made: str
    picture: object = None
    picture_alt: str = ""


@transaction.atomic
def product_create(
    *, product: Product, price: Decimal, quantity: int, words: ProductWords, by
) -> ProductPage:
    """Save `product` (not yet saved, with its many-to-many values set) and all that belongs to it.

    Gives the page: a draft under the Polish shop page. Raises BadInput; then nothing is stored.
    """
    shop = ShopPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if shop is None:
        raise BadInput(_("There is no shop page yet, so a product has nowhere to stand."))
    product.price = price
    product.name = product.name or words.title
    product.save()
    price_set(product=product, price=price, by=by)
    if quantity:
        stock_receive(product=product, quantity=quantity, by=by, note=_("First stock"))
    page = ProductPage(
        product=product,
        title=words.title,
        slug=free_slug(shop, words.title),
        lead=words.lead,
        how_made=words.how_made,
        picture=words.picture,
        picture_alt=words.picture_alt,
        live=False,
        has_unpublished_changes=True,
        owner=by,
        locale=shop.locale,
    )
    shop.add_child(instance=page)
    page.save_revision(user=by, changed=False)
    return page


def free_slug(parent: ShopPage, title: str) -> str:
    """An address part made of the title that no other page below `parent` has."""
    stem = slugify(title.replace("ł", "l").replace("Ł", "L"))[:80] or "towar"
    taken = set(parent.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def free_code(product: Product) -> str:
    """The next free code of the category, for example CER-014 after CER-013."""
    codes = Product.objects.filter(category=product.category).order_by("code").values_list("code", flat=True)
    stems = [code.rpartition("-")[0] for code in codes if code.rpartition("-")[2].isdigit()]
    stem = stems[-1] if stems else product.category.code[:3].upper()
    numbers = [
        int(code.rpartition("-")[2])
        for code in codes
        if code.startswith(f"{stem}-") and code.rpartition("-")[2].isdigit()
    ]
    number = max(numbers, default=0) + 1
    while Product.objects.filter(code=f"{stem}-{number:03d}").exists():
        number += 1
    return f"{stem}-{number:03d}"
