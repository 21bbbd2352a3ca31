"""Column types: what goes in comes out the same, on both databases."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import UserDefinedType

from bot.domain.games import Cited
from bot.domain.questions.question import Option

E = TypeVar("E", bound=StrEnum)

Key = BigInteger().with_variant(Integer, "sqlite")
"""A primary key that counts itself; SQLite does that only for what it calls INTEGER."""

SortedText = Text().with_variant(Text(collation="C"), "postgresql")
"""Folded text that both databases sort by code points, so that all which begins alike stands together."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware instants in, aware UTC instants out; a naive one is refused (``ValueError``) instead of guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring the instant to UTC; SQLite gets it without a zone, for it would drop the zone anyway."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs a time zone: {value!r}.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say that it is UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class PlainText(TypeDecorator[str]):
    """Any text; NUL and lone surrogates, which a hostile feed may hold and no database takes, are left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Leave out what cannot be stored."""
        if value is None:
            return None
        return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


class Word(TypeDecorator[E]):
    """A member of an enumeration of words, stored as the word."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Give the word."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:  # noqa: ARG002
        """Give the member."""
        return None if value is None else self.words(value)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, stored as a JSON list."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the list; JSON's escapes keep odd characters harmless."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ANN401, ARG002
        """Read the list."""
        return None if value is None else tuple(json.loads(value))


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A tuple of integers, stored as a JSON list."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the list."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ANN401, ARG002
        """Read the list."""
        return None if value is None else tuple(json.loads(value))


class Pairs(TypeDecorator[dict[str, str]]):
    """A small mapping of texts, stored as a JSON object."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the object."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, str] | None:  # noqa: ANN401, ARG002
        """Read the object."""
        return None if value is None else json.loads(value)


class Choices(TypeDecorator[tuple[Option, ...]]):
    """The options of a question, stored as a JSON list of pairs."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: tuple[Option, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the list."""
        return None if value is None else json.dumps([(one.text, one.key) for one in value])

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Option, ...] | None:  # noqa: ANN401, ARG002
        """Read the list."""
        return None if value is None else tuple(Option(text, key) for text, key in json.loads(value))


class Citation(TypeDecorator[Cited]):
    """Where an answer was read, stored as a JSON object."""

    impl = PlainText
    cache_ok = True

    def process_bind_param(self, value: Cited | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the object."""
        return None if value is None else json.dumps({**asdict(value), "at": value.at.isoformat()})

    def process_result_value(self, value: Any, dialect: Dialect) -> Cited | None:  # noqa: ANN401, ARG002
        """Read the object."""
        if value is None:
            return None
        read = json.loads(value)
        return Cited(**{**read, "at": datetime.fromisoformat(read["at"])})


class TsQuery(UserDefinedType[str]):
    """PostgreSQL's ``tsquery``, to cast to; declared here to spare SQLite users the whole dialect."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Give the type's name."""
        return "TSQUERY"
