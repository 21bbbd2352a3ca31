"""Which work an article is mainly about: each title is weighed by where, how often and how it is named."""

from collections.abc import Mapping, Sequence

from bot.extraction.models import Sentence, Span, Title
from bot.extraction.names import key
from bot.extraction.trees import Trees

Chances = Mapping[str, float]
_LEAST = -1.5
"""Log odds that the best title must have to be the main one."""
_FAR = 12


def numbers(
    title: Title, titles: Mapping[str, Title], sentences: Sequence[Sentence], chances: Sequence[Chances] = ()
) -> dict[str, float]:
    """Return what speaks for a title being the main one.

    ``chances`` is what the first look at the focus made of each sentence.
    """
    found = _named(title, sentences)
    for name in ("mentions", "told all", "sure all", "told best", "quoted"):
        others = [_named(other, sentences)[name] for other in titles.values() if other is not title]
        found[f"rank {name}"] = found[name] - max(others, default=0.0)
        found[f"share {name}"] = found[name] / max(found[name] + sum(others), 0.01)
    heads = [other for other in titles.values() if other.in_headline]
    found |= {
        "titles": len(titles),
        "titles in headline": len(heads),
        "only in headline": title.in_headline and len(heads) == 1,
        "order": _order(title, titles),
        "sequel of": sum(_extends(title, other) for other in titles.values() if other is not title),
        "base of": sum(_extends(other, title) for other in titles.values() if other is not title),
        "sentences": len(sentences),
    }
    return found | (_focus(title, titles, chances) if chances else {})


def _named(title: Title, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return how a title is named, whatever the others."""
    body = [m for m in title.mentions if not sentences[m.sentence].headline]
    heads = sum(sentence.headline for sentence in sentences)
    told = sorted((mention.told for mention in body), reverse=True)
    sure = [mention.score for mention in title.mentions]
    return {
        "mentions": min(len(body), _FAR),
        "first": min((m.sentence - heads for m in body), default=_FAR),
        "first part": min((m.sentence - heads for m in body), default=_FAR) / max(len(sentences), 1),
        "first word": min((m.first for m in body), default=_FAR),
        "told best": told[0] if told else -4.0,
        "told first": body[0].told if body else -4.0,
        "told all": sum(max(value, 0.0) for value in told),
        "sure best": max(sure),
        "sure all": sum(max(value, 0.0) for value in sure),
        "quoted": sum(mention.quoted for mention in title.mentions),
        "in headline": title.in_headline,
        "quoted in headline": title.quoted_in_headline,
        "told in headline": max((m.told for m in title.mentions if sentences[m.sentence].headline), default=-4.0),
        "known": title.known,
        "seasons": sum(mention.season is not None for mention in title.mentions),
        "season after": sum(_season_after(mention, sentences[mention.sentence]) for mention in title.mentions),
        "n": len(title.name.split()),
        "whole": any(mention.key == key(title.name) for mention in body),
    }


def _season_after(mention: Span, sentence: Sentence) -> bool:
    end = mention.last + (2 if mention.quoted else 1)
    return end < len(sentence.tokens) and sentence.tokens[end].lower in {"season", "s2", "s3", "s4", "series"}


def _order(title: Title, titles: Mapping[str, Title]) -> int:
    """Return the rank of a title in the order of first naming."""
    firsts = sorted(min(mention.start for mention in other.mentions) for other in titles.values())
    return min(firsts.index(min(mention.start for mention in title.mentions)), _FAR)


def _extends(longer: Title, shorter: Title) -> bool:
    """Whether one title is another's with something behind it."""
    return longer.key.startswith(shorter.key) and longer.key != shorter.key


def _focus(title: Title, titles: Mapping[str, Title], chances: Sequence[Chances]) -> dict[str, float]:
    """Return for how much of the article a title is in focus."""
    mass = {key_: sum(chance.get(key_, 0.0) for chance in chances) for key_ in titles}
    own = mass[title.key]
    rest = max((value for key_, value in mass.items() if key_ != title.key), default=0.0)
    return {
        "focus": own,
        "focus share": own / len(chances),
        "focus lead": own - rest,
        "focus part": own / max(sum(mass.values()), 0.01),
        "focus early": sum(chance.get(title.key, 0.0) for chance in chances[:5]),
    }


def choose(
    titles: Mapping[str, Title], sentences: Sequence[Sentence], model: Trees, chances: Sequence[Chances] = ()
) -> str | None:
    """Return the key of the main title, or none where no title carries the article; scores are left in the titles."""
    for title in titles.values():
        title.score = round(model.score(numbers(title, titles, sentences, chances)), 4)
    best = max(titles.values(), key=lambda title: (title.score, title.key), default=None)
    return best.key if best is not None and best.score > _LEAST else None
