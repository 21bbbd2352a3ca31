"""What members called wrong, for those who decide: the queue of a server, and the operator's of all servers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import discord
from discord.ui import ActionRow, Button, Container, Item, Select, Separator, TextDisplay

from bot.domain.facts import Claim
from bot.services.moderation import Case
from bot.services.titles import Evidence
from cogs.ui import fit
from cogs.ui.cards import Card, Tone, tell
from cogs.ui.evidence_cards import quote
from cogs.ui.fact_words import NAME, headed, of_season
from cogs.ui.markup import ELLIPSIS, Markup, clean, named, plain
from cogs.ui.text import say

PAGE = 4
"""Cases on one page."""

HERE, EVERYWHERE = "here", "everywhere"
"""Whose queue it is: a server's, or the operator's."""

_LEVELS = ((300, True), (200, False), (100, False))


def digest(claim: Claim) -> str:
    """Return a short name of a claim, by which a button finds it again: a claim itself may be too long for one."""
    told = "\x1f".join((str(claim.title_id), str(claim.season), claim.predicate, claim.value))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def queue_card(
    locale: str,
    scope: str,
    cases: Sequence[Case],
    page: int,
    rows: list[ActionRow[Any]],
    *,
    done: Markup | None = None,
) -> Card:
    """Return a page of what is to be decided; ``done`` says what was decided just now."""
    pages = max(1, -(-len(cases) // PAGE))
    shown = cases[(min(page, pages) - 1) * PAGE :][:PAGE]

    def build(level: int) -> Card:
        head = f"### {say(locale, f'reports.title.{scope}')}"
        count = say(locale, "reports.count", count=len(cases)) if cases else say(locale, f"reports.none.{scope}")
        lines = [head, *([f"**{done}**"] if done else []), f"-# {count}" if cases else count]
        parts: list[Item[Any]] = [TextDisplay("\n".join(lines))]
        for case in shown:
            parts += [Separator(), TextDisplay(_case(locale, scope, case, level)), _verdicts(locale, scope, case)]
        return Card(Container(*parts, *rows, accent_colour=(Tone.CARE if cases else Tone.GOOD).value))

    return fit.richest(build, len(_LEVELS))


def _case(locale: str, scope: str, case: Case, level: int) -> str:
    quoted, linked = _LEVELS[level]
    told = [say(locale, "reports.by", count=case.reporters), say(locale, "reports.since", at=case.at)]
    if scope == EVERYWHERE:
        told.append(say(locale, "reports.servers", count=len(case.guild_ids)))
        told += [say(locale, "reports.upheld", count=case.upheld)] if case.upheld else []
    said = quote(locale, case.fact, quoted, linked=linked) if case.fact else say(locale, "reports.unsaid")
    return f"**{named(case.title, NAME)}** · {case_words(locale, case)}\n-# {' · '.join(told)}\n{said}"


def case_words(locale: str, case: Case) -> Markup:
    """Return what is called wrong, on one line; what no article says any more stands as it was compared."""
    if case.fact:
        return headed(locale, case.fact, {})
    label = say(locale, f"fact.label.{case.claim.predicate}")
    told = say(locale, "fact.headed", label=label, value=plain(case.claim.value, NAME))
    season = of_season(locale, case.claim.season if case.claim.season >= 0 else None)
    return Markup(f"{season} · {told}") if season else told


def _verdicts(locale: str, scope: str, case: Case) -> ActionRow[Any]:
    name = digest(case.claim)
    wrong: Button[Any] = Button(
        label=say(locale, f"reports.wrong.{scope}.button"),
        style=discord.ButtonStyle.danger,
        custom_id=f"case:wrong:{scope}:{name}",
    )
    right: Button[Any] = Button(label=say(locale, "reports.right.button"), custom_id=f"case:right:{scope}:{name}")
    return ActionRow(wrong, right)


def doubt_card(locale: str, behind: Sequence[Evidence]) -> Card:
    """Return the question which of the facts behind a question of trivia is wrong."""
    options = [
        discord.SelectOption(
            label=clean(headed(locale, one.fact, {}), fit.OPTION_LABEL) or ELLIPSIS,
            description=clean(one.title, fit.OPTION_LABEL) or None,
            value=str(one.fact.id),
        )
        for one in behind[: fit.OPTIONS]
    ]
    select: Select[Any] = Select(custom_id="facts:pick", placeholder=say(locale, "wrong.pick"), options=options)
    text = f"### {say(locale, 'wrong.question')}\n{say(locale, 'wrong.intro')}"
    return tell(text, Tone.CALM, ActionRow(select))


def undo_row(locale: str, scope: str, fact_id: int) -> ActionRow[Any]:
    """Return the button that takes back what the operator decided just now."""
    return ActionRow(Button(label=say(locale, "reports.restore.button"), custom_id=f"case:restore:{scope}:{fact_id}"))
