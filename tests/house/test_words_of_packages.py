"""The administration is Polish throughout: site/locale_upstream has the words that Wagtail and other packages lack.

Catalogues of packages say which messages there are and which of them are in Polish; an upgrade that brings new
messages, or translates old ones, fails here and names them. How to mend it: docs/decisions/0010.
"""

import gettext
import json
import re
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils import translation
from wagtail.admin.forms.choosers import AnchorLinkChooserForm, EmailLinkChooserForm
from wagtail.admin.views.i18n import js_catalog

ROOMS = {"market", "shop", "goodpractices", "stories", "home"}
#: What it says is read by programs that call the API, not by editors.
READ_BY_PROGRAMS = "rest_framework"
OURS, OF_PACKAGES = settings.LOCALE_PATHS
#: Context, English text, whether it counts: gettext and ngettext look for different keys.
Key = tuple[str | None, str, bool]


@cache
def compiled(path: Path) -> frozenset[Key]:
    """The messages that Django reads from a catalogue: neither empty nor fuzzy ones; none where there is no file."""
    if not path.exists():
        return frozenset()
    with path.open("rb") as file:
        keys = gettext.GNUTranslations(file)._catalog
    found = set()
    for key in keys:
        text = key[0] if isinstance(key, tuple) else key
        context, separator, rest = text.partition("\x04")
        found.add((context, rest, isinstance(key, tuple)) if separator else (None, text, isinstance(key, tuple)))
    return frozenset(found - {(None, "", False)})


def in_polish(folder: Path, domain: str) -> frozenset[Key]:
    return compiled(folder / f"pl/LC_MESSAGES/{domain}.mo")


@cache
def named(folder: Path, domain: str) -> frozenset[Key]:
    """All messages of a package: those of its English catalogue, else those that any language translates."""
    english = folder / f"en/LC_MESSAGES/{domain}.po"
    if not english.exists():
        return frozenset().union(*(compiled(path) for path in folder.glob(f"*/LC_MESSAGES/{domain}.mo")))
    with english.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return frozenset(
        (message.context, message.id[0] if message.pluralizable else message.id, message.pluralizable)
        for message in messages
    )


def is_said(wanted: Key, said: frozenset[Key]) -> bool:
    """A message that counts serves one that does not (gettext takes its singular), but not the other way."""
    context, text, counts = wanted
    return wanted in said or (not counts and (context, text, True) in said)


def folders() -> list[Path]:
    """Where the installed packages keep their catalogues."""
    packages = [app for app in apps.get_app_configs() if app.name.split(".")[0] not in ROOMS]
    found = [Path(app.path) / "locale" for app in packages]
    return [folder for folder in found if folder.exists()]


def lacking(domain: str) -> set[Key]:
    """What is named in a package and neither there, nor in another one, nor in our own catalogue in Polish.

    Wagtail serves the messages of scripts by package, so there the others do not count.
    """
    everywhere = in_polish(OURS, domain)
    if domain == "django":
        others = [Path(django.__file__).parent / "conf/locale", *folders()]
        everywhere = everywhere.union(*(in_polish(folder, domain) for folder in others))
    return {
        wanted
        for folder in folders()
        if READ_BY_PROGRAMS not in folder.parts
        for wanted in named(folder, domain)
        if not is_said(wanted, everywhere | in_polish(folder, domain))
    }


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_word_of_a_package_is_without_polish(domain):
    here = in_polish(OF_PACKAGES, domain)
    assert sorted(text for context, text, counts in lacking(domain) if not is_said((context, text, counts), here)) == []


def reworded() -> set[Key]:
    """Sentences around the name of any kind of record: the packages' Polish fits the gender and case of one kind alone
    („Dodaj karta”, „ten liczba”); ours names the kind in brackets or after a colon."""
    return {key for key in in_polish(OF_PACKAGES, "django") if re.search(r"%\((model_name|snippet_type_name|label)\)s", key[1])}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_only_words_that_the_packages_lack_or_bend_wrong_stand_there(domain):
    """A word that the packages say by now, or that is gone from them, would hide theirs or lie about."""
    assert in_polish(OF_PACKAGES, domain) - lacking(domain) - reworded() == set()


def test_what_is_reworded_is_still_said_by_a_package():
    in_packages = frozenset().union(*(named(folder, "django") for folder in folders()))
    assert [text for _context, text, _counts in reworded() - in_packages] == []
    with translation.override("pl"):
        assert translation.gettext("Add %(model_name)s") % {"model_name": "karta podarunkowa"} == "Dodaj: karta podarunkowa"


@pytest.mark.parametrize(("count", "words"), [(1, "Usunięto 1 stronę"), (2, "Usunięto 2 strony"), (5, "Usunięto 5 stron")])
def test_words_that_count_take_the_right_form(count, words):
    said = ("%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted")
    with translation.override("pl"):
        assert translation.ngettext(*said, count) % {"num_parent_objects": count} == words


@pytest.mark.parametrize(("count", "words"), [(1, "1 rzecz"), (2, "2 rzeczy"), (5, "5 rzeczy")])
def test_our_own_words_that_count_stay(count, words):
    """Three forms here, four there: Django must keep the rules apart."""
    with translation.override("pl"):
        assert translation.ngettext("%(count)d thing", "%(count)d things", count) % {"count": count} == words


def test_scripts_of_the_administration_get_the_words(rf):
    """Ours comes first, so that its rule for plurals is the one that the browser counts Wagtail's forms by."""
    with translation.override("pl"):
        script = js_catalog(rf.get("/")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    assert catalogue["Changes have been autosaved."] == "Zmiany zapisano automatycznie."
    counted = [forms for forms in catalogue.values() if isinstance(forms, list)]
    assert counted
    assert all(len(forms) == 4 and all(forms) for forms in counted)
    rule = in_header(OF_PACKAGES / "pl/LC_MESSAGES/djangojs.po")
    assert rule == in_header(Path(apps.get_app_config("wagtailadmin").path) / "locale/pl/LC_MESSAGES/djangojs.po")
    assert f"const v = {rule};" in script


def in_header(path: Path) -> str:
    """The rule for plural forms of a catalogue."""
    with path.open("rb") as file:
        return read_po(file).plural_expr


def test_fields_without_labels_are_named():
    """Wagtail gives these fields no label: Django would show their names, in English."""
    with translation.override("pl"):
        labels = [str(field.label) for field in EmailLinkChooserForm().fields.values()]
        assert labels == ["Adres e-mail", "Tekst linku", "Temat", "Treść wiadomości"]
        assert [str(field.label) for field in AnchorLinkChooserForm().fields.values()] == ["#", "Tekst linku"]
