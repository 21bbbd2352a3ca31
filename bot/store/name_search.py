"""Titles and people by what a member types: made for every keystroke.

Every step reads ranges of the index of names (see ``name_index``); the later ones only while places are free.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, FromClause, Text, and_, case, cast, func, literal, or_, select

from bot.domain.facts import NameKind
from bot.domain.lookup import MatchKind, NameHit
from bot.domain.names import key, words
from bot.domain.romanisation import same_name, sounds
from bot.store.database import Connection
from bot.store.name_index import OWNERS
from bot.store.name_terms import ALIAS, START, UNASKED, WORD, allowed, beginnings, letters, mistakes
from bot.store.schema import article, name, name_sound, name_term, person
from bot.store.views import visible

_WINDOWS = 100, 2_000  # rows that are looked at, and when a server may not be shown most of them
_SIFTED = 1_000  # names with one of several words, among which the others are looked for
_TURNED = 4  # words of a text that are tried in other orders for mistakes
_END = "\U0010ffff"
_RANKS = list(MatchKind)
_PLACE_RANKS = {START: MatchKind.PREFIX, WORD: MatchKind.WORD, ALIAS: MatchKind.ALIAS}


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that matched, of which title or person; the less ``order``, the better among those of one rank."""

    kind: NameKind
    owner_id: int
    name_id: int | None
    fame: int
    match: MatchKind
    order: int = 0

    @property
    def owner(self) -> tuple[NameKind, int]:
        return self.kind, self.owner_id

    @property
    def rank(self) -> tuple[int, int, int, str, int]:
        return _RANKS.index(self.match), self.order, -self.fame, self.kind, self.owner_id


@dataclass(slots=True)
class _Told:
    """What of a title or person the asking server may be shown."""

    name: str
    year: int | None
    texts: dict[int, str]


async def suggest(
    conn: Connection, kind: NameKind | None, text: str, limit: int = 25, guild_id: int | None = None
) -> list[NameHit]:
    """Return titles, people or both (None) that the text may mean, best first; any text is safe.

    Ranked: the whole name (its words in any order, or the whole of an alias), the beginning of the name, of a later
    word in it, of an alias, then another spelling or a letter or two mistyped; within each the most famous first.
    Without text: the most famous. Whom no likely fact speaks of (``fame`` 0) is never found. Names known from private
    feeds alone are found only by servers that follow such a feed.
    """
    kinds = [kind] if kind else list(NameKind)
    hits: list[NameHit] = []
    for window in _WINDOWS:
        found = [each for one in kinds for each in await _found(conn, one, text, limit, window)]
        hits = await _shown(conn, sorted(found, key=lambda one: one.rank), limit, guild_id)
        if len(hits) >= limit or len(found) < window:
            break
    return hits


async def _found(conn: Connection, kind: NameKind, text: str, limit: int, window: int) -> list[_Found]:
    if not text.strip():
        return await _famous(conn, kind, window)
    if not letters(text):
        return []
    found = await _beginning(conn, kind, letters(text), window)
    for step in (_scattered, _sounding, _mistyped):
        if len({one.owner_id for one in found}) < limit:
            found += await step(conn, kind, text)
    return found


async def _famous(conn: Connection, kind: NameKind, window: int) -> list[_Found]:
    owner = OWNERS[kind].table
    roots = select(owner.c.id, owner.c.fame).where(owner.c.id == owner.c.root_id, owner.c.fame > 0)
    rows = await conn.execute(roots.order_by(owner.c.fame.desc(), owner.c.id.desc()).limit(window))
    return [_Found(kind, owner_id, None, fame, MatchKind.PREFIX) for owner_id, fame in rows]


# ------------------------------------------------------------------ the steps


_COLUMNS = name_term.c.owner_id, name_term.c.name_id, name_term.c.fame
_PLACE = case((name_term.c.place < ALIAS, name_term.c.place), else_=ALIAS)


def _begins(term: ColumnElement[str], typed: str) -> ColumnElement[bool]:
    return and_(term >= typed, term < typed + _END)


def _likely(kind: NameKind) -> ColumnElement[bool]:
    return and_(name_term.c.kind == kind, name_term.c.fame > 0)


async def _beginning(conn: Connection, kind: NameKind, typed: str, window: int) -> list[_Found]:
    """Return what is called so, or begins so, in any word."""
    going_on = case((name_term.c.term == typed, 0), else_=1)
    wanted = select(*_COLUMNS, going_on, _PLACE).where(_likely(kind), _begins(name_term.c.term, typed))
    best = wanted.order_by(going_on, _PLACE, name_term.c.fame.desc(), name_term.c.owner_id).limit(window)
    return [
        _Found(kind, owner_id, name_id, fame, _PLACE_RANKS[place] if goes_on else MatchKind.EXACT, place)
        for owner_id, name_id, fame, goes_on, place in await conn.execute(best)
    ]


async def _scattered(conn: Connection, kind: NameKind, text: str) -> list[_Found]:
    """Return what has words that begin with each of those typed, wherever they stand."""
    typed = sorted((letters(word) for word in words(text) if word not in UNASKED), key=len)
    rarest = typed.pop() if typed else ""
    if not typed:
        return []
    longest = select(name_term).where(_likely(kind), _begins(name_term.c.term, rarest))
    some = longest.order_by(name_term.c.fame.desc()).limit(_SIFTED).subquery()
    others = [_has_word(some, one) for one in typed]
    wanted = select(some.c.owner_id, some.c.name_id, some.c.fame, some.c.place).where(*others)
    return [
        _Found(kind, owner_id, name_id, fame, MatchKind.WORD if place < ALIAS else MatchKind.ALIAS)
        for owner_id, name_id, fame, place in await conn.execute(wanted)
    ]


def _has_word(names: FromClause, typed: str) -> ColumnElement[bool]:
    other = name_term.alias()
    return select(1).where(other.c.name_id == names.c.name_id, _begins(other.c.term, typed)).exists()


async def _sounding(conn: Connection, kind: NameKind, text: str) -> list[_Found]:
    """Return people whose Korean name may be spelt so."""
    heard = sorted(sounds(text)) if kind is NameKind.PERSON else []
    if not heard:
        return []
    root = person.alias("root")
    owned = (
        name_sound.join(name).join(person, name.c.person_id == person.c.id).join(root, root.c.id == person.c.root_id)
    )
    alike = select(root.c.id, name.c.id, root.c.fame, name.c.text).select_from(owned)
    rows = await conn.execute(alike.where(name_sound.c.sound.in_(heard), root.c.fame > 0))
    return [
        _Found(kind, owner_id, name_id, fame, MatchKind.TYPO)
        for owner_id, name_id, fame, spelt in rows
        if same_name(text, spelt)
    ]


async def _mistyped(conn: Connection, kind: NameKind, text: str) -> list[_Found]:
    """Return what begins so but for a mistake or two; of two, one at most among the first letters of some word."""
    typed = _turns(text)
    if not typed:
        return []
    begun = _each(conn, sorted(set().union(*map(beginnings, typed))))
    like = and_(name_term.c.term >= begun.c.value, name_term.c.term < begun.c.value + _END)
    wanted = select(*_COLUMNS, name_term.c.term).distinct().join_from(begun, name_term, like).where(_likely(kind))
    best = wanted.order_by(name_term.c.fame.desc(), name_term.c.owner_id).limit(_WINDOWS[0])
    return [
        _Found(kind, owner_id, name_id, fame, MatchKind.TYPO, min(counts))
        for owner_id, name_id, fame, term in await conn.execute(best)
        if (counts := [count for one in typed if (count := mistakes(one, term, allowed(one))) is not None])
    ]


def _turns(text: str) -> list[str]:
    """Return the text's letters from each of its words on, if so many may hold a mistake."""
    parts = words(text)
    turns = len(parts) if len(parts) <= _TURNED else 1
    typed = [letters(" ".join(parts[at:] + parts[:at])) for at in range(turns)]
    return [one for one in typed if allowed(one)]


def _each(conn: Connection, texts: list[str]) -> FromClause:
    """Return the texts as a table with the column ``value``, in one parameter however many they are."""
    if conn.dialect.name == "sqlite":
        return func.json_each(json.dumps(texts)).table_valued("value", name="begun")
    return func.unnest(cast(texts, ARRAY(Text))).table_valued("value", name="begun").render_derived()


# ------------------------------------------------------------------ what is shown


async def _shown(conn: Connection, found: Sequence[_Found], limit: int, guild_id: int | None) -> list[NameHit]:
    """Return the hits, best first, one for each title or person."""
    matched: dict[tuple[NameKind, int], list[_Found]] = {}
    for one in found:
        matched.setdefault(one.owner, []).append(one)
    hits: list[NameHit] = []
    owners = list(matched)
    while owners and len(hits) < limit:
        some, owners = owners[: 2 * limit], owners[2 * limit :]
        told = await _told(conn, some, guild_id)
        hits += filter(None, (_hit(matched[owner], told[owner]) for owner in some if owner in told))
    return hits[:limit]


async def _told(
    conn: Connection, owners: Sequence[tuple[NameKind, int]], guild_id: int | None
) -> dict[tuple[NameKind, int], _Told]:
    """Return those who have a name that the server may be shown, with all such names."""
    told: dict[tuple[NameKind, int], _Told] = {}
    for kind in NameKind:
        ids = [owner_id for of, owner_id in owners if of is kind]
        for owner_id, shown, year, name_id, text in await _names(conn, kind, ids, guild_id):
            told.setdefault((kind, owner_id), _Told(shown, year, {})).texts[name_id] = text
    return told


async def _names(conn: Connection, kind: NameKind, ids: Sequence[int], guild_id: int | None) -> Iterable[Any]:
    if not ids:
        return ()
    of = OWNERS[kind]
    root = of.table.alias("root")
    owned = name.join(of.table, of.of_name == of.table.c.id).join(root, root.c.id == of.table.c.root_id)
    told = owned.outerjoin(article, article.c.id == name.c.article_id)
    year = root.c.year if kind is NameKind.TITLE else literal(None)
    columns = root.c.id, root.c.name, year, name.c.id, name.c.text
    seen = select(*columns).select_from(told).where(or_(name.c.article_id.is_(None), visible(guild_id)))
    return await conn.execute(seen.where(of.table.c.root_id.in_(ids)).order_by(name.c.id))


def _hit(found: Sequence[_Found], told: _Told) -> NameHit | None:
    """Return the best match among the names that may be shown, under the name that is shown."""
    best = next((one for one in found if one.name_id is None or one.name_id in told.texts), None)
    if best is None:
        return None
    known = {key(text) for text in told.texts.values()}
    shown = told.name if key(told.name) in known else next(iter(told.texts.values()))
    text = shown if best.name_id is None else told.texts[best.name_id]
    alias = text if key(text) != key(shown) else None
    return NameHit(best.kind, best.owner_id, shown, alias, best.match, best.fame, told.year)
