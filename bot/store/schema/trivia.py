"""The tables of trivia: questions and how they did, games and their rounds, answers, and those who play."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Time,
    literal_column,
)

from bot.domain.facts import Predicate
from bot.domain.games import Difficulty, GameState
from bot.domain.questions.question import QuestionKind
from bot.store.schema.base import metadata, partial
from bot.store.types import Choices, Citation, Key, Pairs, PlainText, UtcDateTime, Word


def is_played(games: FromClause) -> ColumnElement[bool]:
    """Say that a game goes on, in the words of the partial indices."""
    return games.c.state == literal_column("'open'")


question = Table(  # asked at least once; what it says is made anew each time
    "question",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", PlainText, nullable=False, unique=True),
    Column("kind", Word(QuestionKind), nullable=False),
    Column("title_id", ForeignKey("title.id"), nullable=False, index=True),
    Column("rating", Float, nullable=False),
    Column("rated", Integer, nullable=False, index=True),  # answers that the rating was learnt from
    Column("shown", Integer, nullable=False, index=True),  # to how many people who answered
    Column("right", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime),
    Column("retired_why", PlainText),
    sqlite_autoincrement=True,
)

partial("ix_question_retired", question.c.key, where=question.c.retired_at.is_not(None))

question_claim = Table(  # what a question rests on, so that it is found when that falls
    "question_claim",
    metadata,
    Column("question_id", ForeignKey("question.id", ondelete="CASCADE"), nullable=False),
    Column("title_id", ForeignKey("title.id"), nullable=False),
    Column("season", Integer, nullable=False),
    Column("predicate", Word(Predicate), nullable=False),
    Column("value", PlainText, nullable=False),
    PrimaryKeyConstraint("question_id", "title_id", "season", "predicate", "value"),
    Index(None, "title_id", "season", "predicate", "value"),
    sqlite_with_rowid=False,
)

question_option = Table(  # how often an option stood under a question, and was chosen
    "question_option",
    metadata,
    Column("question_id", ForeignKey("question.id", ondelete="CASCADE"), nullable=False),
    Column("key", PlainText, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("chosen", Integer, nullable=False),
    PrimaryKeyConstraint("question_id", "key"),
    sqlite_with_rowid=False,
)

game = Table(
    "game",
    metadata,
    Column("id", Key, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False),
    Column("host_id", BigInteger, nullable=False),
    Column("locale", PlainText, nullable=False),
    Column("title_id", ForeignKey("title.id")),
    Column("rounds", Integer, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("difficulty", Word(Difficulty)),
    Column("state", Word(GameState), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("told_at", UtcDateTime),  # when its end was told, or given up
    sqlite_autoincrement=True,
)

Index(
    "ix_game_played",
    game.c.channel_id,
    unique=True,
    sqlite_where=is_played(game),
    postgresql_where=is_played(game),
)
partial("ix_game_untold", game.c.due_at, where=game.c.told_at.is_(None))

round_ = Table(
    "round",
    metadata,
    Column("id", Key, primary_key=True),
    Column("game_id", ForeignKey("game.id", ondelete="CASCADE")),  # none: the question of a day
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("question_id", ForeignKey("question.id"), nullable=False, index=True),
    Column("kind", Word(QuestionKind), nullable=False),
    Column("wording", PlainText, nullable=False),
    Column("places", Pairs, nullable=False),
    Column("options", Choices, nullable=False),
    Column("answer", SmallInteger, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("source", Citation, nullable=False),
    Column("message_id", BigInteger),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("deadline", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("voided_why", PlainText),
    Column("told_at", UtcDateTime),  # when its message was made to say how it ended, or that was given up
    Index(None, "game_id", "number"),
    Index(None, "guild_id", "closed_at"),
    sqlite_autoincrement=True,
)

partial("ix_round_open", round_.c.deadline, where=round_.c.closed_at.is_(None))

answer = Table(
    "answer",
    metadata,
    Column("round_id", ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("choice", SmallInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("points", Integer, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("rating", Float),  # the person's after it
    PrimaryKeyConstraint("round_id", "user_id"),
    Index(None, "user_id", "at"),
    sqlite_with_rowid=False,
)

player = Table(
    "player",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("rating", Float, nullable=False),
    Column("rated", Integer, nullable=False),
    Column("worldwide", Boolean, nullable=False),  # wants to be seen beyond their servers
    Column("name", PlainText),  # by which they are seen there, for nobody's client knows a stranger's
    Column("changed_at", UtcDateTime, nullable=False),
)

player_server = Table(  # what somebody has in one server: their streak of daily questions
    "player_server",
    metadata,
    Column("guild_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("streak", Integer, nullable=False),
    Column("best_streak", Integer, nullable=False),
    Column("last_day", Date),
    PrimaryKeyConstraint("guild_id", "user_id"),
    sqlite_with_rowid=False,
)

daily = Table(  # where a server has its question of the day
    "daily",
    metadata,
    Column("guild_id", ForeignKey("guild.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", PlainText, nullable=False),
    Column("locale", PlainText, nullable=False),
    Column("role_id", BigInteger),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("blocked", PlainText),
    Column("created_by", BigInteger, nullable=False),
)

memory = Table(  # which questions somebody is to meet again, and when (Leitner's boxes)
    "memory",
    metadata,
    Column("user_id", BigInteger, nullable=False),
    Column("question_id", ForeignKey("question.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("box", SmallInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("user_id", "question_id"),
    Index(None, "user_id", "due_at"),
    sqlite_with_rowid=False,
)
