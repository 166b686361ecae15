"""The screen of one complaint: what the buyer wrote, how long there is to answer, and the answer."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Complaint
from ..services.complaints import complaint_answer, complaint_answers, complaint_assign
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


class ComplaintView(AfterSalePage):
    any_permission = ("shop.view_complaint", "shop.change_complaint")
    change_permission = "shop.change_complaint"
    template_name = "shop/admin/complaint.html"
    header_icon = "comment"
    steps = {"order": "find_order", "thing": "choose_thing", "answer": "answer"}

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
        return super().get_context_data(
            complaint=complaint,
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
