"""Gift cards: multi-purpose vouchers (VAT Act, art. 2 pt 44), money that is spent later on any goods."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .orders import Order, OrderItem


class GiftCard(models.Model):
    """A card with a balance. The code is a secret: only its SHA-256 is kept; `number` is what the staff see."""

    number = models.CharField(_("number"), max_length=12, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    item = models.ForeignKey(
        OrderItem, null=True, blank=True, on_delete=models.PROTECT, related_name="gift_cards",
        verbose_name=_("bought as"),
    )
    initial = models.DecimalField(_("value"), max_digits=9, decimal_places=2)
    balance = models.DecimalField(_("balance"), max_digits=9, decimal_places=2)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    expires_on = models.DateField(_("valid to"))
    blocked_at = models.DateTimeField(_("blocked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("gift card")
        verbose_name_plural = _("gift cards")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(initial__gt=0, balance__gte=0, balance__lte=F("initial")), name="gift_card_balance_within_value"
            )
        ]

    def __str__(self) -> str:
        return self.number


class GiftCardEntry(models.Model):
    """Append-only ledger of a card: the sum of its amounts is the balance."""

    class Reason(models.TextChoices):
        ISSUE = "issue", _("issued")
        SPEND = "spend", _("spent")
        RETURN = "return", _("given back")
        CORRECTION = "correction", _("corrected")
        EXPIRY = "expiry", _("expired")

    card = models.ForeignKey(GiftCard, on_delete=models.PROTECT, related_name="entries")
    amount = models.DecimalField(_("amount"), max_digits=9, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="gift_card_entries")
    key = models.CharField(max_length=80, unique=True, help_text="Names the cause, so that it counts once.")
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gift card entry")
        verbose_name_plural = _("gift card entries")
        ordering = ["created_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="gift_card_entry_of_something")]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.amount:+} ({self.reason})"
