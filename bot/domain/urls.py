"""Addresses: one form for each, and what of them may be shown."""

import re
from urllib.parse import SplitResult, quote, unquote_plus, urljoin, urlsplit, urlunsplit

MAX_URL = 2_000
"""Characters; longer addresses are unusable (a link button takes 512, a database index little more)."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?|\[[0-9a-f:.]+\]")
_SCHEME = re.compile(r"^https?://(www\.)?", re.IGNORECASE)
_FRONT_PAGE = re.compile(r"https?://[^/?#]*/*", re.IGNORECASE)
_SAFE = "/%:@!$&'()*+,;=~?"
_TRACKING_PREFIXES = ("utm_", "at_", "pk_", "mtm_", "hsa_")
_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
    "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok", "cmpid", "ncid", "ftag", "ocid", "_ga", "_gl",
    "ns_mchannel", "ns_source", "ns_campaign",
})  # fmt: skip
_KEY = re.compile(
    r"(?:^|[-_.])(?:key|token|auth|secret|password|passwd|pwd|pass|sig|signature|session|sid|jwt|hmac)$"
    r"|(?:api|auth|access|private|user|rss|feed)[-_]?(?:key|token)$|session[-_]?id$",
    re.IGNORECASE,
)
_HIDDEN = "•••"


def canonical(url: str, base: str | None = None) -> str | None:
    """Return the one form of an http(s) address, or None if it is unusable.

    Resolved against ``base``; host in lower case (and ASCII), no default port, fragment or tracking parameters; other
    parameters keep their order, which may matter. At most MAX_URL characters. Applied twice it changes nothing.
    """
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        netloc = _netloc(parts)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or netloc is None:
        return None
    path = quote(parts.path, safe=_SAFE.replace("?", "")) or "/"
    query = quote(_without_tracking(parts.query), safe=_SAFE)
    made = urlunsplit((parts.scheme, netloc, path, query, ""))
    return made if len(made) <= MAX_URL else None


def front_page(url: str) -> bool:
    """Tell whether this is an address with nothing behind the host: that of a site, not of an article."""
    return _FRONT_PAGE.fullmatch(url) is not None


def plain(url: str) -> str:
    """Return what still names the same page after a move to https or to another spelling of the host.

    Without scheme, ``www.`` and closing slash; a text that is no address comes back as it is.
    """
    bare = _SCHEME.sub("", url)
    return bare if bare == url else bare.rstrip("/")


def looks_private(url: str) -> bool:
    """Tell whether an address carries credentials, so that what it brings must not be shown to other servers."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return "@" in parts.netloc or any(_KEY.search(_name(pair)) for pair in parts.query.split("&"))


def redact(url: str) -> str:
    """Return the address as it may be displayed and logged: no credentials, key-like values hidden."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _HIDDEN
    query = "&".join(map(_veiled, parts.query.split("&")))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def _netloc(parts: SplitResult) -> str | None:
    """Return user, host and port in one form; None without a proper host. Raises ValueError for a bad port."""
    host = parts.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    if not _HOST.fullmatch(host):
        return None
    user, at, _ = parts.netloc.rpartition("@")
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{quote(user, safe=_SAFE)}{at}{host}{port}"


def _without_tracking(query: str) -> str:
    """Return the query without the parameters that only say where a reader came from."""
    kept = (pair for pair in query.split("&") if pair and not _is_tracking(_name(pair).lower()))
    return "&".join(kept)


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _veiled(pair: str) -> str:
    """Return ``name=value`` with the value hidden if the name is that of a key."""
    return f"{pair.partition('=')[0]}={_HIDDEN}" if _KEY.search(_name(pair)) else pair


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])
