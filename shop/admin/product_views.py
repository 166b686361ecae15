"""Screens about one good: creating it, its price, its stock."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView

from home.admin.access import AdminPageView

from ..models import Product
from ..services.errors import ShopError
from ..services.price_days import price_days
from ..services.prices import lowest_price_30d, price_reduce, price_restore, price_set
from ..services.promotions import promotion_of
from ..services.stock import stock_correct, stock_receive
from .price_chart import price_chart
from .product_creation import product_create
from .product_forms import NewProductForm, PriceForm, StockForm

HISTORY_ROWS = 50


class ProductCreateView(CreateView):
    """Record, page, price and stock in one form."""

    form_class = NewProductForm

    def get_panel(self):
        return None

    def get_form_class(self):
        return NewProductForm

    def form_valid(self, form):
        self.form = form
        try:
            self.page = product_create(
                product=form.product(),
                price=form.cleaned_data["first_price"],
                quantity=form.cleaned_data["quantity"],
                words=form.words(self.request.user),
                by=self.request.user,
            )
        except ShopError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        self.object = self.page.product
        log(instance=self.object, action="wagtail.create", content_changed=True)
        messages.success(
            self.request,
            _("“%(product)s” is here. Its page is a draft: check it and publish it.")
            % {"product": self.object.name},
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)


class ProductActionView(AdminPageView):
    """A form about one good whose outcome is a call of a service."""

    any_permission = ("shop.change_product",)
    header_icon = "tag"
    form_class: type

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.product = get_object_or_404(Product.objects.select_related("stock"), pk=kwargs["pk"])

    def get_trail(self):
        viewset = Product.snippet_viewset
        return [
            (_("Products"), reverse(viewset.get_url_name("list"))),
            (str(self.product), self.get_done_url()),
        ]

    def get_done_url(self) -> str:
        return reverse(Product.snippet_viewset.get_url_name("edit"), args=[self.product.pk])

    def get_form(self, data=None):
        return self.form_class(data)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(product=self.product, done_url=self.get_done_url(), **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if form.is_valid():
            try:
                message = self.act(form.cleaned_data)
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, message)
                return redirect(self.get_done_url())
        return self.render_to_response(self.get_context_data(form=form))


class PriceView(ProductActionView):
    template_name = "shop/admin/product_price.html"
    form_class = PriceForm

    def get_page_title(self):
        return _("Change the price")

    def get_form(self, data=None):
        return PriceForm(data, product=self.product)

    def get_context_data(self, **kwargs):
        history = list(self.product.price_changes.select_related("changed_by", "promotion"))
        return super().get_context_data(
            history=history,
            chart=price_chart(price_days(product=self.product, history=history)),
            promotion=promotion_of(product=self.product),
            lowest_price=lowest_price_30d(product=self.product),
            **kwargs,
        )

    def act(self, data) -> str:
        by = self.request.user
        if data["step"] == PriceForm.REDUCE:
            price_reduce(product=self.product, price=data["price"], by=by, note=data["note"])
        elif data["step"] == PriceForm.RESTORE:
            price_restore(product=self.product, by=by, note=data["note"])
        else:
            price_set(product=self.product, price=data["price"], by=by, note=data["note"])
        return _("The price is changed.")


class StockView(ProductActionView):
    template_name = "shop/admin/product_stock.html"
    form_class = StockForm

    def get_page_title(self):
        return _("Correct the stock")

    def get_context_data(self, **kwargs):
        stock = getattr(self.product, "stock", None)
        movements = stock.movements.select_related("order", "created_by")[:HISTORY_ROWS] if stock else []
        return super().get_context_data(stock=stock, movements=movements, **kwargs)

    def act(self, data) -> str:
        by, note = self.request.user, data["note"]
        if data["step"] == StockForm.RECEIVE:
            stock_receive(product=self.product, quantity=data["quantity"], by=by, note=note)
        else:
            stock_correct(product=self.product, on_hand=data["quantity"], by=by, note=note)
        return _("The stock is changed.")
