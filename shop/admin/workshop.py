"""„My workshop”: what the staff of an enterprise do, on one page made for a phone."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Case, Count, IntegerField, Prefetch, Q, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.admin.access import AdminPageView
from home.admin.panels import page_links

from ..models import OrderItem, Parcel, Product, SimilarRequest
from ..services.errors import ShopError
from ..services.lines import WITHOUT_STOCK
from ..services.orders import parcel_update
from ..services.shipments import shipment_possible
from ..services.stock import stock_correct, stock_receive
from ..shared_parcels import parcel_text
from ..status import OrderStatus, ParcelStatus
from .access import goods_packed_by_others, is_workshop_person, own_enterprises, own_parcels, own_products
from .available import available_word
from .pack_lines import PackLine, pack_lines
from .product_creation import product_create
from .product_forms import StockForm, WorkshopProductForm
from .product_views import HISTORY_ROWS
from .steps import Step, parcel_steps

TO_PACK = (ParcelStatus.NEW, ParcelStatus.PACKED)


class WorkshopPage(AdminPageView):
    """A page for the staff of an enterprise; everything on it is of that enterprise."""

    header_icon = "home"

    def is_allowed(self, user) -> bool:
        return is_workshop_person(user)

    def get_trail(self):
        return [(_("My workshop"), reverse("market_workshop"))]


@dataclass(frozen=True)
class ParcelCard:
    """A parcel as the workshop sees it: what to pack, for whom, and what comes next."""

    parcel: Parcel
    lines: list[PackLine]
    steps: list[Step]
    slip_url: str
    label_possible: bool
    together: str = ""


@dataclass(frozen=True)
class HandedOver:
    """Own goods in a parcel that another enterprise packs: what to bring there, and nothing of the buyer."""

    ref: str
    packer: str
    status: str
    lines: list[PackLine]


@dataclass(frozen=True)
class GoodCard:
    """A good of the workshop with its free pieces and the state of its Polish page. without_stock: in place of a number of
    pieces, where the good lies on no shelf."""

    product: Product
    available: int
    reserved: int
    page_state: str
    without_stock: str = ""


class WorkshopView(WorkshopPage):
    template_name = "shop/admin/workshop.html"

    def get_page_title(self):
        return _("My workshop")

    def get_trail(self):
        return []

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            enterprises=own_enterprises(user).select_related("packed_by"),
            parcels=parcel_cards(user),
            handed_over=handed_over(user),
            goods=good_cards(user),
            similar=SimilarRequest.objects.filter(
                product__enterprise__in=own_enterprises(user), state=SimilarRequest.State.NEW
            ).select_related("product"),
            **kwargs,
        )


def parcel_cards(user) -> list[ParcelCard]:
    """Parcels in work, those to be packed first; a constant number of queries."""
    parcels = (
        own_parcels(user)
        .select_related("order__delivery_method", "enterprise", "exchange__product", "exchange__item", "exchange__reservation")
        .prefetch_related(Prefetch("items", queryset=OrderItem.objects.order_by("pk")))
        .order_by(_waiting_first("status"), "order__date_created", "pk")
    )
    return _cards(list(parcels))


def _cards(parcels: list[Parcel]) -> list[ParcelCard]:
    lines: dict[int, list[PackLine]] = {}
    for line in pack_lines(parcels, [item for parcel in parcels for item in parcel.items.all()]):
        lines.setdefault(line.item.parcel_id, []).append(line)
    return [_parcel_card(parcel, lines.get(parcel.pk, [])) for parcel in parcels]


def _parcel_card(parcel: Parcel, lines: list[PackLine]) -> ParcelCard:
    return ParcelCard(
        parcel=parcel,
        lines=lines,
        steps=parcel_steps(parcel.order, parcel),
        slip_url=reverse("market_packing_slip", args=[parcel.pk]),
        label_possible=shipment_possible(parcel),
        together=parcel_text(parcel, is_pickup=parcel.order.is_pickup),
    )


def handed_over(user) -> list[HandedOver]:
    """Own goods in parcels of others, those not packed yet first; a constant number of queries."""
    items = list(
        goods_packed_by_others(user)
        .select_related("order", "parcel__enterprise")
        .order_by(_waiting_first("parcel__status"), "order__date_created", "parcel", "pk")
    )
    lines: dict[int, list[PackLine]] = {}
    for line in pack_lines([item.parcel for item in items], items):
        lines.setdefault(line.item.parcel_id, []).append(line)
    parcels = {item.parcel_id: item for item in items}
    return [
        HandedOver(
            ref=item.order.ref,
            packer=item.parcel.enterprise.name,
            status=item.parcel.get_status_display(),
            lines=lines[key],
        )
        for key, item in parcels.items()
    ]


def _waiting_first(status: str) -> Case:
    """An order of rows: 0 for parcels still on the bench. status: the path to the parcel's."""
    return Case(When(**{f"{status}__in": TO_PACK}, then=Value(0)), default=Value(1), output_field=IntegerField())


def good_cards(user) -> list[GoodCard]:
    """All goods of the person's enterprises; a constant number of queries."""
    products = (
        own_products(user)
        .select_related("stock", "enterprise")
        .annotate(live_pages=Count("pages", filter=Q(pages__live=True)), all_pages=Count("pages"))
        .order_by("enterprise__name", "name")
    )
    return [_good_card(product) for product in products]


def _good_card(product: Product) -> GoodCard:
    stock = getattr(product, "stock", None)
    if product.variant_of_id:
        state = _("variant")
    elif product.live_pages:
        state = _("on the site")
    elif product.all_pages:
        state = _("draft")
    else:
        state = _("no page")
    word = "" if product.kind not in WITHOUT_STOCK else available_word(product)
    return GoodCard(product, stock.available if stock else 0, stock.reserved if stock else 0, state, word)


class WorkshopParcelView(WorkshopPage):
    """One parcel: what is inside, for whom, and the big buttons of the next steps."""

    template_name = "shop/admin/workshop_parcel.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        parcels = own_parcels(request.user) if request.user.is_authenticated else Parcel.objects.none()
        self.parcel = get_object_or_404(parcels.select_related("order__delivery_method", "enterprise", "exchange"), pk=kwargs["pk"])

    def get_page_title(self):
        return _("Parcel %(ref)s") % {"ref": self.parcel.order.ref}

    def get_context_data(self, **kwargs):
        return super().get_context_data(card=_cards([self.parcel])[0], **kwargs)

    def post(self, request, *args, **kwargs):
        form = ParcelStepForm(request.POST)
        if form.is_valid():
            try:
                parcel_update(
                    parcel=self.parcel,
                    by=request.user,
                    status=form.cleaned_data["status"],
                    tracking_number=form.cleaned_data["tracking_number"],
                )
            except ShopError as error:
                messages.error(request, error.message)
            else:
                label = ParcelStatus(form.cleaned_data["status"]).label
                messages.success(
                    request,
                    _("Parcel %(ref)s: %(status)s.") % {"ref": self.parcel.order.ref, "status": label},
                )
        else:
            messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return redirect("market_workshop")


class ParcelStepForm(forms.Form):
    status = forms.ChoiceField(choices=ParcelStatus.choices)
    # None, not empty text, when the button has no such field beside it.
    tracking_number = forms.CharField(max_length=60, required=False, empty_value=None)


class WorkshopStockView(WorkshopPage):
    """Pieces of one good: what came in, what was counted."""

    template_name = "shop/admin/workshop_stock.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        products = own_products(request.user) if request.user.is_authenticated else Product.objects.none()
        self.product = get_object_or_404(products.select_related("stock"), pk=kwargs["pk"])

    def get_page_title(self):
        return self.product.name

    def get_context_data(self, **kwargs):
        stock = getattr(self.product, "stock", None)
        kwargs.setdefault("form", StockForm())
        return super().get_context_data(
            product=self.product,
            stock=stock,
            movements=stock.movements.select_related("order", "created_by")[:HISTORY_ROWS] if stock else [],
            pages=page_links(self.product.pages.filter(alias_of=None), self.request.user),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = StockForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                if data["step"] == StockForm.RECEIVE:
                    stock_receive(
                        product=self.product, quantity=data["quantity"], by=request.user, note=data["note"]
                    )
                else:
                    stock_correct(
                        product=self.product, on_hand=data["quantity"], by=request.user, note=data["note"]
                    )
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("The stock is changed."))
                return redirect("market_workshop")
        return self.render_to_response(self.get_context_data(form=form))


class WorkshopProductView(WorkshopPage):
    """A new good with one photograph; its page is a draft until the editors approve it."""

    template_name = "shop/admin/workshop_product.html"

    def get_page_title(self):
        return _("Add a product")

    def get_form(self, *data):
        return WorkshopProductForm(*data, enterprises=own_enterprises(self.request.user))

    def get_context_data(self, **kwargs):
        if "form" not in kwargs:
            kwargs["form"] = self.get_form()
        return super().get_context_data(media=kwargs["form"].media, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST, request.FILES)
        if form.is_valid():
            try:
                page = product_create(
                    product=form.product(),
                    price=form.cleaned_data["first_price"],
                    quantity=form.cleaned_data["quantity"],
                    words=form.words(request.user),
                    by=request.user,
                )
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                log(instance=page.product, action="wagtail.create", content_changed=True)
                messages.success(
                    request, _("It is here as a draft. Look through it and send it to the editors.")
                )
                return redirect("wagtailadmin_pages:edit", page.pk)
        return self.render_to_response(self.get_context_data(form=form))


def waiting_parcels(user) -> int:
    """Parcels of the person's enterprises that are still on the bench."""
    to_pack = own_parcels(user).filter(status__in=TO_PACK)
    return to_pack.filter(Q(order__status=OrderStatus.PROCESSING) | Q(exchange__isnull=False)).count()
