"""The title in focus: which work each sentence tells about, from what it names, what went before, and the headline."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.extraction.linear import Linear, softmax
from bot.extraction.models import PERSON, Sentence, Span, Title
from bot.extraction.titles import standing

_ANAPHORA = frozenset(
    [
        "it",
        "its",
        "series",
        "show",
        "drama",
        "film",
        "movie",
        "season",
        "sequel",
        "production",
        "project",
        "story",
        "cast",
        "episodes",
        "latter",
        "former",
    ]
)
_PRONOUNS = frozenset(["he", "she", "they", "his", "her", "their"])
_TELLING = (
    "SERIES",
    "FILM",
    "RELEASE",
    "STAR",
    "DIRECT",
    "WRITE",
    "SHOOT",
    "SAY",
    "CRITIC",
    "FESTIVAL",
    "WIN",
    "EXEC",
    "RENEW",
    "END",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What has been read when a sentence's focus is decided."""

    sentences: Sequence[Sentence]
    by_sentence: dict[int, list[Span]]
    titles: dict[str, Title]
    main: str | None


def features(choice: str | None, index: int, previous: str | None, last: str | None, reading: Reading) -> list[str]:
    """Return what speaks for a title (or none) being in the focus of a sentence.

    ``previous`` is the focus of the sentence before, ``last`` the last title that was in focus at all.
    """
    sentence = reading.sentences[index]
    here = [s for s in reading.by_sentence.get(index, ()) if s.of in reading.titles and s.kind == "title"]
    named = list(dict.fromkeys(span.of for span in here))
    state = f"named={min(len(named), 3)},prev={_who(previous, reading.main)},para={sentence.opens_paragraph}"
    cues = Counter(cue for token in sentence.tokens for cue in token.cues)
    telling = [cue for cue in _TELLING if cues[cue]]
    words = sentence.words
    if choice is None:
        return [*_none(state, named, telling, words, sentence), *_people(None, index, reading)]
    own = list(_own(choice, previous, last, here, named, reading))
    own += [f"{own[0]}|{state}"]
    if not named:
        own += [f"{own[0]}|{cue}" for cue in telling]
        own += [f"{own[0]}|ana={bool(words & _ANAPHORA)},pron={bool(words & _PRONOUNS)}"]
    for mention in here:
        if mention.of == choice:
            own += [f"{own[0]}|{mark}" for mark in standing(mention, sentence)]
            own += [
                f"place={'start' if mention.first < 4 else 'middle' if mention.first < 12 else 'late'},{min(len(named), 2)}"  # noqa: E501, PLR2004
            ]
    return own + list(_people(choice, index, reading))


def _none(state: str, named: list[str], telling: list[str], words: frozenset[str], sentence: Sentence) -> Iterator[str]:
    yield "none"
    yield f"none|{state}"
    yield f"none|length={min(len(sentence.tokens) // 6, 5)},named={min(len(named), 2)}"
    yield f"none|ana={bool(words & _ANAPHORA)},pron={bool(words & _PRONOUNS)},named={min(len(named), 1)}"
    for cue in telling:
        yield f"none|{cue},named={min(len(named), 2)}"
    if any(token.text == '"' for token in sentence.tokens):
        yield "none|quotes"


def _who(choice: str | None, main: str | None) -> str:
    return "none" if choice is None else "main" if choice == main else "other"


def _own(  # noqa: PLR0917
    choice: str, previous: str | None, last: str | None, here: list[Span], named: list[str], reading: Reading
) -> Iterator[str]:
    place = "none" if choice not in named else "only" if len(named) == 1 else "first" if named[0] == choice else "later"
    main = _who(choice, reading.main)
    yield f"{main},{place},prev={choice == previous}"
    yield f"{place}"
    yield f"{main}"
    yield f"prev={choice == previous},last={choice == last},here={place}"
    yield f"others={min(len(named), 3)},{place},{main}"
    yield f"times={min(sum(s.of == choice for s in here), 2)},{place}"
    yield f"titles={min(len(reading.titles), 5)},{main},{place}"


def _people(choice: str | None, index: int, reading: Reading) -> Iterator[str]:
    """Yield whether a person of this sentence was named with the title before."""
    people = {s.of for s in reading.by_sentence.get(index, ()) if s.kind == PERSON}
    if choice is None:
        yield f"none|people={min(len(people), 3)}"
        return
    with_title = {m.sentence for m in reading.titles[choice].mentions if m.sentence < index}
    shared = any(s.kind == PERSON and s.of in people for i in with_title for s in reading.by_sentence.get(i, ()))
    yield f"shared={shared},{_who(choice, reading.main)}"


def decide(reading: Reading, model: Linear) -> list[tuple[str | None, dict[str, float]]]:
    """Return, for each sentence, the title in focus and the chance of every title."""
    found: list[tuple[str | None, dict[str, float]]] = []
    previous, last = None, reading.main
    for sentence in reading.sentences:
        options: list[str | None] = [None, *eligible(sentence.index, previous, last, reading)]
        scores = [model.scores(features(o, sentence.index, previous, last, reading))[0] for o in options]
        chances = softmax(scores)
        choice = options[max(range(len(options)), key=chances.__getitem__)]
        found.append((choice, {o or "": c for o, c in zip(options, chances, strict=True)}))
        if not sentence.headline:
            previous, last = choice, choice or last
    return found


def eligible(index: int, previous: str | None, last: str | None, reading: Reading) -> list[str]:
    """Return the titles that may be in focus: those named here, the main one, and those last told about."""
    here = [s.of for s in reading.by_sentence.get(index, ()) if s.kind == "title" and s.of in reading.titles]
    extra = [t for t in (reading.main, previous, last) if t is not None]
    return list(dict.fromkeys([*here, *extra]))
