"""The tables of releases, of who wants to hear of them, and of scheduled events."""

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    bindparam,
    literal_column,
)

from bot.domain.facts import Certainty, NameKind
from bot.domain.releases import ReleaseKind, ReleaseStatus
from bot.store.schema.base import metadata, partial
from bot.store.types import Key, PlainText, UtcDateTime, Word


def is_unplanned(rows: FromClause) -> ColumnElement[bool]:
    """Say that a reminder or follow is still to be planned, in the words of the partial indices."""
    return rows.c.planned_for == literal_column("''")


def is_to_come(rows: FromClause) -> ColumnElement[bool]:
    """Say that a release is not kept as out yet, nor called off, in the words of its partial index."""
    words = [ReleaseStatus.ANNOUNCED.value, ReleaseStatus.SCHEDULED.value, ReleaseStatus.RESCHEDULED.value]
    states: BindParameter[list[str]] = bindparam("to_come", words, expanding=True, literal_execute=True)
    return rows.c.status.in_(states)


member = Table(  # what a person chose for themselves
    "member",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("time_zone", PlainText),
    Column("locale", PlainText),
    Column("changed_at", UtcDateTime, nullable=False),
)

release = Table(  # made of the facts, anew whenever these change, so that calendars need not read them all
    "release",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),  # 0: for all to see; a server may know more from private feeds
    Column("title_id", ForeignKey("title.id"), nullable=False),
    Column("season", Integer, nullable=False),
    Column("kind", Word(ReleaseKind), nullable=False),
    Column("region", PlainText, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("earliest", Date),
    Column("latest", Date),
    Column("status", Word(ReleaseStatus), nullable=False),
    Column("certainty", Word(Certainty), nullable=False),
    Column("network", PlainText, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("title_id", "guild_id", "season", "kind", "region"),
    Index(None, "latest", "guild_id", "earliest"),
    Index(None, "network", "guild_id", "title_id"),
    sqlite_autoincrement=True,
)

partial("ix_release_to_come", release.c.latest, where=is_to_come(release))

reminder = Table(
    "reminder",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("guild_id", BigInteger, nullable=False),  # where it was asked for; 0: in direct messages
    Column("channel_id", BigInteger, nullable=False),
    Column("title_id", ForeignKey("title.id"), nullable=False),
    Column("season", Integer, nullable=False),  # -1: whichever comes next
    Column("before", SmallInteger, nullable=False),  # days
    Column("zone", PlainText, nullable=False),
    Column("locale", PlainText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("value", PlainText, nullable=False),  # the standing of the release that it is planned by
    Column("status", Word(ReleaseStatus), nullable=False),
    Column("planned_for", PlainText, nullable=False, default=""),  # which release; "": still to be planned
    Column("revision", Integer, nullable=False),
    Column("trouble", PlainText, nullable=False),
    UniqueConstraint("user_id", "title_id", "season"),
    Index(None, "title_id", "stopped_at"),
    Index(None, "guild_id"),
    sqlite_autoincrement=True,
)

partial("ix_reminder_unplanned", reminder.c.title_id, where=is_unplanned(reminder))

follow = Table(
    "follow",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", ForeignKey("guild.guild_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("kind", Word(NameKind), nullable=False),
    Column("title_id", ForeignKey("title.id"), index=True),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("role_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("status", Word(ReleaseStatus), nullable=False),
    Column("planned_for", PlainText, nullable=False, default=""),
    Column("revision", Integer, nullable=False),
    Column("blocked", PlainText),
    UniqueConstraint("channel_id", "title_id"),
    UniqueConstraint("channel_id", "person_id"),
    sqlite_autoincrement=True,
)

partial("ix_follow_unplanned", follow.c.title_id, where=is_unplanned(follow))

event = Table(  # Discord's scheduled events that were made for releases
    "event",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", ForeignKey("guild.guild_id", ondelete="CASCADE"), nullable=False),
    Column("title_id", ForeignKey("title.id"), nullable=False),
    Column("season", Integer, nullable=False),
    Column("kind", Word(ReleaseKind), nullable=False),
    Column("event_id", BigInteger),
    Column("value", PlainText, nullable=False),
    Column("status", Word(ReleaseStatus), nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("guild_id", "title_id", "season", "kind"),
    sqlite_autoincrement=True,
)
