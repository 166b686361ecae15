"""The lines of an order, made from those of a basket: a set becomes one line for each part, all in one parcel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from ..models import Basket, BasketItem, Order, OrderItem, Parcel, Product
from .basket_lines import line_goods
from .catalogue import products_for_sale
from .errors import BasketGone, LineUnfit, NotForSale
from .lines import Content, Part
from .papers.rates import vat_code
from .personalisation import no_withdrawal, personalisation_told
from .shares import money_split
from .snapshots import product_snapshots


@dataclass(frozen=True)
class OrderedLine:
    """A line of the basket about to be ordered. snapshots: by primary key of every good in it.

    wishes: [{label, value}, …] in the buyer's language. no_withdrawal: value of OrderItem.NoWithdrawal.
    """

    item: BasketItem
    product: Product
    content: Content
    snapshots: Mapping[int, dict]
    wishes: list[dict[str, str]] = field(default_factory=list)
    no_withdrawal: str = ""

    @property
    def name(self) -> str:
        return self.snapshots[self.product.pk]["name"]

    @property
    def unit_price(self) -> Decimal:
        return self.content.unit_price

    @property
    def total(self) -> Decimal:
        return self.content.unit_price * self.item.quantity

    @property
    def parts(self) -> list[Part]:
        """What the whole line consists of; the sum of the parts is `total`."""
        return self.content.times(self.item.quantity)


def goods_in_basket(basket_id: int) -> set[int]:
    """Primary keys of all goods of a basket, with the parts of its sets."""
    ids = BasketItem.objects.filter(basket_id=basket_id).values_list("product_id", flat=True)
    parts = Product.objects.filter(in_sets__gift_set__in=ids).values_list("pk", flat=True)
    return {*ids, *parts}


def ordered_lines(basket: Basket, snapshots: Mapping[int, dict], language: str) -> list[OrderedLine]:
    """The basket's lines at the prices of now.

    snapshots: made before the transaction; what was put in since is added. Raises BasketGone when the basket is empty,
    NotForSale for goods or parts withdrawn, LineUnfit for what can no longer be put together as chosen.
    """
    items = list(basket.items.order_by("date_created", "pk"))
    if not items:
        raise BasketGone
    ids = {item.product_id for item in items}
    products = products_for_sale().select_related("enterprise", "category", "stock").in_bulk(ids)
    goods = line_goods(products.values())
    needed = goods.all_products().keys()
    if late := needed - snapshots.keys():
        snapshots = {**snapshots, **product_snapshots(product_ids=late, language=language)}
    for product_id in sorted(ids):
        if product_id not in products or product_id not in snapshots:
            raise NotForSale(Product.objects.filter(pk=product_id).first())
    lines = []
    for item in items:
        product = products[item.product_id]
        if part := goods.missing_part(product, item):
            raise NotForSale(part)
        if (content := goods.content(item)) is None:
            raise LineUnfit(snapshots[product.pk]["name"])
        fields = goods.fields_for(product)
        lines.append(
            OrderedLine(
                item=item,
                product=product,
                content=content,
                snapshots=snapshots,
                wishes=personalisation_told(fields, item.personalisation),
                no_withdrawal=no_withdrawal(product, fields, item.personalisation),
            )
        )
    return lines


def items_of(
    order: Order, lines: Iterable[OrderedLine], parcels: Mapping[int, Parcel], discounts: Iterable[Decimal]
) -> list[OrderItem]:
    """Order lines, not saved. parcels: by primary key of the enterprise that packs: the maker, of a set its own enterprise, or
    who packs for that one. discounts: of each line of the basket; that of a set is divided among its parts by what they cost."""
    content_type = ContentType.objects.get_for_model(Product)
    items, set_number = [], 0
    for line, line_discount in zip(lines, discounts, strict=True):
        is_set = line.content.is_set
        set_number += is_set
        shares = money_split(line_discount, [part.total for part in line.parts])
        for part, discount in zip(line.parts, shares, strict=True):
            own = part.product.pk == line.product.pk
            items.append(
                OrderItem(
                    order=order,
                    parcel=parcels[line.product.enterprise.packer_id],
                    enterprise_id=part.product.enterprise_id,
                    product_type=Product._meta.label,
                    product_content_type=content_type,
                    product_id=part.product.pk,
                    product_data=_data(line, part),
                    quantity=part.quantity,
                    unit_price=part.unit_price,
                    subtotal=part.total,
                    discount=discount,
                    total=part.total - discount,
                    vat_rate=vat_code(part.product),
                    personalisation=line.wishes if own and not is_set else [],
                    no_withdrawal=line.no_withdrawal if own and not is_set else part.product.withdrawal_exception,
                    set_number=set_number if is_set else None,
                    set_name=line.name[:160] if is_set else "",
                    from_stock=part.from_stock,
                )
            )
    return items


def _data(line: OrderedLine, part: Part) -> dict:
    """The snapshot of a part; of a set it also tells of which one and how many."""
    data = line.snapshots[part.product.pk]
    if not line.content.is_set:
        return data
    whole = line.snapshots[line.product.pk]
    told = {
        **{key: whole[key] for key in ("name", "code", "url")},
        "quantity": line.item.quantity,
        "unit_price": str(line.unit_price),
    }
    return {**data, "set": told, "is_box": part.product.pk == line.product.pk}
