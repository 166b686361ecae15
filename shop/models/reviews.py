"""Reviews by people who bought the thing and got it: nobody else can write one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .orders import OrderItem
from .products import Product


class Review(models.Model):
    """What a buyer says of a line that was delivered (Act on Counteracting Unfair Market Practices, art. 7 pt 25 and 26)."""

    class State(models.TextChoices):
        NEW = "new", _("to be read")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused")

    item = models.OneToOneField(OrderItem, on_delete=models.PROTECT, related_name="review")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField(_("stars"))
    text = models.TextField(_("review"), max_length=1500, blank=True)
    signature = models.CharField(_("signed"), max_length=60, blank=True, help_text=_("First name or nickname."))
    language = models.CharField(_("language"), max_length=5, default="pl")
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    refused_because = models.CharField(_("why refused"), max_length=200, blank=True)
    moderated_at = models.DateTimeField(_("read at"), null=True, blank=True)
    moderated_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.stars}"
