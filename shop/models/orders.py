import re
from decimal import ROUND_UP, Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from salesman.orders.models import BaseOrder, BaseOrderItem, BaseOrderNote, BaseOrderPayment

from home.formats import decimal_text

from ..status import OrderStatus, ParcelStatus
from .deferring import DeferringMixin
from .delivery import ParcelSize

INPOST_NUMBER = re.compile(r"[0-9]{24}")
INPOST_TRACKING = "https://inpost.pl/sledzenie-przesylek?number="


class Order(DeferringMixin, BaseOrder):
    """A placed order: a snapshot that later changes of goods, prices and names do not touch.

    `token` (Salesman's) holds the SHA-256 of the secret in the buyer's status link, never the secret itself.
    """

    read_at_once = {"_extra": {}, "status": ""}

    class PaymentMethod(models.TextChoices):
        ONLINE = "online", _("BLIK, card or fast transfer")
        TRANSFER = "transfer", _("bank transfer")
        ON_PICKUP = "on-pickup", _("on pick-up")
        DEFERRED = "deferred", _("invoice with a term of payment")
        GIFT_CARD = "gift-card", _("gift card")
        NOTHING = "nothing", _("nothing was left to pay")

    name = models.CharField(_("name of the buyer"), max_length=120)
    phone = models.CharField(_("phone"), max_length=20)
    language = models.CharField(_("language"), max_length=5, default="pl")
    delivery_method = models.ForeignKey(
        "shop.DeliveryMethod", verbose_name=_("delivery"), on_delete=models.PROTECT, related_name="orders"
    )
    delivery_name = models.CharField(_("delivery, as ordered"), max_length=120)
    delivery_price = models.DecimalField(_("delivery price"), max_digits=7, decimal_places=2)
    cheapest_delivery = models.DecimalField(
        _("cheapest delivery offered"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the order was placed; more of the delivery price need not be paid back on withdrawal."),
    )
    is_pickup = models.BooleanField(_("pick-up"), default=False)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    payment_method = models.CharField(_("payment"), max_length=20, choices=PaymentMethod.choices)
    payment_days = models.PositiveSmallIntegerField(
        _("days to pay"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("As agreed when ordered; they count from the day on which the goods are sent or handed over."),
    )
    accepted_at = models.DateTimeField(
        _("accepted at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When a person of the shop agreed to send the goods before they are paid for."),
    )
    payment_due = models.DateField(_("to be paid by"), null=True, blank=True, editable=False)
    locker_code = models.CharField(_("parcel locker"), max_length=20, blank=True)
    locker_address = models.CharField(_("address of the parcel locker"), max_length=250, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    nip = models.CharField(_("NIP of the buyer"), max_length=10, blank=True)
    document_asked_at = models.DateTimeField(
        _("document asked for at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the buyer asked for an invoice or a bill; it is issued once the order is paid."),
    )
    discount = models.DecimalField(_("discount"), max_digits=9, decimal_places=2, default=0)
    discount_label = models.CharField(_("discount, as ordered"), max_length=60, blank=True)
    donation = models.DecimalField(_("donation"), max_digits=7, decimal_places=2, default=0)
    gift_card_money = models.DecimalField(
        _("paid with gift cards when placed"), max_digits=9, decimal_places=2, default=0, editable=False
    )
    buyer_note = models.CharField(_("buyer's remark"), max_length=500, blank=True)
    terms_accepted_at = models.DateTimeField(_("terms accepted at"))
    idempotency_key = models.CharField(max_length=64, unique=True, editable=False)
    basket_id = models.PositiveBigIntegerField(
        null=True, unique=True, editable=False, help_text="Primary key of the basket that the order was made from."
    )
    share_token = models.CharField(max_length=40, unique=True, editable=False)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True, editable=False)
    delivered_at = models.DateTimeField(
        _("delivered at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the last parcel was handed over: the 14 days to withdraw count from it."),
    )
    erased_at = models.DateTimeField(
        _("personal data erased at"), null=True, blank=True, editable=False
    )

    class Meta(BaseOrder.Meta):
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [models.Index(fields=["status", "-date_created"])]
        constraints = [
            models.CheckConstraint(
                # Rounded, because SQLite adds decimals as floating-point numbers: 99.99 + 18.90 is 118.88999999999999.
                condition=Q(subtotal__gte=0, delivery_price__gte=0, discount__gte=0, donation__gte=0)
                & Q(discount__lte=F("subtotal"))
                & Q(
                    total=Round(
                        F("subtotal") - F("discount") + F("delivery_price") + F("donation"), precision=2
                    )
                ),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(gift_card_money__gte=0) & Q(gift_card_money__lte=F("total")),
                name="order_gift_cards_within_total",
            ),
        ]

    @property
    def to_pay(self) -> Decimal:
        """What was left to pay after gift cards when the order was placed, gross PLN."""
        return self.total - self.gift_card_money

    @property
    def address_lines(self) -> list[str]:
        """Where the parcels go, one line each; empty for a pick-up and once it is no longer kept."""
        if self.locker_code:
            locker = _("Parcel locker %(code)s") % {"code": self.locker_code}
            return [self.name, str(locker), self.locker_address]
        if self.is_pickup or not self.street:
            return []
        return [self.name, self.street, f"{self.postcode} {self.city}"]

    @property
    def allowed_statuses(self) -> list[OrderStatus]:
        """Statuses that the order may go to from the present one."""
        steps = OrderStatus.get_transitions()[OrderStatus(self.status)]
        closed = OrderStatus.SHIPPED if self.is_pickup else OrderStatus.READY
        return [step for step in steps if step != closed]


class ParcelQuerySet(models.QuerySet):
    def ordered(self):
        """What was ordered, without the parcels of replacements, which are packed after it."""
        return self.filter(exchange=None)


class Parcel(models.Model):
    """What one enterprise packs of an order and sends or hands over: its own goods, those of its sets, and those of makers in
    the same house that it packs for (`Enterprise.packed_by`, as it was when ordered).

    exchange: it holds the replacement of that exchange, and no line of the order.

    size and weight_g: of the largest and of all its boxes together, as reckoned when ordered; empty size: larger than
    every locker. delivery_price: its share of the order's; the shares add up to it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="parcels")
    enterprise = models.ForeignKey("stories.Enterprise", on_delete=models.PROTECT, related_name="parcels")
    exchange = models.OneToOneField(
        "shop.Exchange",
        verbose_name=_("exchange"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="parcel",
    )
    status = models.CharField(
        _("status"), max_length=12, choices=ParcelStatus.choices, default=ParcelStatus.NEW
    )
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    size = models.CharField(_("size"), max_length=1, choices=ParcelSize.choices, blank=True)
    weight_g = models.PositiveIntegerField(_("weight (g)"), null=True, blank=True)
    delivery_price = models.DecimalField(
        _("part of the delivery price"), max_digits=7, decimal_places=2, default=0
    )
    boxes = models.PositiveSmallIntegerField(_("boxes"), default=1)
    shipment_id = models.CharField(_("number of the shipment at the carrier"), max_length=40, blank=True)
    shipment_asked_at = models.DateTimeField(
        _("shipment asked for at"),
        null=True,
        blank=True,
        editable=False,
        help_text="Set before the carrier is called, so that two clicks do not order two shipments.",
    )
    carrier_status = models.CharField(_("status at the carrier"), max_length=40, blank=True, editable=False)
    shared_by = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="[{enterprise, name}, …]: the makers whose goods share it because they share an address, as it was when "
        "ordered, who packs first; empty for the goods of one.",
    )

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "enterprise"],
                condition=Q(exchange=None),
                name="parcel_once_per_order_and_enterprise",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} / {self.enterprise_id}"

    @property
    def house(self) -> list[str]:
        """Names of the makers in one house that share the parcel; empty where it is one maker's."""
        return [maker["name"] for maker in self.shared_by]

    @property
    def weight_text(self) -> str:
        """„1,3 kg”: as one writes it on a form of the carrier."""
        return f"{decimal_text((Decimal(self.weight_g or 0) / 1000).quantize(Decimal('0.1'), ROUND_UP))} kg"

    @property
    def tracking_url(self) -> str:
        """Where the carrier tells how the parcel is doing; empty unless the number is one of InPost's (24 digits)."""
        return f"{INPOST_TRACKING}{self.tracking_number}" if INPOST_NUMBER.fullmatch(self.tracking_number) else ""


class OrderItem(DeferringMixin, BaseOrderItem):
    """A line of an order. `product_data` keeps what the buyer saw: names, maker, purpose of the income, story.

    enterprise: who made it and earns `total`. parcel: who packs it; another one where the line is part of a gift set, or
    where makers in one house send one parcel. A set is as many lines as it has parts: `set_number` (from 1 in each order) and `set_name` hold them together.
    """

    class NoWithdrawal(models.TextChoices):
        """Why this line cannot be withdrawn from (Consumer Rights Act, art. 38 par. 1)."""

        NONE = "", _("the buyer may withdraw")
        PERSONALISED = "personalised", _("made to the buyer's specification (pt 3)")
        PERISHABLE = "perishable", _("perishable (pt 4)")
        SEALED = "sealed", _("sealed, if opened (pt 5)")
        GIFT_CARD = "gift_card", _("gift card already spent")

    read_at_once = {"_extra": {}}

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="items")
    enterprise = models.ForeignKey("stories.Enterprise", on_delete=models.PROTECT, related_name="order_items")
    discount = models.DecimalField(_("discount"), max_digits=9, decimal_places=2, default=0)
    vat_rate = models.CharField(
        _("VAT rate"),
        max_length=4,
        blank=True,
        help_text="As at the purchase: 23, 8, 5, 0, zw (exempt), np (outside VAT), bon (a voucher, no sale).",
    )
    personalisation = models.JSONField(
        default=list, blank=True, help_text="[{label, value}, …] in the buyer's language, as ordered."
    )
    no_withdrawal = models.CharField(
        _("withdrawal"), max_length=12, choices=NoWithdrawal.choices, default=NoWithdrawal.NONE, blank=True
    )
    set_number = models.PositiveSmallIntegerField(_("set"), null=True, blank=True)
    set_name = models.CharField(_("name of the set"), max_length=160, blank=True)
    from_stock = models.BooleanField(
        _("taken from the shelf"),
        default=True,
        help_text=_("False for what is made when it is paid for: nothing is reserved, nothing goes back to a shelf."),
    )

    class Meta(BaseOrderItem.Meta):
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, discount__gte=0, total__gte=0)
                & Q(subtotal=Round(F("unit_price") * F("quantity"), precision=2))
                & Q(total=Round(F("subtotal") - F("discount"), precision=2)),
                name="order_item_total_adds_up",
            )
        ]

    @property
    def context(self) -> dict:
        """The social context as it was at the time of purchase; see shop.services.snapshots for its keys."""
        return self.product_data.get("context", {})


class OrderPayment(BaseOrderPayment):
    """Money received for an order (negative: paid back)."""

    received_on = models.DateField(_("received on"))
    recorded_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(BaseOrderPayment.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["received_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=Decimal(0)), name="payment_of_something")]


class OrderNote(BaseOrderNote):
    """A remark of the staff; a public one is shown to the buyer."""

    author = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(BaseOrderNote.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["date_created", "pk"]


class OrderStatusChange(models.Model):
    """Who moved an order from which status to which, when, and why where no person did."""

    class Reason(models.TextChoices):
        EXPIRED = "expired", _("not paid in time")
        LATE_PAYMENT = "late-payment", _("paid late, the goods were still there")

    order = ParentalKey(Order, on_delete=models.CASCADE, related_name="status_changes")
    old_status = models.CharField(_("previous status"), max_length=12, choices=OrderStatus.choices)
    new_status = models.CharField(_("new status"), max_length=12, choices=OrderStatus.choices)
    changed_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices, blank=True)

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.old_status} → {self.new_status}"
