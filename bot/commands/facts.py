"""``callsheet facts``: what is believed of a title and where it was read, and the operator's word on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bot import log
from bot.commands import go, with_settings
from bot.commands.choosing import chosen
from bot.config import Settings
from bot.domain.facts import NameKind

if TYPE_CHECKING:
    from bot.domain.beliefs import Belief
    from bot.domain.facts import StoredFact
    from bot.services import Services
    from bot.services.titles import TitleView


@click.command()
@click.argument("title")
@click.option("--season", type=int, help="Only what is said of this season.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--reject", type=int, metavar="FACT", help="Call wrong what this fact says, in every server.")
@click.option("--restore", type=int, metavar="FACT", help="Take that back.")
@with_settings
def facts(
    settings: Settings, title: str, *, season: int | None, as_json: bool, reject: int | None, restore: int | None
) -> None:
    """Show what is believed of TITLE (a name or #id), with certainty, sources and sentences."""
    log.configure(replace(settings, log_level="error"))
    go(_facts(settings, title, season, as_json=as_json, reject=reject, restore=restore))


async def _facts(
    settings: Settings, title: str, season: int | None, *, as_json: bool, reject: int | None, restore: int | None
) -> int:
    from bot.services import open_services  # noqa: PLC0415

    async with open_services(settings) as services:
        await _decide(services, reject, restore)
        title_id = await chosen(services, NameKind.TITLE, title)
        if title_id is None:
            return 1
        view = await services.titles.title(title_id, None)
    beliefs = [one for one in view.beliefs if season is None or one.season == season]
    lines = [json.dumps(_as_json(view, beliefs), ensure_ascii=False, indent=1)] if as_json else _lines(view, beliefs)
    for line in lines:
        click.echo(line)
    return 0


async def _decide(services: Services, reject: int | None, restore: int | None) -> None:
    from bot.services.merges import OPERATOR  # noqa: PLC0415

    if reject is not None:
        await services.moderation.reject_everywhere(await services.moderation.claim(reject, None), OPERATOR)
        click.echo(f"#{reject} is called wrong everywhere; --restore {reject} takes that back", err=True)
    if restore is not None:
        there = await services.moderation.restore(await services.moderation.claim(restore, None), OPERATOR)
        click.echo(
            f"#{restore} is judged by its sources again" if there else f"nobody called #{restore} wrong", err=True
        )


def _lines(view: TitleView, beliefs: Iterable[Belief]) -> Iterator[str]:
    yield f"{view.name}" + (f" ({view.year})" if view.year else "") + f"  #{view.id}"
    if view.aliases:
        yield f"also: {', '.join(view.aliases)}"
    told = False
    for belief in beliefs:
        told = True
        yield f"{_season(belief)}{belief.claim.predicate}: {_value(view, belief)}"
        for fact in belief.sources:
            yield from _source(fact)
        for fact in belief.denials:
            yield from _source(fact, "denied: ")
    if not told:
        yield "nothing is believed of it"


def _season(belief: Belief) -> str:
    return "" if belief.season is None else f"season {belief.season} "


def _value(view: TitleView, belief: Belief) -> str:
    name = view.people.get(belief.person_id or 0, belief.object)
    details = [f"{key} {value}" for key, value in belief.qualifiers.items()]
    marks = [*details, belief.certainty, f"{belief.confidence:.2f}"]
    if belief.standing != "current":
        marks.append(f"{belief.standing} by {belief.replaced_by}" if belief.replaced_by else belief.standing)
    return f"{name} ({', '.join(marks)})"


def _source(fact: StoredFact, word: str = "") -> Iterator[str]:
    yield f"    #{fact.id} {word}{fact.source.outlet}, {fact.source.at:%Y-%m-%d}  {fact.source.url or ''}".rstrip()
    yield f"        “{fact.fact.evidence}”"


def _as_json(view: TitleView, beliefs: Iterable[Belief]) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "aliases": view.aliases,
        "year": view.year,
        "beliefs": [_belief(view, belief) for belief in beliefs],
    }


def _belief(view: TitleView, belief: Belief) -> dict[str, Any]:
    return {
        "season": belief.season,
        "predicate": belief.claim.predicate,
        "object": view.people.get(belief.person_id or 0, belief.object),
        "qualifiers": dict(belief.qualifiers),
        "certainty": belief.certainty,
        "confidence": round(belief.confidence, 3),
        "standing": belief.standing,
        "replaced_by": belief.replaced_by,
        "sources": [_told(fact) for fact in belief.sources],
        "denials": [_told(fact) for fact in belief.denials],
    }


def _told(fact: StoredFact) -> dict[str, Any]:
    source, said = fact.source, fact.fact
    return {
        "fact": fact.id,
        "outlet": source.outlet,
        "headline": source.headline,
        "url": source.url,
        "at": source.at.isoformat(),
        "evidence": said.evidence,
        "start": said.start,
        "end": said.end,
    }
