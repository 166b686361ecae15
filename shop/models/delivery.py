import unicodedata

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from home.models import NamedRecord
from home.models.records import in_language


def folded_town(name: str) -> str:
    """A town as it is searched for: small letters without accents, blanks drawn together („ŁÓDŹ ” → „lodz”)."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return " ".join(plain.encode("ascii", "ignore").decode().split())


class ParcelSize(models.TextChoices):
    """Sizes of InPost's lockers, used for every carrier: the shortest side decides, the others are 38 and 64 cm at most."""

    A = "A", _("A (8 × 38 × 64 cm)")
    B = "B", _("B (19 × 38 × 64 cm)")
    C = "C", _("C (41 × 38 × 64 cm)")


class DeliveryMethod(NamedRecord, ClusterableModel):
    """A way to get the goods. With rates each box costs what the least rate says that it fits, else an order has one price.

    How parcels come about from goods: shop.services.parcel_sizes; what they cost: shop.services.shipping.
    """

    class Kind(models.TextChoices):
        COURIER = "courier", _("courier")
        LOCKER = "locker", _("parcel locker")
        PICKUP = "pickup", _("pick-up at the maker's")
        EMAIL = "email", _("by e-mail (gift cards)")

    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.COURIER,
        help_text=_("Decides what the buyer is asked for: an address, a parcel locker, or nothing at all."),
    )
    description = models.CharField(_("description (Polish)"), max_length=250, blank=True)
    description_en = models.CharField(_("description (English)"), max_length=250, blank=True)
    description_uk = models.CharField(_("description (Ukrainian)"), max_length=250, blank=True)
    price = models.DecimalField(
        _("price of an order"),
        max_digits=7,
        decimal_places=2,
        help_text=_("Gross, for all parcels of an order together. Not used where there are rates below."),
    )
    oversize_price = models.DecimalField(
        _("price of a larger parcel"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Gross, for a parcel larger or heavier than every rate. Empty: such parcels are not taken."),
    )
    free_from = models.DecimalField(
        _("free from"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Goods worth this much or more, after discounts, are delivered free of charge. Empty: never."),
    )
    is_active = models.BooleanField(_("offered"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("delivery method")
        verbose_name_plural = _("delivery methods")
        ordering = ["sort_order", "price"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="delivery_price_not_negative"),
            models.CheckConstraint(
                condition=Q(oversize_price__isnull=True) | Q(oversize_price__gte=0), name="delivery_oversize_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(free_from__isnull=True) | Q(free_from__gte=0), name="delivery_free_from_not_negative"
            ),
        ]

    @property
    def is_pickup(self) -> bool:
        """No address is asked for, and the buyer may pay there."""
        return self.kind == self.Kind.PICKUP

    @property
    def is_locker(self) -> bool:
        """A parcel locker is chosen in place of an address."""
        return self.kind == self.Kind.LOCKER

    @property
    def needs_address(self) -> bool:
        return self.kind == self.Kind.COURIER

    @property
    def description_text(self) -> str:
        return in_language(self, "description")


class DeliveryRate(models.Model):
    """The price of one box up to a weight, packing included, and a size."""

    method = ParentalKey(DeliveryMethod, on_delete=models.CASCADE, related_name="rates")
    size = models.CharField(_("size, at most"), max_length=1, choices=ParcelSize.choices)
    weight_g = models.PositiveIntegerField(_("weight, at most (g)"))
    price = models.DecimalField(_("gross price"), max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["price", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["method", "size", "weight_g"], name="delivery_rate_once"),
            models.CheckConstraint(condition=Q(price__gte=0, weight_g__gt=0), name="delivery_rate_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.method_id}: {self.size}, {self.weight_g} g"


class ParcelLocker(models.Model):
    """A parcel locker of InPost, from an imported file or from ShipX; chosen by postcode or town, without a map."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    street = models.CharField(_("street and number"), max_length=160)
    postcode = models.CharField(_("postcode"), max_length=6, db_index=True)
    city = models.CharField(_("town"), max_length=80)
    city_folded = models.CharField(max_length=80, db_index=True, editable=False)
    place = models.CharField(_("where it stands"), max_length=200, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=80, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    easy_access = models.BooleanField(_("easy access zone"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    updated_at = models.DateTimeField(_("as of"), auto_now=True)

    class Meta:
        verbose_name = _("parcel locker")
        verbose_name_plural = _("parcel lockers")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def save(self, *args, **kwargs):
        self.city_folded = folded_town(self.city)
        super().save(*args, **kwargs)

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}"
