"""What the settings of all environments know about payment gateways: their keys, their pages, the simulator."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Settings that an adapter cannot work without, its address last. All are secret but the addresses and numbers.
KEYS: dict[str, tuple[str, ...]] = {
    "p24": ("P24_MERCHANT_ID", "P24_POS_ID", "P24_CRC_KEY", "P24_API_KEY", "P24_API_URL"),
    "payu": ("PAYU_POS_ID", "PAYU_CLIENT_ID", "PAYU_CLIENT_SECRET", "PAYU_SECOND_KEY", "PAYU_API_URL"),
}
NUMBERS = ("P24_MERCHANT_ID", "P24_POS_ID", "PAYU_POS_ID")
PRODUCTION_URLS = {"P24_API_URL": "https://secure.przelewy24.pl", "PAYU_API_URL": "https://secure.payu.com"}
#: The gateways show the buyer pages on further hosts of their own (go.przelewy24.pl, merch-prod.snd.payu.com).
DOMAINS = ("przelewy24.pl", "payu.com")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def simulator_settings(port: int) -> dict[str, str]:
    """Keys that the payment simulator on `port` of this machine knows; made for it, good for nothing else."""
    url = f"http://127.0.0.1:{port}"
    return {
        "P24_MERCHANT_ID": "10001",
        "P24_POS_ID": "10002",
        "P24_CRC_KEY": "simulator-crc",
        "P24_API_KEY": "simulator-api-key",
        "P24_API_URL": url,
        "PAYU_POS_ID": "300001",
        "PAYU_CLIENT_ID": "300002",
        "PAYU_CLIENT_SECRET": "simulator-client-secret",
        "PAYU_SECOND_KEY": "simulator-second-key",
        "PAYU_API_URL": url,
    }


def page_sources(provider: str, values: dict) -> list[str]:
    """Sources for CSP's form-action, so that the answer to the checkout form may lead to the provider's payment page.

    Browsers hold every redirect of a form against form-action (CSP Level 3, 6.4.1), the gateway's own included: hence
    its whole domain, where its address lies in one that is known.
    """
    if provider not in KEYS:
        return []
    parts = urlsplit(values[KEYS[provider][-1]])
    for domain in DOMAINS:
        if parts.scheme == "https" and f".{parts.hostname}".endswith(f".{domain}"):
            return [f"https://*.{domain}"]
    return [f"{parts.scheme}://{parts.netloc}"]


def require_real_gateway(provider: str, values: dict) -> None:
    """Raise ImproperlyConfigured unless every key of the provider is there and its address is a real, encrypted one."""
    if not provider:
        return
    if provider not in KEYS:
        raise ImproperlyConfigured(f"PAYMENT_PROVIDER is {provider!r}; known are: {', '.join(KEYS)} (or empty)")
    if missing := [name for name in KEYS[provider] if not str(values[name]).strip()]:
        raise ImproperlyConfigured(f"PAYMENT_PROVIDER is {provider!r}, so these must be set: {', '.join(missing)}")
    for name in KEYS[provider]:
        if name in NUMBERS and not re.fullmatch(r"[0-9]{1,12}", values[name]):
            raise ImproperlyConfigured(f"{name} must be a number")
    name = KEYS[provider][-1]
    parts = urlsplit(values[name])
    if parts.scheme != "https" or not parts.hostname or parts.hostname in LOOPBACK:
        raise ImproperlyConfigured(f"{name} must be the https address of the gateway, not {values[name]!r}")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured(f"{name} must be an address without path, like {PRODUCTION_URLS[name]}")
    known = simulator_settings(0)
    if used := [key for key in KEYS[provider][:-1] if "simulator" in known[key] and values[key] == known[key]]:
        raise ImproperlyConfigured(f"{', '.join(used)}: the key of the payment simulator is no secret")
