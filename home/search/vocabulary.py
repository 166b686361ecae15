"""The words of the index, held in memory: what exists, what begins so, what is spelled nearly so."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .documents import LEAD, NAME_MARK

#: Words of a language that are held; the rarest of the lightest fall out first.
MAX_WORDS = 60_000
#: Words that a beginning is completed to.
MAX_COMPLETIONS = 24
#: The part of a word that its kin begin with, and from how many letters on.
KIN_SHARE = 0.65
KIN_LEAST = 6
#: Words offered for a misspelled one.
MAX_NEAR = 3


@dataclass
class Word:
    """A term: how it is written, on how many pages, what it counts where it counts most."""

    shown: str
    pages: int
    weight: int


@dataclass
class Vocabulary:
    """All terms of one language tree."""

    version: tuple
    words: dict[str, Word]
    total: int
    ordered: list[str] = field(default_factory=list)
    by_length: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self):
        self.ordered = sorted(self.words)
        lengths = defaultdict(list)
        for term in self.ordered:
            lengths[len(term)].append(term)
        self.by_length = dict(lengths)

    def beginning_with(self, start: str) -> list[str]:
        """Terms that begin so, the weightiest first."""
        place = bisect_left(self.ordered, start)
        found = []
        while place < len(self.ordered) and self.ordered[place].startswith(start):
            found.append(self.ordered[place])
            place += 1
        return sorted(found, key=self.rank)[:MAX_COMPLETIONS]

    def near(self, word: str, *, looser: int = 0) -> list[str]:
        """Terms that differ by no more letters than a typing error makes (`looser`: so many more), the nearest first.

        Among the equally near the weightiest come first.
        """
        most = allowed_errors(word)
        if not most:
            return []
        most += looser
        lengths = range(len(word) - most, len(word) + most + 1)
        candidates = [term for length in lengths for term in self.by_length.get(length, ())]
        found = process.extract(
            word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=60
        )
        # A slip at the first letter is rare: it counts twice.
        found = [(term, distance + (term[0] != word[0])) for term, distance, _place in found]
        ranked = sorted((hit for hit in found if hit[1] <= most), key=lambda hit: (hit[1], *self.rank(hit[0])))
        return [term for term, _distance in ranked[:MAX_NEAR]]

    def kin(self, word: str) -> list[str]:
        """Terms that share the greater part of a longer word: „wiklina” for „wiklinowy”, „szal” for „szalik”."""
        return self.beginning_with(word[: round(len(word) * KIN_SHARE)]) if len(word) >= KIN_LEAST else []

    def is_telling(self, term: str) -> bool:
        """Whether the term may be offered as a better spelling: a word as written, of a lead, a title or a name."""
        return bool(self.words[term].shown) and self.words[term].weight >= LEAD

    def rank(self, term: str) -> tuple:
        """Sort key: words of titles before words of texts, frequent before rare, then the alphabet."""
        word = self.words[term]
        return (-word.weight, -word.pages, term)


def allowed_errors(word: str) -> int:
    """One letter from four letters on, two from seven on; digits are no words to be mistyped."""
    if any(sign.isdigit() for sign in word) or len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def vocabulary(locale_id: int) -> Vocabulary:
    """The words of a tree; read anew when an entry of the index has changed. One query, two when read anew.

    The version is the index's own (newest entry and their number), so that it cannot be forgotten or run ahead of a
    transaction, as one in the cache could.
    """
    from ..models import SearchEntry, SearchTerm

    entries = SearchEntry.objects.filter(locale=locale_id)
    newest, total = entries.aggregate(newest=Max("updated_at"), total=Count("pk")).values()
    key = f"vocabulary:{locale_id}"
    held = caches["memory"].get(key)
    if held is not None and held.version == (newest, total):
        return held
    rows = (
        SearchTerm.objects.filter(locale=locale_id)
        .exclude(term__startswith=NAME_MARK)
        .order_by()
        .values("term")
        .annotate(word=Max("shown"), pages=Count("pk"), most=Max("weight"))
        .order_by("-most", "-pages", "term")[:MAX_WORDS]
    )
    held = Vocabulary(
        version=(newest, total),
        words={row["term"]: Word(row["word"], row["pages"], row["most"]) for row in rows},
        total=total,
    )
    caches["memory"].set(key, held, timeout=600)
    return held
