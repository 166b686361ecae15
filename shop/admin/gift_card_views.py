"""Gift cards in the admin: the list, a card with its ledger, blocking and correcting it, issuing one by hand."""

import uuid

import django_filters
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from home.admin.access import AdminPageView
from home.admin.columns import WIDE
from home.formats import money

from ..models import GiftCard
from ..services.errors import ShopError
from ..services.gift_cards import gift_card_block, gift_card_correct, gift_card_issue
from ..services.secrets import gift_card_code_of


class GiftCardFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("state"),
        choices=[
            ("open", gettext_lazy("can be spent")),
            ("blocked", gettext_lazy("blocked")),
            ("empty", gettext_lazy("spent or expired")),
        ],
        method="by_state",
    )

    class Meta:
        model = GiftCard
        fields: list[str] = []

    def by_state(self, queryset, name, value):
        if value == "blocked":
            return queryset.exclude(blocked_at=None)
        spendable = {"blocked_at": None, "balance__gt": 0, "expires_on__gte": timezone.localdate()}
        return queryset.filter(**spendable) if value == "open" else queryset.filter(blocked_at=None).exclude(**spendable)


class GiftCardIndexView(IndexView):
    def get_list_buttons(self, instance):
        return []


class IssueForm(forms.Form):
    """A card that nobody bought."""

    value = forms.DecimalField(
        label=gettext_lazy("value"), localize=True, max_digits=7, decimal_places=2, help_text=gettext_lazy("In złoty.")
    )
    note = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=200,
        help_text=gettext_lazy("For example: prize of the contest, compensation for order ABCD2345."),
    )


class CorrectionForm(forms.Form):
    """Money added to a card or taken off, with the reason for the ledger."""

    amount = forms.DecimalField(
        label=gettext_lazy("amount"),
        localize=True,
        max_digits=7,
        decimal_places=2,
        help_text=gettext_lazy("In złoty; with a minus it is taken off. The balance stays between 0 and the value."),
    )
    note = forms.CharField(label=gettext_lazy("reason"), max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput)


class GiftCardPage(AdminPageView):
    header_icon = "tag"

    def get_trail(self):
        return [(_("Gift cards"), reverse("gift_cards:index"))]


class GiftCardIssueView(GiftCardPage):
    """Issues a card; its code is shown once, on the next page."""

    any_permission = ("shop.add_giftcard",)
    template_name = "shop/admin/gift_card_issue.html"

    def get_page_title(self):
        return _("Issue a gift card")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", IssueForm())
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        form = IssueForm(request.POST)
        if form.is_valid():
            try:
                card = gift_card_issue(value=form.cleaned_data["value"], note=form.cleaned_data["note"], by=request.user)
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(
                    request,
                    _("The card is issued. Its code, shown only now: %(code)s") % {"code": gift_card_code_of(card=card)},
                )
                return redirect("gift_cards:edit", card.pk)
        return self.render_to_response(self.get_context_data(form=form))


class GiftCardView(GiftCardPage):
    """A card: value, balance, every entry of the ledger; blocking and correcting."""

    any_permission = ("shop.change_giftcard",)
    template_name = "shop/admin/gift_card.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.card = get_object_or_404(GiftCard.objects.select_related("item__order"), pk=kwargs["pk"])

    def get_page_title(self):
        return _("Gift card %(number)s") % {"number": self.card.number}

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", CorrectionForm(initial={"key": uuid.uuid4()}))
        return super().get_context_data(
            card=self.card, entries=self.card.entries.select_related("order", "created_by"), **kwargs
        )

    def post(self, request, *args, **kwargs):
        if "block" in request.POST:
            gift_card_block(card=self.card, blocked=request.POST["block"] == "1")
            messages.success(request, _("The card is blocked.") if self.card.blocked_at else _("The card can be spent again."))
            return redirect("gift_cards:edit", self.card.pk)
        form = CorrectionForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                gift_card_correct(
                    card=self.card, amount=data["amount"], note=data["note"], key=str(data["key"]), by=request.user
                )
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("The balance is changed."))
                return redirect("gift_cards:edit", self.card.pk)
        return self.render_to_response(self.get_context_data(form=form))


class GiftCardViewSet(ModelViewSet):
    """Cards are bought by buyers or issued by hand; nothing here deletes one."""

    model = GiftCard
    name = "gift_cards"
    url_prefix = "gift-cards"
    icon = "tag"
    menu_label = gettext_lazy("Gift cards")
    menu_order = 36
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = GiftCardIndexView
    filterset_class = GiftCardFilterSet
    search_fields = ["number", "item__order__ref"]
    list_per_page = 50
    form_fields: list[str] = []
    list_display = [
        "number",
        Column("initial", label=gettext_lazy("Value"), accessor=lambda card: money(card.initial), sort_key="initial", classname=WIDE),
        Column("balance", label=gettext_lazy("Balance"), accessor=lambda card: money(card.balance), sort_key="balance"),
        DateColumn("issued_at", label=gettext_lazy("Issued"), sort_key="issued_at", classname=WIDE),
        DateColumn("expires_on", label=gettext_lazy("Valid to"), sort_key="expires_on"),
        Column("blocked", label=gettext_lazy("Blocked"), accessor=lambda card: _("yes") if card.blocked_at else "", classname=WIDE),
    ]

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", GiftCardIssueView.as_view(), name="add"),
            path("<int:pk>/", GiftCardView.as_view(), name="edit"),
        ]
