"""Dictionary order of Polish and Ukrainian words, whatever the collation of the database."""

import unicodedata

#: Polish letters stand after their plain sisters, Ukrainian ones in their own order.
ALPHABET = {
    letter: place
    for place, letter in enumerate(
        "0123456789aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźżабвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    )
}


def alphabetical(text: str) -> list[int]:
    """Sort key of a name, without regard to case, quotes and spaces."""
    letters = (
        letter if letter in ALPHABET else unicodedata.normalize("NFKD", letter)[0]
        for letter in text.casefold()
    )
    return [ALPHABET[letter] for letter in letters if letter in ALPHABET]


def initial(text: str) -> str:
    """The letter under which a name stands in an index; „#” where it has none."""
    return next((letter.upper() for letter in text.casefold() if letter in ALPHABET), "#")
