"""What the stages of the extraction hand to each other."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

PERSON, TITLE, CHARACTER, ORG, PLACE, AWARD, CEREMONY, NONE = (
    "person",
    "title",
    "character",
    "org",
    "place",
    "award",
    "ceremony",
    "none",
)
KINDS = (NONE, PERSON, TITLE, CHARACTER, ORG, PLACE, AWARD, CEREMONY)
"""What a name may be the name of; the order is the order of a span's scores."""


@dataclass(slots=True)
class Token:
    """A word, number or mark: ``start`` and ``end`` are offsets into the article's text."""

    start: int
    end: int
    text: str
    lower: str
    cues: frozenset[str]


@dataclass(slots=True)
class Sentence:
    """A sentence: its offsets, its tokens, and whether it begins a paragraph."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    opens_paragraph: bool
    headline: bool = False
    words: frozenset[str] = field(init=False, repr=False, compare=False)
    """The lower-case words of the sentence."""
    cues: Counter[str] = field(init=False, repr=False, compare=False)
    """How many words of each class the sentence has."""

    def __post_init__(self) -> None:
        self.words = frozenset([token.lower for token in self.tokens])
        self.cues = Counter([cue for token in self.tokens for cue in token.cues])


@dataclass(slots=True)
class Span:
    """A name in a sentence: tokens ``first`` to ``last`` (the last included), and what it is taken to be."""

    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    quoted: bool = False
    kind: str = NONE
    score: float = 0.0
    of: str = ""
    """The key of the full name that a short name stands for, or its own."""
    season: int | None = None
    """The season that a title's mention names by its number ("Signal 2")."""
    told: float = 0.0
    """Log odds that its sentence tells about this title, not only of it."""


@dataclass(slots=True)
class Title:
    """A work that the article names: every mention, and how it is written in full."""

    key: str
    name: str
    mentions: list[Span] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    in_headline: bool = False
    quoted_in_headline: bool = False
    known: bool = False
    score: float = 0.0
    leaning: int = 0
    """How often it is called a series less how often a film."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What a sentence tells about: a title's key and a season, each or both unknown."""

    title: str | None
    season: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Known:
    """Names that the store knows already; they help to recognise, they decide nothing."""

    titles: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Article:
    """What is read: the text as stored, its headline, and the day it was published."""

    text: str
    headline: str
    published: date | None
    known: Known = Known()
