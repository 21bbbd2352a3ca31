"""One event is one story, and what only looks alike is not: headlines as newsrooms write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.stories import WINDOW, StoryIndex, StorySketch, match

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
    ("Emmys: 'Shogun' Wins Outstanding Drama Series, Ends With Record 18",
     "Shogun wins outstanding drama series and ends with 18, a record for the Emmys"),
    ("'Stranger Things 5' Release Dates: Netflix to Split Final Season Into Three Parts",
     "Stranger Things 5 release dates: Netflix splits the final season into three"),
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
    ("Mickey 17 moves its release date to 18 April 2025", "Mickey 17 brought forward to 7 March"),
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


LEAD = (
    "Disney+ said on Monday that shooting ended in Busan after nine months, with {} and the director thanking the crew."
)


@pytest.mark.parametrize(
    ("lead", "other_lead", "same"),
    [
        (LEAD.format("Kang Dong-won"), LEAD.format("Kang Dong-won, 43,"), True),
        (
            LEAD.format("Kang Dong-won"),
            "Two festivals on two continents have asked for the director's next work.",
            False,
        ),
        (LEAD.format("Kang Dong-won"), "", False),
        ("Read more.", "Read more.", False),
    ],
)
def test_leads_decide_where_headlines_leave_a_doubt(lead, other_lead, same):
    headline, other = "Spy drama 'Tempest' wraps filming", "Kang Dong-won's spy drama 'Tempest' wraps filming in Busan"
    assert matched(headline, other, lead=lead, other_lead=other_lead) is same


SHARED = "'Squid Game' renewed for Season 3 at Netflix"


@pytest.mark.parametrize(
    ("outlet", "passed", "told", "joins"),
    [
        ("Variety", timedelta(0), set(), True),
        ("Variety", WINDOW, set(), True),
        ("Variety", -WINDOW, set(), True),
        ("Variety", WINDOW + timedelta(seconds=1), set(), False),
        ("Variety", -WINDOW - timedelta(seconds=1), set(), False),
        ("Soompi", timedelta(0), set(), False),  # an outlet that tells it again tells something new
        ("Variety", timedelta(0), {1}, False),
        ("Variety", timedelta(0), {2}, True),
    ],
)
def test_who_may_join_a_story_and_until_when(outlet, passed, told, joins):
    index = StoryIndex([sketch(SHARED, outlet="Soompi")])
    assert (index.match(SHARED, "", outlet, NOW + passed, told) == 1) is joins


def test_the_closest_story_is_joined_and_of_equals_the_latest():
    close, near = sketch(SHARED, 1, at=NOW - WINDOW), sketch(f"{SHARED} Korea", 2)
    assert match(SHARED, "", "Variety", NOW, [close]) == 1
    assert match(SHARED, "", "Variety", NOW, [near]) == 2
    assert match(SHARED, "", "Variety", NOW, [near, close]) == match(SHARED, "", "Variety", NOW, [close, near]) == 1
    later = sketch("Netflix renews 'Squid Game' for season three", 3)
    assert match(SHARED, "", "Variety", NOW, [later, close]) == match(SHARED, "", "Variety", NOW, [close, later]) == 3


def test_headlines_about_a_much_told_title_need_more_in_common():
    one, other = (
        "Gangnam festival screens 'Squid Game' trailer",
        "Gangnam festival screens 'Squid Game' trailer outdoors twice",
    )
    crowd = [f"Gangnam festival screens 'Squid Game' trailer with guest{n} of team{n}" for n in range(60)]
    assert matched(one, other)
    assert not matched(one, other, background=crowd)


def test_no_stories_no_match():
    assert match(SHARED, "", "Variety", NOW, []) is None


WORDS = "Netflix|'Squid Game'|renews|renewed|season|2|3|three|trailer|Zendaya|Rihanna|joins|to|of|Hyosan|festival"
headlines = st.lists(st.sampled_from(WORDS.split("|")), max_size=9).map(" ".join)


@given(headlines, headlines)
def test_matching_does_not_depend_on_who_was_first(one, other):
    assert matched(one, other) in {True, False}


@given(headlines, st.integers(4, 9), st.integers(10, 99))
def test_other_numbers_are_another_story(headline, number, other):
    assert not matched(f"{headline} {number}", f"{headline} {other}")


@given(headlines, st.sampled_from(["denies", "cancelled", "explained", "review"]))
def test_another_kind_of_event_is_another_story(headline, word):
    assert not matched(headline, f"{headline} {word}")


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_matched(headline, other, lead):
    assert matched(headline, other, lead=lead, other_lead=lead) in {True, False}
