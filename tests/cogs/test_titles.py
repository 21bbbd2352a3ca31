"""`/title`, `/cast`, `/person`: found by any name, shown with sources, evidence on demand, and reported when wrong."""

from datetime import timedelta

import pytest

from bot.errors import StoreError
from bot.store import facts
from tests.harness import choices, custom_ids, foreign, options, said
from tests.sayings import HARBOR, says, told

HARBOR_2 = "Glass Harbor 2 sets its date"


async def learn(stage, **stories):
    """Have the server follow a feed whose stories say something; a headline's underscores are blanks."""
    await stage.follow()
    for headline, extraction in stories.items():
        words = headline.replace("_", " ")
        stage.room.reader.sayings[words] = extraction
        await stage.publish(words)


async def ask(stage, command, *, picked=None, who=None, **given):
    """Ask as a member; ``picked`` is typed into the option, and the first of what is offered is taken."""
    for name, typed in (picked or {}).items():
        given[name] = (await stage.member.autocomplete(stage.talk, command, name, typed))[0]["value"]
    return await (who or stage.member).slash(stage.talk, command, **given)


async def press(stage, result, label, who=None):
    return await (who or stage.member).click(result.response, label=label)


# ------------------------------------------------------------------ looking up


async def test_a_title_is_shown_with_everything_said_of_it_and_where(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    card = await ask(stage, "title", picked={"name": "glass har"})
    assert not card.ephemeral
    text = said(card)
    for part in (
        "## Glass Harbor",
        "also 유리 항구",
        "**Season 2**",
        "9 May 2025",
        "Netflix",
        "Im Chan-sik",
        "Oh Hye-rin (new)",
    ):
        assert part in text
    assert "Salt Line (webtoon by Pyo Jin-woo)" in text
    assert f"-# ¹ [Feed]({stage.room.site.url('/glass-harbor-2-sets-its-date')}) · <t:" in text
    assert f"[{HARBOR_2}]({stage.room.site.url('/glass-harbor-2-sets-its-date')}) · Feed" in text


async def test_a_cast_and_a_person_are_shown(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    cast = said(await ask(stage, "cast", picked={"title": "Glass"}))
    assert "- **Seo Min-ah** as Han Ji-won · returns" in cast
    assert "- **Oh Hye-rin** · joins" in cast
    person = said(await ask(stage, "person", picked={"name": "seo min ah"}))
    assert "### Seo Min-ah" in person
    assert "Season 2: as Han Ji-won (returns)" in person
    director = said(await ask(stage, "person", name="Im Chan-sik"))
    assert "Season 2: director" in director


@pytest.mark.parametrize("typed", ["glass harbor", "유리 항구", "GLASS  HARBOR", "glas harbor"])
async def test_free_text_finds_a_title_by_any_name(stage, typed):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    assert "## Glass Harbor" in said(await ask(stage, "title", name=typed))


async def test_names_are_offered_with_their_year_and_the_name_that_was_typed(stage):
    await learn(stage, One=HARBOR, Two=says(told("publication_date", "1940-04-12", of="Glass Palace (1940)")))
    assert choices(await stage.member.autocomplete(stage.talk, "title", "name", "유리")) == [
        ("Glass Harbor · 유리 항구", "#1")
    ]
    offered = choices(await stage.member.autocomplete(stage.talk, "cast", "title", ""))
    assert {name.split(" ·")[0] for name, _ in offered} == {"Glass Harbor", "Glass Palace (1940)"}
    assert await stage.member.autocomplete(stage.talk, "title", "name", "zzzzzz") == []
    people = choices(await stage.member.autocomplete(stage.talk, "person", "name", "min"))
    assert [name for name, _ in people] == ["Seo Min-ah"]


async def test_names_are_offered_to_news_look_ups_too(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    for command, option, typed in (("news latest", "title", "유리"), ("news search", "title", "gl")):
        ((_, value),) = choices(await stage.member.autocomplete(stage.talk, command, option, typed))
        assert value == "Glass Harbor"
    ((_, value),) = choices(await stage.member.autocomplete(stage.talk, "news latest", "person", "seo"))
    assert HARBOR_2 in said(await ask(stage, "news latest", title="Glass Harbor"))
    assert value == "Seo Min-ah"


async def test_a_database_that_is_busy_offers_nothing_and_answers_kindly(stage, monkeypatch):
    async def busy(*_args, **_more):
        raise StoreError("locked")

    monkeypatch.setattr(type(stage.room.services.titles), "suggest", busy)
    monkeypatch.setattr(type(stage.room.services.titles), "resolve", busy)
    assert await stage.member.autocomplete(stage.talk, "title", "name", "g") == []
    answer = await ask(stage, "title", name="g")
    assert answer.ephemeral
    assert "database is busy" in said(answer)


@pytest.mark.parametrize("command", [("title", "name"), ("cast", "title"), ("person", "name")])
@pytest.mark.parametrize(
    "typed", ["nobody ever wrote of it", "#99", "#" + "9" * 40, "\u200b", "' OR 1=1 --", "%|*", "<@1> @everyone"]
)
async def test_what_nobody_knows_has_a_kind_private_answer(stage, command, typed):
    answer = await ask(stage, command[0], **{command[1]: typed})
    assert answer.ephemeral
    assert "Pick one from the list that opens while you type" in said(answer)
    assert "<@1>" not in said(answer)


async def test_several_of_a_name_are_offered_and_the_choice_is_answered_openly(stage):
    rebecca = says(
        told("publication_date", "1940-04-12", of="Rebecca (1940)"), told("genre", "thriller", of="Rebecca (1940)")
    )
    remake = says(
        told("publication_date", "2020-10-21", of="Rebecca (2020)"),
        told("cast_member", "Lily James", of="Rebecca (2020)"),
    )
    await learn(stage, One=rebecca, Two=remake)
    for command, option, seen in (("title", "name", "21 October 2020"), ("cast", "title", "Lily James")):
        question = await ask(stage, command, **{option: "rebecca"})
        assert question.ephemeral
        assert {"Rebecca (1940)", "Rebecca (2020)"} <= set(said(question).splitlines())
        answer = await press(stage, question, "Rebecca (2020)")
        assert not answer.ephemeral
        assert seen in said(answer)


async def test_of_a_title_without_sure_facts_that_is_said(stage):
    await learn(stage, One=says(told("genre", "thriller", confidence=0.6)))
    text = said(await ask(stage, "title", name="Glass Harbor"))
    assert "No article that I hold says anything about it that I am sure enough of." in text
    assert "Evidence" not in text
    assert "No article that I hold names its cast." in said(await ask(stage, "cast", title="Glass Harbor"))


async def test_a_moved_date_is_told_with_what_it_was(stage):
    first = says(told("publication_date", "2026-04", season=2))
    await learn(stage, One=first)
    stage.pass_time(timedelta(days=20))
    await learn(stage, Two=says(told("publication_date", "2026-09-21", season=2)))
    text = said(await ask(stage, "title", name="Glass Harbor"))
    assert "**Release** 21 September 2026" in text
    assert "What changed lately" in text
    assert "Season 2 · Release: 21 September 2026, was April 2026" in text


async def test_look_ups_work_in_direct_messages(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    card = await stage.member.user.slash("title", name="Glass Harbor")
    assert "## Glass Harbor" in said(card)
    evidence = await stage.member.user.click(card.response, label="Evidence")
    assert "> “Glass Harbor: 2025-05-09.”" in said(evidence)
    question = await stage.member.user.click(card.response, label="This is wrong")
    value = next(iter(options(question).values()))
    thanks = await stage.member.user.select(question.response, [value], custom_id="facts:pick")
    assert "is now with whoever runs this bot" in said(thanks)


async def test_korean_members_read_korean_throughout(stage, korean):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    with korean():
        card = await ask(stage, "title", name="유리 항구")
        evidence = await press(stage, card, "근거")
        cast = await press(stage, card, "출연진 모두")
        unknown = await ask(stage, "title", name="없는 작품")
    assert "2025년 5월 9일" in said(card)
    assert "시즌 2" in said(card)
    assert "시즌 2 · 공개: 2025년 5월 9일" in said(evidence)
    assert "복귀" in said(cast)
    assert "아는 작품이 없습니다" in said(unknown)
    names = "Glass Harbor Netflix Im Chan sik Oh Hye rin Seo Min ah Salt Line Pyo Jin woo Feed Han Ji won"
    assert foreign(card) | foreign(cast) <= set(names.split())
    assert foreign(unknown) == set()


# ------------------------------------------------------------------ buttons


async def test_evidence_is_private_paged_and_alive_after_a_restart(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    card = await ask(stage, "title", name="Glass Harbor")
    await stage.restart()
    evidence = await press(stage, card, "Evidence", who=stage.other)
    assert evidence.ephemeral
    assert "Where I read it: Glass Harbor" in said(evidence)
    assert "1 / 2" in said(evidence)
    await stage.restart()
    turned = await stage.other.click(evidence.response, label="→")
    assert turned.response.id == evidence.response.id
    assert "2 / 2" in said(evidence)


async def test_evidence_of_casts_and_people_is_theirs(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    cast = await press(stage, await ask(stage, "cast", title="Glass Harbor"), "Evidence")
    assert "Cast: Seo Min-ah as Han Ji-won" in said(cast)
    assert "Release" not in said(cast)
    person = await press(stage, await ask(stage, "person", name="Seo Min-ah"), "Evidence")
    assert "Where I read it: Seo Min-ah" in said(person)
    assert "**Glass Harbor · Season 2 · Cast: Seo Min-ah" in said(person)


async def test_from_a_title_to_its_cast_and_back(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    cast = await press(stage, await ask(stage, "title", name="Glass Harbor"), "Full cast")
    assert cast.ephemeral
    assert "Cast of Glass Harbor" in said(cast)
    assert "## Glass Harbor" in said(await press(stage, cast, "Overview"))


async def test_long_casts_and_careers_turn_pages(stage):
    many = says(
        *[told("cast_member", f"Kim Number{chr(97 + n)}", season=1) for n in range(20)],
        *[told("cast_member", "Oh Hye-rin", of=f"Drama {chr(97 + n)}{chr(98 + n)}c") for n in range(10)],
    )
    await learn(stage, Everybody=many)
    cast = await ask(stage, "cast", title="Glass Harbor")
    await press(stage, cast, "→")
    assert "2 / 2" in said(cast)
    assert said(cast).count("- **Kim") == 5
    person = await ask(stage, "person", name="Oh Hye-rin")
    await press(stage, person, "→")
    assert "2 / 2" in said(person)
    assert said(person).count("**Drama") == 2
    copy = await press(stage, cast, "←", who=stage.other)
    assert copy.ephemeral


async def test_a_member_calls_a_fact_wrong_once(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    card = await ask(stage, "title", name="Glass Harbor")
    question = await press(stage, card, "This is wrong")
    assert question.ephemeral
    assert "Season 2 · Release: 9 May 2025" in options(question)
    value = options(question)["Season 2 · Network: Netflix"]
    thanks = await stage.member.select(question.response, [value], custom_id="facts:pick")
    assert "**Glass Harbor · Season 2 · Network: Netflix** is now with the moderators" in said(thanks)
    again = await press(stage, card, "This is wrong")
    already = await stage.member.select(again.response, [value], custom_id="facts:pick")
    assert "You have reported" in said(already)


async def test_facts_beyond_one_select_are_on_the_next_page(stage):
    await learn(stage, Long=says(*[told("genre", f"genre{chr(97 + n)}") for n in range(26)]))
    question = await press(stage, await ask(stage, "title", name="Glass Harbor"), "This is wrong")
    assert len(options(question)) == 25
    await press(stage, question, "→")
    assert len(options(question)) == 1


async def test_buttons_of_what_is_gone_say_so(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    card = await ask(stage, "title", name="Glass Harbor")
    question = await press(stage, card, "This is wrong")
    value = next(iter(options(question).values()))
    moderation = stage.room.services.moderation
    for fact_id in range(1, 7):
        await moderation.reject_everywhere(await moderation.claim(fact_id, None), 1)
    for label in ("Evidence", "This is wrong"):
        assert "There is nothing left behind that card" in said(await press(stage, card, label))
    assert "is now with" in said(await stage.member.select(question.response, [value], custom_id="facts:pick"))


async def test_a_fact_that_is_no_longer_kept_cannot_be_reported(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    question = await press(stage, await ask(stage, "title", name="Glass Harbor"), "This is wrong")
    value = next(iter(options(question).values()))
    async with stage.room.db.write() as conn:
        await facts.replace(conn, 1, [], 1, stage.room.clock())
    gone = await stage.member.select(question.response, [value], custom_id="facts:pick")
    assert "That is gone" in said(gone)


async def test_posts_carry_the_few_facts_of_their_story(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)
    assert "**Season 2 · 9 May 2025" in said(stage.news.last_message)
    assert len(custom_ids(stage.news.last_message)) == 1
