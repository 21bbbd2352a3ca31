"""What facts come to when their wording is set aside: the claim that several articles may share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.facts import PERSONAL, Claim, Predicate, StoredFact
from bot.domain.names import key

NO_SEASON = -1
"""The season of a claim about a title as a whole."""

_FORMAT_WORDS = re.compile(r"\b(k-?dramas?|dramas?|series|shows?|films?|movies?|tv|television)\b", re.IGNORECASE)


def value_of(predicate: Predicate, text: str, qualifiers: Mapping[str, str], person_id: int | None = None) -> str:
    """Return an object made comparable: two facts of one title, season and predicate agree when their values do.

    People are compared by who they are, awards by ceremony, year and winner too, genres without words of the format
    ("crime drama" is "crime"), everything else by its letters.
    """
    if predicate in PERSONAL:
        return f"p{person_id}"
    if predicate is Predicate.AWARD_RECEIVED:
        year = qualifiers.get("date", "")[:4]
        return "|".join((key(text), key(qualifiers.get("ceremony", "")), year, f"p{person_id}" if person_id else ""))
    if predicate is Predicate.PUBLICATION_DATE:
        return text
    if predicate is Predicate.GENRE:
        return key(_FORMAT_WORDS.sub(" ", text)) or key(text)
    return key(text) or text


def claim_of(fact: StoredFact) -> Claim:
    """Return the claim that a kept fact makes."""
    season = fact.fact.season
    return Claim(fact.title_id, NO_SEASON if season is None else season, fact.fact.predicate, fact.value)
