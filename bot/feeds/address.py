"""Which addresses may be visited: the public Internet on web ports, and nothing that only we can reach.

A name is judged by what it resolves to at the moment of connecting, and the connection goes to those very
answers, so that a name which changes its mind between the check and the visit gains nothing.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from socket import AF_INET, AddressFamily
from typing import TypeAlias

import aiohttp.resolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

Refusal: TypeAlias = Callable[[str], str | None]
"""Says why an IP address (as text) is not visited, or None when it is."""

_LOWEST_FREE_PORT = 1024
_WEB_PORTS = frozenset({80, 443})
_NAT64 = ip_network("64:ff9b::/96")
_NOT_FOR_US = (  # what ipaddress of every supported Python takes for global, and is not
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
    ip_network("168.63.129.16/32"),  # the metadata service of Azure
    ip_network("::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("2001::/32"),  # Teredo: ends at an IPv4 host of the sender's choice
    ip_network("fec0::/10"),
)


class AddressRefused(Exception):
    """An address is not visited; the text says which and why. Becomes a FeedError at the edge of a fetch."""


class GuardedResolver(AbstractResolver):
    """Looks names up through another resolver (aiohttp's own by default) and passes on only what may be visited.

    One private address among several answers refuses the name altogether: honest sites do not mix them.
    """

    def __init__(self, refusal: Refusal, inner: AbstractResolver | None = None) -> None:
        self._refusal = refusal
        # Looked up now, not imported by name, so that whoever replaces the default is heeded.
        self._inner = inner or aiohttp.resolver.DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        """Return the answers for a name; raises AddressRefused, or OSError when there are none."""
        answers = await self._inner.resolve(host, port, family)
        for answer in answers:
            if reason := self._refusal(answer["host"]):
                raise AddressRefused(f"{host} is {answer['host']}, {reason}")
        return answers

    async def close(self) -> None:
        """Close the resolver within."""
        await self._inner.close()


def refusal(address: str) -> str | None:
    """Say why an IP address is not visited (``"a private address"``), or None for a public one."""
    ip = _outermost(ip_address(address.partition("%")[0]))
    if ip.is_loopback:
        return "this very machine"
    if ip.is_link_local:
        return "a link-local address"
    if ip.is_multicast or any(ip in network for network in _NOT_FOR_US if network.version == ip.version):
        return "a reserved address"
    return None if ip.is_global else "a private address"


def allow_all(_: str) -> None:
    """Refuse no IP address: the rule of tests and intranets."""


def check(url: URL, refusal: Refusal | None) -> None:
    """Raise AddressRefused for a URL that is not visited: not http(s), no host, an odd port or a refused IP.

    ``refusal`` None allows every address and port. Names are left to the resolver.
    """
    if url.scheme not in ("http", "https") or not url.host:
        raise AddressRefused("only http and https addresses are visited")
    if refusal is None:
        return
    if url.port is not None and url.port < _LOWEST_FREE_PORT and url.port not in _WEB_PORTS:
        raise AddressRefused(f"port {url.port} is not a web port")
    if is_ip(url.host) and (reason := refusal(url.host)):
        raise AddressRefused(f"{url.host} is {reason}")


def is_ip(host: str) -> bool:
    """Tell whether a host is an IP address rather than a name."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _outermost(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for, where the network would go there; else itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
