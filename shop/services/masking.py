"""Personal data kept out of logs and error texts."""

import re

#: Looser than what is allowed in an address: rather a word too much hidden than one shown.
EMAIL = re.compile(r"([^\s<>()\[\]{},;:'\"@])[^\s<>()\[\]{},;:'\"@]*@([^\s<>()\[\]{},;:'\"@]+)")


def mask_emails(text: str) -> str:
    """The text with e-mail addresses cut down to their first sign and domain: „a…@example.org”."""
    return EMAIL.sub(r"\1…@\2", text)
