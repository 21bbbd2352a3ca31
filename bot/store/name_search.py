"""Titles and people by what a member types: made for every keystroke.

What begins so is one range of the index of names (see ``name_index``); only while places are free is anything else
looked for. Each is one statement, made once: under load a statement costs more than the rows that it reads.
"""

import json
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import text as sql

from bot.domain.facts import NameKind
from bot.domain.lookup import MatchKind, NameHit
from bot.domain.names import key, words
from bot.domain.romanisation import same_name, sounds
from bot.store.database import Connection
from bot.store.name_index import OWNERS
from bot.store.name_terms import ALIAS, START, UNASKED, WORD, allowed, beginnings, letters, mistakes
from bot.store.schema import article, name, name_sound, name_term
from bot.store.views import visible

_WINDOW = 60  # names that are looked at
_WIDE_WINDOW = 2_000  # where a server may not be shown most of them
_ENOUGH = 10  # names that begin so, beside which nothing else need be looked for
_SIFTED = 400  # names with one of several words, among which the others are looked for
_WORDS = 4  # of a text that are looked for in any order
_END = "\U0010ffff"
_SCATTERED, _SOUNDING, _MISTYPED = range(3)
_PLACES = {START: MatchKind.PREFIX, WORD: MatchKind.WORD, ALIAS: MatchKind.ALIAS}
_RANKS = {match: rank for rank, match in enumerate(MatchKind)}
_FOUND = name_term.c.owner_id, name_term.c.name_id, name_term.c.fame, name_term.c.place, name_term.c.term


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that matched, and whom it leads to; the less ``order``, the better among those of one match."""

    kind: NameKind
    row: Row[Any]
    match: MatchKind
    order: int = 0

    @property
    def owner(self) -> tuple[NameKind, int]:
        return self.kind, self.row.owner_id

    @property
    def rank(self) -> tuple[int, int, int, str, int]:
        return _RANKS[self.match], self.order, -self.row.fame, self.kind, -self.row.owner_id

    def hit(self) -> NameHit:
        """Return the hit; where the shown name is not to be seen, the one that matched is shown."""
        row = self.row
        shown = row.text if row.hidden else row.shown
        alias = row.text if key(row.text) != key(shown) else None
        return NameHit(self.kind, row.owner_id, shown, alias, self.match, row.fame, row.year)


async def suggest(
    conn: Connection, kind: NameKind | None, text: str, limit: int = 25, guild_id: int | None = None
) -> list[NameHit]:
    """Return titles, people or both (None) that the text may mean, best first; any text is safe.

    Ranked: the whole name (its words in any order, or the whole of an alias), the beginning of the name, of a later
    word in it, of an alias, then another spelling or a letter or two mistyped; within each the most famous first.
    Without text: the most famous. Whom no likely fact speaks of (``fame`` 0) is never found. Names known from private
    feeds alone are found only by servers that follow such a feed.
    """
    if text.strip() and not letters(text):
        return []
    found = [one for of in ([kind] if kind else NameKind) for one in await _found(conn, of, text, limit, guild_id)]
    best: dict[tuple[NameKind, int], _Found] = {}
    for one in sorted(found, key=lambda one: one.rank):
        best.setdefault(one.owner, one)
    return [one.hit() for one in list(best.values())[:limit]]


async def _found(conn: Connection, kind: NameKind, text: str, limit: int, guild_id: int | None) -> list[_Found]:
    rows = await _beginning(conn, kind, text, guild_id, _WINDOW)
    if len(rows) >= _WINDOW and len({row.owner_id for row in rows if row.seen}) < limit:
        rows = await _beginning(conn, kind, text, guild_id, _WIDE_WINDOW)
    found = [_begun(kind, row) for row in rows if row.seen]
    if text.strip() and len({one.owner for one in found}) < min(limit, _ENOUGH):
        found += await _otherwise(conn, kind, text, guild_id)
    return found


# ------------------------------------------------------------------ what begins so


async def _beginning(conn: Connection, kind: NameKind, text: str, guild_id: int | None, window: int) -> list[Row[Any]]:
    """Return what is called so, or begins so, in any word; without text, what is spoken of most."""
    query = _beginnings if text.strip() else _famous
    asked = {"typed": letters(text), "window": window, "guild": guild_id}
    return list(await conn.execute(query(kind, known=guild_id is not None), asked))


def _begun(kind: NameKind, row: Row[Any]) -> _Found:
    if row.going_on:
        return _Found(kind, row, _PLACES[min(row.place, ALIAS)])
    return _Found(kind, row, MatchKind.EXACT, row.place)


@cache
def _beginnings(kind: NameKind, *, known: bool) -> Select[Any]:
    typed, term = bindparam("typed", type_=Text()), name_term.c.term
    going_on = case((term == typed, 0), else_=1).label("going_on")
    place = case((name_term.c.place < ALIAS, name_term.c.place), else_=ALIAS).label("place")
    columns = name_term.c.owner_id, name_term.c.name_id, name_term.c.fame
    begun = select(*columns, going_on, place).where(_likely(kind), _begins(term, typed))
    best = begun.order_by(going_on, place, name_term.c.fame.desc(), name_term.c.owner_id.desc())
    return _named(kind, best.limit(_window()).subquery(), known=known)


@cache
def _famous(kind: NameKind, *, known: bool) -> Select[Any]:
    of = OWNERS[kind]
    roots = select(of.table.c.id, of.table.c.fame).where(of.table.c.id == of.table.c.root_id, of.table.c.fame > 0)
    best = roots.order_by(of.table.c.fame.desc(), of.table.c.id.desc()).limit(_window()).subquery()
    names = best.join(of.table, of.table.c.root_id == best.c.id).join(name, of.of_name == of.table.c.id)
    place = case((name.c.text == of.table.c.name, START), else_=ALIAS).label("place")
    columns = best.c.id.label("owner_id"), name.c.id.label("name_id"), best.c.fame, place
    return _named(kind, select(*columns, literal(1).label("going_on")).select_from(names).subquery(), known=known)


def _window() -> BindParameter[int]:
    return bindparam("window", type_=Integer())


def _likely(kind: NameKind) -> ColumnElement[bool]:
    return and_(name_term.c.kind == kind, name_term.c.fame > 0)


def _begins(term: ColumnElement[str], typed: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(term >= typed, term < typed + _END)


def _named(kind: NameKind, found: Subquery, *, known: bool) -> Select[Any]:
    """Return the query with the names that were found, and whether they, and the name that is shown, may be seen."""
    of = OWNERS[kind]
    guild = bindparam("guild", type_=BigInteger()) if known else None
    root, first, told = of.table.alias("root"), name.alias("first"), article.alias("told")
    everything = found.join(name, name.c.id == found.c.name_id).join(root, root.c.id == found.c.owner_id)
    seen = or_(name.c.article_id.is_(None), visible(guild)).label("seen")
    secret = select(1).join_from(first, told, told.c.id == first.c.article_id).where(~visible(guild, told))
    itself = first.c[of.of_name.name] == root.c.id, first.c.text == root.c.name
    hidden = secret.where(*itself).exists().label("hidden")
    year = (root.c.year if kind is NameKind.TITLE else literal(None)).label("year")
    columns = found, name.c.text.label("text"), root.c.name.label("shown"), year, seen, hidden
    return select(*columns).select_from(everything.outerjoin(article, article.c.id == name.c.article_id))


# ------------------------------------------------------------------ what was typed otherwise


async def _otherwise(conn: Connection, kind: NameKind, text: str, guild_id: int | None) -> list[_Found]:
    """Return what has all words in any order, what sounds so, and what begins so but for a mistake or two.

    Of two mistakes one at most may be among the first letters.
    """
    typed = letters(text)
    begun = beginnings(typed) if allowed(typed) else set()
    asked = {
        "begun": json.dumps(sorted(begun)) if conn.dialect.name == "sqlite" else sorted(begun),
        "heard": sorted(sounds(text)) if kind is NameKind.PERSON else [],
        "guild": guild_id,
        **_sought(text),
    }
    rows = await conn.execute(_otherwises(kind, conn.dialect.name, known=guild_id is not None), asked)
    return [one for row in rows if row.seen and (one := _judged(kind, text, row, begun))]


def _judged(kind: NameKind, text: str, row: Row[Any], begun: Container[str]) -> _Found | None:
    if row.how == _SCATTERED:
        return _Found(kind, row, MatchKind.WORD if row.place < ALIAS else MatchKind.ALIAS)
    if row.how == _SOUNDING:
        return _Found(kind, row, MatchKind.TYPO) if same_name(text, row.text) else None
    made = mistakes(letters(text), row.term, begun)
    return None if made is None else _Found(kind, row, MatchKind.TYPO, made)


def _sought(text: str) -> dict[str, str]:
    """Return the longest words, to look for in any order; a text of one word was looked for already."""
    parts = words(text)
    typed = sorted((letters(word) for word in parts if word not in UNASKED), key=len, reverse=True)
    found = typed if len(parts) > 1 and typed else [_END]
    return {f"word{place}": word for place, word in enumerate([*found, "", "", ""][:_WORDS])}


@cache
def _otherwises(kind: NameKind, dialect: str, *, known: bool) -> Select[Any]:
    parts = [_scattered(kind), _mistyped(kind, dialect)]
    if kind is NameKind.PERSON:
        parts.append(_sounding())
    return _named(kind, union_all(*parts).subquery(), known=known)


def _part(how: int, rows: FromClause) -> Select[Any]:
    return select(literal(how).label("how"), *(rows.c[one.name] for one in _FOUND))


def _scattered(kind: NameKind) -> Select[Any]:
    """Return what has words that begin with each of those sought, wherever they stand."""
    first, *others = [bindparam(f"word{place}", type_=Text()) for place in range(_WORDS)]
    longest = select(*_FOUND).where(_likely(kind), _begins(name_term.c.term, first))
    some = longest.order_by(name_term.c.fame.desc()).limit(_SIFTED).subquery()
    found = select(some).where(*(_has_word(some, one) for one in others)).limit(_WINDOW)
    return _part(_SCATTERED, found.subquery())


def _has_word(names: FromClause, typed: ColumnElement[str]) -> ColumnElement[bool]:
    other = name_term.alias()
    return select(1).where(other.c.name_id == names.c.name_id, _begins(other.c.term, typed)).exists()


def _sounding() -> Select[Any]:
    """Return people whose Korean name may be spelt so."""
    heard = name_sound.c.sound.in_(bindparam("heard", expanding=True))
    likely = name_term.c.fame > 0, name_term.c.place.in_([START, ALIAS])
    terms = name_sound.join(name_term, name_term.c.name_id == name_sound.c.name_id)
    return _part(_SOUNDING, select(*_FOUND).distinct().select_from(terms).where(heard, *likely).subquery())


_MISTYPED_IN = {
    # The joins are such that the index is asked for each beginning: both planners would rather read it whole.
    "sqlite": "SELECT DISTINCT t.owner_id, t.name_id, t.fame, t.place, t.term"
    " FROM json_each(:begun) AS begun CROSS JOIN name_term AS t"
    " WHERE t.kind = :kind AND t.fame > 0 AND t.term >= begun.value AND t.term < begun.value || :end",
    "postgresql": "SELECT DISTINCT t.owner_id, t.name_id, t.fame, t.place, t.term"
    " FROM unnest(CAST(:begun AS text[])) AS begun (value) CROSS JOIN LATERAL (SELECT * FROM name_term"
    " WHERE kind = :kind AND fame > 0 AND term >= begun.value AND term < begun.value || :end"
    " ORDER BY term LIMIT 1000) AS t",
}


def _mistyped(kind: NameKind, dialect: str) -> Select[Any]:
    """Return what begins in one of many ways, the most famous."""
    rows = sql(_MISTYPED_IN[dialect]).bindparams(kind=kind.value, end=_END).columns(*_FOUND).subquery()
    best = select(rows).order_by(rows.c.fame.desc(), rows.c.owner_id).limit(_WINDOW).subquery()
    return _part(_MISTYPED, best)
