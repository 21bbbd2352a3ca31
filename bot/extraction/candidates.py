"""What may be the object of a fact, and for which predicates: names, dates, numbers, and words of a status or genre."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.extraction import dates
from bot.extraction.document import Document
from bot.extraction.models import AWARD, CEREMONY, NONE, ORG, PERSON, PLACE, TITLE, Sentence, Span

PREDICATES = {
    "person": ("cast_member", "director", "screenwriter"),
    "org": ("original_broadcaster", "production_company"),
    "place": ("filming_location",),
    "title": ("based_on",),
    "same": ("based_on",),
    "date": ("publication_date",),
    "episodes": ("number_of_episodes",),
    "status": ("production_status",),
    "genre": ("genre",),
    "award": ("award_received",),
}
"""Families of candidates, and the predicates that each may serve."""

_SPAN_FAMILY = {PERSON: "person", ORG: "org", PLACE: "place", TITLE: "title"}

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
]
_NUMBER = {word: number for number, word in enumerate([*_ONES, "eighteen", "nineteen", "twenty"])}
_NUMBER |= {
    "twenty-two": 22,
    "twenty-four": 24,
    "thirty": 30,
    "twenty-six": 26,
    "dozen": 12,
    "half-dozen": 6,
    "forty": 40,
    "fifty": 50,
}
_EPISODES = re.compile(
    r"(?P<n>\d{1,4}|(?:" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r"))"
    r"(?:[ -](?:[a-z]+(?:-[a-z]+)?[ -]){0,2}?)(?P<u>episodes?|instal?lments?|parts?|parter|hours?|chapters?|hour-long|eps?|half-hours)\b",  # noqa: E501
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:episodes|all|order of|ordered|run of|season of|another|for|of|with|in)\s+(?P<n>\d{1,3}|"
    + "|".join(_NUMBER)
    + r")\b(?!\s*(?:%|percent|million|years|am|pm))"
)

_STATUS = {
    "renewed": r"renew(?:s|ed|al|ing)?|re-up(?:s|ped)?|picked up|pick(?:ing)? up|pickup|another season|recommission\w*|extended|coming back|"  # noqa: E501
    r"(?:gets?|got|given|ordered|orders?|greenlit|green-lit|confirmed|commissioned)(?= (?:\w+ ){0,4}(?:season|series|sequel|second|third|fourth|fifth|more))",  # noqa: E501
    "cancelled": r"cancel\w*|ax(?:e|es|ed|ing)|scrapped|scraps|pulled the plug|pulls the plug|yanked|not be (?:back|returning|renewed)|dropped",  # noqa: E501
    "postponed": r"postpon\w+|delay(?:s|ed|ing)?|push(?:ed|es|ing)?(?: back)?|slip(?:s|ped)?|moved?(?= (?:from|to|back|off|out|its))|moves|"  # noqa: E501
    r"rescheduled|shifted|vacat\w+|deferred|bumped|put off|put back|leaves|pulled from",
    "wrapped": r"wrap(?:s|ped|ping)?|finished (?:shooting|filming|production)|in the can|completed|post-production|finish(?:ed|es)",  # noqa: E501
    "in production": r"in production|(?:is|are|was|were|been|now|currently|already|began|begun|begins?|begin|start\w*|under) (?:\w+ )?(?:shooting|filming|rolling|way|shoot|production|photography)|cameras? (?:\w+ ){0,3}(?:roll\w*|turn\w*)|rolling|shooting|filming|went before|goes before|shoots|crank\w*|principal photography|shoot",  # noqa: E501
    "announced": r"announc\w+|greenlit|greenlights?|green-lit|ordered|orders?|in development|developing|in the works|commission\w*|unveil\w*|"  # noqa: E501
    r"confirmed|made official|on the way|is making|are making|set up|revealed|planning|plans",
    "ended": r"end(?:s|ed|ing)?|conclud\w+|finale|wraps? up|last episode|final episode|came to an end|over|finished|final|signed off|closes|closed|bowed out|goodbye|farewell",  # noqa: E501
}
_STATUS_FORMS = tuple((value, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for value, pattern in _STATUS.items())

_GENRES = [
    "action",
    "adventure",
    "animation",
    "anthology",
    "biopic",
    "black-comedy",
    "comedy",
    "comedies",
    "cop",
    "courtroom",
    "cozy",
    "creature",
    "crime",
    "dark-comedy",
    "disaster",
    "dystopian",
    "epic",
    "erotic",
    "espionage",
    "family",
    "fantasy",
    "food",
    "gangster",
    "ghost",
    "gothic",
    "heist",
    "high-school",
    "historical",
    "history",
    "horror",
    "isekai",
    "legal",
    "medical",
    "melodrama",
    "military",
    "monster",
    "murder",
    "musical",
    "mystery",
    "mythology",
    "noir",
    "occult",
    "office",
    "police",
    "political",
    "post-apocalyptic",
    "period",
    "procedural",
    "psychological",
    "revenge",
    "rom-com",
    "romance",
    "romantic",
    "romcom",
    "sageuk",
    "satire",
    "sci-fi",
    "science-fiction",
    "sitcom",
    "slasher",
    "slice-of-life",
    "soap",
    "spaghetti",
    "sports",
    "spy",
    "superhero",
    "supernatural",
    "survival",
    "suspense",
    "swashbuckler",
    "teen",
    "telenovela",
    "thriller",
    "thrillers",
    "time-travel",
    "tragicomedy",
    "tragedy",
    "true-crime",
    "vampire",
    "variety",
    "war",
    "western",
    "whodunit",
    "youth",
    "zombie",
    "healing",
    "campus",
    "workplace",
    "dramedy",
    "documentary",
    "docudrama",
    "costume",
    "detective",
    "fencing",
    "medieval",
    "mecha",
    "shonen",
    "shojo",
    "coming-of-age",
    "horror-comedy",
    "action-comedy",
    "action-thriller",
    "romantic-comedy",
    "crime-thriller",
    "cyberpunk",
    "steampunk",
    "hospital",
    "prison",
    "mafia",
    "mob",
    "martial-arts",
    "wuxia",
    "xianxia",
    "feel-good",
    "reality",
    "dark",
    "black",
    "science",
    "fiction",
    "conspiracy",
    "folk",
    "body",
    "serial-killer",
    "domestic",
    "neo-noir",
    "docuseries",
    "mockumentary",
    "farce",
    "fairy-tale",
]
_GENRE_SET = "|".join(sorted(map(re.escape, _GENRES), key=len, reverse=True))
_GENRE = re.compile(
    rf"\b(?:{_GENRE_SET})(?:(?:[ -]|, | and )(?:{_GENRE_SET}))*(?: (?:drama|film|series|show|comedy|movie))?\b",
    re.IGNORECASE,
)
_BARE = frozenset(
    [
        "drama",
        "film",
        "series",
        "show",
        "movie",
        "dark",
        "black",
        "history",
        "family",
        "food",
        "office",
        "murder",
        "war",
        "action",
        "body",
        "time",
        "folk",
        "mob",
        "high-school",
        "fiction",
        "science",
        "military",
        "police",
        "hospital",
        "ghost",
        "monster",
        "prison",
        "cop",
    ]
)

_AWARD = re.compile(
    r"\b(?:best|outstanding) (?:[A-Z][\w'-]*|new|film|actor|actress|director|drama|series|screenplay|supporting|picture|feature|animated|"  # noqa: E501
    r"lead|leading|performance|directing|writing|limited|international|foreign|language|comedy|cinematography|documentary|adapted|original|"
    r"score|guest|popular|television|tv|direction|young|mini-series|makeup|costume|anime|of|the|year|in|a|or|for|and|by|an|male|female|"
    r"ensemble|editing|visual|effects|sound|song|debut|first|script|role|scripted|anthology|movie|animation|character|voice|artistic|"
    r"contribution|action|continuing|boxed)(?:,? (?:[A-Z][\w'-]*|new|film|actor|actress|director|drama|series|screenplay|supporting|"  # noqa: E501
    r"picture|feature|animated|lead|leading|performance|directing|writing|limited|international|foreign|language|comedy|"
    r"cinematography|documentary|adapted|original|score|guest|popular|television|tv|direction|young|mini-series|makeup|costume|anime|"
    r"of the year|in a|or|for a|male|female|ensemble|editing|visual|effects|sound|song|debut|first|script|role|scripted|anthology|"  # noqa: E501
    r"movie|animation|character|voice|artistic|contribution|action|by an|continuing))*|"
    r"\b(?:Palme d'Or|Grand Prix|Grand Prize|Jury Prize|Grand Jury Prize|Special Jury Prize|Golden Lion|Silver Lion|Golden Bear|Silver Bear|"  # noqa: E501
    r"Golden Leopard|Volpi Cup|Coppa Volpi|Daesang|Camera d'Or|Un Certain Regard Prize|Queer Palm|People's Choice Award|"  # noqa: E501
    r"Anime of the Year|Oscars?|Emmys?|Golden Globes?|BAFTAs?|Baftas?|C[eé]sars?|Goyas?|Peabody|International Emmy|Top Excellence Award|"  # noqa: E501
    r"Excellence Award|New Actor|Popularity Award|Rising Star|Audience Award|Critics' Prize|Lifetime Achievement|Honorary \w+|"  # noqa: E501
    r"(?:best|outstanding) [a-z]+)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:of the same (?:name|title)|same-(?:titled|named)|eponymous|of that name|its namesake|namesake)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible object: its family, its place (tokens and offsets) and its value as a fact would say it."""

    family: str
    sentence: int
    first: int
    last: int
    start: int
    end: int
    value: str
    key: str
    form: str = ""
    span: Span | None = None


def find(document: Document) -> list[Candidate]:
    """Return the candidates of the text (a headline alone is no evidence), in order."""
    return [
        candidate
        for sentence in document.sentences
        if not sentence.headline
        for family in (_names, _dates, _episodes, _statuses, _genres, _awards, _same)
        for candidate in family(document, sentence)
    ]


def _names(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    for span in document.by_sentence.get(sentence.index, ()):
        family = _SPAN_FAMILY.get(span.kind)
        if family:
            yield Candidate(
                family, sentence.index, span.first, span.last, span.start, span.end, span.text, span.of, span.kind, span
            )


def _at(family: str, sentence: Sentence, start: int, end: int, value: str, form: str = "") -> Candidate:  # noqa: PLR0917
    tokens = sentence.tokens
    first = next((i for i, t in enumerate(tokens) if t.end > start), 0)
    last = max((i for i, t in enumerate(tokens) if t.start < end), default=first)
    return Candidate(family, sentence.index, first, max(first, last), start, end, value, value, form)


def _free(document: Document, sentence: Sentence, start: int, end: int, *kinds: str) -> bool:
    """Whether a stretch lies in no name of other kinds than those given."""
    return all(
        end <= span.start or start >= span.end or span.kind in kinds
        for span in document.by_sentence.get(sentence.index, ())
    )


def _dates(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    for when in dates.find(document.text, sentence, document.article.published):
        if _free(document, sentence, when.start, when.end, NONE, CEREMONY):
            yield _at("date", sentence, when.start, when.end, when.edtf, when.form)


def _episodes(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    taken = -1
    for pattern in (_EPISODES, _ORDERED):
        for found in pattern.finditer(document.text, sentence.start, sentence.end):
            word = found["n"].lower()
            number = int(word) if word.isdigit() else _NUMBER[word]
            if number and found.start("n") != taken and _free(document, sentence, found.start("n"), found.end("n")):
                taken = found.start("n")
                unit = found["u"].lower().rstrip("s") if pattern is _EPISODES else "bare"
                yield _at("episodes", sentence, found.start("n"), found.end(), str(number), unit)


def _statuses(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    for value, pattern in _STATUS_FORMS:
        for found in pattern.finditer(document.text, sentence.start, sentence.end):
            if _free(document, sentence, found.start(), found.end()):
                yield _at("status", sentence, found.start(), found.end(), value, value)


def _genres(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    for found in _GENRE.finditer(document.text, sentence.start, sentence.end):
        if found.group().lower() not in _BARE and _free(document, sentence, found.start(), found.end()):
            words = found.group().lower().split()
            yield _at("genre", sentence, found.start(), found.end(), found.group(), words[-1])


def _awards(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    for found in _AWARD.finditer(document.text, sentence.start, sentence.end):
        if _free(document, sentence, found.start(), found.end(), AWARD, CEREMONY):
            form = found.group().lower().split()[0]
            yield _at("award", sentence, found.start(), found.end(), found.group().rstrip(" ,"), form)


def _same(document: Document, sentence: Sentence) -> Iterator[Candidate]:
    for found in _SAME.finditer(document.text, sentence.start, sentence.end):
        yield _at("same", sentence, found.start(), found.end(), "", "same")
