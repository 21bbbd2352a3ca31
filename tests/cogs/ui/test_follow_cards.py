"""Cards about follows hold whatever a title is called, within Discord's limits."""

import pytest

from bot.domain.facts import NameKind
from bot.domain.following import TitleFollow
from bot.services.title_follows import NamedFollow
from cogs.ui.follow_cards import PAGE, choice_label, follow_list, followed_card, pressing, unfollowed_card
from tests.newsroom import START
from tests.payloads import assert_sendable

BIG = 2**63 - 1


def follow(name, *, blocked=None, kind=NameKind.TITLE):
    made = TitleFollow(BIG, BIG, BIG, kind, 1, None, BIG, START, BIG, blocked=blocked)
    return NamedFollow(made, name, new=True)


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", ["", "N" * 5000, "유" * 5000, "<@1> @everyone **x** [a](b)", "\u200b", "\u202eabc"])
def test_any_name_can_be_shown(locale, name):
    """The role is shown as such, and pinged by no answer: see ``cogs.ui.reply``."""
    one = follow(name, blocked='channel.permission {"permission": "send_messages", "detail": "403"}')
    for card in (followed_card(locale, one), unfollowed_card(locale, one)):
        assert_sendable(card, pings=True)
    assert_sendable(follow_list(locale, [one] * (PAGE + 5), (1, PAGE + 5), []), pings=True)
    assert 1 <= len(choice_label(one, "#news")) <= 100


def test_a_closed_channel_is_shown_in_the_list():
    text = str(follow_list("en", [follow("X", blocked="channel.gone")], (1, 1), []).to_components())
    assert "its channel is closed to me: the channel is gone or closed to the bot" in text


def test_what_a_button_remembers_fits():
    assert len(pressing(NameKind.PERSON, BIG, BIG, BIG)) <= 100
