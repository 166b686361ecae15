from django.db import models
from django.utils.translation import gettext_lazy as _
from salesman.basket.models import BaseBasket, BaseBasketItem


class Basket(BaseBasket):
    """A buyer's basket. A row exists only from the first thing put in; see shop.services.baskets.

    share_hash: SHA-256 of the secret in the link by which a helper sees the basket. reminder_*: the one reminder that the
    buyer agreed to (Electronic Communications Law, art. 398).
    """

    discount_code = models.ForeignKey(
        "shop.DiscountCode", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    gift_cards = models.ManyToManyField("shop.GiftCard", blank=True, related_name="+")
    donation = models.DecimalField(_("donation"), max_digits=7, decimal_places=2, default=0)
    # Null, not empty: the unique index must let many baskets be without one.
    share_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    reminder_email = models.EmailField(_("e-mail for a reminder"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="pl")
    reminder_agreed_at = models.DateTimeField(_("reminder agreed to at"), null=True, blank=True)
    reminder_sent_at = models.DateTimeField(_("reminder sent at"), null=True, blank=True)

    class Meta(BaseBasket.Meta):
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")

    @property
    def email(self) -> str:
        """Where the reminder goes, for mails as every other thing that they are about."""
        return self.reminder_email


class BasketItem(BaseBasketItem):
    """A line of a basket, with the price that the buyer saw when putting it in.

    personalisation: {primary key of the field as text: value}. parts: the pieces of a set of the buyer's choice as
    {primary key of the product as text: number}. Goods that differ in either are lines of their own.
    """

    personalisation = models.JSONField(default=dict, blank=True)
    parts = models.JSONField(default=dict, blank=True)
    seen_price = models.DecimalField(_("price seen"), max_digits=9, decimal_places=2, null=True)

    class Meta(BaseBasketItem.Meta):
        verbose_name = _("basket line")
        verbose_name_plural = _("basket lines")
