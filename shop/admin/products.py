"""Goods and the vocabularies of the shop in the admin."""

import django_filters
from django.db.models import Exists, OuterRef
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.admin.columns import WIDE
from home.admin.panels import PagesPanel
from home.admin.viewsets import NAME_PANELS, NamedRecordViewSet
from home.formats import money

from ..cards import stock_text
from ..models import Category, Material, Occasion, Product, ProductPage, ShopPage
from ..services.availability import can_be_bought, goods_read
from ..services.lines import WITHOUT_STOCK
from ..services.prices import lowest_price_30d
from .access import own_products
from .available import available_text
from .deliveries import DeliveryMethodViewSet, ParcelLockerViewSet
from .guards import is_bound_to_workshop
from .legal_panels import LEGAL_PANELS
from .product_edit_form import ProductEditForm
from .product_panels import GOODS_PANELS
from .product_views import PriceView, ProductCreateView, StockView
from .variants import VariantView


class OwnGoodsMixin:
    """In the chooser a workshop's person finds the own goods alone."""

    def get_object_list(self):
        if is_bound_to_workshop(self.request.user):
            return own_products(self.request.user)
        return super().get_object_list()


class ChooseProductView(OwnGoodsMixin, ChooseView):
    pass


class ChooseProductResultsView(OwnGoodsMixin, ChooseResultsView):
    pass


class ProductChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseProductView
    choose_results_view_class = ChooseProductResultsView


class PriceAndStockPanel(Panel):
    """Price and stock to be read, with the ways to change them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "shop/admin/price_and_stock.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            viewset = Product.snippet_viewset
            return {
                **super().get_context_data(parent_context),
                "product": self.instance,
                "stock": getattr(self.instance, "stock", None),
                "is_stocked": self.instance.kind not in WITHOUT_STOCK,
                "stock_text": stock_text(self.instance, goods_read([self.instance]).available(self.instance)),
                "lowest_price": lowest_price_30d(product=self.instance),
                "price_url": reverse(viewset.get_url_name("price"), args=[self.instance.pk]),
                "stock_url": reverse(viewset.get_url_name("stock"), args=[self.instance.pk]),
            }


class ProductFilterSet(WagtailFilterSet):
    availability = django_filters.ChoiceFilter(
        label=_("stock"),
        choices=[("yes", _("can be bought")), ("no", _("sold out"))],
        method="by_availability",
    )
    page_state = django_filters.ChoiceFilter(
        label=_("page"), choices=[("live", _("live")), ("draft", _("not live"))], method="by_page"
    )

    class Meta:
        model = Product
        fields = ["enterprise", "category", "kind"]

    def by_availability(self, queryset, name, value):
        return queryset.filter(can_be_bought()) if value == "yes" else queryset.exclude(can_be_bought())

    def by_page(self, queryset, name, value):
        live = Exists(ProductPage.objects.live().filter(product=OuterRef("pk")))
        return queryset.filter(live) if value == "live" else queryset.filter(~live)


class ProductViewSet(SnippetViewSet):
    model = Product
    icon = "tag"
    menu_label = _("Products")
    add_view_class = ProductCreateView
    create_template_name = "shop/admin/product_create.html"
    chooser_viewset_class = ProductChooserViewSet
    copy_view_enabled = False
    filterset_class = ProductFilterSet
    # The database's own search: filters such as the stock are no part of the search index.
    search_fields = ["name", "code", "enterprise__name"]
    search_backend_name = None
    list_per_page = 50
    list_display = [
        "name",
        Column("code", label=_("code"), sort_key="code", classname=WIDE),
        Column("enterprise", label=_("Made by"), accessor="enterprise.name", sort_key="enterprise__name", classname=WIDE),
        Column("category", label=_("Category"), accessor="category.name", sort_key="category__name", classname=WIDE),
        Column("price", label=_("Price"), accessor=lambda product: money(product.price), sort_key="price"),
        Column("stock", label=_("Pieces free (promised)"), accessor=available_text),
    ]
    edit_handler = ObjectList(
        [
            PriceAndStockPanel(heading=_("Price and stock")),
            PagesPanel(ProductPage, ShopPage, heading=_("Pages")),
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("code"),
                    FieldPanel("enterprise"),
                    FieldPanel("category"),
                    FieldPanel("kind"),
                    FieldPanel("lead_time_days"),
                ],
                heading=_("What it is"),
            ),
            *GOODS_PANELS,
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("height_mm"), FieldPanel("width_mm")]),
                    FieldRowPanel([FieldPanel("depth_mm"), FieldPanel("diameter_mm")]),
                    FieldRowPanel([FieldPanel("weight_g"), FieldPanel("packed_size")]),
                    FieldPanel("made_in_year"),
                ],
                heading=_("Size and weight"),
            ),
            MultiFieldPanel(
                [FieldPanel("techniques"), FieldPanel("materials")], heading=_("Technique and material")
            ),
            MultiFieldPanel([FieldPanel("occasions"), FieldPanel("sdgs")], heading=_("Occasions and goals")),
            FieldPanel("stories"),
            FieldPanel("video"),
            LEGAL_PANELS,
        ],
        base_form_class=ProductEditForm,
    )

    def get_queryset(self, request):
        return Product.objects.select_related("enterprise", "category", "stock")

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("edit/<int:pk>/variant/", VariantView.as_view(), name="variant"),
            path("edit/<int:pk>/price/", PriceView.as_view(), name="price"),
            path("edit/<int:pk>/stock/", StockView.as_view(), name="stock"),
        ]


class CategoryViewSet(NamedRecordViewSet):
    model = Category
    icon = "folder"
    list_display = ["name", "name_en", "name_uk", "gate", "sort_order"]
    edit_handler = ObjectList(
        [
            NAME_PANELS,
            MultiFieldPanel([FieldPanel("gate"), FieldPanel("vat_rate")], heading=_("Law and tax")),
            FieldPanel("sort_order"),
        ]
    )


class MaterialViewSet(NamedRecordViewSet):
    model = Material
    icon = "list-ul"


class OccasionViewSet(NamedRecordViewSet):
    model = Occasion
    icon = "list-ul"
    list_display = ["name", "name_en", "name_uk", "sort_order"]
    edit_handler = ObjectList([NAME_PANELS, FieldPanel("sort_order")])


class GoodsGroup(SnippetViewSetGroup):
    items = (
        ProductViewSet,
        CategoryViewSet,
        MaterialViewSet,
        OccasionViewSet,
        DeliveryMethodViewSet,
        ParcelLockerViewSet,
    )
    menu_label = _("Goods")
    menu_name = "goods"
    menu_icon = "tag"
    menu_order = 30
    add_to_admin_menu = True


def record_button(page, user, view_name=None, next_url=None):
    """In the page's menu: back to the record with price and stock."""
    if page.specific_class is ProductPage and user.has_perm("shop.change_product"):
        yield Button(
            _("Record: price and stock"),
            url=reverse(Product.snippet_viewset.get_url_name("edit"), args=[page.specific.product_id]),
            icon_name="tag",
            priority=5,
        )
