"""The price per unit of measure.

Act of 9 May 2014 on informing about prices, art. 3 par. 1 pt 2 and art. 4 par. 1; Regulation of the Minister of Development
and Technology of 19 December 2022 on displaying prices (Dz.U. 2022 poz. 2776): 1 kg, 1 l, 1 piece, or a smaller unit where
the use of the goods asks for it; not needed where it equals the price, for sets, and for packages below 5 g or 5 ml.
Directive 98/6/EC, art. 2 (b).
"""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from home.formats import decimal_text, money

from .models import Gate, Product

GROSZ = Decimal("0.01")
#: Packages smaller than this need no unit price.
SMALLEST = Decimal(5)
SETS = frozenset({Product.Kind.SET, Product.Kind.OWN_SET, Product.Kind.GIFT_CARD})


def unit_price(product: Product, price: Decimal | None = None) -> tuple[Decimal, str] | None:
    """(gross PLN, unit) of a product with a net quantity; None where none is to be shown.

    price: of the package, that of the product when left out. unit: „1 kg”, „1 l”, „1 piece”; cosmetics and soap, which are
    used and compared in small amounts, are told per 100 g or 100 ml.
    """
    if product.net_quantity is None or not product.net_unit or product.kind in SETS:
        return None
    unit = Product.NetUnit(product.net_unit)
    if unit == Product.NetUnit.PIECE:
        amount, words = Decimal(1), _("piece")
        needed = product.net_quantity != 1
    else:
        small = product.legal_gate == Gate.COSMETIC
        amount = Decimal(100 if small else 1000)
        words = {
            (Product.NetUnit.GRAM, True): "100 g",
            (Product.NetUnit.GRAM, False): "1 kg",
            (Product.NetUnit.MILLILITRE, True): "100 ml",
            (Product.NetUnit.MILLILITRE, False): "1 l",
        }[unit, small]
        needed = product.net_quantity >= SMALLEST and product.net_quantity != amount
    if not needed:
        return None
    whole = product.price if price is None else price
    return (whole * amount / product.net_quantity).quantize(GROSZ, rounding=ROUND_HALF_UP), words


def unit_price_text(product: Product, price: Decimal | None = None) -> str:
    """For example „100 g · 18,50 zł / 100 g” in the active language: what is in the package and what a unit costs."""
    found = unit_price(product, price)
    if found is None:
        return ""
    amount, words = found
    inside = f"{decimal_text(product.net_quantity)}\u00a0{product.get_net_unit_display()}"
    return f"{inside} · {money(amount)}\u00a0/\u00a0{words}"
