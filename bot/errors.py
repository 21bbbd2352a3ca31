"""Every error that Callsheet raises on purpose, in one tree.

Errors of drivers and libraries are wrapped where they enter (cause chained), so that a cog or a job
catches only what stands here.
"""

from datetime import datetime
from enum import StrEnum


class CallsheetError(Exception):
    """The base of the tree; never raised itself."""


class UserError(CallsheetError):
    """Something the person at the keyboard can mend.

    ``key`` names the sentence in the locale catalogues, ``values`` fill its places; both are safe to show.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """Return the key and its values, for the log."""
        return f"{self.key} {self.values}" if self.values else self.key


class FeedFault(StrEnum):
    """Why a feed or page could not be had: the named causes that admins are shown."""

    BLOCKED = "blocked"  # 401, 403, 451 or robots.txt
    LIMITED = "limited"  # 429
    GONE = "gone"  # 404, 410
    SERVER = "server"  # 5xx and odd statuses
    UNREACHABLE = "unreachable"  # no such host, refused, cut off, TLS
    SLOW = "slow"  # a time cap passed
    TOO_LARGE = "too_large"
    REFUSED = "refused"  # a private address, a scheme or port we do not visit
    REDIRECTS = "redirects"  # a loop, or too many
    NOT_A_FEED = "not_a_feed"
    EMPTY = "empty"  # answered with no body
    STALE = "stale"  # works, but has brought nothing new for a very long time


class FeedError(CallsheetError):
    """A feed or page could not be fetched or read.

    ``retry_at`` is the earliest instant at which the site wants to be asked again, if it said so.
    """

    def __init__(self, url: str, fault: FeedFault, detail: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(f"{url}: {fault}: {detail}")
        self.url = url
        self.fault = fault
        self.detail = detail
        self.retry_at = retry_at


class DeliveryError(CallsheetError):
    """A message could not be delivered; the leaves say what that means for its row.

    ``reason`` is one that the row may keep, as ``bot.domain.reasons.because`` makes it.
    """


class TryLater(DeliveryError):
    """A passing fault: the row stays and is tried again, not before ``at`` if that is known."""

    def __init__(self, reason: str, at: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class Gone(DeliveryError):
    """The place is gone or closed to us (403, 404, 10003, 50001, 50013): the row is closed and an admin told.

    ``permission`` is the name of the missing permission when that is the whole trouble, so that it can be mended.
    """

    def __init__(self, reason: str, *, permission: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permission = permission


class Unpostable(DeliveryError):
    """Discord refuses this very message (400): closed as failed, the channel itself is fine."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StoreError(CallsheetError):
    """The database could not do what was asked (locked for too long, unreachable, broken)."""


class StartupError(CallsheetError):
    """The process cannot start; ``sentences`` say why, one each, ``exit_code`` what to leave with."""

    def __init__(self, *sentences: str, exit_code: int = 1) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
        self.exit_code = exit_code
