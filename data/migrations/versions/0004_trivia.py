"""Trivia: questions, games, rounds and answers, and those who play."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PLAYED = "state = 'open'"

key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
snowflake = sa.BigInteger()
instant = sa.DateTime(timezone=True)
text = sa.Text()
number = sa.Integer()
small = sa.SmallInteger()
flag = sa.Boolean()
real = sa.Float()


def upgrade() -> None:
    """Do the step."""
    _questions()
    _games()
    _rounds()
    _players()
    _daily()


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _questions() -> None:
    """What was asked, what it rests on, and how it did; a server's verdicts are looked up for it."""
    op.drop_index("ix_verdict_person_id", "verdict")  # they are made in the order of their names
    op.create_index("ix_verdict_guild_id", "verdict", ["guild_id"])
    op.create_index("ix_verdict_person_id", "verdict", ["person_id"])
    op.create_table(
        "question",
        sa.Column("id", key),
        sa.Column("key", text, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("title_id", key, nullable=False),
        sa.Column("rating", real, nullable=False),
        sa.Column("rated", number, nullable=False),
        sa.Column("shown", number, nullable=False),
        sa.Column("right", number, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("retired_at", instant),
        sa.Column("retired_why", text),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_question_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("key", name="uq_question_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_rated", "question", ["rated"])
    op.create_index("ix_question_retired", "question", ["key"], **_where("retired_at IS NOT NULL"))
    op.create_index("ix_question_shown", "question", ["shown"])
    op.create_index("ix_question_title_id", "question", ["title_id"])
    claim = ["title_id", "season", "predicate", "value"]
    op.create_table(
        "question_claim",
        sa.Column("question_id", key, nullable=False),
        sa.Column("title_id", key, nullable=False),
        sa.Column("season", number, nullable=False),
        sa.Column("predicate", text, nullable=False),
        sa.Column("value", text, nullable=False),
        _of_question("question_claim"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_question_claim_title_id_title"),
        sa.PrimaryKeyConstraint("question_id", *claim, name="pk_question_claim"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_question_claim_title_id_season_predicate_value", "question_claim", claim)
    op.create_table(
        "question_option",
        sa.Column("question_id", key, nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column("shown", number, nullable=False),
        sa.Column("chosen", number, nullable=False),
        _of_question("question_option"),
        sa.PrimaryKeyConstraint("question_id", "key", name="pk_question_option"),
        sqlite_with_rowid=False,
    )


def _of_question(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_question_id_question"
    return sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=name, ondelete="CASCADE")


def _games() -> None:
    """Games; a channel has one at a time."""
    op.create_table(
        "game",
        sa.Column("id", key),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("host_id", snowflake, nullable=False),
        sa.Column("locale", text, nullable=False),
        sa.Column("title_id", key),
        sa.Column("rounds", number, nullable=False),
        sa.Column("seconds", number, nullable=False),
        sa.Column("difficulty", text),
        sa.Column("state", text, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("ended_at", instant),
        sa.Column("told_at", instant),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_game_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_game"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_game_guild_id", "game", ["guild_id"])
    op.create_index("ix_game_played", "game", ["channel_id"], unique=True, **_where(PLAYED))
    op.create_index("ix_game_untold", "game", ["due_at"], **_where("told_at IS NULL"))


def _rounds() -> None:
    """What was asked where, and who answered what."""
    op.create_table(
        "round",
        sa.Column("id", key),
        sa.Column("game_id", key),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("question_id", key, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("wording", text, nullable=False),
        sa.Column("places", text, nullable=False),
        sa.Column("options", text, nullable=False),
        sa.Column("answer", small, nullable=False),
        sa.Column("difficulty", real, nullable=False),
        sa.Column("source", text, nullable=False),
        sa.Column("message_id", snowflake),
        sa.Column("opened_at", instant, nullable=False),
        sa.Column("deadline", instant, nullable=False),
        sa.Column("closed_at", instant),
        sa.Column("voided_why", text),
        sa.Column("told_at", instant),
        sa.ForeignKeyConstraint(["game_id"], ["game.id"], name="fk_round_game_id_game", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_round_question_id_question"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_round_game_id_number", "round", ["game_id", "number"])
    op.create_index("ix_round_guild_id_closed_at", "round", ["guild_id", "closed_at"])
    op.create_index("ix_round_open", "round", ["deadline"], **_where("closed_at IS NULL"))
    op.create_index("ix_round_question_id", "round", ["question_id"])
    op.create_table(
        "answer",
        sa.Column("round_id", key, nullable=False),
        sa.Column("user_id", snowflake, nullable=False),
        sa.Column("choice", small, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("points", number, nullable=False),
        sa.Column("counted", flag, nullable=False),
        sa.Column("rating", real),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_answer_round_id_round", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "user_id", name="pk_answer"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_user_id_at", "answer", ["user_id", "at"])


def _players() -> None:
    """Who plays, how well, and what they are to meet again."""
    op.create_table(
        "player",
        sa.Column("user_id", snowflake, autoincrement=False, nullable=False),
        sa.Column("rating", real, nullable=False),
        sa.Column("rated", number, nullable=False),
        sa.Column("worldwide", flag, nullable=False),
        sa.Column("name", text),
        sa.Column("changed_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_player"),
    )
    op.create_table(
        "player_server",
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("user_id", snowflake, nullable=False),
        sa.Column("streak", number, nullable=False),
        sa.Column("best_streak", number, nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_player_server"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_player_server_user_id", "player_server", ["user_id"])
    op.create_table(
        "memory",
        sa.Column("user_id", snowflake, nullable=False),
        sa.Column("question_id", key, nullable=False),
        sa.Column("box", small, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        _of_question("memory"),
        sa.PrimaryKeyConstraint("user_id", "question_id", name="pk_memory"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_memory_question_id", "memory", ["question_id"])
    op.create_index("ix_memory_user_id_due_at", "memory", ["user_id", "due_at"])


def _daily() -> None:
    """Where servers have their question of the day."""
    op.create_table(
        "daily",
        sa.Column("guild_id", snowflake, autoincrement=False, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", text, nullable=False),
        sa.Column("locale", text, nullable=False),
        sa.Column("role_id", snowflake),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("blocked", text),
        sa.Column("created_by", snowflake, nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["guild.guild_id"], name="fk_daily_guild_id_guild", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("guild_id", name="pk_daily"),
    )
    op.create_index("ix_daily_due_at", "daily", ["due_at"])
