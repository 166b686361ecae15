"""The screen of one complaint: what the buyer wrote, how long there is to answer, and the answer."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.formats import money

from ..forms import KEY_PATTERN, TokenField, new_key
from ..models import Complaint
from ..services.complaints import complaint_answer, complaint_answers, complaint_assign
from ..services.exchange_terms import replaceable, replacements
from ..services.exchanges import complaint_replaceable, exchange_for_complaint
from .after_sale_page import AfterSalePage, OrderNumberField, Step

STATE_VERBS = {
    Complaint.State.ACCEPTED: gettext_lazy("accept it"),
    Complaint.State.PARTLY: gettext_lazy("accept it in part"),
    Complaint.State.REFUSED: gettext_lazy("refuse it"),
}


class AnswerForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("decision"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("The buyer gets it as it stands. Say what happens next, who does it and by when."),
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, **kwargs)
        states = complaint_answers(complaint=complaint)
        self.fields["state"].choices = [(state, STATE_VERBS[Complaint.State(state)]) for state in states]


class OrderForm(forms.Form):
    order = OrderNumberField(label=gettext_lazy("number of the order"), max_length=60)


class ThingForm(forms.Form):
    item = forms.ModelChoiceField(label=gettext_lazy("thing"), queryset=None, required=False)

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = complaint.order.items.order_by("pk")
        self.fields["item"].label_from_instance = lambda item: item.name


class ReplacementForm(forms.Form):
    """What is sent for a faulty thing: which pieces, by which good, how many."""

    choice = forms.ChoiceField(label=gettext_lazy("replacement"), widget=forms.RadioSelect)
    pieces = forms.IntegerField(label=gettext_lazy("pieces"), min_value=1, initial=1)
    explanation = forms.CharField(
        label=gettext_lazy("for the buyer: how the thing gets to you"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("You pay for it (Consumer Rights Act, art. 43d). The buyer gets this by e-mail."),
    )
    key = TokenField(pattern=KEY_PATTERN)

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen, choices = {}, []
        held = replaceable(item=complaint.item)
        for holding in held:
            for product in replacements(holding=holding):
                value = f"{holding.exchange.pk if holding.exchange else 0}-{product.pk}"
                self.chosen[value] = (holding, product)
                label = f"{product.name} ({product.code}), {money(product.price)}"
                choices.append((value, f"{holding.name} → {label}" if len(held) > 1 else label))
        self.fields["choice"].choices = choices
        most = max((holding.free for holding, _product in self.chosen.values()), default=1)
        self.fields["pieces"].widget.attrs["max"] = most
        self.fields["pieces"].help_text = _("at most %(most)d") % {"most": most}

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or new_key()


class ComplaintView(AfterSalePage):
    any_permission = ("shop.view_complaint", "shop.change_complaint")
    change_permission = "shop.change_complaint"
    template_name = "shop/admin/complaint.html"
    header_icon = "comment"
    steps = {"order": "find_order", "thing": "choose_thing", "answer": "answer", "replace": "replace"}

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Complaint.objects.select_related("order", "item", "answered_by")
        self.about = self.complaint = get_object_or_404(found, pk=kwargs["pk"])

    @property
    def own_url(self) -> str:
        return reverse("complaints:edit", args=[self.complaint.pk])

    def get_page_title(self):
        return _("Complaint %(number)s") % {"number": self.complaint.number}

    def get_trail(self):
        return [(_("Complaints"), reverse("complaints:index"))]

    def get_context_data(self, bound: dict | None = None, **kwargs):
        complaint = self.complaint
        found: dict[str, forms.Form] = {}
        if self.may_change and complaint.is_open and not complaint.erased_at:
            found["answer"] = AnswerForm(complaint=complaint)
            found["order"] = OrderForm(initial={"order": complaint.order.ref if complaint.order else complaint.contract})
            if complaint.order:
                found["thing"] = ThingForm(complaint=complaint, initial={"item": complaint.item})
        if self.may_change and complaint_replaceable(complaint) and self.may_exchange:
            form = ReplacementForm(complaint=complaint, initial={"key": new_key()})
            if form.chosen:
                found["replace"] = form
        return super().get_context_data(
            complaint=complaint,
            exchanges=list(complaint.exchanges.order_by("pk")),
            can_replace=complaint_replaceable(complaint),
            forms=found | (bound or {}),
            **kwargs,
        )

    def find_order(self, data) -> Step:
        def act(cleaned) -> str:
            complaint_assign(complaint=self.complaint, order=cleaned["order"], item=None)
            return _("The order is found.")

        return OrderForm(data), act

    def choose_thing(self, data) -> Step:
        if self.complaint.order is None:
            return self.find_order(data)

        def act(cleaned) -> str:
            complaint_assign(complaint=self.complaint, order=self.complaint.order, item=cleaned["item"])
            return _("The thing is chosen.")

        return ThingForm(data, complaint=self.complaint), act

    def answer(self, data) -> Step:
        def act(cleaned) -> str:
            complaint_answer(complaint=self.complaint, by=self.request.user, **cleaned)
            return _("The answer goes to the buyer by e-mail.")

        return AnswerForm(data, complaint=self.complaint), act

    @property
    def may_exchange(self) -> bool:
        return self.request.user.has_perm("shop.change_exchange")

    def replace(self, data) -> Step:
        if not complaint_replaceable(self.complaint) or not self.may_exchange:
            raise Http404
        form = ReplacementForm(data, complaint=self.complaint)

        def act(cleaned) -> str:
            holding, product = form.chosen[cleaned["choice"]]
            exchange = exchange_for_complaint(
                complaint=self.complaint,
                product=product,
                pieces=cleaned["pieces"],
                previous=holding.exchange,
                key=cleaned["key"],
                explanation=cleaned["explanation"],
                by=self.request.user,
            )
            return _("Exchange %(number)s: the replacement is kept, the buyer gets an e-mail.") % {"number": exchange.number}

        return form, act
