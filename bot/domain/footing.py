"""From how a follower of a title was planned to how they are to be planned now: which release, and what is said of it.

A follower means one release at a time. When that changes, it is told; when it is over, they move on to the next one,
without a word unless that has news of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.releases import Release, ReleaseStatus, next_release
from bot.domain.reminders import LATENESS, Standing, Telling, told

UNPLANNED = ""
"""What a follower means who was not planned yet."""

SHADOWED = "="
"""What one means who follows the same as somebody else in the same place, and is not told it twice."""

NO_RELEASE = "-"
"""What a follower means of whose title no release is known."""

_ANEW = frozenset({UNPLANNED, SHADOWED})

NOTHING = Standing("", ReleaseStatus.ANNOUNCED)
"""How it stands where nothing is known."""


def name_of(release: Release) -> str:
    """Return what tells a release from the others of its title."""
    return f"{release.season}:{release.kind}:{release.region}"


def season_of(planned_for: str) -> int | None:
    """Return the season of the release of that name, None for a title as a whole, or for no release."""
    number = planned_for.partition(":")[0]
    return int(number) if number.isdecimal() else None


def standing_of(release: Release) -> Standing:
    """Return how a release stands."""
    return Standing(release.value, release.status)


@dataclass(frozen=True, slots=True)
class Footing:
    """By what a follower is planned: which release (see ``name_of``), and how it stands."""

    planned_for: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of followers of one footing.

    ``notice`` is what they are told at once, ``former`` the date before. ``replanned``: what waits is no longer right.
    ``moved_on``: to another release or wish; what is due already, and what they put off, is still to be said.
    """

    footing: Footing
    release: Release | None
    notice: Telling | None = None
    former: str = ""
    replanned: bool = False
    moved_on: bool = False


def step(
    footing: Footing, found: Sequence[Release], before: Mapping[str, Standing], season: int | None, today: date
) -> Step:
    """Return what becomes of followers of a season (None: any), now that these are the title's releases.

    ``before`` is how its releases stood until now, by their names.
    """
    now = _meant(footing, found, season, today)
    if now is None:
        return _without(footing)
    to = Footing(name_of(now), standing_of(now))
    if footing.planned_for in _ANEW:
        return Step(to, now, replanned=True, moved_on=True)
    there = {name_of(one) for one in found}
    moved_on = footing.planned_for in there - {to.planned_for}
    old = before.get(to.planned_for, NOTHING) if moved_on else footing.standing
    notice = told(old, to.standing) if not _long_over(now, today) else None
    changed = (footing.planned_for, footing.standing.value) != (to.planned_for, to.standing.value)
    return Step(to, now, notice, old.value, changed or notice is not None, moved_on)


def _long_over(release: Release, today: date) -> bool:
    """Whether a release came out so long ago that its date, however it changes, is no news."""
    dated = release.date
    return release.status is ReleaseStatus.RELEASED and dated is not None and dated.latest < today - LATENESS


def _meant(footing: Footing, found: Sequence[Release], season: int | None, today: date) -> Release | None:
    """Return the release that they mean now: the one that they meant, as long as there is news of it."""
    same = next((one for one in found if name_of(one) == footing.planned_for), None)
    if same is not None and told(footing.standing, standing_of(same)) is not None:
        return same
    return next_release(found, season, today)


def _without(footing: Footing) -> Step:
    """Return what becomes of followers of whose title nothing is known any more; that it is out stays true."""
    to = Footing(NO_RELEASE, NOTHING)
    if footing.planned_for in _ANEW:
        return Step(to, None, replanned=True, moved_on=True)
    over = footing.standing.status is ReleaseStatus.RELEASED
    notice = None if over else told(footing.standing, NOTHING)
    changed = bool(footing.standing.value) and not over
    return Step(to, None, notice, footing.standing.value, changed or notice is not None)
