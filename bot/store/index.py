"""The search index: kept in the transaction that changes an article, and asked which articles match.

Words are folded by ``names.fold`` on their way in and on their way out, so both databases find the same.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, FromClause, Integer, TextClause, cast, column, func, literal_column, table, text
from sqlalchemy.exc import DatabaseError

from bot.store.database import Connection
from bot.store.terms import Terms, fts5, indexed, tsquery, tsvector
from bot.store.types import TsQuery

BODY_LENGTH = 8_000
"""Characters of an article that are indexed beside its headline: all of nearly every one."""

_AT_ONCE = 20
"""Articles folded between two awaits: some milliseconds, so that the bot goes on answering."""

_WEIGHTS = (5.0, 1.0)  # of headline and body for FTS5; tsvector's A and B are 1.0 and 0.4

_CREATE = {
    # Words come folded by ``names.fold``: the tokenizer only has to cut at spaces.
    "sqlite": ("CREATE VIRTUAL TABLE article_search USING fts5 (headline, body, tokenize = 'ascii')",),
    "postgresql": (
        (
            "CREATE TABLE article_search (article_id BIGINT CONSTRAINT pk_article_search PRIMARY KEY"
            " CONSTRAINT fk_article_search_article_id_article REFERENCES article ON DELETE CASCADE,"
            " document TSVECTOR NOT NULL)"
        ),
        "CREATE INDEX ix_article_search_document ON article_search USING gin (document)",
    ),
}
_INSERT = {
    "sqlite": "INSERT INTO article_search (rowid, headline, body) VALUES (:id, :headline, :body)",
    "postgresql": "INSERT INTO article_search (article_id, document) VALUES (:id, CAST(:document AS tsvector))",
}
_DELETE = {
    "sqlite": "DELETE FROM article_search WHERE rowid = :id",
    "postgresql": "DELETE FROM article_search WHERE article_id = :id",
}
_ASTRAY = {
    "sqlite": "SELECT (SELECT count(*) FROM article WHERE id NOT IN (SELECT rowid FROM article_search)),"
    " (SELECT count(*) FROM article_search WHERE rowid NOT IN (SELECT id FROM article))",
    "postgresql": "SELECT count(*), 0 FROM article WHERE id NOT IN (SELECT article_id FROM article_search)",
}


@dataclass(frozen=True, slots=True)
class Document:
    """What of an article is searched."""

    article_id: int
    headline: str
    body: str


@dataclass(frozen=True, slots=True)
class Match:
    """The parts of a query for matching articles; the less ``cost``, the better the match."""

    source: FromClause
    article_id: ColumnElement[int]
    condition: ColumnElement[bool]
    cost: ColumnElement[float]


async def create(conn: Connection) -> None:
    """Make the index, empty; the articles' table must be there."""
    for statement in _CREATE[conn.dialect.name]:
        await conn.execute(text(statement))


async def put(conn: Connection, documents: Iterable[Document]) -> None:
    """Index articles that are not in the index yet."""
    waiting = iter(documents)
    while batch := [_row(conn, one) for one in islice(waiting, _AT_ONCE)]:
        await conn.execute(_in_words_of(conn, _INSERT), batch)
        await asyncio.sleep(0)  # PostgreSQL's driver may answer without having let go of the event loop


async def drop(conn: Connection, article_ids: Sequence[int]) -> None:
    """Take articles out of the index."""
    if article_ids:
        await conn.execute(_in_words_of(conn, _DELETE), [{"id": article_id} for article_id in article_ids])


async def faults(conn: Connection) -> list[str]:
    """Return where the index is broken or disagrees with the articles, a sentence each; needs a writing connection."""
    if conn.dialect.name == "sqlite":
        try:
            await conn.execute(text("INSERT INTO article_search (article_search) VALUES ('integrity-check')"))
        except DatabaseError as error:
            return [f"The search index is broken: {error.orig}."]
    missing, left_over = (await conn.execute(_in_words_of(conn, _ASTRAY))).one()
    found = {"articles are missing from the search index": missing, "entries of it have no article": left_over}
    return [f"{count} {what}." for what, count in found.items() if count]


def match(conn: Connection, terms: Terms) -> Match:
    """Return how to find the articles that hold these terms; there must be a wanted one."""
    if conn.dialect.name == "sqlite":
        rows = table("article_search", column("rowid", Integer))
        itself: ColumnElement[str] = literal_column("article_search")
        matches = itself.bool_op("MATCH")(fts5(terms))
        return Match(rows, rows.c.rowid, matches, func.bm25(itself, *_WEIGHTS))
    rows = table("article_search", column("article_id", Integer), column("document"))
    query = cast(tsquery(terms), TsQuery)
    return Match(rows, rows.c.article_id, rows.c.document.bool_op("@@")(query), -func.ts_rank(rows.c.document, query))


def _row(conn: Connection, one: Document) -> dict[str, object]:
    headline, body = indexed(one.headline), indexed(one.body[:BODY_LENGTH])
    if conn.dialect.name == "sqlite":
        return {"id": one.article_id, "headline": " ".join(headline), "body": " ".join(body)}
    return {"id": one.article_id, "document": tsvector(headline, body)}


def _in_words_of(conn: Connection, statements: dict[str, str]) -> TextClause:
    return text(statements[conn.dialect.name])
