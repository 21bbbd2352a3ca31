"""The sample articles of `data/samples/`: written for the demo, about real titles, by outlets that do not exist.

Some announce what is to come. Their dates are staged: ``{{day+12}}`` is the day that is twelve days off when the demo
opens, so that there is always something to wait for; what such an article announces is made up, and its page says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.errors import StartupError

_STAGED = re.compile(r"\{\{(day|us|month|season|year)([+-]\d+)\}\}", re.ASCII)
_SEASONS = ("winter", "spring", "summer", "autumn")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. ``slug`` names it in addresses, ``colour`` is its own (#rrggbb)."""

    slug: str
    name: str
    tagline: str = ""
    language: str = "en"
    colour: str = "#8a4b08"


@dataclass(frozen=True, slots=True)
class Sample:
    """One article; an empty line parts the paragraphs of ``text``, ``image`` is the name of a file of pictures."""

    slug: str
    outlet: Outlet
    headline: str
    summary: str
    text: str
    author: str
    categories: tuple[str, ...]
    image: str | None
    order: int
    staged: bool = False

    def dated(self, today: date) -> Sample:
        """Return the article with its staged dates as they are when the demo opens today."""

        def dated(text: str) -> str:
            return _STAGED.sub(lambda found: _date(found[1], int(found[2]), today), text)

        headline, summary, text = map(dated, (self.headline, self.summary, self.text))
        staged = (headline, summary, text) != (self.headline, self.summary, self.text)
        return replace(self, headline=headline, summary=summary, text=text, staged=staged)


def _date(kind: str, ahead: int, today: date) -> str:
    """Return the date so many days, months (for a month or season) or years ahead, as outlets write it."""
    if kind in {"day", "us"}:
        day = today + timedelta(days=ahead)
        return f"{day.day} {day:%B} {day.year}" if kind == "day" else f"{day:%B} {day.day}, {day.year}"
    if kind == "year":
        return str(today.year + ahead)
    years, month = divmod(today.month - 1 + ahead, _MONTHS)
    year = today.year + years
    if kind == "month":
        return f"{date(year, month + 1, 1):%B} {year}"
    begins = year if month >= 2 else year - 1  # noqa: PLR2004 - a winter is called after its December
    return f"{_SEASONS[(month + 1) % _MONTHS // 3]} {begins}"


def load(folder: Path) -> tuple[Sample, ...]:
    """Read every article of ``folder``, in the order of their release.

    Raises:
        StartupError: the samples are missing, or one of them cannot be read.
    """
    try:
        told = json.loads((folder / "outlets.json").read_text("utf-8"))
        outlets = {slug: _outlet(slug, fields) for slug, fields in told.items()}
        files = [path for path in folder.glob("*.json") if path.name != "outlets.json"]
        samples = [_sample(json.loads(path.read_text("utf-8")), outlets) for path in files]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StartupError(f"The sample articles in {folder} cannot be read: {error!r}.") from error
    return tuple(sorted(samples, key=lambda sample: sample.order))


def _outlet(slug: str, fields: Mapping[str, str]) -> Outlet:
    return Outlet(slug, fields["name"], fields["tagline"], fields["language"], fields["colour"])


def _sample(fields: Mapping[str, Any], outlets: Mapping[str, Outlet]) -> Sample:
    return Sample(
        slug=fields["url"].rstrip("/").rpartition("/")[2],
        outlet=outlets[fields["outlet"]],
        headline=fields["headline"],
        summary=fields["summary"],
        text=fields["text"],
        author=fields["author"],
        categories=tuple(fields["categories"]),
        image=fields["image"],
        order=fields["order"],
    )
