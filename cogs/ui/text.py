"""Every sentence that Callsheet says, from ``data/locales``: one file a language, the same keys in each.

A sentence is Discord markup with named places in braces. What fills a place is a stranger's text unless it is
:class:`~cogs.ui.markup.Markup`, and is made harmless here, so that no caller can forget it. ``{name:은/는}`` puts the
Korean particle behind a name that its sound asks for.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.config import DATA
from bot.domain.josa import particle
from bot.domain.reasons import Values, because, read
from bot.errors import FeedFault, UserError
from cogs.ui.markup import Markup, clip, moment, plain

DEFAULT = "en"
PLACE = 200
"""Characters of a stranger's text that fill one place, so that several such sentences fit one message."""
Sentence: TypeAlias = str | Mapping[str, str]
"""A sentence, or one for each count: ``one`` and ``other``."""
_where = app_commands.TranslationContextLocation
_TRANSLATED = frozenset(
    {_where.command_description, _where.group_description, _where.parameter_description, _where.choice_name}
)
AnyCommand: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group


class Catalogue:
    """The sentences of all languages; read once, never changed."""

    def __init__(self, languages: Mapping[str, Mapping[str, Sentence]]) -> None:
        self.languages = languages

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read every ``<language>.toml`` of a folder; keys of nested tables are joined with dots."""
        files = sorted(folder.glob("*.toml"))
        return cls({file.stem: dict(_leaves(tomllib.loads(file.read_text("utf-8")))) for file in files})

    def say(self, locale: str, key: str, /, **values: object) -> Markup:
        """Return the sentence ``key`` in ``locale``, its places filled; ``count`` chooses between one and other.

        Raises:
            KeyError: no language has the sentence, or a place is left open. The tests keep both from happening.
        """
        sentence = self.languages.get(locale, {}).get(key) or self.languages[DEFAULT][key]
        if not isinstance(sentence, str):
            sentence = sentence["one" if values.get("count") == 1 and "one" in sentence else "other"]
        return Markup(_Filler(self, locale).vformat(sentence, (), values))


class _Filler(string.Formatter):
    """Fills the places of a sentence, each value in the way of its type."""

    def __init__(self, catalogue: Catalogue, locale: str) -> None:
        self._catalogue = catalogue
        self._locale = locale

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, FeedFault):
            return self._catalogue.say(self._locale, f"fault.{value}")
        if isinstance(value, datetime):
            return moment(value, format_spec or "R")
        if isinstance(value, str) and "/" in format_spec:
            return plain(value, PLACE) + particle(value, format_spec)
        if isinstance(value, str) and format_spec:
            return self._catalogue.say(self._locale, f"{format_spec}.{value}")
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return plain(value, PLACE) if isinstance(value, str) else f"{value:,}" if isinstance(value, int) else str(value)


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Sentence]]:
    for name, value in table.items():
        if isinstance(value, str) or "other" in value:
            yield prefix + name, value
        else:
            yield from _leaves(value, f"{prefix}{name}.")


@cache
def catalogue() -> Catalogue:
    """Return the shipped sentences, read when first needed."""
    return Catalogue.load(DATA / "locales")


def say(locale: str, key: str, /, **values: object) -> Markup:
    """Return a shipped sentence; see :meth:`Catalogue.say`."""
    return catalogue().say(locale, key, **values)


def explain(locale: str, error: UserError) -> Markup:
    """Return what a :class:`UserError` says to the person who caused it."""
    return say(locale, f"error.{error.key}", **error.values)


def why(locale: str, stored: str, limit: int = 200) -> Markup:
    """Return a stored reason in words, at most ``limit`` characters; one that has no sentence stands as it is."""
    told = [_reason(locale, key, values) for key, values in read(stored)]
    return Markup(clip(" · ".join(told), limit))


def _reason(locale: str, key: str, values: Values) -> Markup:
    try:
        return say(locale, f"reason.{key}", **values)
    except KeyError:
        return plain(because(key, **values))


def locale_of(interaction: discord.Interaction[Any]) -> str:
    """Return the language of the person who acts, or English where we do not speak it."""
    language = interaction.locale.value.partition("-")[0]
    return language if language in catalogue().languages else DEFAULT


# ------------------------------------------------------------------ the commands' own texts


def choices(*values: str) -> list[app_commands.Choice[str]]:
    """Return the choices of an option; :func:`describe` gives them their names."""
    return [app_commands.Choice(name=value, value=value) for value in values]


def describe(tree: Iterable[AnyCommand]) -> None:
    """Give commands, groups, options and choices their English words from the catalogue.

    The cogs hold none, so that all languages stand side by side; command and option names are the same in all,
    so that people can tell each other what to type.
    """
    for command in tree:
        command.description = say(DEFAULT, _key(command, "about"))
        if isinstance(command, app_commands.Group):
            describe(command.commands)
            continue
        words = {p.name: app_commands.locale_str(say(DEFAULT, _key(command, p.name))) for p in command.parameters}
        app_commands.describe(**words)(command)
        for choice in (choice for parameter in command.parameters for choice in parameter.choices):
            choice.name = say(DEFAULT, f"choice.{choice.value}")


def describe_cog(cog: commands.Cog) -> None:
    """Give all commands of a cog their English words; call it before the cog is added to the bot."""
    describe([cog.app_command] if cog.app_command else cog.get_app_commands())


class CommandTranslator(app_commands.Translator):
    """Translates descriptions and choices while commands are synced; found by their place, not by their words."""

    async def translate(
        self, _: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the words for ``locale``, or None where the English ones stand."""
        key = _place(context)
        spoken = locale.value in catalogue().languages and locale.value != DEFAULT
        return str(say(locale.value, key)) if key and spoken else None


def _key(command: Any, name: str) -> str:  # noqa: ANN401  # discord.py types what is described by its own generics
    return ".".join(("command", *command.qualified_name.split(), name))


def _place(context: app_commands.TranslationContextTypes) -> str | None:
    """Return the key of a text by where it stands; None for names, which are the same in all languages."""
    if context.location not in _TRANSLATED:
        return None
    data = context.data
    if isinstance(data, app_commands.Choice):
        return f"choice.{data.value}"
    return _key(data.command, data.name) if isinstance(data, app_commands.Parameter) else _key(data, "about")


def listing(locale: str, parts: Sequence[str]) -> Markup:
    """Return ``parts`` joined the way the language joins a list."""
    return Markup(say(locale, "list.comma").join(plain(part) for part in parts))
