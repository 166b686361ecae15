from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..status import ReservationState
from .products import Product


class StockItem(models.Model):
    """How many pieces lie on the shelf, and how many of them are promised to orders."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="stock")
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) & Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")),
                name="stock_reserved_within_on_hand",
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.on_hand} − {self.reserved}"

    @property
    def available(self) -> int:
        """Pieces that can still be ordered."""
        return self.on_hand - self.reserved


class StockMovement(models.Model):
    """Append-only ledger: the sum of its quantities is `on_hand`."""

    class Reason(models.TextChoices):
        RECEIPT = "receipt", _("received")
        SALE = "sale", _("sold")
        RETURN = "return", _("returned")
        CORRECTION = "correction", _("corrected")
        EXCHANGE = "exchange", _("sent in exchange")

    item = models.ForeignKey(StockItem, on_delete=models.CASCADE, related_name="movements")
    quantity = models.IntegerField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    order = models.ForeignKey(
        "shop.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="stock_movements"
    )
    withdrawal_line = models.OneToOneField(
        "shop.WithdrawalLine", null=True, blank=True, on_delete=models.PROTECT, related_name="movement"
    )
    exchange = models.ForeignKey(
        "shop.Exchange", null=True, blank=True, on_delete=models.PROTECT, related_name="movements"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="movement_moves_something"),
            # Pieces may come back in parts: each line of a withdrawal once, see `withdrawal_line`.
            models.UniqueConstraint(
                fields=["item", "order", "reason"],
                condition=~Q(reason__in=["return", "exchange"]),
                name="movement_once_per_order_and_reason",
            ),
            # An exchange sends once and takes back once.
            models.UniqueConstraint(fields=["exchange", "reason"], name="movement_once_per_exchange_and_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quantity:+d} ({self.reason})"


class StockReservation(models.Model):
    """Pieces held for an order from the moment it is placed, or for an exchange of it from its acceptance on."""

    order = models.ForeignKey("shop.Order", on_delete=models.PROTECT, related_name="reservations")
    exchange = models.OneToOneField(
        "shop.Exchange", null=True, blank=True, on_delete=models.PROTECT, related_name="reservation"
    )
    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(
        _("state"), max_length=10, choices=ReservationState.choices, default=ReservationState.ACTIVE
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "item"], condition=Q(exchange=None), name="reservation_once_per_order"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.quantity} × {self.item_id} ({self.state})"
