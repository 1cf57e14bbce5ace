"""Whom the site believes about where a request comes from: its own proxy, and nobody else.

A proxy tells in two headers what it has seen: the visitor's address, and whether they came encrypted. Anybody can write
such headers. They count when the other end of the connection is a trusted proxy, and of a chain of addresses only as
far as trusted proxies have added to it; what a visitor has put before that is never looked at. Behind this middleware
REMOTE_ADDR is the visitor's address, the scheme is the visitor's, and the headers are gone.
"""

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network

NARROWEST_PREFIX = {4: 24, 6: 64}
"""A proxy has an address, or a small network of its own. Whoever is in a wider one could make up any address."""


class Proxy:
    """The outermost middleware: all that follows may take the request at its word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if faults := proxy_faults():
            raise ImproperlyConfigured(" ".join(faults))
        self.get_response = get_response
        self.trusted = tuple(map(network, settings.BRYGGA_TRUSTED_PROXIES)) if settings.BRYGGA_BEHIND_PROXY else ()
        self.address, self.scheme = map(_key, (settings.BRYGGA_ADDRESS_HEADER, settings.BRYGGA_SCHEME_HEADER))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chain, scheme = request.META.pop(self.address, ""), request.META.pop(self.scheme, "")
        peer = read_address(request.META.get("REMOTE_ADDR", ""))
        if self._trusts(peer):
            request.META["REMOTE_ADDR"] = self._visitor(peer, chain)
            if scheme:
                # The last word is the proxy's own; a visitor's stands before it.
                encrypted = scheme.rpartition(",")[2].strip().lower() == "https"
                request.META["wsgi.url_scheme"] = "https" if encrypted else "http"
        return self.get_response(request)

    def _visitor(self, peer: str, chain: str) -> str:
        """The last address of the chain that is no trusted proxy's. Each was added by the one that is right of it."""
        for told in reversed(chain.split(",")):
            address = read_address(told)
            if not address:
                break
            peer = address
            if not self._trusts(peer):
                break
        return peer

    def _trusts(self, address: str) -> bool:
        return bool(address) and any(ip_address(address) in one for one in self.trusted)


def read_address(text: str) -> str:
    """The address as it is usually written, of IPv4 also when it comes as IPv6; nothing for what is no address."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def network(text: str) -> Network:
    """The address or network of a proxy. Raises ValueError for none, and for one that is too wide to be trusted."""
    try:
        read = ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address and no network ({error})") from None
    if isinstance(read, IPv6Network) and read.network_address.ipv4_mapped:
        raise ValueError(f"{text} is IPv4 written as IPv6: write it as IPv4")
    if read.prefixlen < (least := NARROWEST_PREFIX[read.version]):
        raise ValueError(
            f"{text} is too wide to be trusted: name the proxy's own address, or a network from /{least} on"
        )
    return read


def proxy_faults() -> list[str]:
    """What is wrong with the settings that say which proxy is believed, and what to write instead."""
    if not settings.BRYGGA_BEHIND_PROXY:
        return []
    faults = []
    if not settings.BRYGGA_TRUSTED_PROXIES:
        faults.append(
            "BRYGGA_TRUSTED_PROXIES is empty, so nobody is believed about who asks and whether it is encrypted, and "
            "every page leads to itself for ever: name the proxy's address, for instance 127.0.0.1."
        )
    for text in settings.BRYGGA_TRUSTED_PROXIES:
        try:
            network(text)
        except ValueError as error:
            faults.append(f"BRYGGA_TRUSTED_PROXIES: {error}.")
    return faults + _header_faults()


def _header_faults() -> list[str]:
    given = {name: getattr(settings, name) for name in ("BRYGGA_ADDRESS_HEADER", "BRYGGA_SCHEME_HEADER")}
    faults = [
        f"{name}: {header!r} is not the name of a proxy's own header, such as X-Forwarded-For or X-Forwarded-Proto."
        for name, header in given.items()
        if not re.fullmatch(r"X(-[A-Za-z0-9]+)+", header)
    ]
    if len({header.lower() for header in given.values()}) < len(given):
        faults.append(f"{' and '.join(given)} name one header: each needs its own.")
    return faults


def _key(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"
