"""The edge to Discord as the services see it: something that can send, edit and find a post."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.posts import Post


class Publisher(Protocol):
    """Says posts in their places. It renders and speaks to Discord; it neither stores nor retries.

    Every method raises ``TryLater`` for a passing fault, ``Gone`` when the place is closed to us (with the missing
    permission if that is all) and ``Unpostable`` when Discord refuses this very message. A miss in a local cache is
    never proof that a place is gone.
    """

    async def send(self, post: Post) -> int:
        """Send the post with its nonce and return the id of the message.

        ``post.channel_id`` 0 means "wherever the admins of the server look".
        """
        ...

    async def edit(self, post: Post, message_id: int) -> None:
        """Make the message say what the post says now."""
        ...

    async def find(self, post: Post, since: datetime) -> int | None:
        """Return the id of the bot's own message of this very post, sent at or after ``since``, if it is there."""
        ...
