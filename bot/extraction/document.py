"""An article as it is understood so far: sentences, names, titles, what each sentence tells about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.extraction import focus as focusing
from bot.extraction import seasons as seasoning
from bot.extraction.entities import all_candidates, recognise, setting, weigh
from bot.extraction.linear import Linear
from bot.extraction.models import Article, Sentence, Span, Title
from bot.extraction.normalise import normalise
from bot.extraction.recognisers import Recogniser, Votes, further, votes
from bot.extraction.seasons import Around, Mention
from bot.extraction.sentences import split
from bot.extraction.span_features import Setting
from bot.extraction.title_evidence import Weighed
from bot.extraction.titles import choose_main, gather, is_serial
from bot.extraction.trees import Trees
from bot.extraction.weights import Weights

_SEASONED = frozenset({"season", "seasons", "series", "returns", "return", "renewed", "again"})


@dataclass(slots=True)
class Document:
    """One article being read. ``text`` is the headline, an empty line and the text; ``shift`` is where the text begins."""  # noqa: E501

    article: Article
    text: str
    shift: int
    notes: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    weighed: list[Weighed] = field(default_factory=list)
    setting: Setting | None = None
    votes: Votes = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    by_sentence: dict[int, list[Span]] = field(default_factory=dict)
    titles: dict[str, Title] = field(default_factory=dict)
    main: str | None = None
    focus: list[tuple[str | None, dict[str, float]]] = field(default_factory=list)
    seasons: dict[int, list[Mention]] = field(default_factory=dict)
    main_season: int | None = None
    serial: bool = False
    seasoned: int = 0
    focus_season: list[int | None] = field(default_factory=list)


def open_document(article: Article) -> Document:
    """Return the article cut into sentences."""
    headline = " ".join(article.headline.split())
    shift = len(headline) + 2
    text, notes = normalise(f"{headline}\n\n{article.text}")
    return Document(article, text, shift, notes, split(text, len(headline)))


def look(document: Document, model: Linear, recognisers: Iterable[Recogniser] = ()) -> None:
    """Look at every string that may be a name, a first time; further recognisers say what they see."""
    spans = all_candidates(document.text, document.sentences)
    document.votes = votes(recognisers, document.text)
    spans += further(document.votes, spans, document.text, document.sentences)
    document.setting = setting(document.article.headline, document.sentences, spans, document.article.known)
    document.weighed = weigh(spans, document.sentences, document.setting, model)


def name_spans(document: Document, second: Trees) -> None:
    """Find the names among what was looked at."""
    if document.setting is not None:
        set_spans(document, recognise(document.weighed, document.sentences, document.setting, second, document.votes))


def set_spans(document: Document, spans: list[Span]) -> None:
    """Give the document its names, and gather the titles among them."""
    document.spans = spans
    document.by_sentence = {}
    for span in spans:
        document.by_sentence.setdefault(span.sentence, []).append(span)
    document.titles = gather(spans, document.sentences, document.article.known.titles)
    found = {
        s.index: seasoning.find(document.text, s, document.by_sentence.get(s.index, ())) for s in document.sentences
    }
    document.seasons = found
    document.serial = is_serial(document.sentences)
    document.seasoned = sum(bool(s.words & _SEASONED) for s in document.sentences)
    document.main_season = seasoning.main_season([m for group in found.values() for m in group], document.sentences)


def understand(document: Document, weights: Weights, recognisers: Iterable[Recogniser] = ()) -> None:
    """Find the names, the main title, and the title and season in focus of each sentence."""
    look(document, weights["span"], recognisers)
    name_spans(document, weights.trees["title"])
    document.main = choose_main(document.titles, document.sentences, weights["main"])
    find_rest(document, weights["focus"], weights["season"])


def find_rest(document: Document, focus: Linear, season: Linear) -> None:
    """Decide the title and season in focus of each sentence, the main title being known."""
    reading = focusing.Reading(document.sentences, document.by_sentence, document.titles, document.main)
    document.focus = focusing.decide(reading, focus)
    document.focus_season = []
    before: int | None = None
    for sentence, (title, _) in zip(document.sentences, document.focus, strict=True):
        if title is None:
            document.focus_season.append(None)
            continue
        number, _ = seasoning.choose(around(document, sentence, title, before), "focus", season)
        document.focus_season.append(number)
        before = before if sentence.headline else number


def around(
    document: Document, sentence: Sentence, title: str | None, before: int | None, at: int | None = None
) -> Around:
    """Return what is known about seasons at a place of the text."""
    return Around(
        tuple(document.seasons.get(sentence.index, ())),
        before,
        document.main_season,
        title is not None and title == document.main,
        sentence.words,
        document.text[sentence.start : sentence.end],
        sentence.start if at is None else at,
    )
