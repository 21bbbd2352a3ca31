"""Discord's limits, measured on the very payload that discord.py would send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import discord

BUTTON, SECTION, TEXT, GALLERY = 2, 9, 10, 12
SELECTS = {3, 5, 6, 7, 8}
PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d+>", re.IGNORECASE)
CODE = re.compile(r"`[^`\n]+`")
MASKED = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")


def walk(components: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every component, accessories included."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        yield from walk([component["accessory"]] if "accessory" in component else [])


def texts(view: discord.ui.LayoutView) -> str:
    """Return all that the message shows as text."""
    return "\n".join(part["content"] for part in walk(view.to_components()) if part["type"] == TEXT)


def buttons(view: discord.ui.LayoutView) -> list[Mapping[str, Any]]:
    """Return the message's buttons."""
    return [part for part in walk(view.to_components()) if part["type"] == BUTTON]


def assert_sendable(view: discord.ui.LayoutView, *, pings: bool = False) -> None:
    """Hold a message against every limit that Discord enforces, and against pinging anybody by itself."""
    parts = list(walk(view.to_components()))
    text = texts(view)
    assert 1 <= len(parts) <= 40
    assert len(text.encode("utf-16-le")) // 2 <= 4000
    assert len(text.encode("utf-8")) <= 10_000
    custom_ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(custom_ids) == len(set(custom_ids))
    assert all(1 <= len(custom_id) <= 100 and custom_id == custom_id.strip() for custom_id in custom_ids)
    assert pings or not PING.search(CODE.sub("", text)), text
    for part in parts:
        _CHECKS.get(part["type"], lambda _: None)(part)


def _text(part: Mapping[str, Any]) -> None:
    assert part["content"].strip(), "an empty text display is refused"
    for label, url in MASKED.findall(part["content"]):
        assert label.strip(), "a masked link needs words"
        _url(url, 512)


def _button(part: Mapping[str, Any]) -> None:
    assert part.get("label", "x").strip()
    assert len(part.get("label", "")) <= 80
    assert bool(part.get("url")) != bool(part.get("custom_id"))
    if part.get("url"):
        _url(part["url"], 512)


def _select(part: Mapping[str, Any]) -> None:
    options = part.get("options", [])
    assert len(part.get("placeholder") or "") <= 150
    assert (1 <= len(options) <= 25) or part["type"] != 3
    assert part["max_values"] <= max(1, len(options))
    assert len({option["value"] for option in options}) == len(options)
    for option in options:
        assert option["label"].strip()
        assert max(len(option["label"]), len(option["value"])) <= 100
        assert len(option.get("description") or "") <= 100


def _section(part: Mapping[str, Any]) -> None:
    assert 1 <= len(part["components"]) <= 3
    media = part["accessory"].get("media")
    if media:
        _url(media["url"], 2048)


def _gallery(part: Mapping[str, Any]) -> None:
    assert 1 <= len(part["items"]) <= 10
    for item in part["items"]:
        _url(item["media"]["url"], 2048)


def _url(url: str, limit: int) -> None:
    parts = urlsplit(url)
    assert parts.scheme in {"http", "https"}
    assert parts.hostname
    assert url.isascii()
    assert len(url) <= limit
    assert not re.search(r"[\s<>()\[\]\"\\]", url), url


_CHECKS = {BUTTON: _button, TEXT: _text, SECTION: _section, GALLERY: _gallery, **dict.fromkeys(SELECTS, _select)}
