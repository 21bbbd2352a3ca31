"""The registrable domain of a host: the unit to be polite to (news.bbc.co.uk and www.bbc.co.uk are one site)."""

from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

from bot.feeds.address import is_ip


@lru_cache(maxsize=1024)
def registrable_domain(host: str) -> str:
    """Return the registrable domain of a host in lower case, or the host itself if it has none (an IP, a bare name)."""
    host = host.lower().rstrip(".")
    return host if is_ip(host) else _rules().privatesuffix(_as_listed(host)) or host


@cache
def _rules() -> PublicSuffixList:
    """Return the part of the list that registries keep: sites on one platform share its servers, and our politeness."""
    return PublicSuffixList(only_icann=True)


def _as_listed(host: str) -> str:
    """Return the host in ASCII, as the library keeps its rules; a name that has no such form stays as it is."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
