"""Wagtail asks the database for the active locale on every request of a public page; there are three of them."""

from django.core.cache import caches
from wagtail.models import Locale
from wagtail.models.i18n import LocaleManager

_from_database = LocaleManager.get_for_language


def get_for_language(self: LocaleManager, language_code: str) -> Locale:
    """As Wagtail's own, remembered in memory like the frame of the pages, and forgotten with it."""
    key = f"locale:{language_code}"
    locale = caches["memory"].get(key)
    if locale is None:
        locale = _from_database(self, language_code)
        caches["memory"].set(key, locale)
    return locale
