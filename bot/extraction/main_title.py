"""Which work an article is mainly about: each title is weighed by where, how often and how it is named."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from bot.extraction.models import Sentence, Span, Title
from bot.extraction.names import key
from bot.extraction.trees import Trees

Chances = Mapping[str, float]
_LEAST = -2.2
"""Log odds that the best title must have to be the main one."""
_FAR = 12
_LONGEST = 200
"""Letters of a title that others begin with."""
_HIGHEST = "\U0010ffff"
"""Behind every name that begins like the one before it: keys have letters and digits alone."""
_EARLY = 5
"""The headline and the first sentences."""


def numbers(
    titles: Mapping[str, Title], sentences: Sequence[Sentence], chances: Sequence[Chances] = ()
) -> dict[str, dict[str, float]]:
    """Return what speaks for each title being the main one, by its key.

    ``chances`` is what the first look at the focus made of each sentence.
    """
    rows = {name: _named(title, sentences) for name, title in titles.items()}
    heads = sum(title.in_headline for title in titles.values())
    firsts = sorted(min(mention.start for mention in title.mentions) for title in titles.values())
    ordered = sorted(titles)
    for name, title in titles.items():
        rows[name] |= {
            "titles": len(titles),
            "titles in headline": heads,
            "only in headline": title.in_headline and heads == 1,
            "order": min(bisect_left(firsts, min(mention.start for mention in title.mentions)), _FAR),
            "sequel of": sum(name[:end] in titles for end in range(min(len(name), _LONGEST))),
            "base of": bisect_right(ordered, name + _HIGHEST) - bisect_right(ordered, name),
            "sentences": len(sentences),
        }
    for measure in ("mentions", "told all", "sure all", "told best", "quoted"):
        _compare(rows, measure)
    if chances:
        _add_focus(rows, chances)
    return rows


def _compare(rows: Mapping[str, dict[str, float]], measure: str) -> None:
    """Add how each title stands beside the best of the others, and its share of all."""
    values = sorted((row[measure] for row in rows.values()), reverse=True)
    total = sum(values)
    for row in rows.values():
        own = row[measure]
        rival = values[1:2] if own == values[0] else values[:1]
        row[f"rank {measure}"] = own - (rival[0] if rival else 0.0)
        row[f"share {measure}"] = own / max(total, 0.01)


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


def _add_focus(rows: Mapping[str, dict[str, float]], chances: Sequence[Chances]) -> None:
    """Add for how much of the article each title is in focus."""
    mass, early = dict.fromkeys(rows, 0.0), dict.fromkeys(rows, 0.0)
    for index, chance in enumerate(chances):
        for name, value in chance.items():
            if name in mass:
                mass[name] += value
                early[name] += value * (index < _EARLY)
    values = sorted(mass.values(), reverse=True)
    total = sum(values)
    for name, row in rows.items():
        rival = values[1:2] if mass[name] == values[0] else values[:1]
        row |= {
            "focus": mass[name],
            "focus share": mass[name] / len(chances),
            "focus lead": mass[name] - (rival[0] if rival else 0.0),
            "focus part": mass[name] / max(total, 0.01),
            "focus early": early[name],
        }


def choose(
    titles: Mapping[str, Title], sentences: Sequence[Sentence], model: Trees, chances: Sequence[Chances] = ()
) -> str | None:
    """Return the key of the main title, or none where no title carries the article; scores are left in the titles."""
    for name, row in numbers(titles, sentences, chances).items():
        titles[name].score = round(model.score(row), 4)
    best = max(titles.values(), key=lambda title: (title.score, title.key), default=None)
    return best.key if best is not None and best.score > _LEAST else None
