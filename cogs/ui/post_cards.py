"""The message of a post to a channel, whatever it says."""

from __future__ import annotations

from discord.ui import TextDisplay

from bot.domain.posts import DailyBody, DigestBody, NoticeBody, Post, ReleaseBody, StoryBody
from cogs.ui.cards import Card, digest_card, notice_card, story_card
from cogs.ui.daily_cards import daily_card
from cogs.ui.release_cards import release_card


def post_card(post: Post) -> Card:
    """Return the message of a post to a channel; whatever an article says, it keeps to Discord's limits.

    Raises:
        TypeError: for what goes to one person and is no card.
    """
    match post.body:
        case StoryBody() as story:
            card = story_card(post.locale, story, delivery_id=post.delivery_id)
        case DigestBody() as digest:
            card = digest_card(post.locale, digest, delivery_id=post.delivery_id)
        case NoticeBody() as notice:
            card = notice_card(post.locale, notice, delivery_id=post.delivery_id)
        case ReleaseBody() as told:
            card = release_card(post.locale, told, delivery_id=post.delivery_id)
        case DailyBody() as daily:
            card = daily_card(post.locale, daily)
        case other:
            raise TypeError(type(other).__name__)
    if post.ping_role_id and not isinstance(post.body, NoticeBody):
        return Card(TextDisplay(f"<@&{post.ping_role_id}>"), *card.children)
    return card
