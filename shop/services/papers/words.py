"""An amount of money in Polish words, as a bill needs it (regulation of 22 August 2005, Tax Ordinance, § 14 pt 4)."""

from decimal import Decimal

UNITS = (
    "", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć", "dziesięć", "jedenaście",
    "dwanaście", "trzynaście", "czternaście", "piętnaście", "szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście",
)  # fmt: skip
TENS = (
    "", "", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt", "sześćdziesiąt", "siedemdziesiąt",
    "osiemdziesiąt", "dziewięćdziesiąt",
)  # fmt: skip
HUNDREDS = (
    "", "sto", "dwieście", "trzysta", "czterysta", "pięćset", "sześćset", "siedemset", "osiemset", "dziewięćset",
)  # fmt: skip
#: One, two to four, more of: thousands, millions.
GROUPS = (("", "", ""), ("tysiąc", "tysiące", "tysięcy"), ("milion", "miliony", "milionów"))
ZLOTY = ("złoty", "złote", "złotych")


def amount_in_words(amount: Decimal) -> str:
    """For example „sto dwadzieścia trzy złote 45/100”. amount: PLN, below a thousand million either way."""
    zloty, grosze = divmod(abs(int(amount * 100)), 100)
    if zloty >= 1000 ** len(GROUPS):
        raise ValueError("too much money for words")
    sign = ["minus"] if amount < 0 else []
    return " ".join([*sign, _whole(zloty), _form(zloty, ZLOTY), f"{grosze:02d}/100"])


def _whole(number: int) -> str:
    if number == 0:
        return "zero"
    words: list[str] = []
    for place in reversed(range(len(GROUPS))):
        part = number // 1000**place % 1000
        if not part:
            continue
        if not (place and part == 1):
            words += _below_thousand(part)
        if place:
            words.append(_form(part, GROUPS[place]))
    return " ".join(words)


def _below_thousand(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = (0, rest) if rest < 20 else divmod(rest, 10)
    return [word for word in (HUNDREDS[hundreds], TENS[tens], UNITS[units]) if word]


def _form(number: int, forms: tuple[str, str, str]) -> str:
    """The form of a noun after a number: jeden złoty, dwa złote, pięć złotych, dwanaście złotych."""
    if number == 1:
        return forms[0]
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
    return forms[1] if few else forms[2]
