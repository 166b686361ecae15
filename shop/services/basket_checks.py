"""Whether a line may lie in a basket: for sale, whole, and enough of it beside the other lines of the same basket."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from ..cards import product_cards
from ..models import Basket, BasketItem, Product
from .basket_lines import LineGoods, goods_of
from .checks import MAX_QUANTITY
from .errors import AllInBasket, BadInput, LineUnfit, NotForSale, OutOfStock
from .lines import Content, free_for, short_part, total_needs


def content_available(
    product: Product, goods: LineGoods, item: BasketItem, wanted: int, basket: Basket | None
) -> Content:
    """The content of the line when `wanted` pieces of it can be ordered beside the others of the basket; else raises."""
    if part := goods.missing_part(product, item):
        raise NotForSale(part)
    if product.kind == Product.Kind.SET and not goods.components(product):
        raise OutOfStock(product, 0, name=titles_of([product])[product.pk])
    if (content := goods.content(item)) is None:
        raise LineUnfit(titles_of([product])[product.pk])
    free = goods.free()
    _refuse_short(content, wanted, free, free)
    if wanted > MAX_QUANTITY:
        raise BadInput(
            _("At most %(most)d pieces of one product go into one order.") % {"most": MAX_QUANTITY}
        )
    others = [line for line in basket.items.all() if line.pk != item.pk] if basket else []
    if others:
        beside = goods_of(others)
        known = [line for line in others if line.product_id in beside.products]
        taken = total_needs((theirs, line.quantity) for line in known if (theirs := beside.content(line)))
        left = {key: count - taken.get(key, 0) for key, count in free.items()}
        _refuse_short(content, wanted, left, free)
    return content


def _refuse_short(content: Content, wanted: int, left: Mapping[int, int], free: Mapping[int, int]) -> None:
    """Raise OutOfStock for the part of which `left` is not enough; AllInBasket when only the basket is to blame."""
    if wanted <= free_for(content.needs, left):
        return
    part = short_part(content, left)
    name = titles_of([part])[part.pk]
    if wanted <= free_for(content.needs, free):
        raise AllInBasket(part, name=name)
    raise OutOfStock(part, max(left[part.pk], 0), name=name)


def titles_of(products: Iterable[Product]) -> dict[int, str]:
    """Titles in the active language, the working name where there is no page."""
    products = list(products)
    titles = {card.product.pk: card.full_title for card in product_cards(products)}
    return {product.pk: titles.get(product.pk, product.name) for product in products}


def part_titles(goods: LineGoods) -> dict[int, str]:
    """Titles of the parts of a set, for the messages about its form; nothing for a good by itself."""
    parts = [part.product for group in goods.goods.components.values() for part in group]
    return titles_of(parts) if parts else {}
