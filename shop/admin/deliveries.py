"""Ways of delivery with their rates, and parcel lockers, in the admin."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from home.admin.viewsets import NAME_PANELS, NamedRecordViewSet
from home.formats import money

from ..models import DeliveryMethod, ParcelLocker
from ..services.parcel_sizes import MOST_G


class DeliveryMethodForm(WagtailAdminModelForm):
    """Refuses rates that contradict one another or the kind of delivery."""

    def clean(self):
        cleaned = super().clean()
        formset = self.formsets.get("rates") if hasattr(self, "formsets") else None
        if formset is None or not formset.is_valid():
            return cleaned
        rates = [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        rates = [rate for rate in rates if {"size", "weight_g", "price"} <= rate.keys()]
        kind = cleaned.get("kind")
        if kind == DeliveryMethod.Kind.LOCKER:
            if not rates:
                self.add_error(None, _("A delivery to parcel lockers needs a rate: InPost's prices follow from the size."))
            if cleaned.get("oversize_price") is not None:
                self.add_error("oversize_price", _("A parcel locker takes no larger parcels: leave this empty."))
            if any(rate["weight_g"] > MOST_G for rate in rates):
                self.add_error(None, _("A parcel locker takes at most 25 kg (25000 g)."))
        elif rates and kind != DeliveryMethod.Kind.COURIER:
            self.add_error(None, _("Only a courier and parcel lockers have rates: remove them, or change the kind."))
        for text in rate_faults(rates):
            self.add_error(None, ValidationError(text))
        return cleaned


def rate_faults(rates: list[dict]) -> list[str]:
    """What is wrong between rates, in words: one given twice, and one that another makes useless."""
    faults = []
    for place, rate in enumerate(rates):
        for other in rates[:place]:
            if (other["size"], other["weight_g"]) == (rate["size"], rate["weight_g"]):
                faults.append(_("The rate %(rate)s stands twice.") % {"rate": _rate_text(rate)})
        if any(_is_useless(rate, other) for other in rates if other is not rate):
            faults.append(
                _("The rate %(rate)s would never be used: a larger or heavier one costs no more.")
                % {"rate": _rate_text(rate)}
            )
    return faults


def _is_useless(rate: dict, other: dict) -> bool:
    same = (other["size"], other["weight_g"]) == (rate["size"], rate["weight_g"])
    takes_more = other["size"] >= rate["size"] and other["weight_g"] >= rate["weight_g"]
    return not same and takes_more and other["price"] <= rate["price"]


def _rate_text(rate: dict) -> str:
    return f"{rate['size']}, {rate['weight_g']} g, {money(Decimal(rate['price']))}"


def price_of(method: DeliveryMethod) -> str:
    """The least that is paid, for the list."""
    prices = [rate.price for rate in method.rates.all()]
    return f"{_('from')} {money(min(prices))}" if prices else money(method.price)


class DeliveryMethodViewSet(NamedRecordViewSet):
    model = DeliveryMethod
    icon = "mail"
    list_display = [
        "name",
        "kind",
        Column("price", label=_("Price"), accessor=price_of),
        Column(
            "free_from",
            label=_("free from"),
            accessor=lambda method: "" if method.free_from is None else money(method.free_from),
        ),
        "is_active",
    ]
    edit_handler = ObjectList(
        [
            NAME_PANELS,
            MultiFieldPanel(
                [FieldPanel("description"), FieldPanel("description_en"), FieldPanel("description_uk")],
                heading=_("Description"),
            ),
            MultiFieldPanel(
                [FieldPanel("kind"), FieldPanel("is_active"), FieldPanel("sort_order")], heading=_("What it is")
            ),
            MultiFieldPanel(
                [FieldPanel("price"), FieldPanel("oversize_price"), FieldPanel("free_from")], heading=_("Price")
            ),
            InlinePanel(
                "rates",
                panels=[FieldRowPanel([FieldPanel("size"), FieldPanel("weight_g"), FieldPanel("price")])],
                heading=_("Rates by weight and size"),
                label=_("Rate"),
                help_text=_(
                    "Every workshop sends a parcel of its own, and each box costs the least rate that it fits. How large a "
                    "box is follows from the dimensions and weights of the goods, with 2 cm of filling and 250 g of packing. "
                    "A good without them counts as 10 × 15 × 20 cm and 500 g."
                ),
            ),
        ],
        base_form_class=DeliveryMethodForm,
    )

    def get_queryset(self, request):
        return DeliveryMethod.objects.prefetch_related("rates")


class LockerIndexView(IndexView):
    @property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.request.user.has_perm("shop.change_parcellocker"):
            buttons = [
                HeaderButton(_("Import a list"), url=reverse("market_lockers_import"), icon_name="upload"),
                *buttons,
            ]
        return buttons


class ParcelLockerViewSet(SnippetViewSet):
    """The list comes from a file or from InPost; by hand one is put out of use, until the next list."""

    model = ParcelLocker
    icon = "site"
    menu_label = _("Parcel lockers")
    index_view_class = LockerIndexView
    copy_view_enabled = False
    search_fields = ["code", "city", "city_folded", "postcode", "street"]
    search_backend_name = None
    list_filter = ["is_active", "easy_access"]
    list_per_page = 50
    list_display = [
        "code",
        "city",
        "postcode",
        "street",
        BooleanColumn("is_active", label=_("in use"), sort_key="is_active"),
        DateColumn("updated_at", label=_("as of"), sort_key="updated_at"),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(content=_("The next list that is imported overwrites what is changed here.")),
            FieldPanel("code"),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("postcode"), FieldPanel("city")]),
            FieldPanel("place"),
            FieldPanel("opening_hours"),
            FieldPanel("easy_access"),
            FieldPanel("is_active"),
        ]
    )
