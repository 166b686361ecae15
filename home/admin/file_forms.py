"""Forms of pictures and documents; Wagtail builds all its ways to upload upon them (settings *_FORM_BASE)."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from ..documents import document_check
from ..pictures import PictureField


class MarketImageForm(BaseImageForm):
    """Wagtail's form, with our field in the place of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail's form for many files has none.
        if theirs := self.fields.get("file"):
            self.fields["file"] = PictureField(label=theirs.label, required=theirs.required, widget=theirs.widget)


class MarketDocumentForm(BaseDocumentForm):
    """Wagtail's form; a new file is looked into."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            document_check(file)
        return file
