"""The cards of titles, casts and people, and what they rest on: what stands on them, and what they say of nothing."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.beliefs import believe
from bot.domain.claims import claim_of
from bot.domain.facts import PERSONAL, Claim, Predicate
from bot.domain.lookup import MatchKind, NameHit
from bot.domain.models import Article, Story, StoryView
from bot.services.moderation import Case
from bot.services.titles import CastView, Part, PersonView, TitleView
from cogs.ui.cast_cards import cast_card, cast_pages
from cogs.ui.evidence_cards import Rests, evidence_card, wrong_card
from cogs.ui.markup import Markup
from cogs.ui.person_cards import person_card, person_pages
from cogs.ui.report_cards import EVERYWHERE, HERE, digest, queue_card
from cogs.ui.title_cards import choice_card, title_card
from tests.payloads import assert_sendable, buttons, texts, walk
from tests.said import DAY_ONE, said

NB = "\u00a0"


def view(*facts, changed=(), stories=(), aliases=(), year=None, people=None):
    beliefs = believe(facts, {}, 0.5)
    some = tuple(one for one in beliefs if one.object in changed)
    return TitleView(1, "Glass Harbor", tuple(aliases), year, beliefs, (), some, tuple(stories), people or {})


def lines(shown, locale="en"):
    card = title_card(locale, shown) if isinstance(shown, TitleView) else shown
    assert_sendable(card)
    return texts(card).splitlines()


def bare(line):
    """A line without links, so that a test reads as the card does."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line)


def shown_lines(shown, locale="en"):
    return [bare(line) for line in lines(shown, locale)]


def story(number, headline="Glass Harbor returns", image=None):
    article = Article(number, "Soompi", headline, DAY_ONE, number, url=f"https://x.example/s{number}", image_url=image)
    return StoryView(Story(number, headline, DAY_ONE, DAY_ONE), article, ("Soompi",))


# ------------------------------------------------------------------ a title


def test_the_whole_title_comes_first_then_the_seasons_from_the_newest():
    told = shown_lines(
        view(
            said("original_broadcaster", "Netflix", story=1),
            said("based_on", "Salt Line", kind="webtoon", author="Pyo Jin-woo"),
            said("publication_date", "2022-01-28", season=1),
            said("number_of_episodes", "12", season=1),
            said("publication_date", "2025", season=2),
            said("production_status", "in production", season=2),
            year=2022,
            aliases=("유리 항구", "glass harbor"),
        )
    )
    assert told[:3] == ["## Glass Harbor (2022)", "-# also 유리 항구", f"**Network** Netflix{NB}¹"]
    assert told[3] == f"**Based on** Salt Line (webtoon by Pyo Jin-woo){NB}²"
    assert told[4:6] == [f"**Season 2**  `in production`{NB}³", f"**Release** 2025{NB}⁴"]
    assert told[6:8] == ["**Season 1**", f"**Release** 28 January 2022{NB}⁵ · 12 episodes{NB}⁶"]


def test_a_single_season_needs_no_heading():
    told = shown_lines(view(said("publication_date", "2025-05-09", season=1), said("genre", "thriller")))
    assert told[1] == f"**Release** 9 May 2025{NB}¹"
    assert not any("Season" in line for line in told)


def test_korean_members_read_korean():
    told = shown_lines(
        view(
            said("publication_date", "2025-03", season=2, certainty="reported"),
            said("cast_member", "박지후", person_id=1, season=2, change="joining"),
        ),
        "ko",
    )
    assert told[1:4] == ["**시즌 2**", f"**공개** 2025년 3월 (보도){NB}¹", f"**출연** 박지후 (합류){NB}²"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("announced", "**Release** no date yet"),
        (None, "**Release** no article that I hold names a date"),
        ("cancelled", None),
    ],
)
def test_a_missing_date_is_said_while_somebody_waits_for_it(status, words):
    facts = [said("production_status", status)] if status else [said("genre", "thriller")]
    told = shown_lines(view(*facts))
    assert [line for line in told if line.startswith("**Release")] == ([words] if words else [])


def test_outlets_that_disagree_are_both_named():
    told = shown_lines(
        view(
            said("publication_date", "2025-06", outlet="Soompi"),
            said("publication_date", "2025-09", outlet="Dispatch", day=0.5),
        )
    )
    (line,) = (line for line in told if line.startswith("**Release**"))
    assert line.startswith("**Release** outlets disagree. ")
    assert "Soompi: June 2025" in line
    assert "Dispatch: September 2025" in line


def test_a_newer_rumour_stands_small_beside_what_is_confirmed():
    told = shown_lines(
        view(
            said("publication_date", "2025-06"),
            said("publication_date", "2025-09", outlet="Dispatch", day=60, certainty="rumored"),
        )
    )
    at = told.index(f"**Release** June 2025{NB}¹")
    assert told[at + 1] == f"-# but Dispatch: September 2025 (rumoured){NB}²"


def test_earlier_dates_lengths_denials_and_those_who_left_stay_visible():
    told = shown_lines(
        view(
            said("publication_date", "2024-21"),
            said("publication_date", "2025", day=90),
            said("number_of_episodes", "10"),
            said("number_of_episodes", "8", day=90),
            said("cast_member", "Ara", person_id=1),
            said("cast_member", "Ara", person_id=1, change="leaving", day=9),
            said("director", "Theo", person_id=2, certainty="rumored"),
            said("director", "Theo", person_id=2, negated=True, day=3, outlet="Dispatch"),
        )
    )
    assert any(line.startswith("-# moved from spring 2024") for line in told)
    assert any(line.startswith("-# earlier: 10 episodes") for line in told)
    assert any(line.startswith("-# no longer in it: Ara") for line in told)
    assert any(line.startswith("-# denied: Theo") for line in told)


def test_what_changed_lately_is_told_once_with_its_time():
    told = shown_lines(
        view(
            said("publication_date", "2024-21", season=2),
            said("publication_date", "2025", season=2, day=90),
            said("cast_member", "Ara", person_id=1, season=2, change="leaving"),
            said("cast_member", "Mina", person_id=2, certainty="rumored"),
            said("cast_member", "Mina", person_id=2, negated=True, day=3),
            changed=("2024-21", "Ara", "Mina"),
        )
    )
    at = told.index("**What changed lately**")
    since = int((DAY_ONE + timedelta(days=90)).timestamp())
    assert f"· <t:{since}:R>" in "".join(told[at:])
    assert any("Season 2 · Release: 2025, was spring 2024" in line for line in told[at:])
    assert any("Season 2 · Cast: Ara (has left)" in line for line in told[at:])
    assert any("Cast: Mina (denied)" in line for line in told[at:])
    assert not any(line.startswith("-# ") and "spring 2024" in line for line in told)


def test_awards_stand_with_their_ceremony_and_long_lists_say_how_many_more():
    ceremony = {"ceremony": "8th APAN Star Awards", "date": "2022-09-29"}
    told = shown_lines(
        view(
            said("award_received", "Best New Actor", person="Yoon Chan-young", story=1, **ceremony),
            said("award_received", "Best Drama"),
            *[said("cast_member", f"Actor {n}", person_id=n) for n in range(1, 12)],
            *[said("genre", f"genre {n}") for n in range(9)],
            *[said("award_received", f"Prize {n}") for n in range(9)],
        )
    )
    assert any("8th APAN Star Awards, 29 September 2022: Best New Actor (Yoon Chan-young)" in line for line in told)
    assert any(line.startswith("**Cast** ") and line.endswith("3 more") for line in told)
    assert any(line.startswith("**Genre** ") and line.endswith("3 more") for line in told)
    assert "-# 5 more" in told


def test_older_seasons_beyond_the_room_are_counted():
    told = shown_lines(view(*[said("publication_date", f"20{10 + n}", season=n) for n in range(1, 8)]))
    assert "-# and 3 earlier seasons: see the evidence" in told


def test_stories_stand_with_their_picture_if_the_headline_names_the_title():
    card = title_card(
        "en",
        view(
            said("genre", "thriller"),
            stories=(story(1, "Ten dramas", "https://x.example/no.jpg"), story(2, image="https://x.example/yes.jpg")),
        ),
    )
    assert_sendable(card)
    assert "- [Ten dramas](https://x.example/s1) · Soompi · <t:" in texts(card)
    assert [part["media"]["url"] for part in walk(card.to_components()) if "media" in part] == [
        "https://x.example/yes.jpg"
    ]


def test_a_title_of_which_nothing_sure_is_known_says_so_and_has_no_buttons():
    card = title_card("en", view(stories=(story(1),)))
    assert "No article that I hold says anything about it that I am sure enough of." in texts(card)
    assert "Newest stories" in texts(card)
    assert buttons(card) == []


def test_the_buttons_hold_what_they_need():
    card = title_card("en", view(said("cast_member", "Ara", person_id=1)))
    assert [(one["label"], one["custom_id"]) for one in buttons(card)] == [
        ("Evidence", "facts:evidence:title:1"),
        ("Full cast", "facts:cast:title:1"),
        ("Remind me", "remind:me:1:-1:0"),
        ("This is wrong", "facts:wrong:title:1"),
    ]
    over = replace(view(said("genre", "thriller")), coming=False)
    assert [one["label"] for one in buttons(title_card("en", over))] == ["Evidence", "This is wrong"]


def test_the_edge_tells_the_latest_status():
    def edge(*facts):
        return title_card("en", view(*facts)).to_components()[0]["accent_color"]

    renewed, cancelled = (
        said("production_status", "renewed", season=1),
        said("production_status", "cancelled", season=2),
    )
    assert len({edge(renewed), edge(renewed, cancelled), edge(said("genre", "thriller"))}) == 3


def test_choices_have_a_button_each_and_tell_years_apart():
    hits = [NameHit(Predicate.GENRE, n, "Rebecca", None, MatchKind.EXACT, 1, 1900 + n) for n in range(1, 20)]
    card = choice_card("en", "cast", hits)
    assert_sendable(card)
    assert len(buttons(card)) == 10
    assert (buttons(card)[0]["label"], buttons(card)[0]["custom_id"]) == ("Rebecca (1901)", "facts:open:cast:1")


# ------------------------------------------------------------------ cast and people


def cast_view(*facts):
    beliefs = believe(facts, {}, 0.5)
    cast = tuple(one for one in beliefs if one.claim.predicate is Predicate.CAST_MEMBER)
    crew = tuple(one for one in beliefs if one.claim.predicate in {Predicate.DIRECTOR, Predicate.SCREENWRITER})
    return CastView(1, "Glass Harbor", 2022, cast, crew, (), {1: "Ara Kim"})


def test_a_cast_is_told_by_season_with_characters_roles_and_changes():
    shown = cast_view(
        said("cast_member", "Ara", person_id=1, season=2, character="Han Ji-won", change="returning"),
        said("cast_member", "Mina", person_id=2, season=2, role="guest", certainty="reported"),
        said("cast_member", "Theo", person_id=3, season=2, certainty="rumored"),
        said("cast_member", "Theo", person_id=3, season=2, negated=True, day=2, outlet="Dispatch"),
        said("cast_member", "Jun", person_id=4, season=2, change="leaving"),
        said("director", "Im", person_id=5, season=2),
        said("screenwriter", "Noh", person_id=6, season=1),
    )
    told = [bare(line) for line in texts(cast_card("en", shown, 1, [])).splitlines()]
    assert told[:4] == ["### Cast of Glass Harbor (2022)", "-# 4 people", "**Season 2**", f"-# **Directed by** Im{NB}¹"]
    assert told[4] == f"- **Ara Kim** as Han Ji-won · returns{NB}²"
    assert told[5] == f"- **Mina** · guest (reported){NB}³"
    assert any(line.startswith("- **Theo** · denied") for line in told)
    assert any(line.startswith("- **Jun** · has left") for line in told)
    assert any(line.startswith("**Season 1**") for line in told)
    assert any(line.startswith("-# **Written by** Noh") for line in told)


def test_a_long_cast_has_pages():
    shown = cast_view(*[said("cast_member", f"Actor {n}", person_id=100 + n) for n in range(40)])
    assert cast_pages(shown) == 3
    pages = [texts(cast_card("en", shown, page, [])) for page in (1, 2, 3)]
    assert [page.count("- **Actor") for page in pages] == [15, 15, 10]


def test_a_title_without_a_known_cast_says_so():
    card = cast_card("en", cast_view(), 1, [])
    assert "No article that I hold names its cast." in texts(card)
    assert buttons(card) == []


def person(*facts, stories=()):
    parts = tuple(Part(one.claim.title_id, f"Title {one.claim.title_id}", None, one) for one in believe(facts, {}, 0.5))
    return PersonView(7, "Park Ji-hu", ("Park Ji-hoo", "박지후"), parts, (), tuple(stories))


def test_a_person_is_told_title_by_title():
    shown = person(
        said("cast_member", "Park Ji-hu", person_id=7, season=1),
        said("cast_member", "Park Ji-hu", person_id=7, season=2, character="Nam On-jo", change="returning"),
        said("award_received", "Best New Actress", person_id=7, ceremony="8th APAN Star Awards", date="2022"),
        said("award_received", "Rookie", person_id=7, title_id=2),
        said("director", "Park Ji-hu", person_id=7, title_id=2),
        said("screenwriter", "Park Ji-hu", person_id=7, title_id=2, certainty="rumored"),
        said("screenwriter", "Park Ji-hu", person_id=7, title_id=2, negated=True, day=2),
        stories=(story(1),),
    )
    told = [bare(line) for line in texts(person_card("en", shown, 1, [])).splitlines()]
    assert told[:3] == ["### Park Ji-hu", "-# also Park Ji-hoo · 박지후", "**Title 1**"]
    assert told[3] == f"- Season 2: as Nam On-jo (returns){NB}¹"
    assert told[4] == f"- Season 1: in the cast{NB}²"
    assert told[5] == f"- won Best New Actress (8th APAN Star Awards, 2022){NB}³"
    assert "director" in told[7]
    assert "writer (denied)" in told[7]
    assert "won Rookie" in told[7]
    assert "**Newest stories**" in told


def test_many_titles_have_pages_and_none_is_said():
    many = person(*[said("director", "P", person_id=7, title_id=n) for n in range(1, 20)])
    assert person_pages(many) == 3
    assert texts(person_card("en", many, 3, [])).count("**Title") == 3
    nothing = person_card("en", person(), 1, [])
    assert "No article that I hold says what this person is in." in texts(nothing)
    assert buttons(nothing) == []


# ------------------------------------------------------------------ evidence and reports


def test_evidence_quotes_every_sentence_with_its_article():
    facts = [
        said("publication_date", "2024", certainty="rumored"),
        said("publication_date", "2025", season=2, outlet="Dispatch", day=9),
        said("publication_date", "2025", season=2, negated=True, day=20, certainty="rumored"),
    ]
    rests = Rests("title", 1, Markup("Glass Harbor"), believe(facts, {}, 0.5))
    told = [bare(line) for line in texts(evidence_card("en", rests, 1, [])).splitlines()]
    assert told[0] == "### Where I read it: Glass Harbor"
    assert told[2:4] == ["**Season 2 · Release: 2025**", "> “Dispatch says 2025.”"]
    assert told[4].startswith("-# Dispatch · <t:")
    assert told[5:7][0] == "> “Soompi says 2025.”"
    assert told[6].endswith("· denies it")
    assert "**Release: 2024** (rumoured)" in told


def test_evidence_says_what_no_longer_stands():
    facts = [said("publication_date", "2024"), said("publication_date", "2025", day=90)]
    rests = Rests("title", 1, Markup("Glass Harbor"), believe(facts, {}, 0.5))
    assert "**Release: 2024** (outdated)" in texts(evidence_card("en", rests, 1, []))


def test_a_sentence_that_is_gone_leaves_its_source():
    fact = said("genre", "thriller")
    rests = Rests("title", 1, Markup("x"), believe([fact], {}, 0.5), titles={1: "Glass Harbor"})
    object.__setattr__(fact.fact, "evidence", " ")
    text = texts(evidence_card("en", rests, 1, []))
    assert ">" not in text.replace("<t:", "").replace(":D>", "")
    assert "**Glass Harbor · Genre: thriller**" in text


def test_the_question_what_is_wrong_offers_every_fact():
    beliefs = believe([said("genre", f"genre {n}", season=n) for n in range(1, 31)], {}, 0.5)
    rests = Rests("title", 1, Markup("Glass Harbor"), beliefs)
    assert (rests.pages(25), rests.pages(4)) == (2, 8)
    card = wrong_card("en", rests, 1, [])
    assert_sendable(card)
    (select,) = [part for part in walk(card.to_components()) if part.get("options")]
    assert len(select["options"]) == 25
    first = select["options"][0]
    assert (first["label"], first["description"]) == ("Season 30 · Genre: genre 30", "Soompi")
    assert first["value"] == str(beliefs[29].sources[0].id)


def case(fact, **more):
    told = {"reporters": 2, "guild_ids": (1, 2), "at": DAY_ONE, **more}
    claim = Claim(1, 2, Predicate.GENRE, "thriller")
    return Case(claim, "Glass Harbor", fact, **told)


def test_a_queue_shows_fact_sentence_source_and_how_many_reported_it():
    card = queue_card("en", HERE, [case(said("genre", "thriller", season=2))], 1, [])
    assert_sendable(card)
    told = [bare(line) for line in texts(card).splitlines()]
    assert told[:2] == ["### Called wrong in this server", "-# 1 to decide"]
    assert told[2] == "**Glass Harbor** · Season 2 · Genre: thriller"
    assert told[3].startswith("-# reported by 2 people · first <t:")
    assert told[4] == "> “Soompi says thriller.”"
    assert [one["label"] for one in buttons(card)] == ["It is wrong: hide it here", "It is right"]


def test_the_operators_queue_tells_of_servers_and_of_what_no_article_says():
    card = queue_card("en", EVERYWHERE, [case(None, upheld=1)], 1, [], done=Markup("Done"))
    told = texts(card)
    assert "**Done**" in told
    assert "Season 2 · Genre: thriller" in told
    assert "in 2 servers · 1 server hides it already" in told
    assert "says so any more" in told
    assert buttons(card)[0]["custom_id"] == f"case:wrong:everywhere:{digest(case(None).claim)}"
    assert digest(case(None).claim) != digest(Claim(1, 2, Predicate.GENRE, "thrille"))


def test_an_empty_queue_says_how_reports_come_about():
    assert "Nothing is waiting. Members report with “This is wrong”" in texts(queue_card("en", HERE, [], 1, []))
    assert "Nothing is waiting in any server." in texts(queue_card("en", EVERYWHERE, [], 3, []))
    pages = queue_card("en", HERE, [case(None)] * 9, 3, [])
    assert texts(pages).count("Genre: thriller") == 1


# ------------------------------------------------------------------ too much of everything


@pytest.mark.parametrize("word", ["가나다 " * 60, "👀" * 200, "ﷺ" * 200, "W" * 300, "<@1> [x](y) " * 20])
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_card_gives_way_until_it_fits(word, locale):
    long = {"character": word, "kind": word, "author": word, "person": word, "role": word, "outlet": word[:200]}
    facts = []
    for number in range(160):
        predicate = list(Predicate)[number % len(Predicate)]
        fact = said(
            predicate, f"{number} {word}", person_id=number, season=number % 9 + 1 if number % 5 else None, **long
        )
        object.__setattr__(fact.source, "url", f"https://x.example/{number}/" + "y" * 480)
        facts.append(fact)
    beliefs = believe(facts, {}, 0.5)
    stories = tuple(story(n, word) for n in range(3))
    shown = TitleView(1, word, (word, f"x{word}"), 2025, beliefs, (), beliefs[:3], stories, {})
    assert_sendable(title_card(locale, shown))
    cast = cast_view(*facts)
    assert_sendable(cast_card(locale, cast, 1, []))
    assert_sendable(
        person_card(locale, person(*[f for f in facts if f.fact.predicate in PERSONAL], stories=stories), 1, [])
    )
    rests = Rests("title", 1, Markup("x"), beliefs)
    assert_sendable(evidence_card(locale, rests, 1, []))
    assert_sendable(wrong_card(locale, rests, 1, []))
    assert_sendable(queue_card(locale, HERE, [replace(case(fact), claim=claim_of(fact)) for fact in facts[:9]], 1, []))
