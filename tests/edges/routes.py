"""Every public address, found by asking the resolver: a route that is added is tested from then on."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from wagtail.models import Page

#: Has its own tests: a table of every address of the administration.
PRIVATE = ("admin/",)
PREFIXES = ("", "en/", "uk/")


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each route of the resolver with the text before it; routes of languages once for each."""
    for entry in (resolver or get_resolver()).url_patterns:
        text = str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            before = PREFIXES if isinstance(entry.pattern, LocalePrefixPattern) else (text,)
            for part in before:
                yield from patterns(entry, prefix + part)
        else:
            yield prefix, entry


def addresses(prefix: str, pattern: URLPattern, values: dict[str, str]) -> str:
    """The address of a route, its gaps filled with `values` by name or, where there is none, with something of the kind."""
    if isinstance(pattern.pattern, RoutePattern):
        text = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            fits = values.get(name) or ("1" if isinstance(converter, IntConverter) else "x")
            kind = "int" if isinstance(converter, IntConverter) else "slug" if isinstance(converter, SlugConverter) else "str"
            for spelled in (f"<{kind}:{name}>", f"<{name}>"):
                text = text.replace(spelled, fits)
        return f"/{prefix}{text}"
    return ""


def public_routes(order=None) -> list[str]:
    """Addresses of all public routes: those of views, and for Wagtail's one route each page of the tree."""
    values = {"ref": order.ref, "token": order.share_token} if order else {}
    found = []
    for prefix, pattern in patterns():
        if prefix.startswith(PRIVATE):
            continue
        if pattern.name == "wagtail_serve":
            found += [f"/{prefix}"] if prefix else [page.url for page in Page.objects.live().filter(depth__gt=1) if page.url]
        elif address := addresses(prefix, pattern, values):
            found.append(address)
    found += [f"/{prefix}{name}/" for prefix in PREFIXES for name in ("nie-ma", "sklep", "_util/login")]
    found += ["/api/v2/pages/", "/api/v2/images/", "/api/v2/pages/1/", "/dokumenty/1/x.pdf"]
    return sorted({path for path in found if not path.startswith((settings.STATIC_URL, "/admin/"))})
