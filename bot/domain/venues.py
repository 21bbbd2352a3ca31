"""Where a sentence says that something comes out: in cinemas or on a platform, and in which part of the world.

A sentence that gives several dates gives several places; each date takes the one beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from bot.domain.releases import ReleaseKind
from bot.domain.wording import written

WORLD = "world"
"""The region of what comes out everywhere."""

_NEAR = 48
"""So many characters away from its date a place may stand."""

_CLAUSE = 12
_BREAK = re.compile(r"[,;:–—]|\b(?:and|but|before|while|after)\b")

_PLATFORMS = (
    r"Netflix|Disney(?:\+| Plus)?|(?:Amazon )?Prime Video|Apple TV\+?|(?:HBO )?Max\b|Hulu|Peacock|Paramount\+?"
    r"|TVING|Tving|Wavve|Coupang Play|Watcha|Viki"
)
_VENUES = {
    ReleaseKind.FILM: re.compile(
        r"\b(?:theat(?:er|re)s?|theatrical(?:ly)?|cinemas?|box[- ]office|(?:big|silver) screen|IMAX)\b|극장|영화관",
        re.IGNORECASE,
    ),
    ReleaseKind.STREAMING: re.compile(
        rf"\b(?:stream(?:s|ing)?\b|digital(?:ly)?\b|on demand\b|VOD\b|OTT\b|(?:on|via|to) (?:{_PLATFORMS}))"
        r"|스트리밍|(?:넷플릭스|디즈니(?:\+|플러스)|티빙|웨이브|쿠팡플레이|왓챠)(?:에서|를 통해)"
    ),
}
_COUNTRIES = {
    "US": (r"U\.S\.(?:A\.)?|US\b|USA\b|United States|America\b|North America\b", "(?:North )?American", "미국"),
    "GB": (r"U\.K\.|UK\b|United Kingdom|Britain\b", "British", "영국"),
    "KR": (r"(?:South )?Korea\b", "(?:South )?Korean", "한국|국내"),
    "JP": (r"Japan\b", "Japanese", "일본"),
    "CN": (r"(?:mainland )?China\b", "Chinese", "중국"),
    "IN": (r"India\b", "Indian", "인도"),
    "FR": (r"France\b", "French", "프랑스"),
    "DE": (r"Germany\b", "German", "독일"),
    "AU": (r"Australia\b", "Australian", "호주"),
}
"""Regions by ISO 3166: what one is in, what audiences are, and the Korean name."""

_REGIONS = {
    code: re.compile(
        rf"\b(?:in|across|throughout) (?:the )?(?:{place})"
        rf"|\b(?:{place}|{people}) (?:theaters|theatres|cinemas|screens|audiences|viewers|release|premiere)\b"
        rf"|(?:{korean})(?:에서|에는| 개봉| 공개)"
    )
    for code, (place, people, korean) in _COUNTRIES.items()
} | {WORLD: re.compile(r"\b(?:worldwide|globally|internationally|around the world)\b|전 ?세계", re.IGNORECASE)}

_K = TypeVar("_K")


@lru_cache(maxsize=2048)
def kind_of(sentence: str, value: str) -> ReleaseKind | None:
    """Return whether a sentence says of a date (EDTF) that it is one of cinemas or of a platform, None for neither."""
    return _beside(sentence, value, _VENUES)


@lru_cache(maxsize=2048)
def region_of(sentence: str, value: str) -> str:
    """Return the region (ISO 3166, or ``WORLD``) for which a sentence gives a date (EDTF), "" for none."""
    return _beside(sentence, value, _REGIONS) or ""


def _beside(sentence: str, value: str, places: Mapping[_K, re.Pattern[str]]) -> _K | None:
    """Return the place nearest to the date; where the date is not found, the only place that there is."""
    found = [(each.span(), name) for name, pattern in places.items() for each in pattern.finditer(sentence)]
    dated = written(value).search(sentence)
    if dated is None:
        names = {name for _, name in found}
        return found[0][1] if len(names) == 1 else None
    near = [(_gap(sentence, *sorted((span, dated.span()))), name) for span, name in found]
    nearest = min(near, key=lambda each: each[0], default=None)
    return nearest[1] if nearest and nearest[0] <= _NEAR else None


def _gap(sentence: str, first: tuple[int, int], second: tuple[int, int]) -> int:
    """Return how far two spans are apart, in characters; the end of a clause between them is as good as many."""
    between = sentence[first[1] : second[0]]
    return len(between) + _CLAUSE * len(_BREAK.findall(between))
