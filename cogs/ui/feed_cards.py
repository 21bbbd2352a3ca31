"""Answers to admins about the feeds of their server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord.ui import ActionRow, Container, Item, Separator, TextDisplay

from bot.domain.models import Article, Delivery, Feed, Subscription
from bot.domain.posts import StoryBody
from bot.domain.urls import redact
from bot.errors import UserError
from bot.services.follows import Added, DryRun, FeedInfo, Followed, ImportReport, Tried
from cogs.places import mention
from cogs.ui import fit
from cogs.ui.cards import OUTLET, Card, Tone, headline, story_card, tell
from cogs.ui.markup import Markup, code, link, moment, named, plain
from cogs.ui.text import explain, say, why

PAGE = 8
SHOWN = 5
HOME = 120
"""Longer addresses of front pages are left out, for a page of feeds has eight of them."""


def added_card(locale: str, added: Added, *, newest_follows: bool) -> Card:
    """Return what was followed, what is known of it already and when the first post comes."""
    feed, subscription = added.feed, added.subscription
    where = mention(subscription.channel_id)
    lines = [
        say(locale, "feed.added", feed=name(feed), channel=where),
        address(feed),
        "",
        say(locale, "feed.added_known", count=added.entries),
    ]
    if added.newest and newest_follows:
        lines.append(say(locale, "feed.added_newest", article=_titled(locale, added.newest)))
    if subscription.filter:
        lines.append(say(locale, "feed.filtered_by", filter=code(subscription.filter, 500)))
    return tell("\n".join(lines), Tone.GOOD)


def feed_list(locale: str, follows: Sequence[Followed], at: tuple[int, int], turning: list[ActionRow[Any]]) -> Card:
    """Return a page of a server's feeds; ``at`` is the page, from 1, and the number of all feeds."""
    page, total = at
    parts: list[Item[Any]] = [
        TextDisplay(f"### {say(locale, 'feeds.title')}\n-# {say(locale, 'feeds.count', count=total)}")
    ]
    parts += [TextDisplay(_row(locale, followed)) for followed in follows[(page - 1) * PAGE :][:PAGE]]
    return Card(Container(*parts[:1], Separator(), *parts[1:], *turning, accent_colour=Tone.CALM.value))


def no_feeds(locale: str) -> Card:
    """Return the empty state of a server without feeds, with the two ways to the first one."""
    return tell(say(locale, "feeds.none"))


def info_card(locale: str, info: FeedInfo) -> Card:
    """Return all about one feed: its health in words, its newest articles and what became of its last posts."""
    feed, subscription = info.feed, info.subscription
    facts = [
        f"### {name(feed)}",
        address(feed),
        "",
        say(locale, "feed.where", channel=mention(subscription.channel_id), at=subscription.created_at),
        _state(locale, feed, subscription),
        *_polls(locale, feed),
        say(locale, "feed.followers", count=info.followers),
    ]
    if subscription.filter:
        facts.append(say(locale, "feed.filtered_by", filter=code(subscription.filter, 500)))
    newest = [f"- {_titled(locale, article)} · {moment(article.at)}" for article in info.articles[:SHOWN]]
    posts = [f"- {_posted(locale, delivery)}" for delivery in info.deliveries[:SHOWN]]
    parts: list[Item[Any]] = [TextDisplay("\n".join(facts))]
    for key, lines in (("feed.newest", newest), ("feed.last_posts", posts)):
        parts += [
            Separator(),
            TextDisplay("\n".join([f"**{say(locale, key)}**", *(lines or [say(locale, "list.none")])])),
        ]
    return Card(Container(*parts, accent_colour=_tone(feed, subscription).value))


def preview_card(locale: str, articles: Sequence[Article]) -> Card:
    """Return articles exactly as they would be posted, under a line that says so."""
    if not articles:
        return tell(say(locale, "preview.empty"), Tone.CARE)
    posts = [
        item for article in articles for item in story_card(locale, StoryBody(article, (article.outlet,))).children
    ]
    return Card(TextDisplay(f"-# {say(locale, 'preview.title')}"), *posts)


def filter_card(locale: str, followed: Followed, tried: DryRun, *, text: str, kept: bool) -> Card:
    """Return what a filter would have let through and what not, and why; ``kept`` says that it is now in force."""
    everything = len(tried.matched) + len(tried.missed)
    head = say(locale, "filter.kept" if kept else "filter.tried", feed=name(followed.feed))
    rule = say(locale, "feed.filtered_by", filter=code(text, 500)) if text else say(locale, "filter.empty")
    count = say(locale, "filter.count", matched=len(tried.matched), count=everything)
    parts: list[Item[Any]] = [TextDisplay(f"{head}\n{rule}\n-# {count}")]
    for key, some in (("filter.matched", tried.matched), ("filter.missed", tried.missed)):
        if some:
            lines = [f"**{say(locale, key)}**", *(_tried(locale, one) for one in some[:SHOWN])]
            lines += [say(locale, "list.more", count=len(some) - SHOWN)] if len(some) > SHOWN else []
            parts += [Separator(), TextDisplay("\n".join(lines))]
    return Card(Container(*parts, accent_colour=(Tone.GOOD if kept else Tone.CALM).value))


def import_card(locale: str, report: ImportReport, channel_id: int) -> Card:
    """Return what became of an OPML list, with the reason beside each feed that could not be followed."""
    lines: list[str] = [
        say(locale, "opml.added", count=len(report.added), channel=mention(channel_id)),
        *([_names(locale, report.added)] if report.added else []),
        *([say(locale, "opml.already", count=len(report.already))] if report.already else []),
    ]
    failed = [
        f"- {code(redact(one.url), 90)} · {explain(locale, UserError(one.key, **one.values))}" for one in report.failed
    ]
    if failed:
        lines += ["", f"**{say(locale, 'opml.failed', count=len(failed))}**", *failed[:SHOWN]]
        lines += [say(locale, "list.more", count=len(failed) - SHOWN)] if len(failed) > SHOWN else []
    return tell("\n".join(lines), Tone.CARE if failed else Tone.GOOD)


# ------------------------------------------------------------------ parts


def name(feed: Feed) -> Markup:
    """Return an outlet's name, leading to its front page."""
    return link(plain(feed.outlet, OUTLET), feed.home_url if len(feed.home_url or "") <= HOME else None)


def address(feed: Feed) -> Markup:
    """Return the feed's own address, small, without secrets and without becoming a link."""
    return Markup(f"-# {code(redact(feed.url), 200)}")


def _names(locale: str, outlets: Sequence[str]) -> Markup:
    more = len(outlets) - 10
    shown = Markup(", ".join(named(outlet, OUTLET) for outlet in outlets[:10]))
    return Markup(f"{shown} {say(locale, 'list.more', count=more)}") if more > 0 else shown


def _row(locale: str, followed: Followed) -> Markup:
    feed, subscription = followed.feed, followed.subscription
    small = [_state(locale, feed, subscription)]
    if feed.last_new_at:
        small.append(say(locale, "feed.last_new", at=feed.last_new_at))
    if subscription.filter:
        small.append(say(locale, "feed.filtered_by", filter=code(subscription.filter, 60)))
    return Markup(f"**{name(feed)}** → {mention(subscription.channel_id)}\n-# {' · '.join(small)}")


def _state(locale: str, feed: Feed, subscription: Subscription) -> Markup:
    """Return the one thing that matters most about a follow: closed, resting, in trouble, or well."""
    if subscription.blocked:
        return say(locale, "feed.state.blocked", reason=why(locale, subscription.blocked, 80))
    if subscription.paused:
        return say(locale, "feed.state.paused")
    if feed.fault:
        return say(locale, "feed.state.fault", fault=feed.fault, at=feed.fault_since)
    return say(locale, "feed.state.well" if feed.baseline_at else "feed.state.new")


def _tone(feed: Feed, subscription: Subscription) -> Tone:
    if subscription.blocked:
        return Tone.BAD
    return Tone.CARE if feed.fault or subscription.paused else Tone.GOOD


def _polls(locale: str, feed: Feed) -> list[Markup]:
    lines = [say(locale, "feed.polled", at=feed.last_polled_at, next=feed.next_poll_at)] if feed.last_polled_at else []
    if feed.fault and feed.fault_detail:
        lines.append(Markup(f"-# {code(feed.fault_detail, 200)}"))
    return [*lines, *([say(locale, "feed.last_new", at=feed.last_new_at)] if feed.last_new_at else [])]


def _titled(locale: str, article: Article) -> Markup:
    url = article.url if len(article.url or "") <= fit.SHORT_URL else None
    return link(plain(headline(locale, article), 100), url)


def _posted(locale: str, delivery: Delivery) -> Markup:
    at = delivery.sent_at or delivery.due_at
    text = say(locale, f"delivery.{delivery.state}", at=at)
    return Markup(f"{text} · {why(locale, delivery.reason, 120)}") if delivery.reason else text


def _tried(locale: str, tried: Tried) -> Markup:
    return Markup(f"- {_titled(locale, tried.article)}\n-# {why(locale, tried.reason, 150)}")


def opml_file_card(locale: str, filename: str, count: int) -> Card:
    """Return the answer that carries a server's feeds as a file."""
    return Card(TextDisplay(say(locale, "opml.exported", count=count)), discord.ui.File(f"attachment://{filename}"))
