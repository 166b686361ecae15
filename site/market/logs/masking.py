"""What must not stand in a log, taken out of texts as the last line of defence: the code that logs names no person.

Rather a word too much is hidden than one shown. Names and streets have no form by which a machine could tell them; that
they are not logged at all is tested with a checkout (tests/market/test_logs.py).
"""

import re
from ipaddress import ip_address
from typing import Any

#: Signs of one text that are looked at: a log is no place for whole bodies, and the patterns must stay quick.
LONGEST = 16_000
#: Address parameters whose value is a secret, whatever it looks like.
SECRET_PARAMETERS = frozenset({"token", "secret", "key", "code", "uidb64", "uid", "share_token", "signature"})

#: Secrets in paths of ours, also where no address was found for the path.
PATH_SECRET = re.compile(r"((?:/zamowienie/status|/paragon|/password_reset/confirm)/)[^\s?#\"'<>]+")
NAMED_SECRET = re.compile(
    r"""(?ix) ((?:(?:passw(?:or)?d|secret|token|api[_-]?key|signature|session_?(?:id|key)|cookie)[\w-]{0,40}
        |\b(?:authorization|sign|crc|has[lł]o))["']?\s{0,5}[:=]\s{0,5})
        (?:(?:bearer|basic)\s{1,5})? ("[^"]*"|'[^']*'|[^\s,;&)}\]]+)"""
)
SCHEME = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}")
CREDENTIALS = re.compile(r"(://[^\s/:@]{0,100}):[^\s/@]{1,200}@")
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~…-]{1,100}(?:@|%40)[\w-]+(?:\.[\w-]+)*")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?\b")
#: Nine digits and more, as people write phones, accounts, cards, PESEL, NIP; dates and times are none.
NUMBER = re.compile(r"(?<!\w)(?!\d{4}-\d\d-\d\d)\+?\(?\d(?:[ ().\-/]{0,2}\d){8,33}(?!\w)")
#: 28 hexadecimal or small letters and digits, or 20 of all kinds mixed.
TOKEN = re.compile(
    r"(?<![\w-])(?:(?=[a-z]*\d)[a-z0-9]{28,}|(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[\d-])[A-Za-z0-9_-]{20,})(?![\w-])",
    re.ASCII,
)
ADDRESS = re.compile(r"(?<![\w:.])[0-9A-Fa-f:.]{3,45}(?![\w:])")


def mask(text: str) -> str:
    """The text without e-mail addresses, phone and account numbers, network addresses, tokens and passwords."""
    if len(text) > LONGEST:
        # The end of a traceback says more than its middle.
        text = f"{text[: LONGEST // 2]}\n[…]\n{text[-LONGEST // 2 :]}"
    text = PATH_SECRET.sub(r"\1[secret]", text)
    text = CREDENTIALS.sub(r"\1:[secret]@", text)
    text = NAMED_SECRET.sub(r"\1[secret]", text)
    text = SCHEME.sub(r"\1 [secret]", text)
    text = EMAIL.sub("[e-mail]", text)
    text = IBAN.sub("[account]", text)
    text = TOKEN.sub("[token]", text)
    text = ADDRESS.sub(_network_address, text)
    return NUMBER.sub("[number]", text)


def mask_all(value: Any) -> Any:
    """The same in every text of a nested value, keys left alone; what is neither text nor number becomes text."""
    if isinstance(value, dict):
        return {str(key): mask_all(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [mask_all(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else mask(str(value))


def mask_path(path: str, parameters: dict[str, Any] | None = None) -> str:
    """A path for the log: without the values of secret address parameters, and not longer than 300 signs."""
    for name, value in (parameters or {}).items():
        if name in SECRET_PARAMETERS and value:
            path = path.replace(str(value), "[secret]")
    return mask(path[:300])


def _network_address(match: re.Match) -> str:
    try:
        address = ip_address(match[0].strip("."))
    except ValueError:
        return match[0]
    return match[0] if address.is_loopback or address.is_unspecified else "[address]"
