"""The registrable domain of a host: the unit to be polite to (news.bbc.co.uk and www.bbc.co.uk are one site).

The rules are the snapshot of the Public Suffix List inside tldextract. It is searched as one block of bytes: the
library itself costs a process 7 MB, mostly for the HTTP client that it would refresh the list with.
"""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from bot.feeds.address import is_ip

_SNAPSHOT = ".tld_set_snapshot"
_PRIVATE_PART = b"// ===BEGIN PRIVATE DOMAINS"


@lru_cache(maxsize=1024)
def registrable_domain(host: str) -> str:
    """Return the registrable domain of a host in lower case, or the host itself if it has none (an IP, a bare name)."""
    host = host.lower().rstrip(".")
    labels = host.split(".")
    if is_ip(host) or len(labels) == 1:
        return host
    kept = _suffix_length([_unicode(label) for label in labels]) + 1
    return ".".join(labels[-kept:])


def _suffix_length(labels: list[str]) -> int:
    """Return how many labels at the end are a public suffix (one, where no rule is known)."""
    for start in range(len(labels)):
        name, parent = ".".join(labels[start:]), ".".join(labels[start + 1 :])
        if _is_rule(f"!{name}"):
            return len(labels) - start - 1
        if _is_rule(name) or _is_rule(f"*.{parent}"):
            return len(labels) - start
    return 1


def _is_rule(rule: str) -> bool:
    return f"\n{rule}\n".encode() in _rules()


@cache
def _rules() -> bytes:
    """Return the part of the list that registries keep, one rule a line."""
    spec = find_spec("tldextract")  # finds the folder without running the library
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("tldextract", name="tldextract")
    return (Path(spec.origin).parent / _SNAPSHOT).read_bytes().partition(_PRIVATE_PART)[0]


def _unicode(label: str) -> str:
    """Return an xn-- label as the list writes it; a malformed one stays as it is."""
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
