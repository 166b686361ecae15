"""English and Ukrainian: whole trees by wagtail-localize, and human translations of the pages that have one.

A translation goes in string by string, the way an editor's would, so that it can be carried on in the admin.
"""

from collections import defaultdict

from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .pages import Builder, Entry, apply


class TranslationMismatch(Exception):
    """A translated text has other parts than its source, for example a paragraph less."""


def make_trees() -> None:
    """Switch both languages on: each gets the whole tree, with aliases where nothing is translated."""
    polish = Locale.objects.get(language_code="pl")
    for code in ("en", "uk"):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        # Saving it copies what is missing in the tree of that language.
        LocaleSynchronization.objects.update_or_create(locale=locale, defaults={"sync_from": polish})


def translate(builder: Builder, entry: Entry, language: str) -> None:
    """Publish the translation of a page, unless it has one already."""
    locale = Locale.objects.get(language_code=language)
    page = entry.page.specific_class.objects.get(pk=entry.page.pk)
    if Page.objects.filter(translation_key=page.translation_key, locale=locale, alias_of=None).exists():
        return
    strings = _strings(builder, entry, page, language)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    # Conflicts are strings that a run before this one has put in already.
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                data=strings[segment.context.path].pop(0),
                last_translated_by=builder.owner,
            )
            for segment in source.stringsegment_set.select_related("context", "string").order_by("order")
        ],
        ignore_conflicts=True,
    )
    translation.save_target(publish=True)


def _strings(builder: Builder, entry: Entry, page: Page, language: str) -> dict[str, list[str]]:
    """Translated strings by the path of their segment, in order. The blocks take the identities of the source's."""
    twin = entry.page.specific_class.objects.get(pk=page.pk)
    expected = _by_path(page)
    words = entry.kind.words(builder, entry.key, {**entry.data["pl"], **entry.data[language]})
    apply(builder, twin, words)
    found = _by_path(twin)
    where = f"{entry.kind.name} {entry.key} [{language}]"
    for path, texts in expected.items():
        if len(found[path]) != len(texts):
            raise TranslationMismatch(
                f"{where}: {path} has {len(found[path])} parts instead of {len(texts)}: {texts[:1]}"
            )
        for source, translated in zip(texts, found[path], strict=True):
            if translated.count("<a ") > source.count("<a "):
                raise TranslationMismatch(f"{where}: more links than in {source[:80]}: {translated[:80]}")
    return found


def _by_path(page: Page) -> dict[str, list[str]]:
    strings: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            strings[segment.path].append(segment.string.get_translatable_html())
    return strings


def make_translations(builder: Builder) -> None:
    """All translations that the content has, parents before children."""
    for language in ("en", "uk"):
        for entry in builder.entries:
            if language in entry.data:
                translate(builder, entry, language)
