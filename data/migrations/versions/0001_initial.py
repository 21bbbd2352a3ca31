"""The first schema: servers and feeds, articles and stories, the outbox, and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OPEN = "state IN ('pending', 'claimed')"
WANTS_PAGE = "page_tried_at IS NULL AND url IS NOT NULL AND text = ''"

key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
snowflake = sa.BigInteger()
instant = sa.DateTime(timezone=True)
text = sa.Text()
number = sa.Integer()
flag = sa.Boolean()


def upgrade() -> None:
    """Do the step."""
    _servers_and_feeds()
    _articles()
    _outbox()
    _search()


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _search() -> None:
    """Words of the articles, folded by ``names.fold``: the tokenizer only has to cut at spaces."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE article_search USING fts5 (headline, body, tokenize = 'ascii')")
        return
    op.execute(
        "CREATE TABLE article_search (article_id BIGINT CONSTRAINT pk_article_search PRIMARY KEY"
        " CONSTRAINT fk_article_search_article_id_article REFERENCES article ON DELETE CASCADE,"
        " document TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_article_search_document ON article_search USING gin (document)")


def _servers_and_feeds() -> None:
    """Servers, feeds, and who follows what."""
    op.create_table(
        "meta",
        sa.Column("key", text, nullable=False),
        sa.Column("value", text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "guild",
        sa.Column("guild_id", snowflake, autoincrement=False, nullable=False),
        sa.Column("locale", text, nullable=False),
        sa.Column("time_zone", text, nullable=False),
        sa.Column("mode", text, nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=False),
        sa.Column("quiet_from", sa.Time()),
        sa.Column("quiet_to", sa.Time()),
        sa.Column("posts_per_hour", number),
        sa.Column("ping_role_id", snowflake),
        sa.Column("publish", flag, nullable=False),
        sa.Column("notice_channel_id", snowflake),
        sa.Column("left_at", instant),
        sa.PrimaryKeyConstraint("guild_id", name="pk_guild"),
    )
    op.create_table(
        "feed",
        sa.Column("id", key),
        sa.Column("url", text, nullable=False),
        sa.Column("outlet", text, nullable=False),
        sa.Column("private", flag, nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("next_poll_at", instant, nullable=False),
        sa.Column("home_url", text),
        sa.Column("language", text),
        sa.Column("etag", text),
        sa.Column("last_modified", text),
        sa.Column("baseline_at", instant),
        sa.Column("last_polled_at", instant),
        sa.Column("last_success_at", instant),
        sa.Column("last_new_at", instant),
        sa.Column("failures", number, nullable=False),
        sa.Column("fault", text),
        sa.Column("fault_since", instant),
        sa.Column("fault_detail", text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("url", name="uq_feed_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_next_poll_at", "feed", ["next_poll_at"])
    op.create_table(
        "subscription",
        sa.Column("id", key),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("feed_id", key, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("created_by", snowflake, nullable=False),
        sa.Column("filter", text, nullable=False),
        sa.Column("paused", flag, nullable=False),
        sa.Column("blocked", text),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_subscription_feed_id_feed", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["guild_id"], ["guild.guild_id"], name="fk_subscription_guild_id_guild", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("channel_id", "feed_id", name="uq_subscription_channel_id_feed_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_feed_id", "subscription", ["feed_id"])
    op.create_index("ix_subscription_guild_id_feed_id", "subscription", ["guild_id", "feed_id"])


def _articles() -> None:
    """Stories, their articles, and the entries by which feeds know them."""
    op.create_table(
        "story",
        sa.Column("id", key),
        sa.Column("headline", text, nullable=False),
        sa.Column("lead", text, nullable=False),
        sa.Column("first_at", instant, nullable=False),
        sa.Column("last_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_story_last_at", "story", ["last_at"])
    op.create_table(
        "article",
        sa.Column("id", key),
        sa.Column("story_id", key, nullable=False),
        sa.Column("outlet", text, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("private", flag, nullable=False),
        sa.Column("first_seen_at", instant, nullable=False),
        sa.Column("published_at", instant),
        sa.Column("changed_at", instant),
        sa.Column("page_tried_at", instant),
        sa.Column("url", text),
        sa.Column("own_url", text),
        sa.Column("headline", text, nullable=False),
        sa.Column("author", text),
        sa.Column("categories", text, nullable=False),
        sa.Column("image_url", text),
        sa.Column("summary", text, nullable=False),
        sa.Column("text", text, nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_article_story_id_story"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("own_url", name="uq_article_own_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_at_id_story_id_private", "article", ["at", "id", "story_id", "private"])
    op.create_index("ix_article_first_seen_at", "article", ["first_seen_at"])
    op.create_index(
        "ix_article_outlet_at_id_story_id_private", "article", ["outlet", "at", "id", "story_id", "private"]
    )
    op.create_index("ix_article_story_id", "article", ["story_id"])
    op.create_index("ix_article_url", "article", ["url"])
    op.create_index("ix_article_wants_page", "article", ["id"], **_where(WANTS_PAGE))
    op.create_table(
        "entry",
        sa.Column("feed_id", key, autoincrement=False, nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column("article_id", key),
        sa.Column("digest", text, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_entry_article_id_article", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_entry_feed_id_feed", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feed_id", "key", name="pk_entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_article_id_feed_id", "entry", ["article_id", "feed_id"])
    op.create_index("ix_entry_feed_id_article_id", "entry", ["feed_id", "article_id"])


def _outbox() -> None:
    """What was decided, and what is to be said."""
    op.create_table(
        "decision",
        sa.Column("article_id", key, autoincrement=False, nullable=False),
        sa.Column("subscription_id", key, nullable=False),
        sa.Column("outcome", text, nullable=False),
        sa.Column("reason", text, nullable=False),
        sa.Column("decided_at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_decision_article_id_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name="fk_decision_subscription_id_subscription",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "subscription_id", name="pk_decision"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decision_decided_at", "decision", ["decided_at"])
    op.create_index("ix_decision_subscription_id", "decision", ["subscription_id"])
    op.create_table(
        "delivery",
        sa.Column("id", key),
        sa.Column("kind", text, nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column("guild_id", snowflake, nullable=False),
        sa.Column("channel_id", snowflake, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("article_id", key),
        sa.Column("subscription_id", key),
        sa.Column("digest", flag, nullable=False),
        sa.Column("payload", text, nullable=False),
        sa.Column("expires_at", instant),
        sa.Column("reason", text, nullable=False),
        sa.Column("attempts", number, nullable=False),
        sa.Column("claimed_by", text),
        sa.Column("claimed_at", instant),
        sa.Column("lease_until", instant),
        sa.Column("retry_at", instant),
        sa.Column("message_id", snowflake),
        sa.Column("sent_at", instant),
        sa.Column("closed_at", instant),
        sa.Column("edit_due_at", instant),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_delivery_article_id_article", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name="fk_delivery_subscription_id_subscription",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_article_id", "delivery", ["article_id"])
    op.create_index("ix_delivery_edit", "delivery", ["edit_due_at"], **_where("edit_due_at IS NOT NULL"))
    op.create_index("ix_delivery_open_channel", "delivery", ["channel_id", "guild_id", "due_at", "id"], **_where(OPEN))
    op.create_index("ix_delivery_open_due", "delivery", ["due_at", "id"], **_where(OPEN))
    op.create_index("ix_delivery_open_expires", "delivery", ["expires_at"], **_where(OPEN))
    op.create_index("ix_delivery_sent", "delivery", ["channel_id", "sent_at"], **_where("sent_at IS NOT NULL"))
    op.create_index("ix_delivery_state_closed_at", "delivery", ["state", "closed_at"])
    op.create_index("ix_delivery_subscription_id", "delivery", ["subscription_id"])
