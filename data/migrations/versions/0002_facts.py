"""Facts, the titles and people that they are about, their names, and what people decide about them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WANTS_PAGE = "page_tried_at IS NULL AND url IS NOT NULL AND text = ''"

key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
snowflake = sa.BigInteger()
instant = sa.DateTime(timezone=True)
text = sa.Text()
sorted_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer()
flag = sa.Boolean()


def upgrade() -> None:
    """Do the step."""
    _articles()
    _owners()
    _names()
    _facts()
    _verdicts()
    _identities()


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _articles() -> None:
    """Which extraction read them. Indices are made in the order of their names: SQLite's planner heeds it."""
    for later in ("ix_article_wants_page", "ix_article_url", "ix_article_story_id"):
        op.drop_index(later, "article")
    op.add_column("article", sa.Column("read_version", number))
    op.create_index("ix_article_read_version_id", "article", ["read_version", "id"])
    op.create_index("ix_article_story_id", "article", ["story_id"])
    op.create_index("ix_article_url", "article", ["url"])
    op.create_index("ix_article_wants_page", "article", ["id"], **_where(WANTS_PAGE))


def _owners() -> None:
    """Titles and people."""
    for table, more in (("title", [sa.Column("year", number)]), ("person", [])):
        op.create_table(
            table,
            sa.Column("id", key),
            sa.Column("name", text, nullable=False),
            *more,
            sa.Column("root_id", key, nullable=False),
            sa.Column("fame", number, nullable=False),
            sa.Column("created_at", instant, nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
            sqlite_autoincrement=True,
        )
        op.create_index(f"ix_{table}_fame_id", table, ["fame", "id"])
        op.create_index(f"ix_{table}_root_id", table, ["root_id"])


def _names() -> None:
    """What they go by, and what they are found by."""
    op.create_table(
        "name",
        sa.Column("id", key),
        sa.Column("kind", text, nullable=False),
        sa.Column("title_id", key),
        sa.Column("person_id", key),
        sa.Column("text", text, nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column("article_id", key),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_name_article_id_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_name_person_id_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_name_title_id_title", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_name"),
        sa.UniqueConstraint("title_id", "key", name="uq_name_title_id_key"),
        sa.UniqueConstraint("person_id", "key", name="uq_name_person_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_name_article_id", "name", ["article_id"])
    op.create_index("ix_name_kind_key", "name", ["kind", "key"])
    op.create_table(
        "name_term",
        sa.Column("kind", text, nullable=False),
        sa.Column("term", sorted_text, nullable=False),
        sa.Column("name_id", key, nullable=False),
        sa.Column("owner_id", key, nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("fame", number, nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["name.id"], name="fk_name_term_name_id_name", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "kind", "term", "name_id", name="pk_name_term", postgresql_include=["owner_id", "place", "fame"]
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_term_name_id_term", "name_term", ["name_id", "term"])
    op.create_table(
        "name_sound",
        sa.Column("sound", text, nullable=False),
        sa.Column("name_id", key, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["name.id"], name="fk_name_sound_name_id_name", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sound", "name_id", name="pk_name_sound"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_sound_name_id", "name_sound", ["name_id"])


def _facts() -> None:
    """What articles say."""
    op.create_table(
        "fact",
        sa.Column("id", key),
        sa.Column("article_id", key, nullable=False),
        sa.Column("title_id", key, nullable=False),
        sa.Column("person_id", key),
        sa.Column("season", number),
        sa.Column("predicate", text, nullable=False),
        sa.Column("object", text, nullable=False),
        sa.Column("value", text, nullable=False),
        sa.Column("qualifiers", text, nullable=False),
        sa.Column("certainty", text, nullable=False),
        sa.Column("negated", flag, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", text, nullable=False),
        sa.Column("start", number, nullable=False),
        sa.Column("end", number, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_fact_article_id_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_fact_person_id_person"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_fact_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fact_article_id_title_id_person_id", "fact", ["article_id", "title_id", "person_id"])
    op.create_index("ix_fact_person_id_article_id_title_id", "fact", ["person_id", "article_id", "title_id"])
    op.create_index("ix_fact_title_id_article_id_person_id", "fact", ["title_id", "article_id", "person_id"])


def _verdicts() -> None:
    """What people say of what articles say."""
    op.create_table(
        "verdict",
        sa.Column("title_id", key, autoincrement=False, nullable=False),
        sa.Column("season", number, autoincrement=False, nullable=False),
        sa.Column("predicate", text, nullable=False),
        sa.Column("value", text, nullable=False),
        sa.Column("guild_id", snowflake, autoincrement=False, nullable=False),
        sa.Column("person_id", key),
        sa.Column("verdict", text, nullable=False),
        sa.Column("decided_by", snowflake, nullable=False),
        sa.Column("decided_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_verdict_person_id_person"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_verdict_title_id_title"),
        sa.PrimaryKeyConstraint("title_id", "season", "predicate", "value", "guild_id", name="pk_verdict"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_verdict_decided_at", "verdict", ["decided_at"])
    op.create_index("ix_verdict_person_id", "verdict", ["person_id"])
    op.create_table(
        "report",
        sa.Column("id", key),
        sa.Column("title_id", key, nullable=False),
        sa.Column("season", number, nullable=False),
        sa.Column("predicate", text, nullable=False),
        sa.Column("value", text, nullable=False),
        sa.Column("person_id", key),
        sa.Column("fact_id", key),
        sa.Column("guild_id", snowflake),
        sa.Column("user_id", snowflake, nullable=False),
        sa.Column("reported_at", instant, nullable=False),
        sa.Column("closed_at", instant),
        sa.Column("outcome", text),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name="fk_report_fact_id_fact", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_report_person_id_person"),
        sa.ForeignKeyConstraint(["title_id"], ["title.id"], name="fk_report_title_id_title"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_fact_id", "report", ["fact_id"])
    op.create_index("ix_report_open", "report", ["guild_id", "reported_at"], **_where("closed_at IS NULL"))
    op.create_index("ix_report_person_id", "report", ["person_id"])
    op.create_index("ix_report_title_id_user_id", "report", ["title_id", "user_id"])


def _identities() -> None:
    """Merges, splits, and proposals of such."""
    op.create_table(
        "identity_change",
        sa.Column("id", key),
        sa.Column("what", text, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("from_id", key, nullable=False),
        sa.Column("into_id", key, nullable=False),
        sa.Column("article_ids", text, nullable=False),
        sa.Column("changed_by", snowflake, nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("undone_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_identity_change"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identity_proposal",
        sa.Column("id", key),
        sa.Column("kind", text, nullable=False),
        sa.Column("a_id", key, nullable=False),
        sa.Column("b_id", key, nullable=False),
        sa.Column("reason", text, nullable=False),
        sa.Column("proposed_at", instant, nullable=False),
        sa.Column("closed_at", instant),
        sa.PrimaryKeyConstraint("id", name="pk_identity_proposal"),
        sa.UniqueConstraint("kind", "a_id", "b_id", name="uq_identity_proposal_kind_a_id_b_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_identity_proposal_open", "identity_proposal", ["id"], **_where("closed_at IS NULL"))
