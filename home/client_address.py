"""Who is asking, as far as the network tells: the address that throttles and the login guard count by."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

#: A household or a phone gets a whole /64 of IPv6 addresses and may take a new one for every request.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address in its canonical form; empty where the server knows none (a Unix socket, no proxy).

    It is REMOTE_ADDR, unless `settings.TRUSTED_PROXY_COUNT` says that so many proxies of ours stand in front. Each of
    them adds the address of its caller to the right end of X-Forwarded-For, so with n proxies the n-th entry from the
    right was written by our own outermost one. What stands further left came with the request: anybody can write it.
    A header with fewer or with broken entries did not pass our proxies, and REMOTE_ADDR counts.
    """
    hops = settings.TRUSTED_PROXY_COUNT
    if hops > 0:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entries) >= hops and (forwarded := _canonical(entries[-hops])):
            return forwarded
    return _canonical(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What one visitor cannot leave by asking for another address: the IPv4 address, or the /64 of an IPv6 one."""
    address = client_address(request)
    if ":" in address:
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return address


def _canonical(text: str) -> str:
    """An address without port and zone, IPv4 written as IPv4; empty for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address)
