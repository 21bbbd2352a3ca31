"""An article as it is understood so far: sentences, names, titles, what each sentence tells about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.extraction import carrying, main_title, season_focus
from bot.extraction import focus as focusing
from bot.extraction import seasons as seasoning
from bot.extraction.entities import all_candidates, look_again, recognise, setting, weigh
from bot.extraction.focus import Chances, Reading
from bot.extraction.linear import Linear
from bot.extraction.mentions import judge
from bot.extraction.models import Article, Sentence, Span, Title
from bot.extraction.normalise import normalise
from bot.extraction.recognisers import Recogniser, Votes, further, votes
from bot.extraction.season_focus import Reading as SeasonReading
from bot.extraction.seasons import Mention
from bot.extraction.sentences import split
from bot.extraction.sorts import Pointer, pointers, referents
from bot.extraction.span_features import NO_SETTING, Setting
from bot.extraction.title_evidence import Weighed, survey
from bot.extraction.titles import gather, is_serial
from bot.extraction.trees import Trees
from bot.extraction.weights import Weights

_SEASONED = frozenset({"season", "seasons", "series", "returns", "return", "renewed", "again"})


@dataclass(slots=True)
class Document:
    """One article being read: ``text`` is the headline, an empty line and the text, which begins at ``shift``."""

    article: Article
    text: str
    shift: int
    notes: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    weighed: list[Weighed] = field(default_factory=list)
    setting: Setting = NO_SETTING
    votes: Votes = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    by_sentence: dict[int, list[Span]] = field(default_factory=dict)
    by_name: dict[str, list[Span]] = field(default_factory=dict)
    """The names by the key of the full name that each stands for."""
    titles: dict[str, Title] = field(default_factory=dict)
    main: str | None = None
    carried: float = 0.0
    """Log odds that the likeliest title carries the article."""
    chances: list[Chances] = field(default_factory=list)
    """What the first look at the focus made of each sentence."""
    focus: list[tuple[str | None, Chances]] = field(default_factory=list)
    pointers: list[list[Pointer]] = field(default_factory=list)
    """Where each sentence points back to a work ("for the series")."""
    referents: list[str | None] = field(default_factory=list)
    """The title that each sentence points back to."""
    seasons: dict[int, list[Mention]] = field(default_factory=dict)
    season_counts: dict[int, int] = field(default_factory=dict)
    """How often each season is named."""
    season_heads: frozenset[int] = frozenset()
    """The seasons that the headline names."""
    main_season: int | None = None
    serial: bool = False
    seasoned: int = 0
    season_chances: list[season_focus.Chances] = field(default_factory=list)
    """What the first look at the season made of each sentence; ``season_sure`` is what the second made of it."""
    season_sure: list[season_focus.Chances] = field(default_factory=list)
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


def name_spans(document: Document, model: Trees) -> None:
    """Look at what may be a title a second time, and find the names."""
    look_again(
        document.weighed, document.sentences, survey(document.weighed, document.sentences, document.setting), model
    )
    set_spans(document, recognise(document.weighed, document.votes))


def set_spans(document: Document, spans: list[Span]) -> None:
    """Give the document its names, and gather the titles among them."""
    document.spans = spans
    document.by_sentence = {}
    for span in spans:
        document.by_sentence.setdefault(span.sentence, []).append(span)
    document.titles = gather(spans, document.sentences, document.article.known.titles)
    document.by_name = {}
    for span in spans:
        document.by_name.setdefault(span.of, []).append(span)
    document.pointers = [pointers(s, document.by_sentence.get(s.index, ())) for s in document.sentences]
    found = {
        s.index: seasoning.find(document.text, s, document.by_sentence.get(s.index, ())) for s in document.sentences
    }
    document.seasons = found = seasoning.sure(found)
    document.season_counts = Counter([m.number for group in found.values() for m in group])
    document.season_heads = frozenset(m.number for s in document.sentences if s.headline for m in found[s.index])
    document.serial = is_serial(document.sentences)
    document.seasoned = sum(bool(s.words & _SEASONED) for s in document.sentences)
    document.main_season = seasoning.main_season([m for group in found.values() for m in group], document.sentences)


def understand(document: Document, weights: Weights, recognisers: Iterable[Recogniser] = ()) -> None:
    """Find the names, the main title, and the title and season in focus of each sentence."""
    look(document, weights["span"], recognisers)
    name_spans(document, weights.trees["title"])
    judge(document.by_sentence, document.sentences, weights["mention"])
    find_main(document, weights.trees["main"])
    first_focus(document, weights.trees["focus"])
    find_main(document, weights.trees["second main"])
    find_whether_main(document, weights["carried"], weights.trees["carried"])
    find_focus(document, weights.trees["second focus"])
    first_seasons(document, weights["season"])
    find_seasons(document, weights.trees["second season"])


def reading(document: Document) -> Reading:
    """Return what the focus is decided from."""
    return Reading(document.sentences, document.by_sentence, document.titles, document.main, document.pointers)


def find_main(document: Document, model: Trees) -> None:
    """Choose the main title, by what is known so far."""
    document.main = main_title.choose(document.titles, document.sentences, model, document.chances)


def find_whether_main(document: Document, model: Linear, trees: Trees) -> None:
    """Decide whether the likeliest title is the main one, or the article has none."""
    best = max(document.titles.values(), key=lambda title: (title.score, title.key), default=None)
    document.carried = carrying.weigh(reading(document), document.chances, model, trees)
    document.main = best.key if best is not None and document.carried > carrying.LEAST else None


def first_focus(document: Document, model: Trees) -> None:
    """Judge each sentence by itself."""
    document.chances = focusing.look(reading(document), model)


def find_focus(document: Document, model: Trees) -> None:
    """Decide the title in focus of each sentence, the main title being known."""
    document.focus = focusing.decide(reading(document), document.chances, model)
    document.referents = referents(document.pointers, [chances for _, chances in document.focus], document.titles)


def seasons_read(document: Document) -> SeasonReading:
    """Return what the season in focus is decided from."""
    published = document.article.published
    return SeasonReading(
        document.text,
        document.sentences,
        document.seasons,
        [title for title, _ in document.focus],
        document.main,
        document.main_season,
        document.serial,
        published.year if published else None,
    )


def first_seasons(document: Document, model: Linear) -> None:
    """Judge the season of each sentence by itself."""
    document.season_chances = season_focus.look(seasons_read(document), model)


def find_seasons(document: Document, model: Trees) -> None:
    """Decide the season in focus of each sentence."""
    document.season_sure = season_focus.decide(seasons_read(document), document.season_chances, model)
    document.focus_season = [next(iter(chances)) for chances in document.season_sure]
