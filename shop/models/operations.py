"""What needs a person's eye, and when the shop's own work last ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .orders import Order


class OrderAlert(models.Model):
    """Something that no rule may decide: a person looks, does what the kind asks for, and ticks it off."""

    class Kind(models.TextChoices):
        SHORT = "short", _("too little was paid")
        OVER = "over", _("too much was paid")
        DOUBLE = "double", _("paid twice")
        LATE = "late", _("paid after the order was cancelled")
        MISMATCH = "mismatch", _("the gateway's message does not fit the order")
        UNKNOWN = "unknown", _("money for an order that is not known")
        REFUND = "refund", _("a refund did not go through")
        OVERDUE = "overdue", _("the time to pay is over, but part of the money is here")
        UNPAID = "unpaid", _("sent with a term of payment and not paid")

    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind.choices)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    dedupe = models.CharField(max_length=160, unique=True, help_text="One alert for each cause.")
    created_at = models.DateTimeField(_("noticed at"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    resolved_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.dedupe


class TaskRun(models.Model):
    """When a task of the shop (housekeeping, audit, backup) last began and last ended well."""

    name = models.CharField(_("task"), max_length=40, unique=True)
    started_at = models.DateTimeField(_("began at"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("ended well at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
