from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from .text import HeadingBlock, NoteBlock, ParagraphBlock, PictureBlock, QuoteBlock
from .video import VideoBlock


def preview_of_record(block: blocks.StructBlock, name: str, **conditions) -> blocks.StructValue:
    """The block's value with the first record of its chooser `name`, for the preview in the block library."""
    records = block.child_blocks[name].model_class.objects.filter(**conditions)
    return block.normalize({name: records.first()})


class ProductEmbedBlock(blocks.StructBlock):
    """A product in the flow of a text. Points at the record, so that each language shows its own page."""

    product = SnippetChooserBlock("shop.Product", label=_("Product"))

    class Meta:
        icon = "tag"
        label = _("Product")
        template = "blocks/product.html"
        description = _("A product with picture, price and maker, in the flow of the text.")

    def get_preview_value(self):
        return preview_of_record(self, "product", pages__live=True)


class FigureEmbedBlock(blocks.StructBlock):
    """A figure of the register: value, date and source come from the record, never from the text."""

    figure = SnippetChooserBlock("goodpractices.Figure", label=_("Figure"))

    class Meta:
        icon = "order"
        label = _("Figure")
        template = "blocks/figure.html"
        description = _("A number from the register of figures, with its date and source.")

    def get_preview_value(self):
        return preview_of_record(self, "figure")


class BodyBlock(blocks.StreamBlock):
    """The body of every text page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    video = VideoBlock()
    quote = QuoteBlock()
    note = NoteBlock()
    product = ProductEmbedBlock()
    figure = FigureEmbedBlock()

    class Meta:
        block_counts = {}
