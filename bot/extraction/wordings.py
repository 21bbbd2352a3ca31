"""How a telling word governs a candidate: the verb or noun before it with what links them, and the verb after it."""

from collections.abc import Iterator

from bot.extraction.scenes import HUMAN, Scene

_DEEDS = {
    "person": frozenset(
        [
            "DIRECT",
            "WRITE",
            "STAR",
            "PLAY",
            "JOIN",
            "RETURN",
            "LEAVE",
            "SAY",
            "EXEC",
            "PRODUCE",
            "AUTHOR",
            "WIN",
            "NOMINATE",
            "BASED",
            "CRITIC",
            "KNOWNFOR",
            "JOB",
            "FAMILY",
            "MAKE",
        ]
    ),
    "org": frozenset(
        [
            "AIR",
            "RELEASE",
            "PRODUCE",
            "RENEW",
            "CANCEL",
            "ANNOUNCE",
            "SAY",
            "SHOOT",
            "END",
            "POSTPONE",
            "EXEC",
            "AUTHOR",
        ]
    ),
    "place": frozenset(["SHOOT", "RELEASE", "SERIES", "FESTIVAL", "STORY", "WRAP", "PRODUCE"]),
    "date": frozenset(
        [
            "RELEASE",
            "SHOOT",
            "WIN",
            "ANNOUNCE",
            "POSTPONE",
            "PLAN",
            "RENEW",
            "CANCEL",
            "END",
            "WRAP",
            "AIR",
            "SAY",
            "FESTIVAL",
            "FAMILY",
        ]
    ),
    "episodes": frozenset(["EPISODES", "SERIES", "RENEW", "RELEASE", "WRITE", "DIRECT", "STAR", "END"]),
    "status": frozenset(
        [
            "SERIES",
            "FILM",
            "RELEASE",
            "DENY",
            "PLAN",
            "FUTURE",
            "PAST",
            "REPORT",
            "RUMOR",
            "SAY",
            "ANNOUNCE",
            "RENEW",
            "END",
        ]
    ),
    "award": frozenset(["WIN", "NOMINATE", "FESTIVAL", "STAR", "DIRECT", "WRITE"]),
    "title": frozenset(["BASED", "AUTHOR", "KIND", "WRITE", "STAR", "DIRECT", "KNOWNFOR"]),
    "same": frozenset(["BASED", "AUTHOR", "KIND", "WRITE", "RELEASE"]),
    "genre": frozenset(["SERIES", "FILM", "BASED", "STAR"]),
}
_WEIGHT = 2
_FAR = 14
_CLOSE = 5
_SHOT = frozenset({"filmed", "shot", "filming", "shooting", "shoots", "films", "lensed", "photographed"})
_WHERE = frozenset({"in", "at", "around", "near", "on", "across", "throughout", "outside"})


def features(family: str, first: int, last: int, scene: Scene) -> list[str]:
    """Return what governs the tokens ``first`` to ``last``, each several times: rare but telling."""
    deeds = _DEEDS[family]
    found = [*_before(first, deeds, scene), *_after(last, deeds, scene)]
    if family == "place":
        found += [f"shot there#{copy}" for copy in range(_WEIGHT)] if _shot_at(first, scene) else []
    return [f"governs:{name}#{copy}" for name in found for copy in range(_WEIGHT)]


def _shot_at(first: int, scene: Scene) -> bool:
    """Whether the words just before are "filmed at", "shot mostly in", "shooting on location around"."""
    if not first or scene.tokens[first - 1].lower not in _WHERE:
        return False
    return any(token.lower in _SHOT for token in scene.tokens[max(0, first - _CLOSE) : first - 1])


def _before(first: int, deeds: frozenset[str], scene: Scene) -> Iterator[str]:
    """Yield the nearest deed to the left, and the preposition nearest to the candidate between them."""
    link, passed, who = "", 0, False
    for index in range(first - 1, max(-1, first - 1 - _FAR), -1):
        span = scene.at.get(index)
        token = scene.tokens[index]
        if span is not None or (scene.places[index].depth > scene.places[first].depth):
            passed += span is not None and span.last == index and span.kind in HUMAN
            continue
        found = token.cues & deeds
        if found:
            negated = _denied(index, scene)
            for deed in found:
                yield f"{deed} {link},past={min(passed, 2)},who={who}"
                yield f"{deed} {link},denied={negated},past={passed > 0}"
            return
        if token.lower in {
            "by",
            "from",
            "with",
            "of",
            "at",
            "on",
            "in",
            "for",
            "as",
            "to",
            "through",
            "via",
            "under",
            "opposite",
        }:
            link = link or token.lower
        who = who or "WHO" in token.cues
        if token.text in {";", "."}:
            return


def _after(last: int, deeds: frozenset[str], scene: Scene) -> Iterator[str]:
    """Yield the first deed to the right, brackets and names passed over, and whether it is a passive one."""
    commas, passed, who = 0, 0, False
    for index in range(last + 1, min(len(scene.tokens), last + 1 + _FAR)):
        token = scene.tokens[index]
        span = scene.at.get(index)
        if span is not None or scene.places[index].depth > scene.places[last].depth:
            passed += span is not None and span.first == index and span.kind in HUMAN
            continue
        found = token.cues & deeds
        if found:
            passive = index + 1 < len(scene.tokens) and scene.tokens[index + 1].lower == "by"
            negated = _denied(index, scene)
            for deed in found:
                yield f"then {deed},passive={passive},commas={min(commas, 2)},past={min(passed, 2)},who={who}"
                yield f"then {deed},denied={negated},past={passed > 0}"
            return
        commas += token.text == ","
        who = who or "WHO" in token.cues
        if token.text in {";", "."}:
            return


def _denied(index: int, scene: Scene) -> bool:
    """Whether a denial stands just before a word."""
    return any("DENY" in scene.tokens[i].cues for i in range(max(0, index - 3), index))
