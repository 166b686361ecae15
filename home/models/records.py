from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..current_request import current_request


class NamedRecord(models.Model):
    """An entry of a vocabulary: one row whatever the language, with a name in each of them."""

    code = models.SlugField(
        _("code"), max_length=60, unique=True, help_text=_("Used in addresses; do not change it later.")
    )
    name = models.CharField(_("name (Polish)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name_uk = models.CharField(_("name (Ukrainian)"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the active language, in Polish where it has none."""
        return in_language(self, "name")


def in_language(record: models.Model, field: str) -> str:
    """The value of `field`, `field_en` or `field_uk` by the active language; Polish where that one is empty."""
    language = get_language() or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE and (value := getattr(record, f"{field}_{language}", "")):
        return value
    return getattr(record, field)


def pages_for(
    records: Iterable[models.Model], *, page_class: type, field: str, pictures: bool = True
) -> dict[int, models.Model]:
    """The live page of each record in the active language, in Polish where there is none; one query.

    records: saved records; page_class: the page model; field: its foreign key to the record; pictures: fetch their
    pictures too (one query more).
    Gives {primary key of the record: page}; a record without a live page is missing.
    """
    language = get_language() or settings.LANGUAGE_CODE
    pages = (
        page_class.objects.live()
        .filter(
            **{f"{field}__in": list(records)}, locale__language_code__in={language, settings.LANGUAGE_CODE}
        )
    )
    found: dict[int, models.Model] = {}
    for page in with_root_paths(ready_for_cards(pages, pictures=pictures)):
        key = getattr(page, f"{field}_id")
        if key not in found or page.locale.language_code == language:
            found[key] = page
    return found


def ready_for_cards(pages: models.QuerySet, *, pictures: bool = True) -> models.QuerySet:
    """The pages with what their cards need: address, `content_language`, and the picture with its renditions (one query
    more). Of the page that an alias stands for, only its tree is fetched: all its columns cost as much as the rest."""
    pages = pages.select_related("locale").annotate(source_locale_id=models.F("alias_of__locale"))
    return pages.select_related("picture").prefetch_related("picture__renditions") if pictures else pages


def with_root_paths(pages: Iterable[Page]) -> list[Page]:
    """The pages as a list, ready to tell their `url` without a look into the cache each.

    While a request is answered they share its copy of the root paths; in commands and mails they share one of theirs.
    """
    pages = list(pages)
    if pages:
        root_paths = pages[0]._get_site_root_paths(current_request())
        for page in pages:
            page._wagtail_cached_site_root_paths = root_paths
    return pages
