"""``callsheet trivia``: what the quiz would ask, for the operator to read."""

from __future__ import annotations

import random
import string
import sys
import tomllib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from bot import log
from bot.clock import utcnow
from bot.commands import counted, go, with_settings
from bot.commands.choosing import chosen
from bot.config import DATA, Settings
from bot.domain.facts import NameKind
from bot.domain.josa import with_particle
from bot.domain.questions.prizes import UNNAMED

if TYPE_CHECKING:
    from bot.domain.questions.question import Question
    from bot.services import Services

_APART = timedelta(hours=7)
_LETTERS = "ABCD"


@click.group()
def trivia() -> None:
    """See what the quiz would ask."""


@trivia.command()
@click.argument("number", type=click.IntRange(1, 10_000), default=10)
@click.option("--title", default="", help="Only about this title (a name or #id).")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="How it is worded.")
@click.option("--seed", type=int, default=None, help="The same number asks the same questions.")
@click.option("--samples", is_flag=True, help="Ask from the demo's sample articles instead of the store.")
@with_settings
def sample(settings: Settings, number: int, *, title: str, language: str, seed: int | None, samples: bool) -> None:
    """Print NUMBER questions with their options, the right one marked, and where the answer was read."""
    log.configure(replace(settings, log_level="error"))
    go(_sample(settings, number, title, language, seed, samples=samples))


async def _sample(
    settings: Settings, number: int, title: str, language: str, seed: int | None, *, samples: bool
) -> int:
    from bot.services import open_services  # noqa: PLC0415

    opened: AbstractAsyncContextManager[Services] = opened_samples(settings) if samples else open_services(settings)
    async with opened as services:
        title_id = await chosen(services, NameKind.TITLE, title) if title else None
        if title and title_id is None:
            return 1
        asked = 0
        async for question in questions(services, random.Random(seed), title_id):  # noqa: S311 - nothing secret
            asked += 1
            for line in _lines(asked, question, language):
                click.echo(line)
            if asked == number:
                break
        click.echo(f"{counted(asked, 'question')}, of {await _kinds(services)}", err=True)
    return 0


async def questions(services: Services, rng: random.Random, title_id: int | None = None) -> AsyncIterator[Question]:
    """Yield questions from all that is known, none twice, until nothing is left to ask."""
    asked: set[str] = set()
    while (made := await services.quizzing.build(rng, title_id=title_id, avoid=asked)) is not None:
        asked.add(made.key)
        yield made


async def _kinds(services: Services) -> str:
    knowledge = await services.quizzing.knowledge()
    return ", ".join(f"{len(some)} {kind}" for kind, some in sorted(knowledge.seeds.items())) or "nothing"


@asynccontextmanager
async def opened_samples(settings: Settings) -> AsyncIterator[Services]:
    """Open services over a store of their own in which the sample articles have been read."""
    from bot.demo.samples import load  # noqa: PLC0415
    from bot.domain.models import Entry  # noqa: PLC0415
    from bot.services import open_services  # noqa: PLC0415
    from bot.store import articles  # noqa: PLC0415

    with TemporaryDirectory(prefix="callsheet-samples-") as folder:
        elsewhere = replace(settings, database_url=f"sqlite+aiosqlite:///{folder}/samples.sqlite3")
        async with open_services(elsewhere) as services:
            now = utcnow()
            samples = [one.dated(now.date()) for one in load(DATA / "samples")]
            for place, one in enumerate(samples):
                at, url = now - _APART * (len(samples) - place), f"https://{one.outlet.slug}.example/{one.slug}"
                entry = Entry(one.headline, url, text=one.text, summary=one.summary, published_at=at)
                async with services.db.write() as conn:
                    await articles.add_single(conn, entry, one.outlet.name, at)
            with click.progressbar(length=len(samples), label="Reading", file=sys.stderr) as bar:
                while read := await services.reading.catch_up():
                    bar.update(read)
            yield services


# ------------------------------------------------------------------ in words


def _lines(number: int, question: Question, language: str) -> Iterator[str]:
    source, fact = question.source.source, question.source.fact
    yield f"{number}. {worded(language, question.wording, question.values)}  ({question.kind}, {question.difficulty})"
    for place, option in enumerate(question.options):
        yield f"   {'*' if place == question.answer else ' '} {_LETTERS[place]}  {option.text}"
    yield f"     #{question.source.id} {source.outlet}, {source.at:%Y-%m-%d}  {source.url or ''}".rstrip()
    yield f"     “{fact.evidence}”"


def worded(language: str, wording: str, values: Mapping[str, str]) -> str:
    """Return a question in words, as plain text."""
    fill = _Filler(_sentences(language))
    title = "season" if "season" in values else "title"
    work = fill.say(f"question.work.{title}", values) if "title" in values else ""
    prize = values.get("prize", "")
    named = prize and not prize.lower().startswith(UNNAMED)
    more = {"prize": fill.say("question.prize.named", values)} if named else {}
    sentence = fill.say(wording, {**values, "work": work, **more})
    return sentence[:1].upper() + sentence[1:]


class _Filler(string.Formatter):
    """Fills the places of a sentence: with a particle ("{name:은/는}"), or with what a table says ("{kind:kind}")."""

    def __init__(self, sentences: Mapping[str, Any]) -> None:
        self._sentences = sentences

    def say(self, key: str, values: Mapping[str, str]) -> str:
        found: Any = self._sentences
        for part in key.split("."):
            found = found[part]
        return self.vformat(str(found), (), values)

    def format_field(self, value: str, format_spec: str) -> str:
        if "/" in format_spec:
            return with_particle(value, format_spec)
        return self.say(f"{format_spec}.{value}", {}) if format_spec else value


@cache
def _sentences(language: str) -> Mapping[str, Any]:
    return tomllib.loads(Path(DATA / "locales" / f"{language}.toml").read_text("utf-8"))
