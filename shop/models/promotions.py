"""Prices for a time: announced promotions and codes that lower the price of a basket."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from home.models import NamedRecord

from .orders import Order
from .products import Category, Product


class Promotion(NamedRecord, ClusterableModel):
    """A reduction announced to everybody, from a moment to a moment. Prices change when housekeeping comes by.

    Act of 9 May 2014 on informing about prices, art. 4 par. 2: the lowest price of 30 days before stands beside each.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")
        WITHDRAWN = "withdrawn", _("withdrawn before it began")

    starts_at = models.DateTimeField(
        _("starts at"), help_text=_("Prices change within a few minutes of this moment, by themselves.")
    )
    ends_at = models.DateTimeField(
        _("ends at"),
        null=True,
        blank=True,
        help_text=_("From this moment on the prices before the promotion are in force again. Empty: until you end it."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED, editable=False)
    created_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="promotion_ends_after_it_starts"
            )
        ]


class PromotionItem(models.Model):
    """A product of a promotion with its price, and what became of it.

    Of all promotions at most one lowers the price of a product at a time. A price changed by hand meanwhile takes the
    product out of the promotion for good.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the start")
        APPLIED = "applied", _("the reduced price is in force")
        RESTORED = "restored", _("the price before it is back")
        LEFT = "left", _("the price was changed by hand: no longer in the promotion")
        SKIPPED = "skipped", _("left out: the price was no reduction any more")

    promotion = ParentalKey(Promotion, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="promotion_items"
    )
    price = models.DecimalField(
        _("reduced price"),
        max_digits=9,
        decimal_places=2,
        help_text=_("Must be lower than the lowest price of the 30 days before the start: only then is it a reduction."),
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING, editable=False)

    class Meta:
        verbose_name = _("reduced product")
        verbose_name_plural = _("reduced products")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "product"], name="promotion_item_once"),
            models.CheckConstraint(condition=Q(price__gt=0), name="promotion_price_positive"),
            models.UniqueConstraint(
                fields=["product"], condition=Q(state="applied"), name="promotion_one_at_a_time_for_a_product"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id}: {self.product_id} {self.price}"


class DiscountCode(ClusterableModel):
    """A code given to somebody, which lowers the price of goods (never of delivery or gift cards) by a share or an amount.

    A code announced to everybody is a reduction of prices, so it must be a Promotion: Act of 9 May 2014 on informing
    about prices, art. 4 par. 2.
    """

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]{2,39}$", _("Capital letters A–Z, digits and hyphens, at least 3."))],
        help_text=_("Capital letters A–Z, digits and hyphens. Buyers may type it in small letters too."),
    )
    note = models.CharField(
        _("for whom"),
        max_length=200,
        help_text=_(
            "To whom you give it: a partner's staff, readers of a letter, one buyer. What everybody can have is no code "
            "but a promotion, for then the law asks for the lowest price of 30 days beside each price."
        ),
    )
    percent = models.DecimalField(
        _("per cent off"), max_digits=4, decimal_places=1, null=True, blank=True, help_text=_("Either this or an amount.")
    )
    amount = models.DecimalField(
        _("amount off"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In złoty, once an order; never more than the goods it holds for are worth."),
    )
    least_subtotal = models.DecimalField(
        _("for goods worth at least"),
        max_digits=9,
        decimal_places=2,
        default=0,
        help_text=_("Of the goods that the code holds for, before the discount. 0: any."),
    )
    starts_at = models.DateTimeField(_("valid from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("valid to"), null=True, blank=True)
    most_uses = models.PositiveIntegerField(
        _("uses at most"),
        null=True,
        blank=True,
        help_text=_("In how many orders. A cancelled order gives its use back. Empty: no limit."),
    )
    uses = models.PositiveIntegerField(_("used"), default=0, editable=False)
    is_active = models.BooleanField(_("may be used"), default=True)
    categories = ParentalManyToManyField(
        Category, verbose_name=_("only for these categories"), blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("discount code")
        verbose_name_plural = _("discount codes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True, amount__gt=0)
                | Q(amount__isnull=True, percent__gt=0, percent__lte=100),
                name="discount_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(most_uses__isnull=True) | Q(uses__lte=F("most_uses")), name="discount_uses_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DiscountUse(models.Model):
    """That a code was used in an order; a cancelled order gives the use back."""

    code = models.ForeignKey(DiscountCode, on_delete=models.PROTECT, related_name="used_in")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="discount_use")
    amount = models.DecimalField(_("amount"), max_digits=9, decimal_places=2)
    returned_at = models.DateTimeField(_("given back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of a discount code")
        verbose_name_plural = _("uses of discount codes")

    def __str__(self) -> str:
        return f"{self.code_id}: {self.order_id}"
