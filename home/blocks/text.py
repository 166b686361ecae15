from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock


class HeadingBlock(blocks.CharBlock):
    """A heading inside the text, second level."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        preview_value = "Jak powstaje wazon"
        description = _("A heading that divides a longer text into parts.")


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", ["h3", "bold", "italic", "ol", "ul", "link", "document-link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        preview_value = "<p>Glina schnie powoli. Przez pierwszy tydzień nikt jej nie pogania.</p>"
        description = _(
            "Paragraphs, lists and links. Words such as WTZ are linked to the glossary by themselves."
        )


class DescribedImageBlock(ImageBlock):
    """Wagtail's picture with its alternative text; the chooser's label, English in Wagtail, is translated."""

    def __init__(self, required: bool = True, **kwargs):
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("Picture")

    class Meta:
        label = _("Picture")


class PictureBlock(blocks.StructBlock):
    image = DescribedImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture with caption")
        template = "blocks/picture.html"
        description = _("A picture across the column. The alternative text says what it shows.")

    def get_preview_value(self):
        """The newest picture of the house."""
        image = get_image_model().objects.order_by("-pk").first()
        return self.normalize({"image": image, "caption": "Podpis mówi, co widać i gdzie to jest."})


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=400)
    who = blocks.CharBlock(label=_("Who says it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Najpierw trzeba polubić glinę, potem ona polubi ciebie.",
            "who": "instruktorka",
        }
        description = _("One sentence that deserves to stand large.")


class NoteBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("Aside")
        template = "blocks/note.html"
        preview_value = {"text": "<p>Odbiór osobisty jest bezpłatny.</p>"}
        description = _("A short remark in a frame beside the main text.")
