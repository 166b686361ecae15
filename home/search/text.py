"""Words of a text and their plain letters. Pure functions."""

import re
import unicodedata

MAX_LENGTH = 120
#: Words of a query that are looked at; a longer one is cut.
MAX_WORDS = 12
#: Longer words are cut: nobody looks for them whole.
MAX_WORD = 40

#: Letters that Unicode does not take apart into a plain one and an accent.
PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ґ": "г"})
APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


def fold(text: str) -> str:
    """Small letters without accents: „Łódź” gives „lodz”, „зв’язок” gives „звязок”."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(APOSTROPHES).translate(PLAIN)


def words(text: str) -> list[str]:
    """Words in small letters, in their order; a hyphen parts words, an apostrophe does not."""
    # NFC: an accent typed as a sign of its own belongs to its letter.
    return [word[:MAX_WORD] for word in WORD.findall(unicodedata.normalize("NFC", text).casefold())]


def clean_query(raw: str) -> str:
    """What a visitor typed, without control characters and not longer than a query can sensibly be."""
    return "".join(char if char.isprintable() else " " for char in raw).strip()[:MAX_LENGTH]
