"""Which VAT treatment a good has: that of its maker's tax status. docs/decisions/0030."""

from stories.models import Enterprise

from ...models import Product, VatRate
from .sums import EXEMPT, OUTSIDE, VOUCHER

#: Treatment of a document, by the rates of its lines.
VAT, ART_113, NO_VAT = "vat", "exempt", "outside"


def vat_code(product: Product) -> str:
    """What `OrderItem.vat_rate` keeps of the purchase: a rate, zw, np, or bon for a voucher.

    A gift card is a voucher for goods of several rates and makers, so a multi-purpose one: handing it over is no sale
    (VAT Act, art. 2 pt 44 and art. 8b par. 1).
    """
    if product.kind == Product.Kind.GIFT_CARD:
        return VOUCHER
    return maker_code(product.enterprise, product.vat_rate or product.category.vat_rate)


def maker_code(maker: Enterprise, rate: str = VatRate.STANDARD) -> str:
    """The treatment of something sold for a maker; rate: its rate where the maker pays VAT."""
    return {
        Enterprise.TaxStatus.VAT_ACTIVE: rate,
        Enterprise.TaxStatus.VAT_EXEMPT: EXEMPT,
        Enterprise.TaxStatus.OUTSIDE_VAT: OUTSIDE,
    }[maker.tax_status]


def treatment(code: str) -> str:
    """The kind of document that a rate belongs on."""
    return {EXEMPT: ART_113, OUTSIDE: NO_VAT}.get(code, VAT)
