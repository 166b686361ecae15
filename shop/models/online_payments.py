"""Payments through a gateway: each attempt, everything the gateway said of it, and money sent back."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .orders import Order


class Provider(models.TextChoices):
    """Gateways that the market has an adapter for; see shop.services.gateways."""

    P24 = "p24", "Przelewy24"
    PAYU = "payu", "PayU"


class OnlinePayment(models.Model):
    """One attempt to pay an order through a gateway.

    `session_id` is ours and names the attempt at the gateway (Przelewy24: sessionId, PayU: extOrderId); it is the
    idempotency key of the call that starts it. The state only moves forward: money once seen is never unseen, so
    `paid` follows any other state and nothing follows `paid`.
    """

    class State(models.TextChoices):
        NEW = "new", _("not started at the gateway yet")
        PENDING = "pending", _("waiting for the buyer")
        FAILED = "failed", _("not paid")
        PAID = "paid", _("paid")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="online_payments")
    provider = models.CharField(_("gateway"), max_length=12, choices=Provider.choices)
    session_id = models.CharField(_("our number"), max_length=64, unique=True)
    gateway_id = models.CharField(_("number at the gateway"), max_length=80, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="PLN")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    # PayU puts a signed token with the buyer's address into it: 456 characters in its own example.
    redirect_url = models.CharField(_("payment page"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    asked_at = models.DateTimeField(_("gateway asked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("online payment")
        verbose_name_plural = _("online payments")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="online_payment_of_something"),
            models.UniqueConstraint(
                fields=["provider", "gateway_id"],
                condition=~Q(gateway_id=""),
                name="online_payment_once_at_gateway",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.session_id} ({self.state})"


class PaymentEvent(models.Model):
    """What a gateway told, once its signature was found good: the evidence behind every change of a payment."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("taken over")
        IGNORED = "ignored", _("nothing new")
        FLAGGED = "flagged", _("left to a person")

    provider = models.CharField(_("gateway"), max_length=12, choices=Provider.choices)
    event_id = models.CharField(
        _("number of the message"), max_length=120, help_text="Names the content: a repeated message has the same."
    )
    payment = models.ForeignKey(
        OnlinePayment, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    raw = models.TextField(_("message as received"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta:
        verbose_name = _("message of a gateway")
        verbose_name_plural = _("messages of gateways")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="payment_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class Refund(models.Model):
    """Money on its way back to the buyer through the gateway. `done` is written down as a negative OrderPayment."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("to be sent to the gateway")
        SENT = "sent", _("taken by the gateway")
        DONE = "done", _("paid back")
        FAILED = "failed", _("refused by the gateway")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(OnlinePayment, on_delete=models.PROTECT, related_name="refunds")
    withdrawal = models.ForeignKey(
        "shop.Withdrawal", null=True, blank=True, on_delete=models.PROTECT, related_name="refunds"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    gateway_id = models.CharField(_("number at the gateway"), max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    requested_by = models.ForeignKey(
        "home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    done_at = models.DateTimeField(_("paid back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_at"])]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount} ({self.state})"
