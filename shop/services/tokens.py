"""Random secrets for links in mails and between people; only their hash is kept (see secrets.secret_hash)."""

import secrets

SECRET_BYTES = 20


def new_secret() -> str:
    """160 random bits, safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)
