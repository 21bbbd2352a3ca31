"""What may be the object of a fact, and for which predicates: names, dates, numbers, and words of a status or genre."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.extraction import anaphora, awards, dates, scenes
from bot.extraction.document import Document
from bot.extraction.models import AWARD, CEREMONY, CHARACTER, NONE, ORG, PERSON, PLACE, TITLE, Span
from bot.extraction.names import key, lists, word_class
from bot.extraction.scenes import RUN, Scene
from bot.extraction.vocabulary import NUMBERS, either, vocabulary

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

_FAMILIES = {
    PERSON: ("person",),
    CHARACTER: ("person",),
    ORG: ("org",),
    PLACE: ("place",),
    TITLE: ("title",),
    RUN: ("person", "org", "place"),
}
MOST = 2000
"""Candidates of an article that are weighed; 60,000 characters of news have some 1,600, an article forty."""
_COMPANY = word_class("company")
_PLACE_HEADS = word_class("place heads")
"""Words that end the names of places: several words with such an end name nobody."""

_MOST_WORDS = 4
_DATELINE = 9
_DASH = re.compile(r" (?:-|--|\u2013|\u2014) |: ")
"""What ends a dateline, and how many words it has at most."""

_PLACE_CUES = frozenset({"SHOOT"})
_ORG_CUES = frozenset({"PRODUCE", "AIR", "RELEASE", "BY", "RENEW", "ANNOUNCE", "SHOOT", "SAY", "CANCEL"})

_NUMBER = r"(?P<n>\d{1,4}|" + either(list(NUMBERS)) + r")"
_UNIT = (
    r"(?P<u>episodes?|instal?lments?|parts?|parters?|hours?|chapters?|hour-long|eps?|half-hours|hour-longs|"
    r"episoders?|segments?|tapes?|outings|weeks)"
)
_EPISODES = re.compile(rf"\b{_NUMBER}(?:[ -](?:[a-z]+(?:-[a-z]+)?[ -]){{0,2}}?){_UNIT}\b")
_ORDERED = re.compile(
    rf"\b(?:episodes?|all|order of|ordered|run of|season of|another|for|of|with|in|comprises|spans|total of|count is|"
    rf"mini of|next|final|last|first)\s+{_NUMBER}\b"
    r"(?!\s*(?:%|percent|million|billion|years?|am|pm|p\.m|a\.m|minutes|days|months|countries))",
)
_NUMBERED = re.compile(
    r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)(?:,? (?:and|&) (?:the )?(?:last|final|closing|concluding))? "
    r"(?P<u>episode|instal?lment|chapter|part|hour)\b",
)
_SAME = re.compile(
    r"\b(?:of the same (?:name|title)|same-(?:titled|named|name)|eponymous|of that name|its namesake|namesake|"
    r"(?:the|its) (?:original|source)(?: (?:work|material))?)\b",
)
_NO_GENRE = re.compile(
    r"(?<!variety)(?<!talk)(?<!game)(?<!quiz)(?<!cop)[ -](?:series|shows?|films?|movies?)$", re.IGNORECASE
)
_STRONG_KINDS = frozenset(["webtoon", "novel", "manga", "graphic novel", "comic", "game", "memoir", "short story"])


@dataclass(slots=True)
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
    form: str
    scene: Scene = field(repr=False, compare=False)
    span: Span | None = None


def find(document: Document) -> list[Candidate]:
    """Return the candidates of the text (a headline alone is no evidence), in order."""
    honoured = _about_awards(document)
    found: list[Candidate] = []
    for sentence in document.sentences:
        if sentence.headline:
            continue
        if len(found) >= MOST:
            break
        scene = scenes.of(document.text, sentence, document.by_sentence.get(sentence.index, []))
        found += _names(scene)
        found += _meant(scene, document)
        found += _dates(scene, document)
        for family in (_episodes, _statuses, _genres, _same):
            found += family(scene)
        found += _awards(scene, plain=honoured)
    return found[:MOST]


def _names(scene: Scene) -> Iterator[Candidate]:
    for span in scene.spans:
        for family in _families(span, scene):
            if family == "place" and _dateline(span, scene):
                continue
            if family == "person" and _opened_by_a_word(span, scene):
                yield _without_first(span, scene)
                continue
            place = (span.sentence, span.first, span.last, span.start, span.end)
            yield Candidate(family, *place, span.text, span.of, span.kind, scene, span)


def _opened_by_a_word(span: Span, scene: Scene) -> bool:
    """Whether a sentence's first word only looks like part of a name: "Expect Cho's character", "For Yoo"."""
    word = scene.tokens[span.first].lower
    alone = span.first == 0 and span.last == 1 and word in lists().words
    return alone and key(word) not in lists().given and key(word) not in lists().surnames


def _without_first(span: Span, scene: Scene) -> Candidate:
    token = scene.tokens[span.last]
    name = key(token.text)
    place = (span.sentence, span.last, span.last, token.start, token.end)
    return Candidate("person", *place, token.text, name, span.kind, scene, span)


def _dateline(span: Span, scene: Scene) -> bool:
    """Whether a place only says where the news was written: "GOYANG, Gyeonggi Province - "."""
    if not scene.sentence.opens_paragraph or span.last > _DATELINE:
        return False
    found = _DASH.search(scene.text, scene.sentence.start, scene.tokens[min(_DATELINE, len(scene.tokens) - 1)].end)
    before = [token for token in scene.tokens if found and token.end <= found.start()]
    return (
        bool(before) and span.end <= before[-1].end and all(t.text[0] in ",." or not t.text.islower() for t in before)
    )


def _meant(scene: Scene, document: Document) -> Iterator[Candidate]:
    """Yield the broadcaster that "the network" and the like stand for."""
    found = anaphora.find(scene, document)
    if found is not None:
        index, span = found
        token = scene.tokens[index]
        place = (scene.sentence.index, index, index, token.start, token.end)
        yield Candidate("org", *place, span.text, span.of, "described", scene)


def _families(span: Span, scene: Scene) -> list[str]:
    """Return what a name may stand for: its kind decides, but lists and telling words may add to it."""
    families = [f for f in _FAMILIES.get(span.kind, ()) if span.kind != RUN or _may_be(f, span, scene)]
    if "person" in families and names_place(span, scene):
        families = [f for f in families if f not in {"person", "place"}] + ["place"]
    if span.kind != TITLE:
        if "org" not in families and (span.key in lists().networks or _is_company(span, scene)):
            families.append("org")
        if "place" not in families and span.key in lists().places:
            families.append("place")
    return [f for f in families if f != "place" or span.key not in vocabulary().languages]


def _may_be(family: str, span: Span, scene: Scene) -> bool:
    if family == "person":
        tokens = scene.tokens[span.first : span.last + 1]
        named = any(t.lower not in lists().words for t in tokens)
        return span.last - span.first < _MOST_WORDS and named and not _is_company(span, scene)
    return bool(scene.cues & (_PLACE_CUES if family == "place" else _ORG_CUES))


def names_place(span: Span, scene: Scene) -> bool:
    """Whether a name ends like those of places ("Western Ilsan District")."""
    return span.last > span.first and scene.tokens[span.last].lower in _PLACE_HEADS


def _is_company(span: Span, scene: Scene) -> bool:
    words = (token.lower for token in scene.tokens[span.first : span.last + 1])
    return span.key in vocabulary().companies or any(word in _COMPANY for word in words)


def _at(family: str, scene: Scene, place: tuple[int, int], value: str, form: str = "") -> Candidate:
    start, end = place
    tokens = scene.tokens
    first = next((i for i, t in enumerate(tokens) if t.end > start), 0)
    last = max((i for i, t in enumerate(tokens) if t.start < end), default=first)
    return Candidate(family, scene.sentence.index, first, max(first, last), start, end, value, key(value), form, scene)


def _free(scene: Scene, start: int, end: int, *kinds: str) -> bool:
    """Whether a stretch lies in no name of other kinds than those given."""
    return all(end <= span.start or start >= span.end or span.kind in kinds for span in scene.known)


def _dates(scene: Scene, document: Document) -> Iterator[Candidate]:
    for when in dates.find(document.text, scene.sentence, document.article.published):
        if _free(scene, when.start, when.end, NONE, CEREMONY, AWARD):
            scene.days.append(when.edtf)
            yield _at("date", scene, (when.start, when.end), when.edtf, when.form)


def _episodes(scene: Scene) -> Iterator[Candidate]:
    taken: set[int] = set()
    for pattern in (_EPISODES, _ORDERED, _NUMBERED):
        for found in pattern.finditer(scene.lower, scene.sentence.start, scene.sentence.end):
            word = found["n"]
            number = int(word) if word.isdigit() else NUMBERS[word.replace(" ", "-") if "-" in word else word]
            if number and found.start("n") not in taken and _free(scene, found.start("n"), found.end("n")):
                taken.add(found.start("n"))
                unit = "bare" if pattern is _ORDERED else found["u"].rstrip("s")
                unit = "nth" if pattern is _NUMBERED else unit
                yield _at("episodes", scene, (found.start("n"), found.end()), str(number), unit)


def _statuses(scene: Scene) -> Iterator[Candidate]:
    for value, pattern in vocabulary().status:
        for found in pattern.finditer(scene.lower, scene.sentence.start, scene.sentence.end):
            if _free(scene, found.start(), found.end()):
                yield _at("status", scene, (found.start(), found.end()), value, value)


def _genres(scene: Scene) -> Iterator[Candidate]:
    words = vocabulary()
    for found in words.genre.finditer(scene.lower, scene.sentence.start, scene.sentence.end):
        parts = re.split(r"[ -]", found.group())
        alone = len(parts) == 1 and parts[0] in words.weak_genres and not _in_list(scene, found)
        if not alone and _free(scene, found.start(), found.end()):
            value = _NO_GENRE.sub("", scene.text[found.start() : found.end()])
            yield _at("genre", scene, (found.start(), found.end()), value, parts[-1])


def _in_list(scene: Scene, found: re.Match[str]) -> bool:
    """Whether a genre's word stands beside another one, as in "action, romance and fantasy"."""
    words = scene.lower[max(scene.sentence.start, found.start() - 30) : found.end() + 30]
    return "genre" in words or len(vocabulary().genre.findall(words)) > 1


def _about_awards(document: Document) -> bool:
    """Whether the article speaks of awards, so that bare categories may be prizes."""
    winning = sum(sentence.cues["WIN"] for sentence in document.sentences)
    nouns = sum(t.lower in vocabulary().award_nouns for s in document.sentences for t in s.tokens)
    named = bool(awards.ceremonies(document.text, 0, len(document.text)))
    return winning + nouns + 2 * named > 1


def _awards(scene: Scene, *, plain: bool) -> Iterator[Candidate]:
    for first, last, form in awards.categories(scene.text, scene.sentence, plain=plain):
        start, end = scene.tokens[first].start, scene.tokens[last].end
        if _free(scene, start, end, AWARD, CEREMONY, ORG, NONE):
            yield _at("award", scene, (start, end), scene.text[start:end], form)


def _same(scene: Scene) -> Iterator[Candidate]:
    """Yield words that may mean a source of the same name: "the novel by …", "the webtoon of the same name"."""
    for found in _SAME.finditer(scene.lower, scene.sentence.start, scene.sentence.end):
        yield _at("same", scene, (found.start(), found.end()), "", "same")
    for kind, pattern in vocabulary().kinds:
        if kind in _STRONG_KINDS or "BASED" in scene.cues:
            for found in pattern.finditer(scene.lower, scene.sentence.start, scene.sentence.end):
                if _free(scene, found.start(), found.end()):
                    yield _at("same", scene, (found.start(), found.end()), "", kind)
