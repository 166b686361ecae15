"""What a product is put together from, and what a buyer may have written or painted on it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from home.models.records import in_language

from .products import Product


class SetComponent(models.Model):
    """A good in a gift set. In a set of the buyer's choice: a good to choose, `quantity` pieces of it at most.

    The set is packed and sent by its own enterprise; the money of each part goes to the part's maker.
    """

    gift_set = ParentalKey(Product, verbose_name=_("set"), on_delete=models.CASCADE, related_name="components")
    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="in_sets"
    )
    quantity = models.PositiveSmallIntegerField(_("pieces"), default=1)
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("part of a set")
        verbose_name_plural = _("parts of a set")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gift_set", "product"], name="set_component_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & ~Q(gift_set=F("product")), name="set_component_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gift_set_id}: {self.quantity} × {self.product_id}"


class PersonalisationField(models.Model):
    """Something that the buyer says about a thing to be made for him: a text or a choice.

    What is made to the consumer's specification is not returnable (Consumer Rights Act, art. 38 par. 1 pt 3); whether this
    wish makes it so is told by `ends_withdrawal`, and the exception holds for the line that has it, not for the product.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        CHOICE = "choice", _("choice")

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="personalisation_fields")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.TEXT)
    label = models.CharField(_("label (Polish)"), max_length=80)
    label_en = models.CharField(_("label (English)"), max_length=80, blank=True)
    label_uk = models.CharField(_("label (Ukrainian)"), max_length=80, blank=True)
    max_length = models.PositiveSmallIntegerField(_("characters at most"), default=30)
    choices = models.TextField(
        _("choices"),
        max_length=1000,
        blank=True,
        help_text=_("One a line: Polish | English | Ukrainian, for example: niebieski | blue | синій."),
    )
    required = models.BooleanField(_("must be filled in"), default=False)
    surcharge = models.DecimalField(_("surcharge"), max_digits=7, decimal_places=2, default=0)
    ends_withdrawal = models.BooleanField(
        _("ends the right of withdrawal"),
        default=True,
        help_text=_("A text of the buyer's does. A choice among ready colours does not: leave it unticked."),
    )
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("personalisation")
        verbose_name_plural = _("personalisation")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(surcharge__gte=0), name="personalisation_surcharge_not_negative")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label_text(self) -> str:
        return in_language(self, "label")
