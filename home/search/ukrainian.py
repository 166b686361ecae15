"""A light stemmer for Ukrainian: endings of nouns and adjectives fall away.

Snowball has none for Ukrainian, and a dictionary would be some 10 MB for a language in which a part of the pages is
written. It errs on the side of one stem for two words. Works on folded words (й, ї without their signs).
"""

from .text import fold

_ENDINGS = (
    "ами ями ові еві ому ему ого его ими іми ою ею єю ах ях ам ям ом ем єм ів ев ов ій ою ия ія ії ію ої ою их іх им їм ий ьої"
    " ии ои іи еи а о у е и і є ю я ь"
)
#: Folded endings, the longest first.
ENDINGS = tuple(sorted({fold(ending) for ending in _ENDINGS.split()}, key=lambda ending: (-len(ending), ending)))
LEAST = 3
CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


def stem(word: str) -> str:
    """The part of a folded word that its forms share; „вазами”, „ваза”, „вазу” all give „ваз”."""
    if not any("а" <= letter <= "я" or letter in "іє" for letter in word):
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            word = word[: -len(ending)]
            break
    word = word.rstrip("ь") if len(word) > LEAST else word
    # A vowel that comes and goes: свічка, свічок.
    if len(word) > LEAST + 1 and word[-2] in "ое" and word[-1] in CONSONANTS and word[-3] in CONSONANTS:
        word = word[:-2] + word[-1]
    # One that changes in a closed syllable: віск, воску.
    place = max((word.rfind(vowel) for vowel in "аеиоуюяєі"), default=-1)
    if place > 0 and word[place] == "і" and place < len(word) - 1:
        word = word[:place] + "о" + word[place + 1 :]
    return word
