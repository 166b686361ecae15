"""Another thing in place of one that was delivered: by agreement, or because it was faulty."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .after_sale import Complaint
from .orders import Order, OrderItem
from .products import Product


class Exchange(models.Model):
    """Pieces of an order line that are replaced by another good of the same price.

    Without `complaint` it is what the buyer asked for and the seller may refuse; with it, the replacement that the seller
    owes (Consumer Rights Act, art. 43d). No money moves. The line keeps what was bought and paid for; what the buyer has
    now stands here. `previous`: these pieces came by that exchange, so it is they that are replaced.

    Pieces to be sent are held by the reservation of the exchange: a withdrawal in between makes them fewer.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("to be answered")
        ACCEPTED = "accepted", _("accepted, the thing is to come back")
        GOODS_BACK = "goods_back", _("the replacement is to be sent")
        SENT = "sent", _("replacement sent")
        REFUSED = "refused", _("refused")
        GIVEN_UP = "given_up", _("given up")

    #: In these somebody still has to do something.
    OPEN = (State.ASKED, State.ACCEPTED, State.GOODS_BACK)

    number = models.CharField(_("number"), max_length=16, unique=True)
    key = models.CharField(max_length=64, unique=True, editable=False, help_text="One exchange for each form sent.")
    order = models.ForeignKey(Order, verbose_name=_("order"), on_delete=models.PROTECT, related_name="exchanges")
    item = models.ForeignKey(
        OrderItem, verbose_name=_("thing"), on_delete=models.PROTECT, related_name="exchanges"
    )
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers")
    complaint = models.ForeignKey(
        Complaint, verbose_name=_("complaint"), null=True, blank=True, on_delete=models.PROTECT, related_name="exchanges"
    )
    quantity = models.PositiveIntegerField(_("pieces"))
    product = models.ForeignKey(
        Product, verbose_name=_("replacement"), on_delete=models.PROTECT, related_name="exchanges"
    )
    product_data = models.JSONField(
        default=dict, blank=True, help_text="What the buyer sees of the replacement; see shop.services.snapshots."
    )
    remark = models.CharField(_("buyer's remark"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ASKED)
    submitted_at = models.DateTimeField(_("sent at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    return_by = models.DateField(
        _("to come back by"), null=True, blank=True, help_text=_("After it the replacement goes back to the shelf.")
    )
    goods_back_at = models.DateTimeField(_("goods back at"), null=True, blank=True)
    restocked = models.PositiveIntegerField(_("back on the shelf"), default=0)
    is_return_waived = models.BooleanField(_("need not come back"), default=False)
    sent_at = models.DateTimeField(_("replacement sent at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    handled_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    explanation = models.CharField(
        _("explanation for the buyer"), max_length=500, blank=True, help_text=_("Why not, or what to do now.")
    )
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["state", "return_by"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(restocked__lte=F("quantity")), name="exchange_pieces_sensible"
            ),
            models.CheckConstraint(
                condition=Q(restocked=0) | Q(goods_back_at__isnull=False, is_return_waived=False),
                name="exchange_restocked_after_return",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in self.OPEN

    @property
    def name(self) -> str:
        """Of the replacement, as the buyer saw it."""
        return self.product_data.get("name") or self.product.name

    @property
    def returned_name(self) -> str:
        """Of the thing that comes back."""
        return self.previous.name if self.previous else self.item.name

    @property
    def email(self) -> str:
        """Where mails about it go; empty once the buyer is erased."""
        return self.order.email

    @property
    def language(self) -> str:
        return self.order.language
