"""Which settings the adapters cannot work without (PAYMENT_KEYS)."""

import re

from django.conf import settings


def keys_missing(provider: str) -> list[str]:
    """Settings of a provider that are missing, blank, or no number where one is needed. Adapters of others need none."""
    return [name for name in settings.PAYMENT_KEYS.get(provider, ()) if not _is_set(name)]


def keys_set(provider: str) -> list[str]:
    """Settings of a provider that somebody has set; its address has a default and does not count."""
    return [name for name in settings.PAYMENT_KEYS.get(provider, ())[:-1] if str(getattr(settings, name, "") or "").strip()]


def _is_set(name: str) -> bool:
    value = str(getattr(settings, name, "") or "")
    return bool(re.fullmatch(r"[0-9]{1,12}", value)) if name in settings.PAYMENT_NUMBERS else bool(value.strip())
