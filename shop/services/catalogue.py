"""Which products may be sold: those with a live page, made by an enterprise with a live profile."""

import contextlib

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from stories.models import EnterprisePage

from ..models import Product, ProductPage
from .checks import clean_pk
from .errors import BadInput, NotForSale


def products_for_sale() -> QuerySet[Product]:
    """Products that a buyer may put into the basket, sold out or not. A variant is shown on the page of its product."""
    shown_on = Coalesce(OuterRef("variant_of"), OuterRef("pk"))
    return Product.objects.filter(
        Exists(ProductPage.objects.live().filter(product=shown_on)),
        Exists(EnterprisePage.objects.live().filter(enterprise=OuterRef("enterprise"))),
    )


def product_for_sale(*, product_id: object) -> Product:
    """The product with a raw primary key as a form sends it, with its stock, maker and category.

    Raises BadInput for what is no key, NotForSale when there is no such product for sale.
    """
    products = products_for_sale().select_related("stock", "enterprise", "category")
    product = products.filter(pk=clean_pk(product_id)).first()
    if product is None:
        raise NotForSale
    return product


def products_by_key(keys: list[str]) -> list[Product]:
    """Products for sale or sold with these raw primary keys, in this order; what is no key or not public is left out.

    They come with stock, maker and category, ready for cards.
    """
    wanted = []
    for key in dict.fromkeys(keys):
        with contextlib.suppress(BadInput):
            wanted.append(clean_pk(key))
    found = products_for_sale().select_related("stock", "enterprise", "category").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]
