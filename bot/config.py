"""The settings: read from the environment (and `.env`), checked once, then frozen.

Written by hand over python-dotenv: a dozen settings need a dozen checks, and a validation framework would cost 9 MB
of the memory that the bot promises to stay under.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot import __version__
from bot.errors import StartupError

DATA = Path(__file__).resolve().parent.parent / "data"
"""What ships with the bot and is only read: migrations, suggested feeds, samples, locales."""

EXIT_CONFIGURATION = 78
"""EX_CONFIG of sysexits.h: service managers know not to restart on it."""

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_POINTS = {"shown": 0.9, "asked": 0.97}  # for weights that name none
_LEAST_CONFIDENCE = 0.5
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set; ``token`` (empty: none given) and ``llm_key`` never show in a repr."""

    token: str = field(default="", repr=False)
    database_url: str = "sqlite+aiosqlite:///var/callsheet.sqlite3"
    poll_interval: int = 900
    allow_private_addresses: bool = False
    contact: str = ""
    log_level: str = "info"
    log_format: str = "text"
    metrics_port: int | None = None
    shown_confidence: float = field(default_factory=lambda: point("shown"))
    asked_confidence: float = field(default_factory=lambda: point("asked"))
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)

    @property
    def user_agent(self) -> str:
        """How feed fetches introduce themselves, with the operator's address if one is set."""
        return f"Callsheet/{__version__}" + (f" (+{self.contact})" if self.contact else "")


class _Fault(ValueError):
    """One wrong value; its text completes the sentence that begins with the variable's name."""


def load(environ: Mapping[str, str]) -> Settings:
    """Check the variables and return the settings.

    Raises:
        StartupError: with exit code 78 and one sentence for every wrong variable, all of them at once.
    """
    faults: list[str] = []

    def take(name: str, default: _T, read: Callable[[str], _T]) -> _T:
        text = environ.get(name, "").strip()
        if not text:
            return default
        try:
            return read(text)
        except _Fault as fault:
            faults.append(f"{name} {fault}.")
            return default

    standard = Settings()
    settings = Settings(
        token=take("DISCORD_TOKEN", standard.token, _token),
        database_url=take("CALLSHEET_DATABASE_URL", standard.database_url, _database_url),
        poll_interval=take("CALLSHEET_POLL_INTERVAL", standard.poll_interval, _whole(1, 86_400, "seconds")),
        allow_private_addresses=take("CALLSHEET_ALLOW_PRIVATE_ADDRESSES", standard.allow_private_addresses, _yes_or_no),
        contact=take("CALLSHEET_CONTACT", standard.contact, _contact),
        log_level=take("CALLSHEET_LOG_LEVEL", standard.log_level, _one_of(LOG_LEVELS)),
        log_format=take("CALLSHEET_LOG_FORMAT", standard.log_format, _one_of(LOG_FORMATS)),
        metrics_port=take("CALLSHEET_METRICS_PORT", standard.metrics_port, _whole(1, 65_535, "as a port")),
        shown_confidence=take("CALLSHEET_SHOWN_CONFIDENCE", standard.shown_confidence, _confidence),
        asked_confidence=take("CALLSHEET_ASKED_CONFIDENCE", standard.asked_confidence, _confidence),
        llm_url=take("CALLSHEET_LLM_URL", standard.llm_url, _endpoint),
        llm_model=take("CALLSHEET_LLM_MODEL", standard.llm_model, _word("a model of that endpoint")),
        llm_key=take("CALLSHEET_LLM_KEY", standard.llm_key, _word("the key to that endpoint")),
    )
    faults += _half_set(environ)
    if faults:
        raise StartupError(*faults, exit_code=EXIT_CONFIGURATION)
    return settings


def point(name: str) -> float:
    """Return the least confidence of facts at an operating point, ``shown`` or ``asked``, as it was measured."""
    try:
        told = json.loads((DATA / "weights" / "points.json").read_text(encoding="utf-8"))
        return float(told[name][""])
    except (OSError, ValueError, KeyError, TypeError):
        return _POINTS[name]


def from_environment(folder: Path) -> Settings:
    """Load the settings of the process: the environment, over what ``folder``/.env says.

    Raises:
        StartupError: as ``load`` does, or when `.env` is not a text file.
    """
    try:
        written = dotenv_values(folder / ".env")
    except (OSError, UnicodeDecodeError) as error:
        raise StartupError(f"The file .env cannot be read: {error}.", exit_code=EXIT_CONFIGURATION) from error
    return load({**{name: value or "" for name, value in written.items()}, **os.environ})


def _token(text: str) -> str:
    if any(character.isspace() for character in text) or not text.isascii():
        raise _Fault("must be the bot's token from Discord's developer portal, without spaces")
    return text


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite+aiosqlite:///", "postgresql+psycopg://")):
        raise _Fault("must begin with sqlite+aiosqlite:/// or postgresql+psycopg://")
    return text


def _contact(text: str) -> str:
    parts = urlsplit(text)
    if not (parts.scheme in {"http", "https"} and parts.netloc) and "@" not in text:
        raise _Fault("must be a web address (https://…) or an e-mail address")
    if not text.isprintable() or not text.isascii() or any(mark in text for mark in " ()<>"):
        raise _Fault("must not contain spaces, brackets or characters outside ASCII")
    return text


def _endpoint(text: str) -> str:
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # brackets or a port that are none
        known = False
    if not known or not _is_word(text):
        raise _Fault("must be the address of an OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1")
    if any(mark in text for mark in "@?#"):
        raise _Fault("must be an address without user name, ? and #; a key goes into CALLSHEET_LLM_KEY")
    return text


def _word(what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not _is_word(text):
            raise _Fault(f"must be {what}, in ASCII and without spaces")
        return text

    return read


def _is_word(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _half_set(environ: Mapping[str, str]) -> list[str]:
    """Tell of an endpoint without a model, or a model without an endpoint: neither is any use."""
    pair = ("CALLSHEET_LLM_URL", "CALLSHEET_LLM_MODEL")
    given = [name for name in pair if environ.get(name, "").strip()]
    return [f"{name} must be set when {given[0]} is." for name in pair if len(given) == 1 and name not in given]


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in _TRUE | _FALSE:
        raise _Fault(f"must be true or false, not {text!r}")
    return text.casefold() in _TRUE


def _whole(least: int, most: int, unit: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise _Fault(f"must be a whole number from {least} to {most} ({unit}), not {text!r}")
        return int(text)

    return read


def _confidence(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not _LEAST_CONFIDENCE <= value <= 1:
        raise _Fault(f"must be a number from {_LEAST_CONFIDENCE} to 1, not {text!r}")
    return value


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.casefold() not in choices:
            raise _Fault(f"must be one of {', '.join(choices)}, not {text!r}")
        return text.casefold()

    return read
