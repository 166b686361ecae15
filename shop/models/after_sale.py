"""What a buyer may ask for after the goods came: to withdraw, or to have a fault put right."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .orders import Order, OrderItem


class Withdrawal(models.Model):
    """A buyer's statement of withdrawal, as it came (Consumer Rights Act, art. 27–36; Directive 2011/83/EU, art. 11a).

    It takes effect when it is sent: nobody grants it. `order` is empty while nobody has found the contract it speaks of.
    `amount` is what the statement comes to by the law: the shares of its lines and, where it completes the withdrawal
    from the whole order, the delivery. `paid_back` is what the staff sent; `taken_off` is what the buyer, who had not paid
    yet (payment with a term), need not pay any more.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received, to be settled")
        GOODS_BACK = "goods_back", _("goods are back")
        SETTLED = "settled", _("money paid back")
        REFUSED = "refused", _("not effective")

    number = models.CharField(_("number"), max_length=16, unique=True)
    order = models.ForeignKey(
        Order, verbose_name=_("order"), null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawals"
    )
    key = models.CharField(max_length=64, unique=True, editable=False, help_text="One statement for each form sent.")
    name = models.CharField(_("name of the buyer"), max_length=120)
    email = models.EmailField(_("e-mail for the receipt"))
    contract = models.CharField(_("number of the order, as written"), max_length=60)
    items_text = models.CharField(_("what is sent back, as written"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=5, default="pl")
    submitted_at = models.DateTimeField(_("sent at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.RECEIVED)
    is_late = models.BooleanField(_("after the 14 days"), default=False)
    refund_due_on = models.DateField(_("money back by"), help_text=_("14 days from the statement (art. 32 par. 1)."))
    goods_back_at = models.DateTimeField(_("goods back at"), null=True, blank=True)
    amount = models.DecimalField(_("amount to pay back"), max_digits=9, decimal_places=2, default=0)
    paid_back = models.DecimalField(_("paid back"), max_digits=9, decimal_places=2, null=True, blank=True)
    taken_off = models.DecimalField(_("need not be paid any more"), max_digits=9, decimal_places=2, default=0)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    explanation = models.CharField(
        _("explanation for the buyer"), max_length=500, blank=True, help_text=_("Why another amount, or why nothing.")
    )
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["state", "refund_due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, taken_off__gte=0) & (Q(paid_back__isnull=True) | Q(paid_back__gte=0)),
                name="withdrawal_amount_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether money, or the word that there is none, is still owed."""
        return self.state in {self.State.RECEIVED, self.State.GOODS_BACK}

    @property
    def days_left(self) -> int:
        """Days until the money must be back; below zero when it is late."""
        return (self.refund_due_on - timezone.localdate()).days


class WithdrawalLine(models.Model):
    """How many pieces of a line the statement is about, what they cost after discounts, how many are back on the shelf."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(OrderItem, on_delete=models.PROTECT, related_name="withdrawal_lines")
    exchange = models.ForeignKey(
        "shop.Exchange",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="withdrawal_lines",
        help_text="These pieces came by that exchange, so it is they that go back.",
    )
    quantity = models.PositiveIntegerField(_("pieces"))
    amount = models.DecimalField(_("share of the price"), max_digits=9, decimal_places=2, default=0)
    restocked = models.PositiveIntegerField(_("back on the shelf"), default=0)

    class Meta:
        verbose_name = _("line of a withdrawal")
        verbose_name_plural = _("lines of a withdrawal")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "item"], condition=Q(exchange=None), name="withdrawal_line_once"
            ),
            models.UniqueConstraint(fields=["withdrawal", "exchange"], name="withdrawal_line_once_per_exchange"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, amount__gte=0) & Q(restocked__lte=models.F("quantity")), name="withdrawal_line_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.withdrawal_id}: {self.quantity} × {self.item_id}"

    @property
    def name(self) -> str:
        """Of the thing that goes back."""
        return self.exchange.name if self.exchange else self.item.name


class Complaint(models.Model):
    """A complaint about goods that do not conform with the contract (Consumer Rights Act, art. 43a–43g).

    It is answered within 14 days, else it counts as accepted (art. 7a).
    """

    class Demand(models.TextChoices):
        REPAIR = "repair", _("repair")
        REPLACEMENT = "replacement", _("replacement")
        REDUCTION = "reduction", _("lower price")
        REFUND = "refund", _("money back")

    class State(models.TextChoices):
        RECEIVED = "received", _("to be answered")
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("accepted in part")
        REFUSED = "refused", _("refused")

    number = models.CharField(_("number"), max_length=16, unique=True)
    order = models.ForeignKey(
        Order, verbose_name=_("order"), null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    item = models.ForeignKey(
        OrderItem, verbose_name=_("thing"), null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    key = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("name of the buyer"), max_length=120)
    email = models.EmailField(_("e-mail"))
    contract = models.CharField(_("number of the order, as written"), max_length=60)
    language = models.CharField(_("language"), max_length=5, default="pl")
    description = models.TextField(_("what is wrong"), max_length=2000)
    noticed = models.CharField(_("since when"), max_length=120, blank=True)
    demand = models.CharField(_("what the buyer wants"), max_length=12, choices=Demand.choices)
    submitted_at = models.DateTimeField(_("sent at"), default=timezone.now)
    answer_due_on = models.DateField(_("answer by"), help_text=_("14 days from receipt (art. 7a)."))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.RECEIVED)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey("home.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["answer_due_on", "pk"]
        indexes = [models.Index(fields=["state", "answer_due_on"])]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def days_left(self) -> int:
        """Days left to answer, 0 on the last one; below zero when the term is over."""
        return (self.answer_due_on - timezone.localdate()).days

    @property
    def is_deemed_accepted(self) -> bool:
        """No answer in time: the complaint counts as accepted (Consumer Rights Act, art. 7a par. 2).

        It stays so whatever was answered later.
        """
        answered_on = timezone.localdate(self.answered_at) if self.answered_at else timezone.localdate()
        return answered_on > self.answer_due_on
