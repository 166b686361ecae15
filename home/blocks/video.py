from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class VideoBlock(blocks.StructBlock):
    """A short film in the flow of a text. Points at the record, which has the words of every language."""

    video = SnippetChooserBlock("home.Video", label=_("Film"))

    class Meta:
        icon = "media"
        label = _("Film")
        template = "blocks/video.html"
        description = _("A short film with captions and a transcript. Films are made ready under “Films” in the menu.")

    def get_preview_value(self):
        """The newest film of the house."""
        return self.normalize({"video": self.child_blocks["video"].model_class.objects.first()})
