"""How much of a good there is, in one word for lists of the admin."""

from django.utils.translation import gettext as _

from ..models import Product
from ..services.lines import PUT_TOGETHER, WITHOUT_STOCK


def available_word(product: Product) -> str:
    """For a good that lies on no shelf: where it comes from."""
    return _("from parts") if product.kind in PUT_TOGETHER else _("when ordered")


def available_text(product: Product) -> str:
    """Free pieces, and those promised to orders when there are some; a word where nothing lies on a shelf."""
    if product.kind in WITHOUT_STOCK:
        return available_word(product)
    stock = getattr(product, "stock", None)
    if stock is None:
        return "0"
    return f"{stock.available} (+{stock.reserved})" if stock.reserved else str(stock.available)
