"""What sector law asks of a good beside the data of every good (Regulation (EU) 2023/988)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from .legal_fields import AllergensField, FibresField
from .products import Product


class ProductCompliance(models.Model):
    """Data that the gate of the category asks for; shop.gates says which. One row a product at the most."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="compliance")
    allergens = AllergensField(
        _("allergens"), default=list, blank=True, help_text=_("Of the 14 of Regulation (EU) 1169/2011, annex II.")
    )
    allergens_checked = models.BooleanField(_("the list of allergens is complete"), default=False)
    best_before_days = models.PositiveSmallIntegerField(_("days it keeps"), null=True, blank=True)
    storage = models.CharField(_("storage"), max_length=200, blank=True)
    cpnp_number = models.CharField(_("CPNP number"), max_length=40, blank=True)
    responsible_person = models.CharField(
        _("responsible person"), max_length=200, blank=True, help_text=_("Name and address; empty: the manufacturer.")
    )
    period_after_opening = models.CharField(
        _("period after opening"), max_length=20, blank=True, help_text=_("For example 12M.")
    )
    ce_marked = models.BooleanField(_("bears the CE mark, declaration of conformity is kept"), default=False)
    least_age_months = models.PositiveSmallIntegerField(_("from the age of (months)"), null=True, blank=True)
    fibres = FibresField(
        _("fibres"),
        default=list,
        blank=True,
        help_text=_("Names of annex I of Regulation (EU) 1007/2011 with per cent, for example: wool 80, polyamide 20."),
    )
    clp_checked = models.BooleanField(_("label checked against CLP"), default=False)
    food_contact_checked = models.BooleanField(_("fit for food, declaration is kept"), default=False)
    metals = models.CharField(_("metals, nickel"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("legal data of a product")
        verbose_name_plural = _("legal data of products")
        constraints = [models.UniqueConstraint(fields=["product"], name="compliance_once_per_product")]

    def __str__(self) -> str:
        return str(self.product_id)
