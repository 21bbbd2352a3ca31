"""Full-text search over stored articles."""

from bot.domain.models import StoryQuery, StoryView
from bot.store.database import Connection
from bot.store.terms import Terms, parse, phrase
from bot.store.views import Hit, hits, show


async def search(conn: Connection, query: StoryQuery, offset: int, limit: int) -> tuple[list[StoryView], int]:
    """Return the best-matching stories, best first, and how many there are (among the newest 1,000 matching articles).

    Any text is safe. All words must occur; ``"a phrase"`` as it stands, ``-word`` must not; the last word and Hangul
    words match as beginnings. A text in which no word is left finds nothing. Equally good ones: newest first.
    """
    asked = parse(query.text)
    if query.text and not asked.wanted:
        return [], 0
    terms = with_names(asked, query)
    if terms is None:
        return [], 0
    best: dict[int, Hit] = {}
    for hit in sorted(await hits(conn, query, terms), key=lambda hit: (round(hit.cost, 3), *hit.age)):
        best.setdefault(hit.story_id, hit)
    leads = list(best.values())
    return await show(conn, leads[offset : offset + limit], query.guild_id), len(leads)


def with_names(terms: Terms, query: StoryQuery) -> Terms | None:
    """Return the terms with the query's names as further phrases, None if nothing is looked for."""
    wanted = (*terms.wanted, *filter(None, map(phrase, query.names)))
    choices = tuple(tuple(dict.fromkeys(filter(None, map(phrase, names)))) for names in query.aliases)
    asked = Terms(wanted, terms.unwanted, tuple(filter(None, choices)))
    return asked if asked.wanted or asked.choices else None
