"""Links the first use of each glossary term in a text to its entry, with the definition at hand."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.models import ready_for_cards, with_root_paths

from .models import GlossaryTermPage

#: Inside these nothing is linked: links, headings, buttons, sources of quotes, code, words that open something.
CLOSED_ELEMENTS = frozenset(
    {
        *("a", "button", "label", "summary", "select", "textarea"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "article", "figcaption", "cite"),
        *("code", "pre", "script", "style", "title", "svg"),
    }
)
VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
#: A tag, a comment, or an opening tag with quoted attributes that may hold „>”.
MARKUP = re.compile(r"(<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>)", re.S)
TAG_NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9-]*)")
ABBREVIATION = re.compile(r"[^\W\d_]*[A-ZĄĆĘŁŃÓŚŹŻА-ЯҐЄІЇ]{2,}")
BLANKS = r"(?:\s|&nbsp;|&#160;)+"
APOSTROPHES = "['’ʼ]"


@dataclass(frozen=True)
class Term:
    """A glossary entry as texts need it. language: of title and definition; phrases: {language: forms}."""

    code: str
    page_id: int
    term_id: int
    url: str
    title: str
    definition: str
    abbreviation: str
    language: str
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)


def load_terms() -> dict[str, Term]:
    """All public entries by code, in the active language; one query for the pages of all languages."""
    language = get_language()
    pages = ready_for_cards(GlossaryTermPage.objects.live(), pictures=False).select_related("term").defer("body")
    by_code: dict[str, list[GlossaryTermPage]] = {}
    for page in with_root_paths(pages):
        by_code.setdefault(page.term.code, []).append(page)
    terms = {}
    for code, versions in by_code.items():
        shown = next((page for page in versions if page.locale.language_code == language), versions[0])
        terms[code] = Term(
            code=code,
            page_id=shown.pk,
            term_id=shown.term_id,
            url=shown.url or "",
            title=shown.title,
            definition=shown.definition,
            abbreviation=shown.term.abbreviation,
            language=shown.content_language,
            phrases={page.content_language: split_phrases(page.phrases) for page in versions if page.is_translated},
        )
    return terms


def split_phrases(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def is_abbreviation(phrase: str) -> bool:
    """True for WTZ, ZPCh-y or „certyfikat BASE”: those are matched letter by letter, so that „base” stays a word."""
    return any(ABBREVIATION.match(word) for word in phrase.split())


@lru_cache(maxsize=32)
def pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the phrases as whole words, the longest first."""
    parts = []
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        words = BLANKS.join(re.sub(APOSTROPHES, APOSTROPHES, re.escape(word)) for word in phrase.split())
        parts.append(words if is_abbreviation(phrase) else f"(?i:{words})")
    # A hyphen or an apostrophe goes on with the word: neither „WTZ-owski” nor „суб’єкт” ends at it.
    return re.compile(rf"(?<![\w&])(?<!\w[-'’ʼ])(?:{'|'.join(parts)})(?!\w|[-'’ʼ]\w)")


def key_of(text: str) -> str:
    """What a match and its phrase have in common."""
    text = re.sub(BLANKS, " ", text)
    return re.sub(APOSTROPHES, "’", text).casefold()


class GlossaryLinker:
    """Links terms in the texts of one page. used: codes that the page has linked already, or must not link."""

    def __init__(self, terms: dict[str, Term], *, language: str, used: set[str]):
        self.terms = terms
        self.used = used
        self.by_phrase: dict[str, str] = {}
        phrases: list[str] = []
        for term in terms.values():
            for phrase in term.phrases.get(language, ()):
                if self.by_phrase.setdefault(key_of(phrase), term.code) == term.code:
                    phrases.append(phrase)
        self.pattern = pattern_of(tuple(phrases)) if phrases else None

    def link(self, html: str) -> str:
        """The HTML with first uses linked; what is inside a tag or a closed element stays as it was."""
        if self.pattern is None:
            return html
        parts = []
        closed: list[str] = []
        for piece in MARKUP.split(html):
            if piece.startswith("<"):
                self._enter(piece, closed)
                parts.append(piece)
            else:
                parts.append(piece if closed else self.pattern.sub(self._replace, piece))
        return "".join(parts)

    @staticmethod
    def _enter(tag: str, closed: list[str]) -> None:
        """Keep count of closed elements: the outermost one and those of its name inside it."""
        match = TAG_NAME.match(tag)
        if match is None:
            return
        name = match[1].lower()
        if tag.startswith("</"):
            if closed and closed[-1] == name:
                closed.pop()
        elif name in VOID_ELEMENTS or tag.endswith("/>"):
            return
        elif closed:
            if name == closed[-1]:
                closed.append(name)
        elif name in CLOSED_ELEMENTS or "data-no-glossary" in tag:
            closed.append(name)

    def _replace(self, match: re.Match[str]) -> str:
        code = self.by_phrase.get(key_of(match[0]))
        if code is None or code in self.used:
            return match[0]
        self.used.add(code)
        return self._markup(self.terms[code], match[0])

    @staticmethod
    def _markup(term: Term, word: str) -> str:
        """As components/term.html: a button with a native popover, which holds the definition and the link."""
        language = "" if term.language == get_language() else f' lang="{escape(term.language)}"'
        identifier = f"term-{escape(term.code)}"
        more = ""
        if term.url:
            name = f'<span class="visually-hidden">: {escape(term.title)}</span>'
            more = f'<a class="term__more" href="{escape(term.url)}">{escape(_("More about this word"))}{name}</a>'
        return (
            f'<span class="term"><button type="button" class="term__word" popovertarget="{identifier}">{word}</button>'
            f'<span class="term__card" popover id="{identifier}">'
            f'<strong class="term__name"{language}>{escape(term.title)}</strong>'
            f'<span class="term__definition"{language}>{escape(term.definition)}</span>{more}</span></span>'
        )


def own_term(page: Page | None) -> int | None:
    """Primary key of the term that the page itself explains."""
    return page.term_id if isinstance(page, GlossaryTermPage) else None
