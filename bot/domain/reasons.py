"""Reasons as they are stored: a key of the locale catalogues and what fills its sentence, told later in any language.

A stored reason is one line, ``filter.excluded {"terms": "trailer"}``; several stand on lines of their own. Values that
no sentence shows, such as Discord's own words, are there for the log.
"""

import json
from collections.abc import Iterable
from typing import TypeAlias

Values: TypeAlias = dict[str, str | int]


def because(key: str, /, **values: str | int) -> str:
    """Return the reason whose sentence is ``reason.<key>``, as it is stored."""
    return f"{key} {json.dumps(values, ensure_ascii=False)}" if values else key


def together(reasons: Iterable[str]) -> str:
    """Return several stored reasons as one."""
    return "\n".join(reasons)


def read(stored: str) -> list[tuple[str, Values]]:
    """Return the keys of a stored reason, each with its values; text of another kind is a key that no one knows."""
    return [_read_line(line) for line in stored.split("\n") if line]


def _read_line(line: str) -> tuple[str, Values]:
    key, _, rest = line.partition(" ")
    try:
        values = json.loads(rest)
    except (ValueError, RecursionError):
        return line, {}
    told = isinstance(values, dict) and all(isinstance(value, str | int) for value in values.values())
    return (key, values) if told else (line, {})
