"""Settings of KSeF, the national e-invoice system: off unless KSEF_API_URL is set; production refuses half of them."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Addresses of the ministry: test, demonstration, production.
API_URLS = ("https://api-test.ksef.mf.gov.pl", "https://api-demo.ksef.mf.gov.pl", "https://api.ksef.mf.gov.pl")
KEYS = ("KSEF_API_URL", "KSEF_NIP", "KSEF_TOKEN")
SELLERS = ("large", "other", "small")


def require_whole_ksef(values: dict) -> None:
    """Raise ImproperlyConfigured unless KSeF is off or has all that it needs, and an address of the ministry."""
    if values["KSEF_SELLER"] not in SELLERS:
        raise ImproperlyConfigured(f"KSEF_SELLER must be one of: {', '.join(SELLERS)}")
    given = [name for name in KEYS if values[name].strip()]
    if not given:
        return
    if missing := [name for name in KEYS if name not in given]:
        raise ImproperlyConfigured(f"KSeF is set up in part ({', '.join(given)}); missing: {', '.join(missing)}")
    if values["KSEF_API_URL"].rstrip("/") not in API_URLS or urlsplit(values["KSEF_API_URL"]).scheme != "https":
        raise ImproperlyConfigured(f"KSEF_API_URL must be one of: {', '.join(API_URLS)}")
    if not (values["KSEF_NIP"].isascii() and values["KSEF_NIP"].isdecimal() and len(values["KSEF_NIP"]) == 10):
        raise ImproperlyConfigured("KSEF_NIP must be the ten digits of the operator's NIP")
