"""Goods of the less simple kinds, made as the admin makes them."""

from shop.models import PersonalisationField, Product, ProductPage, SetComponent
from tests import factories


def make_set(tree, *parts, price: str = "149.00", title: str = "", **values) -> Product:
    """A gift set with a live page. parts: products, or (product, pieces)."""
    gift_set = factories.make_product(
        tree, kind=Product.Kind.SET, stock=0, price=price, with_page=False, **values
    )
    return _with_parts_and_page(tree, gift_set, parts, title)


def make_own_set(
    tree, *parts, price: str = "12.00", least: int = 2, most: int = 4, title: str = "", **values
) -> Product:
    """A set of choice with a live page. parts: products to choose from, or (product, most pieces)."""
    bounds = {"set_least": least, "set_most": most}
    own_set = factories.make_product(
        tree, kind=Product.Kind.OWN_SET, stock=0, price=price, with_page=False, **bounds, **values
    )
    return _with_parts_and_page(tree, own_set, parts, title)


def make_variant(main: Product, name: str, *, price: str = "120.00", stock: int = 1, **values) -> Product:
    """A variant of a product, without a page of its own."""
    product = factories.make_product(
        None,
        enterprise=main.enterprise,
        category=main.category,
        price=price,
        stock=stock,
        with_page=False,
        variant_of=main,
        variant_name=name,
        **values,
    )
    return product


def make_field(product: Product, label: str = "Imię", **values) -> PersonalisationField:
    return PersonalisationField.objects.create(product=product, label=label, **values)


def _with_parts_and_page(tree, gift_set: Product, parts, title: str) -> Product:
    for place, entry in enumerate(parts):
        product, quantity = entry if isinstance(entry, tuple) else (entry, 1)
        SetComponent.objects.create(gift_set=gift_set, product=product, quantity=quantity, sort_order=place)
    page = ProductPage(
        title=title or gift_set.name,
        slug=gift_set.code.lower(),
        lead="Kilka rzeczy w jednym pudełku.",
        product=gift_set,
        how_made="Spakowane ręcznie.",
    )
    # Unchecked: tests want sets that no editor could publish, too.
    factories.add_page(tree.shop, page)
    return gift_set
