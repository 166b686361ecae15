"""The screen of one withdrawal: which order it means, goods back on the shelf, money back, or why it has no effect."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from home.formats import money

from ..models import Withdrawal
from ..services.returns import (
    GOODS_LEFT,
    refund_ways,
    settle_most,
    withdrawal_goods_back,
    withdrawal_refuse,
    withdrawal_settle,
)
from ..services.withdrawal_terms import withdrawal_items
from ..services.withdrawals import withdrawal_assign
from ..status import OrderStatus
from .after_sale_page import AfterSalePage, OrderNumberField, Step

PIECES = "pieces_"


class OrderForm(forms.Form):
    order = OrderNumberField(label=gettext_lazy("number of the order"), max_length=60)


class PiecesForm(forms.Form):
    """A number of pieces for each of some lines."""

    def __init__(self, *args, lines: list[tuple[int, str, int, int]], **kwargs):
        """lines: (key, name, most, first value)."""
        super().__init__(*args, **kwargs)
        for key, name, most, initial in lines:
            self.fields[f"{PIECES}{key}"] = forms.IntegerField(
                label=name, min_value=0, max_value=most, initial=initial, help_text=_("at most %(most)d") % {"most": most}
            )

    @staticmethod
    def chosen(cleaned: dict) -> dict[int, int]:
        return {int(name.removeprefix(PIECES)): number for name, number in cleaned.items() if name.startswith(PIECES)}


class SettleForm(forms.Form):
    amount = forms.DecimalField(
        label=gettext_lazy("amount to pay back"), localize=True, max_digits=9, decimal_places=2, min_value=0
    )
    explanation = forms.CharField(
        label=gettext_lazy("explanation for the buyer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Compulsory when the amount is another one, for example for goods that were worn (art. 34 par. 4)."),
    )
    paid_on = forms.DateField(label=gettext_lazy("day of the transfer"), required=False, widget=AdminDateInput)
    transaction_id = forms.CharField(
        label=gettext_lazy("transaction number"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Of the part that goes back by transfer: make the transfer first."),
    )


class RefuseForm(forms.Form):
    explanation = forms.CharField(
        label=gettext_lazy("explanation for the buyer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Plainly and kindly: the buyer gets it by e-mail."),
    )


class WithdrawalView(AfterSalePage):
    any_permission = ("shop.view_withdrawal", "shop.change_withdrawal")
    change_permission = "shop.change_withdrawal"
    template_name = "shop/admin/withdrawal.html"
    header_icon = "resubmit"
    steps = {"order": "find_order", "lines": "choose_lines", "goods": "goods_back", "settle": "settle", "refuse": "refuse"}

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Withdrawal.objects.select_related("order", "settled_by")
        self.about = self.withdrawal = get_object_or_404(found, pk=kwargs["pk"])

    @property
    def own_url(self) -> str:
        return reverse("withdrawals:edit", args=[self.withdrawal.pk])

    def get_page_title(self):
        return _("Withdrawal %(number)s") % {"number": self.withdrawal.number}

    def get_trail(self):
        return [(_("Withdrawals"), reverse("withdrawals:index"))]

    def get_context_data(self, bound: dict | None = None, **kwargs):
        withdrawal, order = self.withdrawal, self.withdrawal.order
        lines = list(withdrawal.lines.select_related("item", "exchange__product"))
        payable = settle_most(order=order) if order else 0
        ways = refund_ways(order=order, amount=min(withdrawal.amount, payable)) if order else None
        return super().get_context_data(
            withdrawal=withdrawal,
            order_status=OrderStatus(order.status).label if order else "",
            lines=lines,
            payable=money(payable),
            ways=ways,
            forms=self._forms(lines, payable) | (bound or {}),
            **kwargs,
        )

    def _forms(self, lines: list, payable) -> dict[str, forms.Form]:
        """The forms of the steps that can be taken now, and no others."""
        withdrawal, order = self.withdrawal, self.withdrawal.order
        found: dict[str, forms.Form] = {}
        if not self.may_change or withdrawal.erased_at:
            return found
        if withdrawal.is_open and not withdrawal.goods_back_at:
            found["refuse"] = RefuseForm()
            if withdrawal.state == Withdrawal.State.RECEIVED:
                found["order"] = OrderForm(initial={"order": order.ref if order else withdrawal.contract})
                if order:
                    found["lines"] = PiecesForm(lines=self._order_lines())
        if lines and order.status in GOODS_LEFT and not withdrawal.goods_back_at and withdrawal.state != "refused":
            found["goods"] = PiecesForm(lines=self._shelf_lines(lines))
        if lines and withdrawal.is_open:
            found["settle"] = SettleForm(
                initial={"amount": min(withdrawal.amount, payable), "paid_on": timezone.localdate()}
            )
        return found

    def _order_lines(self) -> list[tuple[int, str, int, int]]:
        """Lines of the order: what other statements have not taken, and what this one has."""
        own = {
            -exchange if exchange else item: pieces
            for item, exchange, pieces in self.withdrawal.lines.values_list("item", "exchange", "quantity")
        }
        return [
            (entry.key, entry.name, entry.left + own.get(entry.key, 0), own.get(entry.key, 0))
            for entry in withdrawal_items(order=self.withdrawal.order)
            if not entry.obstacle
        ]

    def _shelf_lines(self, lines: list) -> list[tuple[int, str, int, int]]:
        """What may come back: not the pieces that came before, for an exchange that was given up for this statement."""
        return [
            (line.pk, line.name, line.quantity, line.quantity)
            for line in lines
            if line.exchange is None or line.exchange.sent_at
        ]

    def find_order(self, data) -> Step:
        def act(cleaned) -> str:
            withdrawal_assign(withdrawal=self.withdrawal, order=cleaned["order"], pieces=None, by=self.request.user)
            return _("The order is found: check the things.")

        return OrderForm(data), act

    def choose_lines(self, data) -> Step:
        form = PiecesForm(data, lines=self._order_lines() if self.withdrawal.order else [])

        def act(cleaned) -> str:
            withdrawal_assign(
                withdrawal=self.withdrawal,
                order=self.withdrawal.order,
                pieces=form.chosen(cleaned),
                by=self.request.user,
            )
            return _("The things are changed.")

        return form, act

    def goods_back(self, data) -> Step:
        form = PiecesForm(data, lines=self._shelf_lines(list(self.withdrawal.lines.select_related("item", "exchange__product"))))

        def act(cleaned) -> str:
            withdrawal_goods_back(withdrawal=self.withdrawal, restock=form.chosen(cleaned), by=self.request.user)
            return _("The goods are written down as back.")

        return form, act

    def settle(self, data) -> Step:
        def act(cleaned) -> str:
            withdrawal_settle(withdrawal=self.withdrawal, by=self.request.user, **cleaned)
            return _("The withdrawal is settled, the buyer gets an e-mail.")

        return SettleForm(data), act

    def refuse(self, data) -> Step:
        def act(cleaned) -> str:
            withdrawal_refuse(
                withdrawal=self.withdrawal, explanation=cleaned["explanation"], by=self.request.user
            )
            return _("The buyer gets the explanation by e-mail.")

        return RefuseForm(data), act
