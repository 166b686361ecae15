"""Discount codes in the admin, with a word of warning where a code looks like a promotion."""

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from home.formats import decimal_text, money

from ..models import DiscountCode
from ..services.discounts import code_normalised, discount_is_open_to_all


class DiscountCodeForm(WagtailAdminModelForm):
    """Either a share or an amount; the end after the start; no limit below what was used already."""

    def clean_code(self):
        return code_normalised(self.cleaned_data["code"])

    def clean(self):
        cleaned = super().clean()
        percent, amount = cleaned.get("percent"), cleaned.get("amount")
        if (percent is None) == (amount is None) and not {"percent", "amount"} & self.errors.keys():
            self.add_error("percent", _("Give either per cent or an amount, and leave the other one empty."))
        if percent is not None and not 0 < percent <= 100:
            self.add_error("percent", _("Give more than 0 and at most 100."))
        if amount is not None and amount <= 0:
            self.add_error("amount", _("Give an amount above zero."))
        if (cleaned.get("least_subtotal") or 0) < 0:
            self.add_error("least_subtotal", _("Give 0 or more."))
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end must be after the start."))
        most = cleaned.get("most_uses")
        if most is not None and most < self.instance.uses:
            self.add_error("most_uses", _("It was used %(uses)d times already.") % {"uses": self.instance.uses})
        return cleaned


def _warn(request, code: DiscountCode) -> None:
    if discount_is_open_to_all(code=code):
        messages.warning(
            request,
            _(
                "The code %(code)s can be used without a limit. If you announce it to everybody, it is a reduction of prices: "
                "plan a promotion instead, which shows the lowest price of 30 days as the law asks."
            )
            % {"code": code.code},
        )


class DiscountCreateView(CreateView):
    def save_instance(self):
        instance = super().save_instance()
        _warn(self.request, instance)
        return instance


class DiscountEditView(EditView):
    def save_instance(self):
        instance = super().save_instance()
        _warn(self.request, instance)
        return instance


def worth(code: DiscountCode) -> str:
    return money(code.amount) if code.amount is not None else f"{decimal_text(code.percent)}\u00a0%"


def uses(code: DiscountCode) -> str:
    return f"{code.uses} / {code.most_uses}" if code.most_uses is not None else str(code.uses)


class DiscountCodeViewSet(SnippetViewSet):
    model = DiscountCode
    icon = "tag"
    menu_label = gettext_lazy("Discount codes")
    add_view_class = DiscountCreateView
    edit_view_class = DiscountEditView
    copy_view_enabled = False
    search_fields = ["code", "note"]
    search_backend_name = None
    list_filter = ["is_active"]
    list_display = [
        "code",
        "note",
        Column("worth", label=gettext_lazy("Takes off"), accessor=worth),
        Column("uses", label=gettext_lazy("Used"), accessor=uses, sort_key="uses"),
        "is_active",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            FieldPanel("note"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("percent"), FieldPanel("amount")])], heading=gettext_lazy("What it takes off")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("least_subtotal"),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("most_uses"),
                    FieldPanel("categories", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("is_active"),
                ],
                heading=gettext_lazy("When it holds"),
            ),
        ],
        base_form_class=DiscountCodeForm,
    )
