"""What Callsheet says in channels: a story, a digest, a notice; and the small card of every private answer.

A card is drawn from plain data and holds no state: what its buttons need stands in their ``custom_id``.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import discord
from discord.ui import ActionRow, Button, Container, Item, LayoutView, MediaGallery, Separator, TextDisplay

from bot.domain.models import Article
from bot.domain.posts import DigestBody, NoticeBody, StoryBody
from cogs.ui import fit
from cogs.ui.fact_words import key_line
from cogs.ui.markup import Markup, clip, excerpt, link, moment, named, plain, safe_url
from cogs.ui.text import say

HEADLINE = 240
EXCERPT = 190
"""About two lines on a desktop, four on a phone."""
OUTLET = 40
_TINTS = (0xE4572E, 0xF3A712, 0x2E9E83, 0x3A86C8, 0x7B5EA7, 0xC8553D, 0x588157, 0xB5446E)


class Tone(Enum):
    """What the edge of a small card says before a word is read."""

    CALM = 0x5865F2
    GOOD = 0x2E9E83
    CARE = 0xF3A712
    BAD = 0xD64545


class Card(LayoutView):
    """A message of components that discord.py need not remember.

    Its buttons are dynamic items, found by their ``custom_id`` after any restart; a card counts as finished from
    the start, so that no view store grows with every post. ``files`` are sent with it.
    """

    def __init__(self, *items: Item[Any], files: Sequence[discord.File] = ()) -> None:
        super().__init__(timeout=None)
        self.files = tuple(files)
        for item in items:
            self.add_item(item)
        self.stop()


def tell(text: str, tone: Tone = Tone.CALM, *more: Item[Any]) -> Card:
    """Return the small card of an answer: one text, and what may stand under it."""
    return Card(Container(TextDisplay(text), *more, accent_colour=tone.value))


def story_card(locale: str, story: StoryBody, *, delivery_id: int | None = None) -> Card:
    """Return one story: outlet and time, headline, what it says in short, two lines, its picture, where to read it.

    Without a ``delivery_id`` it is a preview, and has no button that asks why.
    """
    article = story.article
    words = [outlet_line(locale, article, story.outlets), f"### {link(headline(locale, article), article.url)}"]
    words += [key_line(locale, story.facts, article.headline)]
    words += [excerpt(article.summary or article.text, article.headline, EXCERPT)]
    parts: list[Item[Any]] = [TextDisplay("\n".join(word for word in words if word)), *pictures([article], 1)]
    buttons: list[Button[Any]] = []
    if address := safe_url(article.url):
        label = say(locale, "post.read", outlet=clip(article.outlet, OUTLET))
        buttons.append(Button(label=clip(label, fit.BUTTON_LABEL), url=address))
    if delivery_id is not None:
        buttons.append(why_button(locale, delivery_id))
    return Card(Container(*parts, *([ActionRow(*buttons)] if buttons else []), accent_colour=tint(article.outlet)))


def digest_card(locale: str, digest: DigestBody, *, delivery_id: int) -> Card:
    """Return several stories as one message, with up to four of their pictures on top."""

    def build(level: int) -> Card:
        lines = [TextDisplay[Any](story_lines(locale, story, level)) for story in digest.stories]
        return Card(
            Container(
                TextDisplay(f"### {say(locale, 'digest.title', count=len(digest.stories))}"),
                *pictures([story.article for story in digest.stories], 4),
                Separator(),
                *lines,
                ActionRow(why_button(locale, delivery_id, several=True)),
                accent_colour=Tone.CALM.value,
            )
        )

    return fit.richest(build, LEVELS)


def notice_card(locale: str, notice: NoticeBody, *, delivery_id: int) -> Card:
    """Return what admins should know about a feed or a channel."""
    tone = Tone.GOOD if notice.key.endswith("healed") else Tone.CARE
    button: Button[Any] = Button(label=say(locale, "notice.button"), custom_id=f"note:{delivery_id}")
    return tell(say(locale, notice.key, **_shown(notice)), tone, ActionRow(button))


def _shown(notice: NoticeBody) -> dict[str, object]:
    """Return a notice's values as people read them: a channel by name, a time."""
    shown: dict[str, object] = {**notice.values}
    if channel := notice.values.get("channel"):
        shown["channel"] = Markup(f"<#{channel}>")
    if since := notice.values.get("since"):
        shown["since"] = datetime.fromisoformat(since)
    return shown


# ------------------------------------------------------------------ the parts that cards share

LEVELS = 4


def story_lines(locale: str, story: StoryBody, level: int = 0) -> Markup:
    """Return a story in two or three lines; the higher ``level``, the less of it, until ten fit one message."""
    article = story.article
    words = clip(headline(locale, article), 150 if level < 2 else 80)  # noqa: PLR2004  # from here on all is short
    url = article.url if level < LEVELS - 1 and (level == 0 or len(article.url or "") <= fit.SHORT_URL) else None
    lines = [
        Markup(f"**{link(words, url)}**"),
        Markup("") if level else key_line(locale, story.facts, article.headline),
        "" if level else excerpt(article.summary or article.text, article.headline, 110),
    ]
    return Markup("\n".join(line for line in [*lines, outlet_line(locale, article, story.outlets, short=True)] if line))


def outlet_line(locale: str, article: Article, outlets: Sequence[str], *, short: bool = False) -> Markup:
    """Return the small line that says who reported it, when, and who else did."""
    parts = [f"**{named(article.outlet, OUTLET)}**", moment(article.at)]
    others = [outlet for outlet in outlets if outlet != article.outlet]
    if others and short:
        parts.append(say(locale, "story.outlets", count=len(others) + 1))
    elif others:
        two = Markup(", ".join(named(other, OUTLET) for other in others[:2]))
        more = len(others) - 2
        parts.append(say(locale, "story.also_more" if more > 0 else "story.also", outlets=two, count=max(more, 0)))
    return Markup("-# " + " · ".join(parts))


def headline(locale: str, article: Article) -> Markup:
    """Return an article's headline, or words that say it has none worth showing."""
    return plain(article.headline, HEADLINE) or say(locale, "story.no_headline")


def pictures(articles: Sequence[Article], most: int) -> list[MediaGallery[Any]]:
    """Return a gallery of the articles' pictures, or nothing when none can be shown."""
    urls = [url for url in (safe_url(article.image_url) for article in articles) if url][:most]
    return [MediaGallery(*(discord.MediaGalleryItem(url) for url in urls))] if urls else []


def why_button(locale: str, delivery_id: int, *, several: bool = False) -> Button[Any]:
    """Return the button that opens the private trace of a post."""
    return Button(label=say(locale, "post.whys" if several else "post.why"), custom_id=f"why:{delivery_id}")


def tint(outlet: str) -> int:
    """Return an outlet's colour: always the same one, so that eyes learn to tell them apart."""
    return _TINTS[zlib.crc32(outlet.encode("utf-8", "replace")) % len(_TINTS)]
