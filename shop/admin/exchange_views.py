"""The screen of one exchange: yes or no, the old thing back, the replacement on its way; only the steps that may be taken."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.formats import money

from ..models import Exchange, Parcel
from ..services.errors import BadInput
from ..services.exchange_goods import exchange_change_product, exchange_choices, exchange_goods_back
from ..services.exchanges import exchange_accept, exchange_give_up, exchange_refuse
from ..services.holdings import MAY_YIELD
from ..services.orders import parcel_update
from .after_sale_page import AfterSalePage, Step
from .order_forms import ParcelForm
from .steps import parcel_steps
from .withdrawal_views import RefuseForm

State = Exchange.State
CAME, WAIVED = "came", "waived"


class GoodsForm(forms.Form):
    """Whether the old pieces came back, and what becomes of them."""

    came = forms.ChoiceField(
        label=gettext_lazy("the faulty thing"),
        choices=[(CAME, gettext_lazy("is back")), (WAIVED, gettext_lazy("need not come back"))],
        widget=forms.RadioSelect,
        initial=CAME,
    )
    restock = forms.IntegerField(
        label=gettext_lazy("fit for sale, back on the shelf"),
        min_value=0,
        help_text=gettext_lazy("The others are written off."),
    )

    def __init__(self, *args, exchange: Exchange, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["restock"].widget.attrs["max"] = exchange.quantity
        # A faulty thing is not sold again unless somebody says so.
        self.fields["restock"].initial = 0 if exchange.complaint_id else exchange.quantity
        if exchange.complaint_id is None:
            del self.fields["came"]


class ProductForm(forms.Form):
    product = forms.ChoiceField(label=gettext_lazy("replacement"))

    def __init__(self, *args, exchange: Exchange, **kwargs):
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in exchange_choices(exchange=exchange)}
        self.fields["product"].choices = [
            (key, f"{product.name} ({product.code}), {money(product.price)}") for key, product in self.products.items()
        ]


class ExchangeView(AfterSalePage):
    any_permission = ("shop.view_exchange", "shop.change_exchange")
    change_permission = "shop.change_exchange"
    template_name = "shop/admin/exchange.html"
    header_icon = "rotate"
    steps = {
        "accept": "accept", "refuse": "refuse", "goods": "goods_back", "product": "change_product", "send": "send",
        "give_up": "give_up",
    }  # fmt: skip

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Exchange.objects.select_related(
            "order__delivery_method", "item", "previous", "product__stock", "complaint", "handled_by"
        )
        self.about = self.exchange = get_object_or_404(found, pk=kwargs["pk"])
        self.parcel = Parcel.objects.filter(exchange=self.exchange).select_related("order", "enterprise").first()

    @property
    def own_url(self) -> str:
        return reverse("exchanges:edit", args=[self.exchange.pk])

    def get_page_title(self):
        return _("Exchange %(number)s") % {"number": self.exchange.number}

    def get_trail(self):
        return [(_("Exchanges"), reverse("exchanges:index"))]

    def get_context_data(self, bound: dict | None = None, **kwargs):
        exchange = self.exchange
        stock = getattr(exchange.product, "stock", None)
        return super().get_context_data(
            exchange=exchange,
            parcel=self.parcel,
            available=stock.available if stock else 0,
            held=getattr(exchange, "reservation", None),
            slip_url=reverse("market_packing_slip", args=[self.parcel.pk]) if self.parcel else "",
            forms=self._forms() | (bound or {}),
            **kwargs,
        )

    def _forms(self) -> dict[str, forms.Form]:
        """The forms of the steps that can be taken now, and no others."""
        exchange = self.exchange
        if not self.may_change or exchange.erased_at or exchange.order.erased_at:
            return {}
        if exchange.state == State.ASKED:
            return {"accept": forms.Form(), "refuse": RefuseForm()}
        found: dict[str, forms.Form] = {}
        if exchange.state == State.ACCEPTED:
            found["goods"] = GoodsForm(exchange=exchange)
        if exchange.state in MAY_YIELD:
            found["give_up"] = RefuseForm()
        if exchange.state in {State.ACCEPTED, State.GOODS_BACK}:
            form = ProductForm(exchange=exchange)
            if form.products:
                found["product"] = form
        if self.parcel and parcel_steps(exchange.order, self.parcel):
            found["send"] = ParcelForm(order=exchange.order, parcel=self.parcel)
        return found

    def accept(self, data) -> Step:
        def act(cleaned) -> str:
            exchange_accept(exchange=self.exchange, by=self.request.user)
            return _("The replacement is kept, the buyer gets an e-mail.")

        return forms.Form(data), act

    def refuse(self, data) -> Step:
        def act(cleaned) -> str:
            exchange_refuse(exchange=self.exchange, explanation=cleaned["explanation"], by=self.request.user)
            return _("The buyer gets the explanation by e-mail.")

        return RefuseForm(data), act

    def goods_back(self, data) -> Step:
        def act(cleaned) -> str:
            exchange_goods_back(
                exchange=self.exchange,
                restock=cleaned["restock"],
                is_waived=cleaned.get("came") == WAIVED,
                by=self.request.user,
            )
            return _("The replacement can be packed: it is a parcel of the order now.")

        return GoodsForm(data, exchange=self.exchange), act

    def change_product(self, data) -> Step:
        form = ProductForm(data, exchange=self.exchange)

        def act(cleaned) -> str:
            exchange_change_product(
                exchange=self.exchange, product=form.products[cleaned["product"]], by=self.request.user
            )
            return _("Another thing is kept for the buyer. Nobody wrote to the buyer about it: you do.")

        return form, act

    def send(self, data) -> Step:
        def act(cleaned) -> str:
            parcel_update(
                parcel=self.parcel,
                by=self.request.user,
                status=cleaned["status"] or None,
                tracking_number=cleaned["tracking_number"],
            )
            return _("The parcel is saved.")

        if self.parcel is None:
            return forms.Form(data), self._too_early
        return ParcelForm(data, order=self.exchange.order, parcel=self.parcel), act

    @staticmethod
    def _too_early(cleaned) -> str:
        raise BadInput(_("This exchange is another step further already. Look at it again."))

    def give_up(self, data) -> Step:
        def act(cleaned) -> str:
            exchange_give_up(exchange=self.exchange, explanation=cleaned["explanation"], by=self.request.user)
            return _("The exchange is off, the buyer gets the explanation by e-mail.")

        return RefuseForm(data), act
