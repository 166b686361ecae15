from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from home.blocks import HeadingBlock, NoteBlock, ParagraphBlock, PictureBlock, QuoteBlock
from home.claims import ClaimsForm
from home.models import BasePage, ClaimsMixin


class GoodsBlock(blocks.StructBlock):
    """Goods chosen by hand. Points at the records, so that each language shows its own pages of them."""

    items = blocks.ListBlock(
        SnippetChooserBlock("shop.Product", label=_("Product")), label=_("Goods"), min_num=1, max_num=24
    )

    class Meta:
        icon = "tag"
        label = _("Goods")
        template = "blocks/goods.html"
        description = _("A row of goods in the order that you choose. Goods that are not published are left out by themselves.")

    def get_preview_value(self):
        products = self.child_blocks["items"].child_block.model_class.objects.filter(pages__live=True)
        return self.normalize({"items": list(products.distinct()[:3])})

    def clean(self, value):
        """A good stands in a row once."""
        value = super().clean(value)
        chosen = [product.pk for product in value["items"]]
        twice = {place for place, key in enumerate(chosen) if key in chosen[:place]}
        if twice:
            error = blocks.list_block.ListBlockValidationError(
                block_errors={
                    place: ValidationError(_("This product is in the row already: take one of the two off."))
                    for place in twice
                }
            )
            raise blocks.StructBlockValidationError(block_errors={"items": error})
        return value


class CollectionBlock(blocks.StreamBlock):
    """What a collection is made of: words and rows of goods, in turns."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    goods = GoodsBlock()
    picture = PictureBlock()
    quote = QuoteBlock()
    note = NoteBlock()


class CollectionPage(ClaimsMixin, BasePage):
    """Goods that an editor has chosen for a theme, for example presents for a wedding, with a word about each choice."""

    body = StreamField(
        CollectionBlock(),
        verbose_name=_("words and goods"),
        help_text=_("Begin with a sentence or two, then a row of goods. Sold goods stay visible and step back by themselves."),
    )

    base_form_class = ClaimsForm
    content_panels = [*BasePage.content_panels, FieldPanel("body"), ClaimsMixin.claims_panel]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["shop.ShopPage"]
    subpage_types: list[str] = []
    search_room = "shop"

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def get_context(self, request, *args, **kwargs):
        from ..collections import collection_context

        return {**super().get_context(request, *args, **kwargs), **collection_context(self, request)}
