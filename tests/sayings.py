"""What articles say, in tests: extractions that are short to write."""

from bot.domain.facts import Certainty, Extraction, Fact, Predicate


def told(predicate, value, *, of="Glass Harbor", season=None, certainty="confirmed", confidence=0.95, **more):
    """Return a fact as an article states it; further words are qualifiers, ``negated`` denies it."""
    negated = more.pop("negated", False)
    sentence = f"{of}: {value}."
    return Fact(
        subject=of,
        season=season,
        predicate=Predicate(predicate),
        object=value,
        qualifiers=more,
        certainty=Certainty(certainty),
        confidence=confidence,
        evidence=sentence,
        start=0,
        end=len(sentence),
        negated=negated,
    )


def says(*facts, aliases=()):
    """Return an extraction of these facts."""
    return Extraction(tuple(facts), tuple(aliases))


HARBOR = says(
    told("publication_date", "2025-05-09", season=2),
    told("original_broadcaster", "Netflix", season=2),
    told("cast_member", "Seo Min-ah", season=2, character="Han Ji-won", change="returning", role="main"),
    told("cast_member", "Oh Hye-rin", season=2, change="joining"),
    told("director", "Im Chan-sik", season=2),
    told("based_on", "Salt Line", kind="webtoon", author="Pyo Jin-woo"),
    aliases=[("Glass Harbor", "유리 항구")],
)
"""A story about a second season."""
