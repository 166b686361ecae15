from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from home.blocks import DescribedImageBlock

CHANNEL_KINDS = [
    ("billboard", _("billboard")),
    ("citylight", _("citylight")),
    ("tv", _("television")),
    ("radio", _("radio")),
    ("press", _("press")),
    ("social", _("social media")),
    ("event", _("event")),
    ("mail", _("mailing")),
]


class ChannelValue(blocks.StructValue):
    def kind_label(self):
        """The kind's name in the active language."""
        return dict(CHANNEL_KINDS).get(self.get("kind"), self.get("kind"))


class ChannelBlock(blocks.StructBlock):
    """One channel of a campaign: where it runs, on what carrier or station, when, and what is seen or heard."""

    kind = blocks.ChoiceBlock(choices=CHANNEL_KINDS, label=_("Channel"))
    carrier = blocks.CharBlock(label=_("Carrier or station"), max_length=160)
    place = blocks.CharBlock(label=_("Place"), required=False, max_length=160)
    start = blocks.DateBlock(label=_("First day"))
    end = blocks.DateBlock(label=_("Last day"))
    description = blocks.TextBlock(label=_("What is seen or heard"), required=False)
    transcript = blocks.TextBlock(
        label=_("Transcript"),
        required=False,
        help_text=_("The words of a spot or recording. Needed for television and radio."),
    )
    creative = DescribedImageBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Channel")
        template = "blocks/channel.html"
        value_class = ChannelValue
        preview_value = {
            "kind": "billboard",
            "carrier": "Billboardy 6 × 3 m",
            "place": "Poznań",
            "description": "Ręce lepiące wazon i zdanie: Twoje zakupy mają sens!",
        }
        description = _("Where the campaign is seen or heard, and when.")

    def clean(self, value):
        """Refuse dates in the wrong order, and spots without a transcript (WCAG 2.2, 1.2.1)."""
        from django.core.exceptions import ValidationError
        from wagtail.blocks.struct_block import StructBlockValidationError

        result = super().clean(value)
        errors = {}
        if result["end"] < result["start"]:
            errors["end"] = ValidationError(_("The last day comes before the first one."))
        if result["kind"] in {"tv", "radio"} and not result["transcript"]:
            errors["transcript"] = ValidationError(_("Write what is said, for people who do not hear it."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return result


class ChannelsBlock(blocks.StreamBlock):
    channel = ChannelBlock()


class FundersBlock(blocks.StreamBlock):
    funder = SnippetChooserBlock("home.Funder", label=_("Funder"))
