"""Making what the tests about facts are about: articles that say something, titles and people with names."""

from datetime import timedelta

from bot.domain.claims import value_of
from bot.domain.facts import Certainty, Fact, NameKind, NewFact, Predicate
from bot.domain.models import Entry
from bot.store import articles, facts, names
from tests.store.making import NOW

TITLE, PERSON = NameKind.TITLE, NameKind.PERSON
VERSION = 3


def said(title_id, predicate, text, *, person=None, season=None, start=0, confidence=0.9, negated=False, **qualifiers):
    """A fact of a title, ready to be kept."""
    fact = Fact(
        subject="as written",
        season=season,
        predicate=Predicate(predicate),
        object=text,
        qualifiers=qualifiers,
        certainty=Certainty.CONFIRMED,
        confidence=confidence,
        evidence=f"It is {text}.",
        start=start,
        end=start + 7 + len(text),
        negated=negated,
    )
    return NewFact(title_id, fact, value_of(fact.predicate, text, qualifiers, person), person)


async def make_article(conn, headline="An article", *, private=False, days=0):
    entry = Entry(headline, published_at=NOW + timedelta(days=days))
    return await articles.add_single(conn, entry, "Soompi", NOW, private=private)


async def tell(conn, *new, headline="An article", private=False, days=0):
    """An article that says this; gives its id."""
    article_id = await make_article(conn, headline, private=private, days=days)
    await facts.replace(conn, article_id, new, VERSION, NOW)
    return article_id


async def make_title(conn, name="Squid Game", *aliases, year=None):
    """A title with these names, which a public article told."""
    title_id = await names.add(conn, TITLE, name, NOW, year=year)
    await names.add_names(conn, TITLE, title_id, aliases, article_id=None, now=NOW)
    return title_id


async def make_person(conn, name="Lee Jung-jae", *aliases):
    person_id = await names.add(conn, PERSON, name, NOW)
    await names.add_names(conn, PERSON, person_id, aliases, article_id=None, now=NOW)
    return person_id
