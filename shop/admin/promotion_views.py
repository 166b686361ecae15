"""Promotions in the admin: planning them with the law in view, changing the end, calling them off."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from home.admin.access import AdminPageView
from home.admin.viewsets import NAME_PANELS

from ..models import Product, Promotion
from ..services.errors import BadInput, ShopError
from ..services.promotions import promotion_check, promotion_preview, promotion_run, promotion_withdraw

State = Promotion.State


class PromotionForm(WagtailAdminModelForm):
    """Refuses what the service refuses, in its words; whatever was typed stays."""

    def clean(self):
        cleaned = super().clean()
        items = self.formsets.get("items")
        starts_at = cleaned.get("starts_at") or self.instance.starts_at
        if self.errors or starts_at is None or (items is not None and not items.is_valid()):
            return cleaned
        prices = _prices(items) if items is not None else self._kept_prices()
        ends_at = cleaned.get("ends_at", self.instance.ends_at)
        try:
            with transaction.atomic():
                promotion_check(starts_at=starts_at, ends_at=ends_at, prices=prices, promotion=self.instance)
        except BadInput as error:
            raise forms.ValidationError(error.message) from None
        return cleaned

    def _kept_prices(self) -> dict:
        return {item.product: item.price for item in self.instance.items.select_related("product")}


def _prices(items) -> dict[Product, object]:
    rows = [form.cleaned_data for form in items.forms if form not in items.deleted_forms]
    return {row["product"]: row["price"] for row in rows if row.get("product") and row.get("price") is not None}


class PromotionPreviewPanel(Panel):
    """What readers will see of each product, and what became of it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "shop/admin/promotion_preview.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            promotion = self.instance
            return {
                **super().get_context_data(parent_context),
                "promotion": promotion,
                "lines": promotion_preview(promotion=promotion),
                "is_planned": promotion.state == State.PLANNED,
                "withdraw_url": reverse(Promotion.snippet_viewset.get_url_name("withdraw"), args=[promotion.pk])
                if promotion.state in {State.PLANNED, State.RUNNING}
                else "",
            }


PREVIEW = PromotionPreviewPanel(heading=gettext_lazy("What readers will see"))
DATES = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])], heading=gettext_lazy("From when to when")
)


class PromotionCreateView(CreateView):
    def save_instance(self):
        self.form.instance.created_by = self.request.user
        with transaction.atomic():
            instance = super().save_instance()
            promotion_run(promotion=instance)
        return instance

    def get_success_url(self):
        return self.get_edit_url()


class PromotionEditView(EditView):
    """Once it has begun, only its name and its end can be changed; its products and prices are history."""

    def get_panel(self):
        state = get_object_or_404(Promotion, pk=self.kwargs["pk"]).state
        if state == State.PLANNED:
            return super().get_panel()
        shown = [NAME_PANELS, *([FieldPanel("ends_at")] if state == State.RUNNING else []), PREVIEW]
        return ObjectList(shown, base_form_class=PromotionForm).bind_to_model(Promotion)

    def get_form_class(self):
        # Wagtail would show every field of the whole form, its panel or not.
        return self.panel.get_form_class()

    def save_instance(self):
        with transaction.atomic():
            instance = super().save_instance()
            promotion_run(promotion=instance)
        return instance


class PromotionWithdrawView(AdminPageView):
    """Asks once more, then calls a planned promotion off or ends a running one."""

    any_permission = ("shop.change_promotion",)
    header_icon = "calendar-alt"
    template_name = "shop/admin/promotion_withdraw.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.promotion = get_object_or_404(Promotion, pk=kwargs["pk"])

    @property
    def done_url(self) -> str:
        return reverse(Promotion.snippet_viewset.get_url_name("edit"), args=[self.promotion.pk])

    def get_page_title(self):
        return _("End the promotion") if self.promotion.state == State.RUNNING else _("Call the promotion off")

    def get_trail(self):
        listing = reverse(Promotion.snippet_viewset.get_url_name("list"))
        return [(_("Promotions"), listing), (str(self.promotion), self.done_url)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            promotion=self.promotion,
            is_running=self.promotion.state == State.RUNNING,
            done_url=self.done_url,
            title=self.get_page_title(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        try:
            promotion_withdraw(promotion=self.promotion, by=request.user)
        except ShopError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Done: the prices before the promotion are in force."))
        return redirect(self.done_url)


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "calendar-alt"
    menu_label = gettext_lazy("Promotions")
    add_view_class = PromotionCreateView
    edit_view_class = PromotionEditView
    copy_view_enabled = False
    search_fields = ["name", "code"]
    search_backend_name = None
    list_filter = ["state"]
    list_display = [
        "name",
        Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("starts_at", label=gettext_lazy("Starts"), sort_key="starts_at"),
        DateColumn("ends_at", label=gettext_lazy("Ends"), sort_key="ends_at"),
    ]
    edit_handler = ObjectList(
        [
            NAME_PANELS,
            DATES,
            InlinePanel(
                "items",
                heading=gettext_lazy("Products with their reduced prices"),
                label=gettext_lazy("Product"),
                panels=[FieldRowPanel([FieldPanel("product"), FieldPanel("price")])],
                min_num=1,
                help_text=gettext_lazy(
                    "Beside each reduced price readers see the lowest price of the 30 days before; the law counts the "
                    "reduction from that one (Act on informing about prices, art. 4). A price that is not below it is refused."
                ),
            ),
            PREVIEW,
        ],
        base_form_class=PromotionForm,
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/withdraw/", PromotionWithdrawView.as_view(), name="withdraw"),
        ]
