"""Variants of a product: the list on its record, and the form for a new one."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.validators import MinValueValidator
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel
from wagtail.log_actions import log

from ..cards import stock_text
from ..models import Product
from ..services.availability import goods_read, pieces_free
from ..services.errors import BadInput
from ..services.lines import MADE_WHEN_PAID, PUT_TOGETHER, content_of
from ..services.prices import price_set
from ..services.stock import stock_receive
from .product_views import ProductActionView


@dataclass(frozen=True)
class VariantRow:
    product: Product
    stock_text: str
    edit_url: str


class VariantsPanel(Panel):
    """The product and its variants with their prices and stock, and the way to a new one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "shop/admin/variants.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.kind not in PUT_TOGETHER

        def get_context_data(self, parent_context=None):
            viewset, product = Product.snippet_viewset, self.instance
            main = product.variant_of or product
            rows = [main, *main.variants.select_related("stock").order_by("pk")]
            return {
                **super().get_context_data(parent_context),
                "product": product,
                "main": main,
                "rows": [
                    VariantRow(row, stock_text(row, pieces_free(row)), reverse(viewset.get_url_name("edit"), args=[row.pk]))
                    for row in rows
                ],
                "has_variants": len(rows) > 1,
                "add_url": reverse(viewset.get_url_name("variant"), args=[main.pk]),
            }


class SetPanel(Panel):
    """How many sets can be put together now, what holds them back, and how the money is divided."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "shop/admin/set_summary.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.kind in PUT_TOGETHER

        def get_context_data(self, parent_context=None):
            product = self.instance
            goods = goods_read([product])
            components = goods.components.get(product.pk, [])
            is_own = product.kind == Product.Kind.OWN_SET
            content = content_of(product, components=components) if components and not is_own else None
            available = goods.available(product)
            return {
                **super().get_context_data(parent_context),
                "product": product,
                "available": available,
                "is_own_set": is_own,
                "components": components,
                "short": goods.short_parts(product),
                "shares": list(content.parts) if content else [],
                "by_itself": sum((part.product.price * part.quantity for part in components), Decimal("0.00")),
            }


class VariantForm(forms.Form):
    """A new variant: what tells it from the others, its price and its pieces."""

    variant_name = forms.CharField(
        label=gettext_lazy("name of the variant (Polish)"),
        max_length=60,
        help_text=gettext_lazy("What tells it from the others, for example: large, blue."),
    )
    variant_name_en = forms.CharField(
        label=gettext_lazy("name of the variant (English)"), max_length=60, required=False
    )
    variant_name_uk = forms.CharField(
        label=gettext_lazy("name of the variant (Ukrainian)"), max_length=60, required=False
    )
    price = forms.DecimalField(
        label=gettext_lazy("gross price"),
        localize=True,
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("pieces on the shelf"), min_value=0, max_value=9999, initial=1
    )
    own_name = forms.CharField(
        label=gettext_lazy("name of the variant that the product is itself"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Readers choose between this one and the new one, for example: small."),
    )

    def __init__(self, *args, product: Product, **kwargs):
        super().__init__(*args, **kwargs)
        if product.variant_name:
            del self.fields["own_name"]
        else:
            self.fields["own_name"].required = True
        if product.kind in MADE_WHEN_PAID:
            del self.fields["quantity"]
        self.fields["price"].initial = product.price

    field_order = ["own_name", "variant_name", "variant_name_en", "variant_name_uk", "price", "quantity"]


class VariantView(ProductActionView):
    """Adds a variant: a product of its own, shown and sold on the page of this one."""

    template_name = "shop/admin/product_variant.html"
    form_class = VariantForm
    any_permission = ("shop.add_product",)

    def get_page_title(self):
        return _("Add a variant")

    def get_form(self, data=None):
        return VariantForm(data, product=self.product)

    def act(self, data) -> str:
        variant = variant_create(product=self.product, by=self.request.user, **data)
        log(instance=variant, action="wagtail.create", content_changed=True)
        return _("The variant “%(name)s” is here. Its size and weight can be changed on its own record.") % {
            "name": variant.variant_name
        }


@transaction.atomic
def variant_create(*, product: Product, price, by, quantity: int = 0, own_name: str = "", **names: str) -> Product:
    """A variant of `product`, with the facts of it, a free code, a price with history and stock with a ledger.

    names: variant_name, variant_name_en, variant_name_uk. own_name: names the product itself where it has no name yet.
    Raises BadInput when the product is a variant or a set.
    """
    if product.variant_of_id or product.kind in PUT_TOGETHER:
        raise BadInput(_("Only a thing sold by itself has variants, and a variant has none of its own."))
    if own_name:
        Product.objects.filter(pk=product.pk).update(variant_name=own_name)
    copied = ("enterprise_id", "category_id", "kind", "lead_time_days", "withdrawal_exception", "vat_rate",
              "net_quantity", "net_unit", "width_mm", "height_mm", "depth_mm", "diameter_mm", "weight_g",
              "made_in_year")  # fmt: skip
    variant = Product(
        **{name: getattr(product, name) for name in copied},
        **names,
        code=_variant_code(product),
        name=f"{product.name}, {names['variant_name']}"[:120],
        variant_of=product,
        price=price,
    )
    if variant.kind == Product.Kind.UNIQUE and quantity > 1:
        variant.kind = Product.Kind.SERIES
    variant.techniques = list(product.techniques.all())
    variant.materials = list(product.materials.all())
    variant.save()
    price_set(product=variant, price=price, by=by)
    if quantity:
        stock_receive(product=variant, quantity=quantity, by=by, note=_("First stock"))
    return variant


def _variant_code(product: Product) -> str:
    """CER-014-2 for the first variant beside CER-014 itself."""
    number = 2
    while Product.objects.filter(code=f"{product.code[:36]}-{number}").exists():
        number += 1
    return f"{product.code[:36]}-{number}"
