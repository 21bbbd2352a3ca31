"""When something may be said in a server: its digest, its quiet hours, its posts per hour."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.models import GuildSettings, PostingMode

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def due_at(now: datetime, settings: GuildSettings) -> tuple[datetime, bool]:
    """Return when a story that comes in now may be said (UTC), and whether in a digest.

    Hours are the server's wall clock, right through the changes of summer time. Quiet hours that begin and end at
    the same time are none; a digest that falls into them waits for their end.
    """
    digest = settings.mode is PostingMode.DIGEST
    zone = _zone(settings.time_zone)
    wanted = _next(now, settings.digest_at, zone) if digest else now
    return awake(wanted, settings), digest


def awake(at: datetime, settings: GuildSettings) -> datetime:
    """Return the instant itself, or the end of the server's quiet hours that it falls into."""
    zone = _zone(settings.time_zone)
    start, end = settings.quiet_from, settings.quiet_to
    if start is None or end is None or not _within(at.astimezone(zone).time(), start, end):
        return at
    return _next(at, end, zone)


def next_slot(sent_times: Sequence[datetime], now: datetime, posts_per_hour: int) -> datetime:
    """Return the first instant, not before now, at which one more post keeps to ``posts_per_hour`` (≥ 1)."""
    recent = sorted(at for at in sent_times if at > now - _HOUR)
    return now if len(recent) < posts_per_hour else recent[-posts_per_hour] + _HOUR


def _zone(name: str) -> tzinfo:
    """Return the time zone, or UTC for a name that the zone data (no longer) has."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name is that of a folder of zones
        return UTC


def _within(clock: time, start: time, end: time) -> bool:
    """Tell whether a wall-clock time lies in [start, end), which may cross midnight."""
    return start <= clock < end if start <= end else clock >= start or clock < end


def _next(now: datetime, wanted: time, zone: tzinfo) -> datetime:
    """Return the first instant, not before now, at which clocks in the zone show (or skip over) the wanted time."""
    today = now.astimezone(zone).date()
    return min(at for at in _instants(today, wanted, zone) if at >= now)


def _instants(today: date, wanted: time, zone: tzinfo) -> Iterator[datetime]:
    """Yield the wanted time of the days around, in UTC.

    Where clocks go back it is there twice; where they go forward over it, as much later as they were moved.
    """
    for day in (today - _DAY, today, today + _DAY, today + 2 * _DAY):
        first, second = (
            datetime.combine(day, wanted.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)
        )
        yield first
        if second > first:  # in a gap, fold 1 is the earlier one: a time before the clocks moved
            yield second
