"""From a basket to an order, in one transaction that no second submit can repeat."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from salesman.checkout.payment import payment_methods_pool

from ..models import (
    Basket,
    DeliveryMethod,
    Order,
    OrderItem,
    OrderStatusChange,
    Parcel,
    Product,
)
from ..status import OrderStatus
from .checks import clean_money, clean_text
from .deadlines import reservation_end
from .deferred import deferred_terms
from .discounts import GoodsLine, discount_take
from .errors import (
    BadInput,
    BasketGone,
    GiftCardChanged,
    KeyReused,
    OutOfStock,
    PriceDifference,
    ShopBusy,
    TotalChanged,
)
from .gift_cards import gift_cards_spend
from .lines import total_needs
from .lockers import locker_address, locker_require
from .order_lines import OrderedLine, goods_in_basket, items_of, ordered_lines
from .order_moves import order_move, paid_mark
from .outbox import message_queue
from .papers.companies import clean_company
from .papers.contract import contract_versions
from .parcel_sizes import PackedGood
from .secrets import new_ref, new_share_token, secret_for_ref, secret_hash
from .shipping import (
    DeliveryQuote,
    PackLine,
    cheapest_delivery,
    delivery_quote,
    delivery_require,
    goods_to_pack,
)
from .snapshots import product_snapshots
from .stock import stock_take
from .totals import Sums, basket_sums

REF_TRIES = 5


@dataclass(frozen=True)
class BuyerData:
    """What the buyer wrote at the checkout. language: pl, en or uk.

    The address is kept for a courier alone, the code of the parcel locker for a delivery there.
    nip, company, billing_address: of a company that wants an invoice; its address where it is not that of the parcel.
    """

    name: str
    email: str
    phone: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    buyer_note: str = ""
    nip: str = ""
    company: str = ""
    billing_address: str = ""
    language: str = "pl"
    locker_code: str = ""


@dataclass(frozen=True)
class _Request:
    """All that makes one submit of the checkout, checked."""

    basket_id: int | None
    buyer: BuyerData
    delivery: DeliveryMethod
    payment_method: str
    expected_total: Decimal
    key: str
    expected_cards: str | None

    @property
    def digest(self) -> str:
        """Fingerprint of the data that came with the key; the basket is compared by itself, as it may be gone."""
        data = {
            **asdict(self.buyer),
            "delivery": self.delivery.pk,
            "payment": self.payment_method,
            "total": str(self.expected_total),
            "cards": self.expected_cards,
        }
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def order_place(
    *,
    basket: Basket | int | None,
    buyer: BuyerData,
    delivery: DeliveryMethod,
    payment_method: str,
    expected_total: Decimal,
    key: str,
    expected_cards: str | None = None,
) -> Order:
    """Make the order of a basket, take the stock, queue the confirmation and delete the basket.

    basket: the basket or its primary key, as the session may still know it when the basket is gone. expected_total:
    goods, delivery and donation less discount in gross PLN as the buyer saw them beside the button. key: idempotency key
    of the form. expected_cards: fingerprint of the gift cards' balances that the buyer saw (Sums.cards_stamp); None: any.
    Where the cards pay all, no other way to pay is used, whatever payment_method says.
    Calling this says that the buyer accepted the terms and pressed the button with obligation to pay (Consumer
    Rights Act, art. 17).

    Gives the order. The same key or the same basket again gives the same order and changes nothing.
    Raises KeyReused (same key, other data), BasketGone, NotForSale, OutOfStock, TotalChanged, DiscountGone,
    GiftCardChanged, BadInput, or ShopBusy after two tries against a locked database. After an error nothing is stored.
    """
    request = _Request(
        basket_id=basket.pk if isinstance(basket, Basket) else basket,
        buyer=_checked_buyer(buyer, delivery),
        delivery=delivery,
        payment_method=_checked_payment(payment_method, delivery),
        expected_total=clean_money(expected_total),
        key=clean_text(key, label=_("Form key"), max_length=64),
        expected_cards=expected_cards,
    )
    if order := _order_made_before(request):
        return order
    snapshots = _snapshots(request)
    for last_try in (False, True):
        try:
            return _place(request, snapshots)
        except OperationalError as error:
            if last_try:
                raise ShopBusy from error
        except IntegrityError:
            # Another submit with this key was faster, from another basket or in another process.
            if order := _order_made_before(request):
                return order
            raise
    raise ShopBusy


def _place(request: _Request, snapshots: dict[int, dict]) -> Order:
    with transaction.atomic():
        basket = Basket.objects.select_for_update().filter(pk=request.basket_id).first()
        if basket is None:
            if order := _order_made_before(request):
                return order
            raise BasketGone
        lines = ordered_lines(basket, snapshots, request.buyer.language)
        sums = basket_sums(basket=basket, lines=[GoodsLine(line.product, line.total) for line in lines])
        goods = _goods_to_pack(lines)
        shipping = _shipping(goods, request, value=sums.goods)
        sums = replace(sums, delivery_price=shipping.price)
        _check_total(lines, request, sums)
        _check_way_to_pay(lines, request, sums)
        order = _create_order(request, sums, cheapest=cheapest_delivery(goods=goods, value=sums.goods))
        _take_stock(order, lines)
        _create_parcels_and_items(order, lines, shipping, sums.discount.shares)
        OrderStatusChange.objects.create(
            order=order, old_status=OrderStatus.NEW, new_status=OrderStatus.CREATED
        )
        discount_take(order=order, discount=sums.discount)
        gift_cards_spend(order=order, cards=sums.cards, most=sums.gift_card_money)
        message_queue(kind="order_placed", order=order)
        if sums.is_covered:
            paid_mark(order)
            order_move(order, OrderStatus.PROCESSING)
        basket.delete()
    return order


def _order_made_before(request: _Request) -> Order | None:
    """The order of this key, else of this basket. Raises KeyReused when the key came with other data."""
    order = Order.objects.filter(idempotency_key=request.key).first()
    if order is not None:
        other_basket = request.basket_id not in {None, order.basket_id}
        if other_basket or order.extra.get("request_digest") != request.digest:
            raise KeyReused
        return order
    return order_of_basket(basket_id=request.basket_id)


def order_of_basket(*, basket_id: int | None) -> Order | None:
    """The order that was made from a basket, None when there is none. basket_id: as the buyer's session knows it."""
    return None if basket_id is None else Order.objects.filter(basket_id=basket_id).first()


def _snapshots(request: _Request) -> dict[int, dict]:
    if request.basket_id is None:
        raise BasketGone
    return product_snapshots(product_ids=goods_in_basket(request.basket_id), language=request.buyer.language)


def _goods_to_pack(lines: list[OrderedLine]) -> list[PackedGood]:
    return goods_to_pack(PackLine(line.product, line.item.quantity, line.item.parts, line.name) for line in lines)


def _shipping(goods: list[PackedGood], request: _Request, *, value: Decimal) -> DeliveryQuote:
    """What the delivery costs now, parcel by parcel. value: of the goods after the discount. Raises DeliveryRefused where these goods cannot be had that way."""
    with translation.override(request.buyer.language):
        return delivery_require(delivery_quote(method=request.delivery, goods=goods, value=value))


def _check_total(lines: list[OrderedLine], request: _Request, sums: Sums) -> None:
    now = sums.total
    if now != request.expected_total:
        changes = [
            PriceDifference(line.name, line.item.seen_price, line.unit_price)
            for line in lines
            if line.item.seen_price is not None and line.item.seen_price != line.unit_price
        ]
        raise TotalChanged(request.expected_total, now, changes)
    if request.expected_cards not in {None, sums.cards_stamp}:
        raise GiftCardChanged
    if request.payment_method == Order.PaymentMethod.GIFT_CARD and not sums.is_covered:
        raise BadInput(_("Choose how you want to pay what the gift cards do not cover."))


def _check_way_to_pay(lines: list[OrderedLine], request: _Request, sums: Sums) -> None:
    """Raises BadInput where this order cannot be paid as the buyer chose."""
    # Imported here, because ways to pay ask services whether they are on offer.
    from ..payments import Purchase

    method = _payment_method(request, sums)
    payment = payment_methods_pool.get_payment(method)
    if payment is None or request.payment_method != method:
        return
    purchase = Purchase(
        is_pickup=request.delivery.is_pickup,
        is_company=bool(request.buyer.nip and request.buyer.company),
        buys_gift_cards=any(line.product.kind == Product.Kind.GIFT_CARD for line in lines),
        due=sums.due,
    )
    try:
        with translation.override(request.buyer.language):
            payment.validate_choice(purchase)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None


def _create_order(request: _Request, sums: Sums, *, cheapest: Decimal | None) -> Order:
    """Save the order under a free reference."""
    for _attempt in range(REF_TRIES):
        ref = new_ref()
        try:
            with transaction.atomic():
                return _save_order(request, sums, ref, cheapest)
        except IntegrityError:
            if not Order.objects.filter(ref=ref).exists():
                raise
    raise ShopBusy


def _save_order(request: _Request, sums: Sums, ref: str, cheapest: Decimal | None) -> Order:
    buyer, delivery, discount = request.buyer, request.delivery, sums.discount
    method = _payment_method(request, sums)
    with translation.override(buyer.language):
        delivery_name = delivery.label
    order = Order(
        ref=ref,
        token=secret_hash(secret_for_ref(ref)),
        share_token=new_share_token(),
        idempotency_key=request.key,
        basket_id=request.basket_id,
        status=OrderStatus.CREATED,
        name=buyer.name,
        email=buyer.email,
        phone=buyer.phone,
        street=buyer.street,
        postcode=buyer.postcode,
        city=buyer.city,
        locker_code=buyer.locker_code,
        locker_address=locker_address(code=buyer.locker_code),
        buyer_note=buyer.buyer_note,
        nip=buyer.nip,
        company=buyer.company,
        billing_address=buyer.billing_address,
        document_asked_at=timezone.now() if buyer.nip else None,
        language=buyer.language,
        delivery_method=delivery,
        delivery_name=delivery_name,
        delivery_price=sums.delivery_price,
        cheapest_delivery=cheapest,
        is_pickup=delivery.is_pickup,
        payment_method=method,
        payment_days=deferred_terms().days if method == Order.PaymentMethod.DEFERRED else None,
        subtotal=sums.subtotal,
        discount=discount.amount,
        discount_label=discount.code.code if discount.amount else "",
        donation=sums.donation,
        gift_card_money=sums.gift_card_money,
        total=sums.total,
        terms_accepted_at=timezone.now(),
    )
    order.extra = {
        "request_digest": request.digest,
        "contract": contract_versions(language=buyer.language, payment_method=order.payment_method),
    }
    order.save()
    return order


def _payment_method(request: _Request, sums: Sums) -> str:
    if not sums.is_covered:
        return request.payment_method
    return Order.PaymentMethod.GIFT_CARD if sums.gift_card_money else Order.PaymentMethod.NOTHING


def _take_stock(order: Order, lines: list[OrderedLine]) -> None:
    try:
        stock_take(
            order=order,
            quantities=total_needs((line.content, line.item.quantity) for line in lines),
            expires_at=reservation_end(order.payment_method),
        )
    except OutOfStock as error:
        name = lines[0].snapshots[error.product.pk]["name"]
        raise OutOfStock(error.product, error.available, name=name) from None


def _create_parcels_and_items(
    order: Order, lines: list[OrderedLine], shipping: DeliveryQuote, discounts: list[Decimal]
) -> None:
    """One parcel for each enterprise that packs, and the lines in it. discounts: of each line of the basket."""
    packers = sorted({line.product.enterprise.packer_id for line in lines})
    parcels = {
        packer: Parcel.objects.create(order=order, enterprise_id=packer, **shipping.of(packer)) for packer in packers
    }
    OrderItem.objects.bulk_create(items_of(order, lines, parcels, discounts))


def _checked_buyer(buyer: BuyerData, delivery: DeliveryMethod) -> BuyerData:
    """The same data stripped and found fit for the database, without what this way of delivery does not need."""
    needed = {"name", "email", "phone"}
    needed |= {"street", "postcode", "city"} if delivery.needs_address else set()
    needed |= {"locker_code"} if delivery.is_locker else set()
    values = {}
    for name in ("name", "email", "phone", "street", "postcode", "city", "buyer_note", "locker_code"):
        column = Order._meta.get_field(name)
        values[name] = clean_text(
            getattr(buyer, name),
            label=str(column.verbose_name),
            max_length=column.max_length,
            required=name in needed,
        )
    try:
        validate_email(values["email"])
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    if not delivery.needs_address:
        values |= {"street": "", "postcode": "", "city": ""}
    values |= clean_company(nip=buyer.nip, company=buyer.company, billing_address=buyer.billing_address)
    if values["nip"] and not delivery.needs_address and not values["billing_address"]:
        raise BadInput(_("Write the address for the document: this way of delivery has none."))
    values["locker_code"] = locker_require(code=values["locker_code"]).code if delivery.is_locker else ""
    known = dict(settings.LANGUAGES)
    return BuyerData(**values, language=buyer.language if buyer.language in known else settings.LANGUAGE_CODE)


def _checked_payment(identifier: str, delivery: DeliveryMethod) -> str:
    """A way to pay that is offered; the delivery must be offered too. Whether both fit the order is seen with the basket locked."""
    if not delivery.is_active:
        raise BadInput(_("This way of delivery is no longer offered. Choose another one."))
    if identifier == Order.PaymentMethod.GIFT_CARD:
        # Whether the cards pay all is seen with the basket locked.
        return identifier
    payment = payment_methods_pool.get_payment(identifier) if isinstance(identifier, str) else None
    if payment is None:
        raise BadInput(_("Choose one of the ways to pay."))
    if not payment.is_offered:
        raise BadInput(_("This way to pay is not offered just now. Choose another one."))
    return payment.identifier
