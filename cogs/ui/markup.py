"""Words of strangers made safe to show: nothing pings, no markup breaks out, no layout is bent.

Discord shows a backslash inside a masked link instead of obeying it, so what has a meaning is replaced by a
character that looks alike, everywhere and in the same way; lengths stay what they were.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlsplit

ELLIPSIS = "…"
URL_LIMIT = 512
"""What Discord takes as the address of a link button; masked links keep to it as well."""

_LOOK_ALIKE = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", "*": "∗", "`": "ˋ", "\\": "∖"})
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://", re.IGNORECASE)
_EVERYONE = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_LEADING = re.compile(r"^(?:#{1,3}|-#?|\+)(?=\s)")
_BLANK = re.compile(r"[\s\u115f\u1160\u2800\u3164\uffa0]+")
_STACKED = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
                      r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip
_JOINER = re.compile(r"(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])")
_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?", re.ASCII)
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_CLINGING = frozenset({"Mn", "Me", "Mc", "Cf", "Sk"})


class Markup(str):
    """Text that already is Discord markup of our own making; all other text is a stranger's."""

    __slots__ = ()


def clean(text: str, limit: int = 4000) -> str:
    """Return ``text`` on one line, at most ``limit`` characters, without what cannot be seen or bends the layout.

    Control and direction characters, lone surrogates, private-use characters and fillers go; joiners stay only
    between characters that use them (emoji, Hangul, Persian); stacks of accents are cut to two.
    """
    line = _BLANK.sub(" ", text[: limit * 4])
    kept = {match.start() for match in _JOINER.finditer(line)}
    seen = (c for i, c in enumerate(line) if i in kept or unicodedata.category(c) not in _UNSEEN)
    return clip(_BLANK.sub(" ", _STACKED.sub(r"\1", "".join(seen))).strip(), limit)


def clip(text: str, limit: int) -> str:
    """Return ``text`` if it has at most ``limit`` characters, else its beginning and an ellipsis, cut between words."""
    if len(text) <= limit:
        return text
    cut = text[: max(0, limit - 1)]
    space = cut.rfind(" ", limit * 3 // 4)
    cut = cut[:space] if space > 0 and text[len(cut)] != " " else cut
    while cut and unicodedata.category(text[len(cut)]) in _CLINGING:
        cut = cut[:-1]
    return (cut.rstrip(" ,.;:·-\u200d") + ELLIPSIS)[:limit]


def plain(text: str, limit: int = 4000) -> Markup:
    """Return a stranger's ``text`` as markup that shows it, and does nothing else."""
    if isinstance(text, Markup):
        return text
    line = _SCHEME.sub("", clean(text, limit)).translate(_LOOK_ALIKE)
    line = _EVERYONE.sub("＠", _UNDERSCORE.sub("＿", line))
    line = line.replace("~~", "∼∼").replace("||", "││")
    return Markup(_LEADING.sub(lambda mark: "＃" if mark[0].startswith("#") else "–", line))


def named(text: str, limit: int) -> Markup:
    """Return a stranger's name for something as markup; never empty, for emphasis and links need something inside."""
    return plain(text, limit) or Markup(ELLIPSIS)


def safe_url(url: str | None) -> str | None:
    """Return ``url`` in ASCII, fit for a masked link or a button, or None: http(s) only, 512 characters at most.

    An address with credentials in it is never shown.
    """
    try:
        parts = urlsplit(url or "")
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        rest = quote(parts._replace(scheme="", netloc="").geturl(), safe="/?#%:!$&'*+,;=~._-@")
    except ValueError:
        return None
    whole = f"{parts.scheme}://{host}{_EVERYONE.sub('%40', rest)}"
    usable = parts.scheme in {"http", "https"} and _HOST.fullmatch(host) and len(whole) <= URL_LIMIT
    return whole if usable else None


def link(label: str, url: str | None) -> Markup:
    """Return ``label`` (a stranger's words) as a masked link, or alone when ``url`` cannot be one."""
    words = named(label, URL_LIMIT)
    address = safe_url(url)
    return Markup(f"[{words}]({address})") if address else words


def code(text: str, limit: int) -> Markup:
    """Return a stranger's ``text`` as code: shown letter by letter, nothing in it a link or a mention."""
    return Markup(f"`{clean(text, limit).replace('`', 'ˋ') or ELLIPSIS}`")


def moment(at: datetime, style: str = "R") -> Markup:
    """Return an instant in the reader's own words and zone: ``R`` is "3 hours ago", ``f`` a date with a time."""
    return Markup(f"<t:{int(at.timestamp())}:{style}>")


def excerpt(text: str, headline: str, limit: int) -> Markup:
    """Return the first ``limit`` characters of an article's words; nothing when they only repeat the headline."""
    words = plain(text, limit)
    return Markup("") if words.casefold().rstrip(ELLIPSIS) in plain(headline).casefold() else words
