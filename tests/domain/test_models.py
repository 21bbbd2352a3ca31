"""The few thoughts that the plain data have of their own."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.models import Article, Delivery, DeliveryKind
from bot.domain.posts import NoticeBody, Post, StoryBody

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAX_NONCE = 25


@pytest.mark.parametrize(("published_at", "at"), [(NOW - timedelta(days=1), NOW - timedelta(days=1)), (None, NOW)])
def test_an_article_is_dated_by_its_outlet_or_else_by_our_first_sight_of_it(published_at, at):
    assert Article(1, "Soompi", "Headline", first_seen_at=NOW, story_id=1, published_at=published_at).at == at


@pytest.mark.parametrize("number", [1, 10**12])
def test_a_nonce_fits_discord_and_names_its_delivery(number):
    row = Delivery(number, DeliveryKind.STORY, "story:1:2", guild_id=1, channel_id=2, due_at=NOW, created_at=NOW)
    assert len(row.nonce) <= MAX_NONCE
    assert row.nonce.endswith(str(number))


def test_a_post_pings_nobody_and_is_published_nowhere_unless_told_to():
    article = Article(1, "Soompi", "Headline", first_seen_at=NOW, story_id=1)
    for body in (StoryBody(article, ("Soompi",)), NoticeBody("notice.feed.gone")):
        post = Post(1, "callsheet-1", guild_id=1, channel_id=2, locale="en", body=body)
        assert (post.ping_role_id, post.publish) == (None, False)
