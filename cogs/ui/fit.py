"""Discord's limits on a message of components, and how a card is brought under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import discord

View = TypeVar("View", bound=discord.ui.LayoutView)

CHARACTERS = 4000
"""Of all text displays of one message together, counted in UTF-16 as clients do."""
BYTES = 9000
"""Discord fails with HTTP 500 a little above 10,000 bytes of text, which Hangul reaches at 3,400 characters."""
COMPONENTS = 40
SHORT_URL = 200
"""Longer addresses are left out when space is short."""
BUTTON_LABEL = 80
OPTION_LABEL = 100
OPTIONS = 25
CHOICE = 100


def components(payload: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield every component of a message's payload, parents before children, accessories included."""
    for component in payload:
        yield component
        yield from components(component.get("components", ()))
        if "accessory" in component:
            yield from components([component["accessory"]])


def payload(view: discord.ui.LayoutView) -> list[dict[str, Any]]:
    """Return the components as discord.py sends them."""
    sent: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]  # it has no annotation there
    return sent


def fits(view: discord.ui.LayoutView) -> bool:
    """Say whether the message that discord.py would send for ``view`` keeps to the limits of all its text together."""
    every = list(components(payload(view)))
    text = "".join(str(component.get("content", "")) for component in every)
    return len(every) <= COMPONENTS and len(text.encode("utf-16-le")) // 2 <= CHARACTERS and len(text.encode()) <= BYTES


def richest(build: Callable[[int], View], levels: int) -> View:
    """Return ``build(level)`` for the first level that fits, 0 being the richest.

    The last of ``levels`` must fit whatever it is given: it is not measured again.
    """
    for level in range(levels - 1):
        view = build(level)
        if fits(view):
            return view
    return build(levels - 1)
