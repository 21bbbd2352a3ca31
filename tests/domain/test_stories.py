"""One event is one story, and what only looks alike is not: headlines as newsrooms write them."""

from datetime import UTC, datetime

import pytest

from bot.domain.stories import StorySketch, match

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def sketch(headline, story_id=1, lead="", outlet="Soompi", at=NOW):
    return StorySketch(story_id, headline, lead, frozenset({outlet}), at)


def matched(headline, other, *, lead="", other_lead="", background=()):
    """Whether two headlines of two outlets are one story, among other stories of the day."""
    others = [sketch(text, 100 + place, outlet="Elsewhere") for place, text in enumerate(background)]
    here = match(headline, lead, "Variety", NOW, [sketch(other, lead=other_lead), *others])
    there = match(other, other_lead, "Variety", NOW, [sketch(headline, lead=lead), *others])
    assert here == there, "which outlet came first must not matter"
    return here == 1


BACKGROUND = (
    "'Squid Game' tops the weekly chart again",
    "'Squid Game' director on what the ending means",
    "Why 'Squid Game' never left the conversation",
    "Cannes: jury named for the main competition",
    "Weekend box office: a slow start to the summer",
)

SAME = [
    ("Zombie school drama sets its second season for next year",
     "Zombie school drama sets second season for next year, Netflix says"),
    ("Park Bo Gum And IU's 'When Life Gives You Tangerines' Confirms Premiere Date",
     "Park Bo-gum, IU drama “When Life Gives You Tangerines” sets premiere date at Netflix"),
    ("Netflix's 'All of Us Are Dead' Season 2 Begins Production",
     "‘All of Us Are Dead’ season two starts filming, Netflix says"),
    ("'Squid Game' renewed for Season 3 at Netflix", "Netflix renews 'Squid Game' for season three"),
    ("Kaitlyn Dever joins 'The Last of Us' Season 2", "Kaitlyn Dever Cast in ‘The Last of Us’ Season 2 at HBO"),
    ("HBO cancels 'Westworld' after four seasons", "‘Westworld’ cancelled by HBO after 4 seasons"),
    ("Hyun Bin and Son Ye-jin announce wedding date", "Son Ye Jin, Hyun Bin announce their wedding date"),
    ("배우 박보검 '폭싹 속았수다' 제작발표회 참석", "배우 박보검, '폭싹 속았수다' 제작발표회 참석"),
]  # fmt: skip

DIFFERENT = [
    # numbers differ
    ("While it slept 3", "While it slept 4"),
    ("'The Boys' season 4 trailer arrives", "'The Boys' season 5 trailer arrives"),
    ("'Moving' draws 5 million viewers in its first week on Disney+",
     "'Moving' draws 7 million viewers in its first week on Disney+"),
    ("'Oppenheimer' leads the Korean box office for a second weekend",
     "'Oppenheimer' leads the Korean box office for a third weekend"),
    # people and works differ
    ("Zendaya joins the cast of 'Harry Potter and the Order of the Phoenix' series",
     "Rihanna joins the cast of 'Harry Potter and the Order of the Phoenix' series"),
    ("'Squid Game' renewed for Season 3 at Netflix", "'Hellbound' renewed for Season 3 at Netflix"),
    ("'All of Us Are Dead' season 2 begins production at Netflix", "'Evil Dead' season 2 begins production at Netflix"),
    ("'Moving' wins best drama at the Blue Dragon Awards", "'Moving' wins best actor at the Blue Dragon Awards"),
    ("'Light Shop' heads to Netflix for its second run abroad",
     "'Light Shop' heads to Disney+ for its second run abroad"),
    # the event differs
    ("Netflix renews 'The Recruit' for season 3", "Netflix cancels 'The Recruit' before season 3"),
    ("tvN confirms 'Signal 2' is on the way", "tvN denies 'Signal 2' is on the way"),
    ("Na In-woo to lead 'River Where the Moon Rises'", "Na In-woo in talks to lead 'River Where the Moon Rises'"),
    ("Ji Soo joins 'River Where the Moon Rises'", "Ji Soo exits 'River Where the Moon Rises'"),
    # follow-ups: everything of the first, and more
    ("'Squid Game' season 3 trailer released", "'Squid Game' season 3 trailer breaks record for Netflix"),
    ("'Squid Game' season 3 trailer released", "'Squid Game' season 3 trailer explained"),
    ("'Squid Game' season 3 trailer released", "Fans react to 'Squid Game' season 3 trailer"),
    ("'All of Us Are Dead' season 2 begins production",
     "'All of Us Are Dead' season 2 production halted after accident on set"),
    ("When Life Gives You Tangerines heads to Japan", "When Life Gives You Tangerines: first look"),
    ("'The Boys' ends with season 5", "How 'The Boys' ends with season 5 and what comes after"),
    ("'Queen of Tears' finale sets ratings record", "'Queen of Tears' finale review: tears, mostly earned"),
    # formulas
    ("Weekend Box Office", "Weekend Box Office"),
    ("What to watch this week", "What to watch this week"),
    ("Trailer released", "Trailer released"),
    ("New drama announces its cast", "New drama announces its cast and premiere date"),
    ("", ""),
    ("!!!", "???"),
]  # fmt: skip


@pytest.mark.parametrize(("headline", "other"), SAME)
@pytest.mark.parametrize("background", [(), BACKGROUND], ids=["alone", "among others"])
def test_one_event_of_two_outlets_is_one_story(headline, other, background):
    assert matched(headline, other, background=background)


@pytest.mark.parametrize(("headline", "other"), DIFFERENT)
@pytest.mark.parametrize("background", [(), BACKGROUND], ids=["alone", "among others"])
def test_what_only_looks_alike_stays_apart_even_with_one_summary(headline, other, background):
    assert not matched(headline, other, lead="News.", other_lead="News.", background=background)
