"""Basic forms of words: Polish by Morfeusz 2 (IPI PAN), else by Snowball, as English; Ukrainian by endings.

All terms are folded (see `text.fold`). Nothing here knows the database.
"""

import itertools
import threading
from functools import lru_cache

import snowballstemmer

from .text import fold
from .ukrainian import stem as ukrainian_stem

try:
    import morfeusz2
except ImportError:  # there are wheels for Linux on x86-64 only
    morfeusz2 = None

_POLISH = (
    "a aby albo ale bo by byc co czy dla do go i ich ile im ja jak jako jest juz kto ktore ktory lub ma mi moj na nad nam"
    " nie no o od on ona ono oraz po pod przez przy sa sie ta tak tam te tego tej ten to tu ty u w we z za ze"
)
_ENGLISH = "a an and are as at be by for from in is it of on or that the this to was with"
_UKRAINIAN = "а або але в від для до з за зі і й із на не о по про та те у це чи що щоб як який"
#: Words that tell nothing, folded. A query of nothing else is taken as it is.
STOP_WORDS = {
    language: frozenset(map(fold, text.split()))
    for language, text in (("pl", _POLISH), ("en", _ENGLISH), ("uk", _UKRAINIAN))
}

#: Accents that people leave out when they type Polish.
ACCENTS = {"a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zźż"}
#: Spellings tried for one word; beyond that only those with two accents at most.
MAX_SPELLINGS = 600

_local = threading.local()


def is_stop_word(word: str, language: str) -> bool:
    return fold(word) in STOP_WORDS.get(language, ())


@lru_cache(maxsize=50_000)
def stems(word: str, language: str) -> frozenset[str]:
    """Folded basic forms of a word in small letters; several where it is ambiguous, none where it is not known."""
    if language == "pl":
        return _polish(word)
    if language == "uk":
        return frozenset({ukrainian_stem(fold(word))})
    return frozenset({fold(_snowball("english").stemWord(word))})


@lru_cache(maxsize=10_000)
def stems_without_accents(word: str) -> frozenset[str]:
    """Folded basic forms of the Polish words that a word becomes once its missing accents are put in.

    „kubkow” gives „kubek” (by „kubków”). Empty without Morfeusz, which alone knows which spellings are words.
    """
    if morfeusz2 is None:
        return frozenset()
    return frozenset().union(*(_polish(spelling) for spelling in _spellings(word)))


def _spellings(word: str):
    choices = [ACCENTS.get(letter, letter) for letter in word]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total <= MAX_SPELLINGS:
        yield from ("".join(letters) for letters in itertools.product(*choices))
        return
    places = [(place, accent) for place, choice in enumerate(choices) for accent in choice[1:]]
    for changes in itertools.chain(
        ((change,) for change in places), itertools.islice(itertools.combinations(places, 2), MAX_SPELLINGS)
    ):
        letters = list(word)
        for place, accent in changes:
            letters[place] = accent
        yield "".join(letters)


def _polish(word: str) -> frozenset[str]:
    if morfeusz2 is None:
        return frozenset({fold(_snowball("polish").stemWord(word))})
    found = set()
    for start, _end, (_form, lemma, tag, kinds, _labels) in _morfeusz().analyse(word):
        # Surnames are spelled like half of all nouns, and „ign” marks what is not known.
        if start == 0 and tag != "ign" and kinds != ["nazwisko"]:
            found.add(fold(lemma.split(":", 1)[0]))
    return frozenset(found)


def _morfeusz():
    """One analyser a thread: it keeps a state."""
    if not hasattr(_local, "morfeusz"):
        _local.morfeusz = morfeusz2.Morfeusz(
            analyse=True, generate=False, expand_tags=False, case_handling=morfeusz2.IGNORE_CASE
        )
    return _local.morfeusz


def _snowball(name: str):
    stemmers = _local.__dict__.setdefault("snowball", {})
    if name not in stemmers:
        stemmers[name] = snowballstemmer.stemmer(name)
    return stemmers[name]
