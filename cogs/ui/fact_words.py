"""What facts say, in words: a value, a whole line, and the short ones of a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TypeAlias

from bot.domain.beliefs import Belief
from bot.domain.facts import Certainty, Predicate, StoredFact
from bot.domain.names import key
from cogs.ui.dates import in_words
from cogs.ui.markup import Markup, named, plain
from cogs.ui.text import listing, say

NAME = 60
"""Characters of a name on a card that has room."""

Told: TypeAlias = Belief | StoredFact
"""What can be put in words: what is believed, or what one article says."""


def titled(name: str, year: int | None, limit: int = NAME) -> Markup:
    """Return a title's name with its year behind it, once."""
    words = named(name, limit)
    return words if year is None or words.endswith(f"({year})") else Markup(f"{words} ({year})")


def of_season(locale: str, season: int | None) -> Markup:
    """Return "season 2", or nothing for what is about the title as a whole."""
    return Markup("") if season is None else say(locale, "season.name", number=str(season))


def entry(locale: str, table: str, name: str, limit: int = NAME) -> Markup:
    """Return a locale's word for a term of an article ("in production"), or the term itself if it has none."""
    term = "_".join(name.casefold().split())
    try:
        return say(locale, f"{table}.{term}")
    except KeyError:
        return plain(name, limit)


def predicate_of(told: Told) -> Predicate:
    """Return what kind of thing is told."""
    return told.claim.predicate if isinstance(told, Belief) else told.fact.predicate


def _terms(told: Told) -> tuple[str, Mapping[str, str]]:
    """Return the object and its qualifiers."""
    return (told.object, told.qualifiers) if isinstance(told, Belief) else (told.fact.object, told.fact.qualifiers)


def value(locale: str, told: Told, people: Mapping[int, str], limit: int = NAME) -> Markup:
    """Return what is told of a title, without what kind of thing that is: "2025", "12 episodes", a name.

    ``people`` are the names by which people are known, by id; others stand as the article spells them.
    """
    text, qualifiers = _terms(told)
    match predicate_of(told):
        case Predicate.PUBLICATION_DATE:
            return in_words(locale, text)
        case Predicate.PRODUCTION_STATUS:
            return entry(locale, "status", text, limit)
        case Predicate.NUMBER_OF_EPISODES if text.isdecimal() and text.isascii():
            return say(locale, "fact.episodes", count=int(text[:9]))
        case Predicate.BASED_ON:
            return _work(locale, text, qualifiers, limit)
        case Predicate.CAST_MEMBER | Predicate.DIRECTOR | Predicate.SCREENWRITER:
            text = people.get(told.person_id or 0, text)
    winner = qualifiers.get("person", "")  # an award has one
    return Markup(f"{named(text, limit)} ({named(winner, limit)})") if winner else named(text, limit)


def _work(locale: str, name: str, qualifiers: Mapping[str, str], limit: int) -> Markup:
    kind, author = qualifiers.get("kind", ""), qualifiers.get("author", "")
    which = "_".join(["of", *(part for part, given in (("kind", kind), ("author", author)) if given)])
    kind_words = entry(locale, "kind", kind, limit)
    return say(locale, f"work.{which}", work=named(name, limit), kind=kind_words, author=named(author, limit))


def character(locale: str, person: Markup, told: Told, limit: int = NAME) -> Markup:
    """Return a person with the character that they play, if one is known."""
    role = _terms(told)[1].get("character", "")
    return say(locale, "cast.as", person=person, character=named(role, limit)) if role else person


def ceremony(locale: str, told: Told, limit: int = NAME) -> Markup:
    """Return where and when an award was given, as far as that is known."""
    qualifiers = _terms(told)[1]
    where, when = qualifiers.get("ceremony", ""), qualifiers.get("date", "")
    return listing(locale, [*([named(where, limit)] if where else []), *([in_words(locale, when)] if when else [])])


def qualified(locale: str, told: Told, limit: int = NAME) -> list[Markup]:
    """Return what else is known of somebody's part: that it is a small one, that they come, return or have left."""
    qualifiers = _terms(told)[1]
    role, change = qualifiers.get("role", ""), qualifiers.get("change", "")
    roles = [entry(locale, "role", role, limit)] if role and role != "main" else []
    return [*roles, *([entry(locale, "change", change, limit)] if change else [])]


def headed(locale: str, told: Told, people: Mapping[int, str], limit: int = NAME) -> Markup:
    """Return what is told as a whole, on one line: "Season 2 · Release: 2025"."""
    predicate = predicate_of(told)
    words = value(locale, told, people, limit)
    words = character(locale, words, told, limit) if predicate is Predicate.CAST_MEMBER else words
    season = of_season(locale, told.season if isinstance(told, Belief) else told.fact.season)
    line = say(locale, "fact.headed", label=say(locale, f"fact.label.{predicate}"), value=words)
    return Markup(f"{season} · {line}") if season else line


def sureness(locale: str, certainty: Certainty) -> Markup:
    """Return how sure something is, in brackets; nothing for what is confirmed."""
    return Markup("") if certainty is Certainty.CONFIRMED else Markup(f" ({say(locale, f'certainty.{certainty}')})")


def labelled(locale: str, predicate: Predicate, words: str) -> Markup:
    """Return words behind the name of what they are."""
    return Markup(f"**{say(locale, f'fact.label.{predicate}')}** {words}")


# ------------------------------------------------------------------ under a post


def key_line(locale: str, facts: Iterable[StoredFact], headline: str) -> Markup:
    """Return the few facts that a story is about as one compact line; nothing without facts.

    In front stand the title, unless the headline names it, and the season.
    """
    some = list(facts)
    seasons = {fact.fact.season for fact in some if fact.fact.season is not None}
    told = [named(fact.fact.subject, NAME) for fact in some[:1] if key(fact.fact.subject) not in key(headline)]
    told += [of_season(locale, season) for season in seasons if len(seasons) == 1]
    told += [_short(locale, fact) for fact in some]
    return Markup(f"**{' · '.join(told)}**") if told else Markup("")


def _short(locale: str, fact: StoredFact) -> Markup:
    words = value(locale, fact, {}, NAME // 2)
    change = fact.fact.qualifiers.get("change", "") or "cast"
    kind = change if fact.fact.predicate is Predicate.CAST_MEMBER else fact.fact.predicate
    with suppress(KeyError):  # most kinds of facts speak for themselves
        words = say(locale, f"short.{kind}", value=words)
    return Markup(words + sureness(locale, fact.fact.certainty))
