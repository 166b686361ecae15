"""Addresses: absolute ones, and the same page in other languages."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language

LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class LanguageLink:
    """The present page in another language. `is_translated` is False where the words are still Polish."""

    code: str
    label: str
    url: str
    is_current: bool
    is_translated: bool = True


def absolute(path: str) -> str:
    """Absolute address of a path on this site; what is absolute already stays as it is."""
    return path if path.startswith(("http://", "https://")) else f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def view_language_links(request: HttpRequest) -> list[LanguageLink]:
    """Links to the same view (basket, checkout, search) in each language; the query goes along."""
    # „//evil.example/” and „/\\evil.example/” as links would be other sites.
    path = escape_leading_slashes(escape_uri_path(request.path))
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return [
        LanguageLink(code, name, translate_url(path, code) + query, code == get_language())
        for code, name in settings.LANGUAGES
    ]


def page_language_links(page, request: HttpRequest) -> list[LanguageLink]:
    """Links to the translations of a page, in the order of the settings."""
    translations = (
        page.get_translations(inclusive=True)
        .live()
        .select_related("locale")
        .only(
            "pk",
            "url_path",
            "path",
            "depth",
            "alias_of_id",
            "locale__language_code",
            "live",
            "content_type_id",
        )
    )
    by_code = {translation.locale.language_code: translation for translation in translations}
    return [
        LanguageLink(
            code,
            name,
            by_code[code].get_url(request),
            code == get_language(),
            is_translated=not by_code[code].alias_of_id,
        )
        for code, name in settings.LANGUAGES
        if code in by_code
    ]
