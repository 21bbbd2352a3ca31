"""Questions about time and number: the year of a premiere, how many episodes, which came out first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from bot.domain.chance import Chance
from bot.domain.edtf import EdtfDate, is_edtf, parse
from bot.domain.facts import Predicate
from bot.domain.questions.casting import LOOKED_AT, season_of, work
from bot.domain.questions.draft import Draft, Wrong, script, text_option, title_option
from bot.domain.questions.knowledge import Knowledge, Seed
from bot.domain.questions.question import OPTIONS, QuestionKind
from bot.domain.questions.told import Sure, Told, says_season
from bot.domain.venues import WORLD, region_of
from bot.domain.wording import Sense, sense_of

_DATE, _EPISODES, _SOURCE = Predicate.PUBLICATION_DATE, Predicate.NUMBER_OF_EPISODES, Predicate.BASED_ON
_APART = timedelta(days=365)
"""Releases so far apart came out in that order everywhere."""

_LIKELY = 0.5
_YEARS = (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6)
_EARLY, _LATE = 3, 10
"""Months in which the year may be another one in another part of the world."""

_FEWEST, _MOST = 2, 120
_COUNTS = (-8, -6, -4, -3, -2, -1, 1, 2, 3, 4, 6, 8)
_PART_OF = re.compile(
    r"\b(?:first|last|final|opening|more|new|another|remaining|left|next|weekly|a week|per week|batch|volume|part)\b",
    re.IGNORECASE,
)
"""Words beside a number of episodes that is not that of a whole season."""


def seeds(knowledge: Knowledge, told: Told) -> Iterator[Seed]:
    """Yield what may be asked about the dates and numbers of a title."""
    title_id = told.named.id
    for place, one in enumerate(told.sure):
        if one.claim.predicate is _DATE and _date(knowledge, told, one):
            yield Seed(QuestionKind.YEAR, "when", title_id, (one.claim,), place)
            if is_first(told, one):
                yield Seed(QuestionKind.FIRST, "title", title_id, (one.claim,), place)
        elif one.claim.predicate is _EPISODES and _count(told, one):
            yield Seed(QuestionKind.EPISODES, "many", title_id, (one.claim,), place)


def _date(knowledge: Knowledge, told: Told, sure: Sure) -> EdtfDate | None:
    """Return a date that has passed, is given for everywhere, and by nobody otherwise."""
    value = sure.claim.value
    if not is_edtf(value) or "~" in value:
        return None
    date, sentence = parse(value), sure.source.fact.evidence
    # The sentence may give a coarser date than the belief that it backs up, which is what is asked.
    given = sense_of(sentence, sure.source.fact.object) is Sense.GIVEN if is_edtf(sure.source.fact.object) else False
    known = given and region_of(sentence, sure.source.fact.object) in {"", WORLD}
    if date.latest >= knowledge.today or date.earliest.year != date.latest.year or not known:
        return None
    if not (is_first(told, sure) or _season_is_clear(told, sure)) or _is_source(knowledge, told):
        return None
    others = (may for may in told.said(_DATE) if may.season in {sure.season, None} and may.confidence >= _LIKELY)
    years = {parse(may.object).earliest.year for may in others if not may.negated and is_edtf(may.object)}
    named = told.named.year in {None, date.earliest.year} or (sure.season or 1) > 1
    return date if years <= {date.earliest.year} and named else None


def _season_is_clear(told: Told, sure: Sure) -> bool:
    """Whether it is known which season is meant: one that the sentence names, or the only one."""
    if not told.has_seasons():
        return True
    return sure.season is not None and season_of(told, sure) is not None


def _is_source(knowledge: Knowledge, told: Told) -> bool:
    """Whether what goes by this name is rather the book that another title was made from."""
    return told.named.id in knowledge.source_works


def is_first(told: Told, sure: Sure) -> bool:
    """Whether a date is that of a title's first release."""
    return sure.season == 1 or (sure.season is None and not told.has_seasons())


# ------------------------------------------------------------------ the year


def year(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "in which year did TITLE come out": wrong are years near by that nobody gives."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    date = _date(knowledge, told, sure)
    if date is None:
        return None
    right = date.earliest.year
    said = {parse(may.object).earliest.year for may in told.said(_DATE) if is_edtf(may.object)}
    doubtful = {right - 1} if date.earliest.month <= _EARLY else set()
    doubtful |= {right + 1} if date.latest.month >= _LATE else set()
    years = [right + by for by in _YEARS if right + by <= knowledge.today.year]
    wrong = [
        Wrong(text_option(str(one)), 1 - abs(one - right) / 10 - 0.3 * rng.random())
        for one in years
        if one not in said | doubtful
    ]
    season = None if is_first(told, sure) else season_of(told, sure)
    values = work(told, season)
    option = text_option(str(right))
    return Draft("question.year", values, option, wrong, (sure,), season, look=script, exact=True)


# ------------------------------------------------------------------ how many


def _count(told: Told, sure: Sure) -> int | None:
    """Return how many episodes a season surely has."""
    number = int(sure.object) if sure.object.isdecimal() else 0
    partly = _PART_OF.search(_beside(sure.source.fact.evidence, sure.object))
    if told.film or partly or not _FEWEST <= number <= _MOST or not _season_is_clear(told, sure):
        return None
    others = (may for may in told.said(_EPISODES) if may.season in {sure.season, None} and may.confidence >= _LIKELY)
    return number if {may.object for may in others} <= {sure.object} else None


def _beside(sentence: str, number: str, reach: int = 28) -> str:
    """Return the words around a number."""
    at = sentence.find(number)
    return sentence[max(0, at - reach) : at + reach] if at >= 0 else sentence


def episodes(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "how many episodes has TITLE": wrong are numbers near by that nobody gives, nor parts of the whole."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    right = _count(told, sure)
    if right is None:
        return None
    said = {may.object for may in told.said(_EPISODES)} | {str(right * 2), str(right // 2)}
    numbers = [right + by for by in _COUNTS if right + by >= _FEWEST]
    wrong = [
        Wrong(text_option(str(one)), 1 - abs(one - right) / 10 - 0.3 * rng.random())
        for one in numbers
        if str(one) not in said and not told.mentions(f"{one} episodes")
    ]
    season = sure.season if sure.season and says_season(sure.source, sure.season) else None
    option = text_option(str(right))
    return Draft("question.episodes", work(told, season), option, wrong, (sure,), season, look=script, exact=True)


# ------------------------------------------------------------------ which first


def first(knowledge: Knowledge, seed: Seed, rng: Chance) -> Draft | None:
    """Return "which of these came out first": all dates are sure, and far enough apart."""
    told = knowledge.titles[seed.title_id]
    sure = told.sure[seed.place]
    date = _date(knowledge, told, sure)
    if date is None or not is_first(told, sure):
        return None
    kin = knowledge.kin(seed.title_id)
    seeds = knowledge.seeds.get(QuestionKind.FIRST, ())
    wrong = []
    for other in rng.sample(seeds, min(LOOKED_AT, len(seeds))):
        against = knowledge.titles[other.title_id]
        later = _date(knowledge, against, against.sure[other.place])
        gap = later.earliest - date.latest if later else timedelta()
        if gap >= _APART and other.title_id not in kin:
            close = max(0.1, 1 - gap.days / 3650) * (0.4 + 0.6 * rng.random())
            wrong.append(Wrong(title_option(knowledge, other.title_id), close, (against.sure[other.place],)))
    if len(wrong) < OPTIONS - 1:
        return None
    return Draft("question.first", {}, title_option(knowledge, seed.title_id), wrong, (sure,), look=script)
