"""Short films in the admin."""

from functools import partial

from django import forms
from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Video
from ..models.videos import SUFFIXES
from ..video_cards import facts_text
from ..videos import video_take

#: Bytes of a file with captions; those of a film of minutes have a few thousand.
CAPTIONS_MAX_BYTES = 100_000


def file_field() -> forms.FileField:
    return forms.FileField(
        label=_("Captions from a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt"}),
        help_text=_("VTT or SRT. It takes the place of the words above; there you can look at it and mend it afterwards."),
    )


class VideoForm(WagtailAdminModelForm):
    """A new file is looked into; a file with captions becomes their text, so that faults are mended on the screen."""

    captions_file = file_field()
    captions_file_en = file_field()
    captions_file_uk = file_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.replaced = None
        if "file" in self.fields:
            limits = {"seconds": settings.VIDEO_MAX_SECONDS, "size": filesizeformat(settings.VIDEO_MAX_BYTES)}
            self.fields["file"].widget.attrs["accept"] = ".mp4,.webm"
            self.fields["file"].help_text = _(
                "MP4 (H.264) or WebM, at most %(seconds)d s and %(size)s. A new file keeps all words."
            ) % limits
        if self.is_bound:
            self.data = self.data.copy()
            for suffix in SUFFIXES.values():
                self._text_of_file(suffix)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            before = self.instance.file.name
            video_take(self.instance, file)
            self.replaced = before or None
        return file

    def clean(self):
        cleaned = super().clean()
        for suffix in SUFFIXES.values():
            if fault := self.file_faults.get(suffix):
                self.add_error(f"captions_file{suffix}", fault)
            # The field shows several lines, the sentence has one.
            if summary := cleaned.get(f"summary{suffix}"):
                cleaned[f"summary{suffix}"] = " ".join(summary.split())
        return cleaned

    def save(self, commit=True):
        video = super().save(commit)
        if commit and self.replaced:
            # The old film goes when the new one is sure to stay.
            transaction.on_commit(partial(video.file.storage.delete, self.replaced))
        return video

    @property
    def file_faults(self) -> dict[str, str]:
        return self.__dict__.setdefault("_file_faults", {})

    def _text_of_file(self, suffix: str) -> None:
        """Put the words of an uploaded file where an editor would have typed them."""
        upload = self.files.get(self.add_prefix(f"captions_file{suffix}"))
        if not upload:
            return
        if upload.size > CAPTIONS_MAX_BYTES:
            self.file_faults[suffix] = _("This file is too large for captions.")
            return
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.file_faults[suffix] = _("The letters of this file cannot be read. Save it in the encoding UTF-8.")
            return
        self.data[self.add_prefix(f"captions{suffix}")] = text.replace("\0", "")


def words_panel(suffix: str, heading) -> MultiFieldPanel:
    names = ("title", "summary", "captions", "captions_file", "transcript")
    # A sentence of its own is read whole, not through a slit.
    widgets = {"summary": AdminAutoHeightTextInput}
    return MultiFieldPanel([FieldPanel(f"{name}{suffix}", widget=widgets.get(name)) for name in names], heading=heading)


class VideoViewSet(SnippetViewSet):
    model = Video
    icon = "media"
    menu_label = _("Films")
    menu_name = "videos"
    menu_order = 350
    add_to_admin_menu = True
    copy_view_enabled = False
    search_fields = ["title", "title_en", "title_uk", "summary"]
    search_backend_name = None
    list_display = [
        "title",
        Column("facts", label=_("Length"), accessor=facts_text),
        Column("languages", label=_("Languages"), accessor=lambda video: ", ".join(video.languages)),
        BooleanColumn("poster", label=_("Poster"), accessor=lambda video: bool(video.poster_id)),
        "published_on",
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("file"), FieldPanel("poster")], heading=_("Film and poster")),
            words_panel("", _("Words in Polish")),
            FieldPanel("told"),
            words_panel("_en", _("Words in English")),
            words_panel("_uk", _("Words in Ukrainian")),
            MultiFieldPanel(
                [
                    FieldPanel("published_on"),
                    FieldRowPanel([FieldPanel("credit"), FieldPanel("licence")]),
                    FieldPanel("shows_people"),
                    FieldPanel("consent_note"),
                ],
                heading=_("Date, rights and consent"),
            ),
        ],
        base_form_class=VideoForm,
    )
