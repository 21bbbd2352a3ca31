"""What a channel follows, and the row that tells it a story."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.facts import NameKind
from bot.domain.following import Interested, TitleFollow, story_row, telling_keys, too_many
from bot.domain.models import DeliveryKind, GuildSettings, PostingMode

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def interested(kind=NameKind.TITLE, settings=None, name="Glass Harbor"):
    follow = TitleFollow(7, 11, 21, kind, 1, None, None, NOW, 31)
    return Interested(follow, name, settings or GuildSettings(11))


def test_a_story_has_the_same_key_as_if_a_feed_had_brought_it():
    row = story_row(interested(), 5, NOW)
    assert (row.kind, row.key, row.guild_id, row.channel_id) == (DeliveryKind.STORY, "story:5:21", 11, 21)
    assert (row.follow_id, row.subscription_id) == (7, None)
    assert (row.due_at, row.expires_at, row.digest) == (NOW, NOW + timedelta(days=1), False)
    assert row.payload == {"because": 'follow.title {"name": "Glass Harbor"}'}


def test_a_person_is_told_as_such():
    assert (
        story_row(interested(NameKind.PERSON, name="Seo Min-ah"), 5, NOW)
        .payload["because"]
        .startswith("follow.person ")
    )


def test_quiet_hours_and_digests_hold_for_followed_titles_too():
    quiet = GuildSettings(11, quiet_from=time(11), quiet_to=time(15))
    assert story_row(interested(settings=quiet), 5, NOW).due_at == NOW + timedelta(hours=3)
    digest = story_row(interested(settings=GuildSettings(11, mode=PostingMode.DIGEST)), 5, NOW)
    assert digest.digest
    assert digest.due_at == NOW + timedelta(hours=21)
    assert digest.expires_at == digest.due_at + timedelta(days=7)


@pytest.mark.parametrize(
    ("kind", "names", "keys"),
    [
        ("title", ["Glass Harbor", "유리 항구"], {"glassharbor", "유리항구"}),
        ("title", ["Wednesday"], set()),
        ("title", ["Wednesday", "웬즈데이"], {"웬즈데이"}),
        ("title", ["빅"], set()),
        ("person", ["Seo Min-ah", "Seo"], {"seominah"}),
        ("person", ["Rain"], set()),
        ("person", ["아이유"], {"아이유"}),
    ],
)
def test_only_names_that_can_be_nothing_else_tell_in_a_headline(kind, names, keys):
    assert telling_keys(NameKind(kind), names) == keys


def test_a_flood_has_its_reason():
    assert too_many() == 'follow.many {"most": 20}'
