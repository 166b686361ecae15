from django.core.exceptions import ValidationError
from django.db import models
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import BodyBlock, DescribedImageBlock
from home.claims import ClaimsForm
from home.models import BasePage, ClaimsMixin
from home.models.records import in_language
from home.renditions import GALLERY_SIZES, SOCIAL_CARD
from stories.models import EnterprisePage

from ..page_forms import ProductPageForm
from ..page_permissions import ProductPagePermissionTester
from .products import Category, Product

#: What the place of a sold good among the results of a search is multiplied by.
SOLD_FACTOR = 0.4


class GoodsListMixin:
    """A page that lists goods: htmx gets the list alone, in the place of the one it has (shop/listing_part.html)."""

    def is_part_wanted(self, request) -> bool:
        htmx = getattr(request, "htmx", False)
        return bool(htmx) and htmx.target == "listing" and not htmx.history_restore_request

    def get_template(self, request, *args, **kwargs):
        if self.is_part_wanted(request):
            return "shop/listing_part.html"
        return super().get_template(request, *args, **kwargs)

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        # One address, two answers: caches must keep them apart.
        patch_vary_headers(response, ("HX-Request", "HX-Target"))
        return response


class ShopPage(GoodsListMixin, BasePage):
    """All goods, with filters and sorting."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["shop.CategoryPage", "shop.CollectionPage", "shop.ProductPage"]
    max_count_per_parent = 1
    search_room = "shop"

    class Meta:
        verbose_name = _("shop")

    def get_context(self, request, *args, **kwargs):
        from ..collections import collection_links
        from ..listing import product_listing

        listing = product_listing(self, request.GET)
        # On the first page of the whole list; whoever has chosen something already wants that.
        collections = [] if listing["has_filters"] or listing["page_obj"].number > 1 else collection_links(self.locale_id)
        return {**super().get_context(request, *args, **kwargs), **listing, "collections": collections}


class CategoryPage(GoodsListMixin, ClaimsMixin, BasePage):
    """The words about a category; lists its goods."""

    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="pages"
    )

    base_form_class = ClaimsForm
    content_panels = [FieldPanel("category"), *BasePage.content_panels, ClaimsMixin.claims_panel]
    override_translatable_fields = [SynchronizedField("category", overridable=False)]
    parent_page_types = ["shop.ShopPage"]
    subpage_types: list[str] = []
    search_room = "shop"

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")

    def get_context(self, request, *args, **kwargs):
        from ..listing import product_listing

        listing = product_listing(self, request.GET, category=self.category_id)
        return {**super().get_context(request, *args, **kwargs), **listing}


class ProductPage(ClaimsMixin, BasePage):
    """The words and pictures about a product in one language. Nothing that counts: no price, no stock."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="pages")
    body = StreamField(BodyBlock(), verbose_name=_("description"), blank=True)
    how_made = models.TextField(
        _("how it was made"), max_length=600, help_text=_("Who made it, with which technique, how long it took.")
    )
    composition = models.TextField(
        _("composition"),
        max_length=600,
        blank=True,
        help_text=_("Fibres in per cent, ingredients of a soap (INCI), kind of wood or clay."),
    )
    care = models.TextField(_("care"), max_length=600, blank=True)
    safety = models.TextField(
        _("warnings"),
        max_length=600,
        blank=True,
        help_text=_("Warnings of the maker in plain words (Regulation (EU) 2023/988, art. 9 par. 7)."),
    )
    gallery = StreamField([("image", DescribedImageBlock())], verbose_name=_("further pictures"), blank=True, max_num=8)

    base_form_class = ProductPageForm
    content_panels = [
        FieldPanel("product"),
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("how_made"),
        MultiFieldPanel(
            [FieldPanel("composition"), FieldPanel("care"), FieldPanel("safety")], heading=_("Care and safety")
        ),
        FieldPanel("gallery"),
        ClaimsMixin.claims_panel,
    ]
    override_translatable_fields = [SynchronizedField("product", overridable=False)]
    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in ("body", "how_made", "composition")),
        index.RelatedFields(
            "product",
            [
                index.SearchField("code", boost=5),
                index.RelatedFields("enterprise", [index.SearchField("name"), index.SearchField("city")]),
                index.RelatedFields("category", [index.SearchField("name")]),
            ],
        ),
    ]
    parent_page_types = ["shop.ShopPage"]
    subpage_types: list[str] = []
    picture_sizes = ("fill-640x640", "fill-320x320", *GALLERY_SIZES, SOCIAL_CARD)
    schema_type = "Product"
    search_room = "shop"

    class Meta:
        verbose_name = _("product page")
        verbose_name_plural = _("product pages")

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.product_id:
            twins = ProductPage.objects.filter(product_id=self.product_id, locale_id=self.locale_id)
            if twins.exclude(pk=self.pk).exists():
                errors["product"] = _("This product has a page in this language already.")
            elif self.live and (message := self.publishing_obstacle()):
                errors["product"] = message
        if errors:
            raise ValidationError(errors)

    def get_context(self, request, *args, **kwargs):
        from ..product_context import product_context

        # First, because it brings the picture with its renditions, which the frame of the page needs too.
        shown = product_context(
            self, variant=request.GET.get("wariant", "")[:40], refusal=kwargs.get("refusal")
        )
        return {**super().get_context(request, *args, **kwargs), **shown}

    def search_keywords(self) -> list[str]:
        """Code, shelf, maker and place, what it is made of and how, what for; variants and parts of a set."""
        product = self.product
        maker = product.enterprise
        names = [
            product.code,
            str(product.get_kind_display()),
            product.category.label,
            maker.name,
            maker.city,
            str(maker.get_voivodeship_display()),
            *(record.label for kind in ("techniques", "materials", "occasions") for record in getattr(product, kind).all()),
        ]
        for variant in product.variants.all():
            names += [variant.code, in_language(variant, "variant_name")]
        return [*names, *(part.product.name for part in product.components.select_related("product"))]

    @classmethod
    def search_factors(cls, page_ids: list[int]) -> dict[int, float]:
        """Sold goods step back behind those that can be bought."""
        from ..stock_rows import sold_pages

        return dict.fromkeys(sold_pages(page_ids), SOLD_FACTOR)

    def permissions_for_user(self, user):
        return ProductPagePermissionTester(user, self)

    def publishing_obstacle(self) -> str | None:
        """Why the page may not be public, or None: every good shows who made it, so its maker's profile is live; a set has
        its parts."""
        from ..product_rules import publishing_obstacle

        if self.product.variant_of_id:
            return _("A variant has no page of its own: it stands on the page of its product.")
        if text := publishing_obstacle(self.product):
            return text
        if EnterprisePage.objects.live().filter(enterprise_id=self.product.enterprise_id).exists():
            return None
        return _("Publish the profile of “%(enterprise)s” first: every product shows who made it.") % {
            "enterprise": self.product.enterprise
        }
