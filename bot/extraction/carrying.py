"""Whether one work carries an article at all: round-ups, award nights, box-office reports and opinions have none."""

import math
from collections import Counter
from collections.abc import Sequence

from bot.extraction.focus import NO_TITLE, Chances, Reading
from bot.extraction.linear import Linear
from bot.extraction.models import Sentence, Title
from bot.extraction.names import word_class
from bot.extraction.trees import Trees

LEAST = -0.5
"""Log odds that the likeliest title must have to carry the article."""
_NONE = 9.0
_FAINT = 0.001
_SOLID = (1.0, 0.5)
"""In focus of so many sentences, a title is told about in earnest."""
_SEVERAL = word_class("several works")
_CUES = (
    "WIN", "NOMINATE", "FESTIVAL", "AIR", "RELEASE", "KNOWNFOR", "CRITIC", "SAY", "STAR", "DIRECT", "WRITE", "SHOOT",
    "RENEW", "CANCEL", "FILM", "SERIES",
)  # fmt: skip


def numbers(reading: Reading, chances: Sequence[Chances]) -> dict[str, float]:
    """Return what speaks for the likeliest main title carrying the article."""
    ranked = sorted(reading.titles.values(), key=lambda title: (-title.score, title.key))
    head = [sentence for sentence in reading.sentences if sentence.headline]
    body = [sentence for sentence in reading.sentences if not sentence.headline]
    cues: Counter[str] = Counter()
    for sentence in reading.sentences:
        cues.update(sentence.cues)
    return {
        **_ranks(ranked, chances),
        **_layout(reading, body),
        "titles in headline": sum(title.in_headline for title in ranked),
        "told": sum(any(mention.told > 0 for mention in title.mentions) for title in ranked),
        "plural": sum(len(s.words & _SEVERAL) for s in body) / max(len(body), 1),
        "plural in headline": sum(len(s.words & _SEVERAL) for s in head),
        **{f"cue {cue}": cues[cue] / len(reading.sentences) for cue in _CUES},
        **{f"headline {cue}": sum(s.cues[cue] for s in head) for cue in _CUES},
    }


def _ranks(ranked: Sequence[Title], chances: Sequence[Chances]) -> dict[str, float]:
    """Return how the likeliest title stands before the others."""
    best, rival = ranked[0], ranked[1] if len(ranked) > 1 else None
    mass: Counter[str] = Counter()
    for chance in chances:
        mass.update(chance)
    shares = [mass[title.key] for title in ranked]
    total = max(sum(shares), _FAINT)
    return {
        "score": best.score,
        "lead": best.score - (rival.score if rival else -9.0),
        "titles": len(ranked),
        "titles a sentence": len(ranked) / len(chances),
        "focus": shares[0] / len(chances),
        "no focus": mass[NO_TITLE] / len(chances),
        "share": shares[0] / total,
        "share of rival": shares[1] / total if rival else 0.0,
        "is most in focus": shares[0] == max(shares),
        "solid": sum(share > _SOLID[0] for share in shares),
        "half solid": sum(share > _SOLID[1] for share in shares),
        "spread": -sum(share / total * math.log(share / total) for share in shares if share > _FAINT),
        "mentions": len(best.mentions),
        "in headline": best.in_headline,
        "known": best.known,
        "first": min(mention.sentence for mention in best.mentions),
    }


def _layout(reading: Reading, body: Sequence[Sentence]) -> dict[str, float]:
    """Return in which sentences works are named, and where they are pointed back to."""
    count = max(len(body), 1)
    named = [len({mention.of for mention in reading.named[sentence.index]}) for sentence in body]
    points = [bool(reading.pointers[sentence.index]) for sentence in body]
    openers = {
        mention.of for s in body if s.opens_paragraph for mention in reading.named[s.index][:1]
    }  # a round-up opens its paragraphs with one work after the other
    return {
        "sentences": len(reading.sentences),
        "paragraphs": sum(sentence.opens_paragraph for sentence in body),
        "headings": reading.sections,
        "openers": len(openers),
        "name one": named.count(1) / count,
        "name several": sum(number > 1 for number in named) / count,
        "name none": named.count(0) / count,
        "point": sum(points) / count,
        "point alone": sum(p and not n for p, n in zip(points, named, strict=True)) / count,
        "begin with it": sum(sentence.tokens[0].lower in {"it", "its"} for sentence in body) / count,
        "digits": sum(token.text.isdigit() for sentence in body for token in sentence.tokens) / count,
    }


def weigh(reading: Reading, chances: Sequence[Chances], model: Linear, trees: Trees) -> float:
    """Return the log odds that the likeliest main title carries the article: the mean of two models."""
    if not reading.titles:
        return -_NONE
    found = numbers(reading, chances)
    return round((model.total(found) + trees.score(found)) / 2, 3)
