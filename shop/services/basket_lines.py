"""Lines of a basket with all that they are made of, read in a fixed number of queries.

What a line is: a good with its wishes, or a set with its pieces. Two lines of one basket differ in one of these.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..models import BasketItem, PersonalisationField, Product, SetComponent
from .availability import Goods, goods_read, pieces_free
from .lines import PUT_TOGETHER, Content, content_of
from .own_sets import parts_clean, parts_fit
from .personalisation import fields_of, personalisation_clean, personalisation_fits, surcharge_of


@dataclass(frozen=True)
class LineGoods:
    """Goods of lines with their components and fields of personalisation, as they stand now."""

    products: Mapping[int, Product]
    goods: Goods
    fields: Mapping[int, list[PersonalisationField]]

    def components(self, product: Product) -> list[SetComponent]:
        return self.goods.components.get(product.pk, [])

    def fields_for(self, product: Product) -> list[PersonalisationField]:
        """A set is not personalised as a whole, whatever fields were left on it."""
        return [] if product.kind in PUT_TOGETHER else self.fields.get(product.pk, [])

    def all_products(self) -> dict[int, Product]:
        """The goods and all parts of the sets among them, by primary key."""
        parts = {part.product_id: part.product for group in self.goods.components.values() for part in group}
        return parts | dict(self.products)

    def free(self) -> dict[int, int]:
        """Free pieces of every good and part."""
        return {key: pieces_free(product) for key, product in self.all_products().items()}

    def missing_part(self, product: Product, item: BasketItem) -> Product | None:
        """A part of the line that is no longer for sale by itself, so that it may not be sold in a set either."""
        for part in self.components(product):
            if product.kind == Product.Kind.OWN_SET and str(part.product_id) not in item.parts:
                continue
            if not part.product.is_for_sale:
                return part.product
        return None

    def content(self, item: BasketItem) -> Content | None:
        """What a line is now; None when it can no longer be put together as the buyer chose it."""
        product = self.products[item.product_id]
        components = self.components(product)
        if product.kind == Product.Kind.SET:
            return content_of(product, components=components) if components else None
        if product.kind == Product.Kind.OWN_SET:
            if not parts_fit(product, components, item.parts):
                return None
            chosen = {int(key): count for key, count in item.parts.items()}
            return content_of(product, components=components, chosen=chosen)
        fields = self.fields_for(product)
        # A good that was no set when it was put in, or had other fields, is not what the buyer chose.
        if item.parts or not personalisation_fits(fields, item.personalisation):
            return None
        return content_of(product, surcharge=surcharge_of(fields, item.personalisation))


@dataclass(frozen=True)
class Choice:
    """What a buyer has chosen of a good: wishes and pieces as BasketItem keeps them."""

    personalisation: Mapping[str, str]
    parts: Mapping[str, int]

    def ref(self, product: Product) -> str:
        """Reference of the line: the same for the same good chosen in the same way."""
        plain = BasketItem.get_product_ref(product)
        if not self.personalisation and not self.parts:
            return plain
        chosen = json.dumps([self.personalisation, self.parts], sort_keys=True)
        return f"{plain}-{hashlib.sha256(chosen.encode()).hexdigest()[:24]}"


def line_goods(products: Iterable[Product]) -> LineGoods:
    """Everything about these goods; at most two queries. products: with stock, enterprise and category."""
    found = {product.pk: product for product in products}
    return LineGoods(
        products=found,
        goods=goods_read(found.values(), variants=False),
        fields=fields_of(found.values()) if found else {},
    )


def goods_of(items: Iterable[BasketItem]) -> LineGoods:
    """Everything about the goods of these lines; at most three queries."""
    products = Product.objects.filter(pk__in=[item.product_id for item in items])
    return line_goods(products.select_related("enterprise", "category", "stock"))


def choice_clean(product: Product, goods: LineGoods, raw: Mapping[str, object], names: Mapping[int, str]) -> Choice:
    """What the form of the product page says, checked. raw: its values by name; names: titles of the parts.

    Raises LineRefused for what needs correcting; fields that the good does not have are not looked at.
    """
    components = goods.components(product)
    if product.kind == Product.Kind.OWN_SET:
        choosable = {part.product_id: goods.goods.choosable(part) for part in components}
        return Choice({}, parts_clean(product, components, raw, choosable=choosable, names=names))
    return Choice(personalisation_clean(goods.fields_for(product), raw), {})
