from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Outbox(models.Model):
    """An e-mail to be sent: written in the transaction that causes it, sent after commit, tried again on failure."""

    kind = models.CharField(_("kind"), max_length=40)
    dedupe = models.CharField(
        max_length=120, unique=True, help_text="One message for each cause, for example order-placed:ABCD2345."
    )
    order = models.ForeignKey(
        "shop.Order", verbose_name=_("order"), null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    withdrawal = models.ForeignKey(
        "shop.Withdrawal", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    complaint = models.ForeignKey(
        "shop.Complaint", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    exchange = models.ForeignKey(
        "shop.Exchange", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    stock_notice = models.ForeignKey(
        "shop.StockNotice", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    similar_request = models.ForeignKey(
        "shop.SimilarRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    basket = models.ForeignKey(
        "shop.Basket", null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    payload = models.JSONField(default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sent_at", "next_at"])]

    def __str__(self) -> str:
        return self.dedupe

    @property
    def about(self):
        """What the message tells of: it has the address (`email`) and the `language`, empty once the person is erased."""
        return (
            self.complaint
            or self.withdrawal
            or self.exchange
            or self.stock_notice
            or self.similar_request
            or self.basket
            or self.order
        )
