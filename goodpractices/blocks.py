from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class EffectBlock(blocks.StructBlock):
    """One measured effect of a practice (indicator, value, unit)."""

    label = blocks.CharBlock(label=_("What changed"), max_length=160)
    value = blocks.CharBlock(label=_("Value"), max_length=40, help_text=_("For example: about 800"))
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=60)
    note = blocks.CharBlock(label=_("Remark"), required=False, max_length=250)

    class Meta:
        icon = "order"
        label = _("Effect in numbers")
        template = "blocks/effect.html"
        preview_value = {"label": "Zestawy w pierwszej edycji", "value": "blisko 800", "unit": "zestawów"}
        description = _("A measured effect: what, how much, in which unit.")


class EffectsBlock(blocks.StreamBlock):
    effect = EffectBlock()


class StepBlock(blocks.StructBlock):
    """A step of a guide."""

    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.RichTextBlock(label=_("What to do"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "list-ol"
        label = _("Step")
        template = "blocks/step.html"
        preview_value = {"title": "Zadzwoń do najbliższego WTZ", "text": "<p>Umów się na godzinę w pracowni.</p>"}
        description = _("One step of a guide: what to do, and how.")


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()

    class Meta:
        max_num = 5
