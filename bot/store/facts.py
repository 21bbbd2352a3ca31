"""Facts: what each article says, and the looks at it by title, person, story and article.

Ids in what is returned are those of today, after all merges; any id, merged or not, may be asked for. What the server
``guild_id`` (None: anyone at all) may not be shown is left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace as replaced
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, or_, select, union_all, update

from bot.domain.claims import NO_SEASON
from bot.domain.facts import Fact, NameKind, NewFact, Predicate, Source, StoredFact
from bot.domain.models import Article
from bot.domain.moderation import ChangeKind
from bot.store import name_index
from bot.store.database import Connection, insert, locking, new_ids
from bot.store.name_index import LIKELY, OWNERS
from bot.store.rows import ARTICLE
from bot.store.schema import article, fact, identity_change, person, title
from bot.store.types import Key
from bot.store.views import visible

_Same: TypeAlias = tuple[int, int | None, Predicate, str, bool]
"""What makes two facts of one article the same: the title of today, season, predicate, the value of today, denied."""

_YEAR = re.compile(r"\d{4}")
_TITLES, _PEOPLE = OWNERS[NameKind.TITLE], OWNERS[NameKind.PERSON]


def value_today(value: str, person_id: int | None, root_id: int | None) -> str:
    """Return a comparable value that names a person (see ``claims.value_of``) after that one was merged."""
    if person_id is None or person_id == root_id:
        return value
    return f"{value.removesuffix(f'p{person_id}')}p{root_id}"


# ------------------------------------------------------------------ storing


async def replace(conn: Connection, article_id: int, facts: Sequence[NewFact], version: int, now: datetime) -> int:
    """Store what an article says, read by this version of the extraction, in place of what was read before.

    A fact that it said before keeps its id. What an operator split off stays split off. Returns how many facts the
    article states now that it did not before; 0 if there is no such article.
    """
    if await conn.scalar(locking(conn, select(article.c.id).where(article.c.id == article_id))) is None:
        return 0
    before, spoken = await _before(conn, article_id)
    told = await _parted(conn, article_id, facts)
    titles = await _roots(conn, NameKind.TITLE, (one.title_id for one in told))
    people = await _roots(conn, NameKind.PERSON, (one.person_id for one in told if one.person_id is not None))
    kept, added = [], []
    for one in told:
        same = before.get(_same(one, titles, people))
        if same:
            kept.append({"kept": same.pop(0), **_columns(one)})
        else:
            added.append({**_columns(one), **_about(one), "article_id": article_id, "created_at": now})
    await _store(conn, kept, added, [fact_id for ids in before.values() for fact_id in ids])
    await conn.execute(update(article).where(article.c.id == article_id).values(read_version=version))
    likely = [one for one in told if one.fact.confidence >= LIKELY]
    await _refresh(conn, NameKind.TITLE, spoken[NameKind.TITLE] ^ {titles[one.title_id] for one in likely})
    met = {people[one.person_id] for one in likely if one.person_id is not None}
    await _refresh(conn, NameKind.PERSON, spoken[NameKind.PERSON] ^ met)
    return len(added)


async def _before(conn: Connection, article_id: int) -> tuple[dict[_Same, list[int]], dict[NameKind, set[int]]]:
    """Return the ids of what an article said so far, and of whom it said something likely."""
    columns = fact.c.season, fact.c.predicate, fact.c.value, fact.c.negated, fact.c.confidence, fact.c.person_id
    stated = fact.join(title, fact.c.title_id == title.c.id).outerjoin(person, fact.c.person_id == person.c.id)
    found = select(fact.c.id, title.c.root_id, person.c.root_id, *columns).select_from(stated)
    said: dict[_Same, list[int]] = {}
    spoken: dict[NameKind, set[int]] = {kind: set() for kind in NameKind}
    rows = await conn.execute(found.where(fact.c.article_id == article_id).order_by(fact.c.start, fact.c.id))
    for fact_id, title_id, root_id, season, predicate, value, negated, confidence, person_id in rows:
        today = value_today(value, person_id, root_id)
        said.setdefault((title_id, season, predicate, today, negated), []).append(fact_id)
        if confidence >= LIKELY:
            spoken[NameKind.TITLE].add(title_id)
            spoken[NameKind.PERSON] |= {root_id} - {None}
    return said, spoken


async def _parted(conn: Connection, article_id: int, facts: Sequence[NewFact]) -> list[NewFact]:
    """Return the facts, those that an operator gave to another title or person at whom they were given to."""
    splits = await _splits(conn, NameKind.TITLE)
    into = {root_id: into_id for root_id, into_id, article_ids in splits if article_id in article_ids}
    roots = await _roots(conn, NameKind.TITLE, (one.title_id for one in facts)) if into else {}
    told = [replaced(one, title_id=into.get(roots.get(one.title_id, 0), one.title_id)) for one in facts]
    return await _of_namesakes(conn, told)


async def _of_namesakes(conn: Connection, facts: Sequence[NewFact]) -> list[NewFact]:
    """Return the facts, those that name a person from whom their title was split off at the person split off."""
    told, splits = list(facts), await _splits(conn, NameKind.PERSON)
    if not splits:
        return told
    works = {one for _, _, title_ids in splits for one in title_ids}
    titles = await _roots(conn, NameKind.TITLE, works | {one.title_id for one in told})
    named = {one.person_id for one in told if one.person_id is not None}
    people = await _roots(conn, NameKind.PERSON, named | {into_id for _, into_id, _ in splits})
    for root_id, into_id, title_ids in splits:  # in order, for who was split off may have been split again
        theirs = {titles.get(one) for one in title_ids}
        told = [
            _naming(one, into_id)
            if one.person_id is not None and people[one.person_id] == root_id and titles[one.title_id] in theirs
            else one
            for one in told
        ]
    return told


def _naming(one: NewFact, person_id: int) -> NewFact:
    return replaced(one, person_id=person_id, value=value_today(one.value, one.person_id, person_id))


async def _splits(conn: Connection, kind: NameKind) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return the splits of titles or of people that stand, in order: of whom today, into whom, by which parts."""
    owner = OWNERS[kind].table
    columns = owner.c.root_id, identity_change.c.into_id, identity_change.c.article_ids
    standing = identity_change.c.what == ChangeKind.SPLIT, identity_change.c.undone_at.is_(None)
    both = identity_change.join(owner, owner.c.id == identity_change.c.from_id)
    query = select(*columns).select_from(both).where(*standing, identity_change.c.kind == kind)
    return [(root, into, parts) for root, into, parts in await conn.execute(query.order_by(identity_change.c.id))]


async def _roots(conn: Connection, kind: NameKind, ids: Iterable[int]) -> dict[int, int]:
    owner = OWNERS[kind].table
    rows = await conn.execute(select(owner.c.id, owner.c.root_id).where(owner.c.id.in_(set(ids))))
    return dict(rows.all())


def _same(one: NewFact, titles: dict[int, int], people: dict[int, int]) -> _Same:
    root_id = None if one.person_id is None else people[one.person_id]
    said = one.fact
    return (
        titles[one.title_id],
        said.season,
        said.predicate,
        value_today(one.value, one.person_id, root_id),
        said.negated,
    )


def _about(one: NewFact) -> dict[str, object]:
    """Return the columns by which a fact is known again; a kept one stays with whom it was read of first."""
    said = one.fact
    known = {"title_id": one.title_id, "person_id": one.person_id, "value": one.value}
    return {**known, "season": said.season, "predicate": said.predicate, "negated": said.negated}


def _columns(one: NewFact) -> dict[str, object]:
    """Return the columns that a further reading may change."""
    names = ("object", "certainty", "confidence", "evidence", "start", "end")
    return {"qualifiers": dict(one.fact.qualifiers), **{name: getattr(one.fact, name) for name in names}}


async def _store(
    conn: Connection, kept: Sequence[dict[str, object]], added: Sequence[dict[str, object]], gone: Sequence[int]
) -> None:
    if gone:
        await conn.execute(delete(fact).where(fact.c.id.in_(gone)))
    if kept:
        await conn.execute(update(fact).where(fact.c.id == bindparam("kept", type_=Key)), kept)
    ids = await new_ids(conn, fact, len(added)) if added else []
    if added:
        await conn.execute(insert(conn, fact), [{"id": made, **row} for made, row in zip(ids, added, strict=True)])


async def reassign(conn: Connection, person_ids: Iterable[int], title_ids: Iterable[int], into: int) -> int:
    """Let the facts of these titles that name one of these people (merged ones by their own ids) name another one.

    Returns how many there are.
    """
    theirs = fact.c.person_id.in_(list(person_ids)), fact.c.title_id.in_(list(title_ids))
    rows = await conn.execute(select(fact.c.id, fact.c.value, fact.c.person_id).where(*theirs))
    given = [
        {"given": fact_id, "value": value_today(value, person_id, into), "person_id": into}
        for fact_id, value, person_id in rows
    ]
    if given:
        await conn.execute(update(fact).where(fact.c.id == bindparam("given", type_=Key)), given)
    return len(given)


async def _refresh(conn: Connection, kind: NameKind, changed: set[int]) -> None:
    if changed:
        await name_index.refresh(conn, kind, sorted(changed))


# ------------------------------------------------------------------ looking


_ROOT = title.alias("root")
_STATED = (
    fact.join(title, fact.c.title_id == title.c.id)
    .join(_ROOT, _ROOT.c.id == title.c.root_id)
    .outerjoin(person, fact.c.person_id == person.c.id)
    .join(article, fact.c.article_id == article.c.id)
)
_SOURCE = article.c.id, article.c.story_id, article.c.outlet, article.c.headline, article.c.url, article.c.at
_WIDTH = len(_SOURCE)
_SAID = fact, _ROOT.c.id.label("root_title"), _ROOT.c.name.label("subject"), person.c.root_id.label("root_person")


async def of_title(
    conn: Connection,
    title_id: int,
    guild_id: int | None,
    predicates: Iterable[Predicate] = Predicate,
    *,
    private: bool = False,
) -> list[StoredFact]:
    """Return the facts of a title, all or those of some kinds, oldest article first.

    With ``private`` those that were read in anybody's private feeds are among them.
    """
    merged = select(title.c.id).where(_TITLES.merged(title_id))
    kinds = frozenset(predicates)
    wanted = [fact.c.predicate.in_(sorted(kinds))] if kinds != frozenset(Predicate) else []
    seen = [] if private else [visible(guild_id)]
    return await _stated(conn, fact.c.title_id.in_(merged), *seen, *wanted)


async def of_titles(conn: Connection, title_ids: Iterable[int], *, private: bool = False) -> list[StoredFact]:
    """Return the facts of several titles that anyone may be told; with ``private`` those that not everyone may be."""
    merged = select(title.c.id).where(title.c.root_id.in_(list(title_ids)))
    return await _stated(conn, fact.c.title_id.in_(merged), ~visible(None) if private else visible(None))


async def states(conn: Connection) -> dict[int, tuple[int, int, float]]:
    """Return for each title with facts (a root) what changes when they do: how many, the last, how sure in all."""
    figures = func.count(), func.max(fact.c.id), func.sum(fact.c.confidence)
    rows = await conn.execute(select(title.c.root_id, *figures).join_from(fact, title).group_by(title.c.root_id))
    return {root_id: (count, last, round(sure, 3)) for root_id, count, last, sure in rows}


async def of_person(conn: Connection, person_id: int, guild_id: int | None) -> list[StoredFact]:
    """Return all facts that name a person, oldest article first."""
    merged = select(person.c.id).where(_PEOPLE.merged(person_id))
    return await _stated(conn, fact.c.person_id.in_(merged), visible(guild_id))


async def of_story(conn: Connection, story_id: int, guild_id: int | None) -> list[StoredFact]:
    """Return all facts of a story's articles, oldest article first."""
    return await _stated(conn, article.c.story_id == story_id, visible(guild_id))


async def of_articles(conn: Connection, article_ids: Iterable[int]) -> list[StoredFact]:
    """Return all facts of these articles, whoever may see them, oldest article first."""
    return await _stated(conn, fact.c.article_id.in_(list(article_ids)))


async def titles_of_article(conn: Connection, article_id: int, predicates: Iterable[Predicate]) -> list[int]:
    """Return the titles of which an article states a fact of these kinds."""
    stated = fact.c.article_id == article_id, fact.c.predicate.in_(list(predicates))
    return list(await conn.scalars(select(fact.c.title_id).distinct().where(*stated)))


async def get(conn: Connection, fact_id: int, guild_id: int | None) -> StoredFact | None:
    """Return a fact."""
    found = await _stated(conn, fact.c.id == fact_id, visible(guild_id))
    return found[0] if found else None


async def _stated(conn: Connection, *wanted: ColumnElement[bool]) -> list[StoredFact]:
    query = select(*_SOURCE, *_SAID).select_from(_STATED).where(*wanted)
    return [_stored(row) for row in await conn.execute(query.order_by(article.c.at, article.c.id, fact.c.id))]


def _stored(row: Row[Any]) -> StoredFact:
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's public face, in spite of its name
    names = ("subject", "season", "predicate", "object", "qualifiers", "certainty", "confidence", "evidence")
    said = Fact(**{name: columns[name] for name in (*names, "start", "end", "negated")})
    value = value_today(columns["value"], columns["person_id"], columns["root_person"])
    source = Source(*row[:_WIDTH])
    return StoredFact(columns[fact.c.id], columns["root_title"], said, value, source, columns["root_person"])


# ------------------------------------------------------------------ what tells titles and people apart


async def titles_of_people(conn: Connection, person_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return the titles that likely facts connect each person with; every id asked for is a key."""
    return await _connected(conn, NameKind.PERSON, person_ids)


async def people_of_titles(conn: Connection, title_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return the people that likely facts connect each title with; every id asked for is a key."""
    return await _connected(conn, NameKind.TITLE, title_ids)


async def _connected(conn: Connection, kind: NameKind, ids: Iterable[int]) -> dict[int, set[int]]:
    asked = list(ids)
    roots = await _roots(conn, kind, asked)
    this, other = (title, person) if kind is NameKind.TITLE else (person, title)
    both = fact.join(title, fact.c.title_id == title.c.id).join(person, fact.c.person_id == person.c.id)
    likely = fact.c.confidence >= LIKELY, this.c.root_id.in_(set(roots.values()))
    found: dict[int, set[int]] = {}
    rows = await conn.execute(select(this.c.root_id, other.c.root_id).distinct().select_from(both).where(*likely))
    for one, another in rows:
        found.setdefault(one, set()).add(another)
    return {one: found.get(roots.get(one, 0), set()) for one in asked}


async def years_of_titles(conn: Connection, title_ids: Iterable[int]) -> dict[int, set[tuple[int, int]]]:
    """Return for each title the (season, year) in which likely facts say it came or comes out; -1 where none is named.

    Every id asked for is a key; denied dates and such without a year are left out.
    """
    asked = list(title_ids)
    roots = await _roots(conn, NameKind.TITLE, asked)
    dated = select(title.c.root_id, fact.c.season, fact.c.value).distinct().join_from(fact, title)
    dates = fact.c.predicate == Predicate.PUBLICATION_DATE, ~fact.c.negated, fact.c.confidence >= LIKELY
    found: dict[int, set[tuple[int, int]]] = {}
    for root_id, season, value in await conn.execute(dated.where(*dates, title.c.root_id.in_(set(roots.values())))):
        if year := _YEAR.match(value):
            found.setdefault(root_id, set()).add((NO_SEASON if season is None else season, int(year[0])))
    return {one: found.get(roots.get(one, 0), set()) for one in asked}


# ------------------------------------------------------------------ what is still to be read


async def unread(conn: Connection, version: int, after_id: int, limit: int) -> list[Article]:
    """Return articles that this version of the extraction (or a newer) has not read, by id, those after ``after_id``.

    With ``version + 1`` also those that it has read: all but what newer ones read.
    """
    columns = select(article.c.id).where(article.c.id > after_id).order_by(article.c.id).limit(limit)
    never = columns.where(article.c.read_version.is_(None)).subquery()
    before = columns.where(article.c.read_version < version).subquery()
    ids = union_all(select(never.c.id), select(before.c.id)).subquery()
    query = select(*ARTICLE).where(article.c.id.in_(select(ids.c.id))).order_by(article.c.id).limit(limit)
    return [Article(*row) for row in await conn.execute(query)]


async def count_unread(conn: Connection, version: int) -> int:
    """Return how many articles this version of the extraction (or a newer) has not read."""
    old = or_(article.c.read_version.is_(None), article.c.read_version < version)
    found: int = (await conn.execute(select(func.count()).select_from(article).where(old))).scalar_one()
    return found
