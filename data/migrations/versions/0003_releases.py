"""Releases, who wants to hear of them, and the scheduled events made for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OPEN = "state IN ('pending', 'claimed')"

key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
snowflake = sa.BigInteger()
instant = sa.DateTime(timezone=True)
text = sa.Text()
number = sa.Integer()
flag = sa.Boolean()


def upgrade() -> None:
    """Do the step."""
    op.add_column("guild", sa.Column("events", flag, nullable=False, server_default=sa.false()))
    _deliveries()
    _members()
    _releases()
    _reminders()
    _follows()
    _events()


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _deliveries() -> None:
    """Whose they are. Indices are made in the order of their names: SQLite's planner heeds it."""
    later = {
        "ix_delivery_open_channel": (["channel_id", "guild_id", "due_at", "id"], _where(OPEN)),
        "ix_delivery_open_due": (["due_at", "id"], _where(OPEN)),
        "ix_delivery_open_expires": (["expires_at"], _where(OPEN)),
        "ix_delivery_reminder_id": (["reminder_id"], _where("reminder_id IS NOT NULL")),
        "ix_delivery_sent": (["channel_id", "sent_at"], _where("sent_at IS NOT NULL")),
        "ix_delivery_state_closed_at": (["state", "closed_at"], {}),
        "ix_delivery_subscription_id": (["subscription_id"], {}),
    }
    op.add_column("delivery", sa.Column("reminder_id", key))
    op.add_column("delivery", sa.Column("follow_id", key))
    for name in later:
        if name != "ix_delivery_reminder_id":
            op.drop_index(name, "delivery")
    op.create_index("ix_delivery_follow_id", "delivery", ["follow_id"], **_where("follow_id IS NOT NULL"))
    for name, (columns, where) in later.items():
        op.create_index(name, "delivery", columns, **where)


def _members() -> None:
    """What people chose for themselves."""
    op.create_table(
        "member",
        sa.Column("user_id", snowflake, autoincrement=False, nullable=False),
        sa.Column("time_zone", text),
        sa.Column("locale", text),
        sa.Column("changed_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_member"),
    )


def _releases() -> None:
    """The best date of each, and how it stands."""
    op.create_table(
        "release",
        sa.Column("id", key),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("title_id", key, nullable=False),
        sa.Column("season", number, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("region", text, nullable=False),
        sa.Column("value", text, nullable=False),
        sa.Column("earliest", sa.Date()),
        sa.Column("latest", sa.Date()),
        sa.Column("status", text, nullable=False),
        sa.Column("certainty", text, nullable=False),
        sa.Column("network", text, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_release_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.UniqueConstraint(
            "title_id", "guild_id", "season", "kind", "region", name="uq_release_title_id_guild_id_season_kind_region"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_release_latest_guild_id_earliest", "release", ["latest", "guild_id", "earliest"])
    op.create_index("ix_release_network_guild_id_title_id", "release", ["network", "guild_id", "title_id"])
    to_come = _where("status IN ('announced', 'scheduled', 'rescheduled')")
    op.create_index("ix_release_to_come", "release", ["latest"], **to_come)


def _reminders() -> None:
    """Who wants to be told."""
    op.create_table(
        "reminder",
        sa.Column("id", key),
        sa.Column("user_id", snowflake, nullable=False),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("title_id", key, nullable=False),
        sa.Column("season", number, nullable=False),
        sa.Column("before", sa.SmallInteger(), nullable=False),
        sa.Column("zone", text, nullable=False),
        sa.Column("locale", text, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("stopped_at", instant),
        sa.Column("value", text, nullable=False),
        sa.Column("status", text, nullable=False),
        sa.Column("planned_for", text, nullable=False),
        sa.Column("revision", number, nullable=False),
        sa.Column("trouble", text, nullable=False),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_reminder_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
        sa.UniqueConstraint("user_id", "title_id", "season", name="uq_reminder_user_id_title_id_season"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminder_guild_id", "reminder", ["guild_id"])
    op.create_index("ix_reminder_title_id_stopped_at", "reminder", ["title_id", "stopped_at"])
    op.create_index("ix_reminder_unplanned", "reminder", ["title_id"], **_where("planned_for = ''"))


def _follows() -> None:
    """What channels follow besides feeds."""
    op.create_table(
        "follow",
        sa.Column("id", key),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("title_id", key),
        sa.Column("person_id", key),
        sa.Column("role_id", snowflake),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("created_by", snowflake, nullable=False),
        sa.Column("value", text, nullable=False),
        sa.Column("status", text, nullable=False),
        sa.Column("planned_for", text, nullable=False),
        sa.Column("revision", number, nullable=False),
        sa.Column("blocked", text),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.guild_id"], name="fk_follow_guild_id_guild", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_follow_person_id_person"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_follow_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_follow"),
        sa.UniqueConstraint("channel_id", "title_id", name="uq_follow_channel_id_title_id"),
        sa.UniqueConstraint("channel_id", "person_id", name="uq_follow_channel_id_person_id"),
        sqlite_autoincrement=True,
    )
    for column in ("guild_id", "person_id", "title_id"):
        op.create_index(f"ix_follow_{column}", "follow", [column])
    op.create_index("ix_follow_unplanned", "follow", ["title_id"], **_where("planned_for = ''"))


def _events() -> None:
    """Scheduled events of servers."""
    op.create_table(
        "event",
        sa.Column("id", key),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("title_id", key, nullable=False),
        sa.Column("season", number, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("event_id", snowflake),
        sa.Column("value", text, nullable=False),
        sa.Column("status", text, nullable=False),
        sa.Column("revision", number, nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.guild_id"], name="fk_event_guild_id_guild", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_event_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("guild_id", "title_id", "season", "kind", name="uq_event_guild_id_title_id_season_kind"),
        sqlite_autoincrement=True,
    )
