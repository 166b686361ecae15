from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError
from wagtail.models import PreviewableMixin

from ..captions import captions_clean
from .credited import Credited

#: Endings of the fields in each language, Polish first.
SUFFIXES = {"pl": "", "en": "_en", "uk": "_uk"}
#: What a film needs in each language it speaks.
WORDS = ("title", "summary", "captions", "transcript")
#: Sizes in which a poster is shown: over the film, and small in a gallery.
POSTER, POSTER_THUMB = "max-1600x1600", "fill-160x160"


class VideoManager(models.Manager):
    """Films come with their poster, so that a text with several of them asks for them all at once."""

    def get_queryset(self):
        return super().get_queryset().select_related("poster").prefetch_related("poster__renditions")

    def without_posters(self):
        """For those who want the words alone."""
        return super().get_queryset()


class Video(PreviewableMixin, Credited, models.Model):
    """A short film: one file for all languages, with captions and a transcript in each.

    A film without words in a language shows there its Polish ones. `length` and what follows it are read from the file
    (home.videos).
    """

    class Told(models.TextChoices):
        WORDS = "words", _("captions and transcript tell everything that matters in the picture")
        SOUND = "sound", _("the voice in the film tells everything that matters in the picture")
        DESCRIPTION = "description", _("the film has an audio description")

    title = models.CharField(_("title (Polish)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    title_uk = models.CharField(_("title (Ukrainian)"), max_length=120, blank=True)
    summary = models.CharField(
        _("what the film shows (Polish)"), max_length=300, help_text=_("One sentence, shown under the film and to search engines.")
    )
    summary_en = models.CharField(_("what the film shows (English)"), max_length=300, blank=True)
    summary_uk = models.CharField(_("what the film shows (Ukrainian)"), max_length=300, blank=True)
    file = models.FileField(_("film"), upload_to="videos")
    poster = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("poster"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The picture that stands there until the film is started; it is printed too."),
    )
    captions = models.TextField(
        _("captions (Polish)"),
        max_length=20_000,
        help_text=_(
            "WebVTT: a time, for example 00:01.000 --> 00:04.000, below it one or two lines, then a blank line. Say what is "
            "spoken and heard; in a film without sound, what is to be seen."
        ),
    )
    captions_en = models.TextField(_("captions (English)"), max_length=20_000, blank=True)
    captions_uk = models.TextField(_("captions (Ukrainian)"), max_length=20_000, blank=True)
    transcript = models.TextField(
        _("transcript (Polish)"),
        max_length=20_000,
        help_text=_("The whole film in words, what is said and what is shown, for people who cannot or do not want to watch it."),
    )
    transcript_en = models.TextField(_("transcript (English)"), max_length=20_000, blank=True)
    transcript_uk = models.TextField(_("transcript (Ukrainian)"), max_length=20_000, blank=True)
    told = models.CharField(
        _("for people who do not see"),
        max_length=12,
        choices=Told.choices,
        blank=True,
        help_text=_("How somebody who does not see learns what the picture shows. Shown below the transcript."),
    )
    published_on = models.DateField(_("date"), default=timezone.localdate, help_text=_("When the film was first shown."))
    length = models.PositiveIntegerField(_("length in milliseconds"), editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    has_sound = models.BooleanField(_("has sound"), editable=False, default=False)

    objects = VideoManager()

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(length__gt=0, width__gt=0, height__gt=0), name="video_was_read"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        if self.poster:
            try:
                # Now, so that showing the film writes nothing.
                self.poster.get_renditions(POSTER, POSTER_THUMB)
            except (SourceImageIOError, OSError):
                # The file of the picture is gone: the film stands without it.
                return

    @property
    def languages(self) -> list[str]:
        """Codes of the languages in which it has its words."""
        return [code for code, suffix in SUFFIXES.items() if getattr(self, f"captions{suffix}")]

    @property
    def language(self) -> str:
        """The language of the words that are shown: the active one, or Polish."""
        active = get_language() or settings.LANGUAGE_CODE
        return active if active in self.languages else settings.LANGUAGE_CODE

    def words(self, name: str, language: str) -> str:
        """One of WORDS in a language of SUFFIXES; empty where the film has none."""
        return getattr(self, f"{name}{SUFFIXES[language]}")

    def clean(self) -> None:
        """Captions become clean WebVTT. A language has all its words or none."""
        super().clean()
        errors = {}
        for code, suffix in SUFFIXES.items():
            name = f"captions{suffix}"
            if text := getattr(self, name).strip():
                try:
                    setattr(self, name, captions_clean(text, length=self.length))
                except ValidationError as error:
                    errors[name] = error.messages
            if code != settings.LANGUAGE_CODE and any(self.words(word, code).strip() for word in WORDS):
                missing = [f"{word}{suffix}" for word in WORDS if not self.words(word, code).strip()]
                errors |= {field: [_("Missing in this language. Fill in all four, or none of them.")] for field in missing}
        if errors:
            raise ValidationError(errors)

    def get_preview_template(self, request, mode_name):
        return "home/video_preview.html"
