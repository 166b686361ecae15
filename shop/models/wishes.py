"""What visitors keep, wait for or ask for, without an account."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .products import Product


class WishList(models.Model):
    """A list of goods that belongs to a session. share_token: for the link that others may open; it names nobody."""

    share_token = models.CharField(max_length=40, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("wish list")
        verbose_name_plural = _("wish lists")

    def __str__(self) -> str:
        return str(self.pk)


class WishListItem(models.Model):
    """A good on a list."""

    wish_list = models.ForeignKey(WishList, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="wished")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["-added_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["wish_list", "product"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.wish_list_id}: {self.product_id}"


class StockNotice(models.Model):
    """Somebody who wants to know when a good can be bought again. One e-mail, then the row goes."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stock_notices")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5, default="pl")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("back-in-stock notice")
        verbose_name_plural = _("back-in-stock notices")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "email"], condition=Q(sent_at__isnull=True), name="stock_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.pk}"


class SimilarRequest(models.Model):
    """A buyer's wish for a thing like one that is sold, to be answered by the workshop."""

    class State(models.TextChoices):
        NEW = "new", _("to be answered")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="similar_requests")
    key = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5, default="pl")
    message = models.TextField(_("what should be like, what different"), max_length=1000)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("request for something similar")
        verbose_name_plural = _("requests for something similar")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.pk}"
