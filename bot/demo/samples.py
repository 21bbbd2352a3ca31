"""The sample articles of `data/samples/`: written for the demo, about real titles, by outlets that do not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import StartupError


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
