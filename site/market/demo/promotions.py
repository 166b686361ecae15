"""Demo promotions, a discount code and the values of the gift card."""

import datetime
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from shop.models import DiscountCode, Product, Promotion, PromotionItem
from shop.services.promotions import promotion_plan
from shop.services.reductions import lowest_prices_before

GIFT_CARD_VALUES = (Decimal("100.00"), Decimal("200.00"))


def make_promotions(by) -> None:
    """One promotion that runs, one that is over, a code for partners. Nothing when there is any promotion."""
    if Promotion.objects.exists():
        return
    now = timezone.now()
    goods = list(
        Product.objects.filter(kind=Product.Kind.SERIES, regular_price=None, variant_of=None, stock__on_hand__gt=F("stock__reserved"))
        .order_by("code")
    )  # fmt: skip
    lowest = lowest_prices_before(products=goods, moment=now)
    chosen = [product for product in goods if product.price == lowest[product.pk]][:3]
    promotion_plan(
        code="przed-swietami",
        name="Przed świętami",
        name_en="Before Christmas",
        name_uk="Перед святами",
        starts_at=now - datetime.timedelta(minutes=1),
        ends_at=now + datetime.timedelta(days=21),
        prices={product: (product.price * Decimal("0.85")).quantize(Decimal("1")) for product in chosen},
        by=by,
    )
    _ended(goods[len(chosen) : len(chosen) + 2], now, by)
    DiscountCode.objects.get_or_create(
        code="PARTNER10",
        defaults={
            "note": "Dla pracowników firm, które kupują u nas zestawy",
            "percent": Decimal(10),
            "least_subtotal": Decimal("50.00"),
            "most_uses": 200,
        },
    )


def make_gift_card_values() -> None:
    """The gift card's further values, as variants of it."""
    card = Product.objects.filter(kind=Product.Kind.GIFT_CARD, variant_of=None).first()
    if card is None or card.variants.exists():
        return
    Product.objects.filter(pk=card.pk).update(**_value_name(card.price))
    for value in GIFT_CARD_VALUES:
        variant = Product.objects.create(
            code=f"{card.code}-{value:.0f}",
            name=f"{card.name} {value:.0f} zł",
            enterprise=card.enterprise,
            category=card.category,
            kind=card.kind,
            variant_of=card,
            price=value,
            **_value_name(value),
        )
        variant.price_changes.create(price=value, valid_from=timezone.now() - datetime.timedelta(days=90))


def _value_name(value: Decimal) -> dict[str, str]:
    text = f"{value:.0f} zł"
    return {"variant_name": text, "variant_name_en": text, "variant_name_uk": text}


def _ended(products: list[Product], now: datetime.datetime, by) -> None:
    """A promotion of the summer, long over: its prices are those before it again."""
    promotion = Promotion.objects.create(
        code="lato",
        name="Letni kiermasz",
        name_en="Summer fair",
        name_uk="Літній ярмарок",
        starts_at=now - datetime.timedelta(days=80),
        ends_at=now - datetime.timedelta(days=66),
        state=Promotion.State.ENDED,
        created_by=by,
    )
    for product in products:
        reduced = (product.price * Decimal("0.9")).quantize(Decimal("1"))
        PromotionItem.objects.create(
            promotion=promotion, product=product, price=reduced, state=PromotionItem.State.RESTORED
        )
        for price, reason, moment in (
            (reduced, "reduce", promotion.starts_at),
            (product.price, "restore", promotion.ends_at),
        ):
            product.price_changes.create(
                price=price, reason=reason, valid_from=moment, promotion=promotion, changed_by=by
            )
