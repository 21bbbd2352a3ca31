"""`/news`, its pages, `/why`, and the button that asks why."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from cogs.ui.paginator import turning
from tests.harness import choices, custom_ids, foreign, said

HEADLINES = [f"Season {n} of Kingdom is announced" for n in range(1, 13)]


async def stock(stage, *headlines):
    await stage.follow()
    await stage.publish(*(headlines or HEADLINES))


async def test_a_story_is_found_and_shown_with_outlet_time_and_link(stage):
    await stock(stage, "Zombie school drama returns", "A comedy ends")
    answer = await stage.member.slash(stage.talk, "news search", query="zombie")
    assert not answer.ephemeral
    text = said(answer)
    assert "“zombie”" in text
    assert f"**[Zombie school drama returns]({stage.room.site.url('/zombie-school-drama-returns')})**" in text
    assert "**Feed** · <t:" in text
    assert "comedy" not in text
    assert "1 story" in text


async def test_the_newest_stories_come_in_pages_of_five(stage):
    await stock(stage)
    answer = await stage.member.slash(stage.talk, "news latest")
    assert "Newest stories" in said(answer)
    assert "12 stories" in said(answer)
    assert said(answer).count("### ") == 1
    assert said(answer).count("is announced") == 5
    assert "1 / 3" in said(answer)


async def test_the_owners_press_turns_the_page_in_place(stage):
    await stock(stage)
    answer = await stage.member.slash(stage.talk, "news search", query="kingdom", since="year")
    first = said(answer)
    turned = await stage.member.click(answer.response, custom_id=custom_ids(answer)[2])
    assert turned.response.id == answer.response.id
    assert "2 / 3" in said(answer)
    assert said(answer) != first
    assert "“kingdom” · Last 12 months" in said(answer)
    await stage.member.click(answer.response, custom_id=custom_ids(answer)[0])
    assert said(answer) == first


async def test_another_ones_press_opens_a_private_copy(stage):
    await stock(stage)
    answer = await stage.member.slash(stage.talk, "news latest")
    before = said(answer)
    copy = await stage.other.click(answer.response, custom_id=custom_ids(answer)[2])
    assert copy.ephemeral
    assert "2 / 3" in said(copy)
    assert said(answer) == before
    again = await stage.other.click(copy.response, custom_id=custom_ids(copy)[2])
    assert again.response.id == copy.response.id
    assert "3 / 3" in said(again)


async def test_pages_turn_after_a_restart(stage):
    await stock(stage)
    answer = await stage.member.slash(stage.talk, "news latest")
    await stage.restart()
    await stage.member.click(answer.response, custom_id=custom_ids(answer)[2])
    assert "2 / 3" in said(answer)


async def test_a_page_whose_stories_are_gone_says_so(stage):
    await stock(stage)
    answer = await stage.member.slash(stage.talk, "news search", query="kingdom", since="day")
    forward = custom_ids(answer)[2]
    stage.pass_time(timedelta(days=2))
    await stage.member.click(answer.response, custom_id=forward)
    assert "Nothing found for “kingdom”" in said(answer)


@pytest.mark.parametrize("query", ['"quantum AND OR ( *', "\u200b\u202e", "' OR 1=1 --", "NEAR(", "좀비", "%|␣+"])
async def test_odd_queries_have_a_kind_private_answer(stage, query):
    answer = await stage.member.slash(stage.talk, "news search", query=query)
    assert answer.ephemeral
    assert said(answer)


async def test_names_and_outlets_narrow_it_down(stage):
    await stock(stage, "Squid Game returns with Lee Jung-jae", "Squid Game is dubbed", "Kingdom is dubbed")
    latest = said(await stage.member.slash(stage.talk, "news latest", title="Squid Game", person="Lee Jung-jae"))
    assert "“Squid Game” · “Lee Jung-jae”" in latest
    assert "is dubbed" not in latest
    assert "1 story" in latest
    found = said(await stage.member.slash(stage.talk, "news search", query="dubbed", title="Kingdom", source="Feed"))
    assert "1 story" in found
    nowhere = await stage.member.slash(stage.talk, "news search", query="dubbed", source="Nobody")
    assert nowhere.ephemeral


async def test_a_look_up_too_long_for_the_buttons_says_so(stage):
    await stock(stage, *[f"{'a b ' * 20} {n}" for n in range(6)])
    query = "%" * 60 + " a"
    answer = await stage.member.slash(stage.talk, "news search", query=query, title="|" * 60)
    assert answer.ephemeral
    with pytest.raises(UserError, match=r"query\.too_long"):
        turning("en", "news", (1, 2), 1, ["%" * 100])


async def test_outlets_are_offered_while_typing(stage):
    await stock(stage, "One")
    assert choices(await stage.member.autocomplete(stage.talk, "news search", "source", "fe")) == [("Feed", "Feed")]
    assert await stage.member.autocomplete(stage.talk, "news search", "source", "zzz") == []


async def test_the_button_under_a_post_opens_its_private_trace(stage):
    await stock(stage, "Kingdom returns")
    post = stage.news.last_message
    trace = await stage.member.click(post, custom_id=custom_ids(post)[0])
    assert trace.ephemeral
    text = said(trace)
    assert "Kingdom returns" in text
    assert f"<#{stage.news.id}> · **Feed**" in text
    assert f"https://discord.com/channels/{stage.guild.id}/{stage.news.id}/{post.id}" in text


async def test_the_trace_of_a_forum_post_leads_to_its_thread(stage):
    forum = stage.guild.create_forum_channel("stories")
    await stage.follow(forum)
    await stage.publish("Kingdom returns")
    trace = await stage.member.slash(stage.talk, "why", link=stage.room.site.url("/kingdom-returns"))
    (thread,) = await stage.bot.get_guild(stage.guild.id).active_threads()
    assert f"https://discord.com/channels/{stage.guild.id}/{thread.id}/{thread.id}" in said(trace)


async def test_why_says_what_became_of_an_article(stage):
    stage.room.publish("It was there before")
    await stock(stage, "Kingdom returns")
    link = stage.room.site.url("/it-was-there-before")
    answer = await stage.member.slash(stage.talk, "why", link=link)
    assert answer.ephemeral
    assert "Not posted: it was there before the feed was added" in said(answer)
    unknown = await stage.member.slash(stage.talk, "why", link="https://nobody.example/never")
    assert unknown.ephemeral
    assert "never seen that article" in said(unknown)
    nonsense = await stage.member.slash(stage.talk, "why", link="what?")
    assert "no web address" in said(nonsense)


async def test_look_ups_work_in_direct_messages(stage):
    await stock(stage, "Kingdom returns")
    answer = await stage.member.user.slash("news latest")
    assert "Kingdom returns" in said(answer)
    trace = await stage.member.user.slash("why", link=stage.room.site.url("/kingdom-returns"))
    assert "Ask in a server" in said(trace)


async def test_answers_are_in_the_language_of_the_member(stage, korean):
    await stock(stage, "킹덤 새 시즌")
    with korean():
        answer = await stage.member.slash(stage.talk, "news latest")
        nothing = await stage.member.slash(stage.talk, "news search", query="없는말")
    assert "최신 소식" in said(answer)
    assert "소식 1건" in said(answer)
    assert "맞는 소식이 없습니다" in said(nothing)


async def test_a_trace_is_in_the_language_of_the_member_throughout(stage, korean):
    def refuse(status, code):
        stage.env.inject_error("POST", "/channels/*/messages", status=status, code=code)

    await stage.follow(filter="kingdom -trailer")
    await stage.publish("Squid Game ends")
    await stage.publish("Kingdom trailer")
    refuse(400, 50035)
    await stage.publish("Kingdom refused")
    refuse(403, 50001)
    await stage.publish("Kingdom locked out")
    told = {
        "squid-game-ends": "필터에 걸렸습니다(찾는 말이 없음: kingdom)",
        "kingdom-trailer": "필터에 걸렸습니다(제외하기로 한 말이 있음: trailer)",
        "kingdom-refused": "Discord가 받지 않았습니다: 글의 내용이 거절됨",
        "kingdom-locked-out": "올라갈 예정입니다(‘메시지 보내기’ 권한이 없음)",
    }
    with korean():
        for slug, words in told.items():
            answer = await stage.member.slash(stage.talk, "why", link=stage.room.site.url(f"/{slug}"))
            assert words in said(answer)
            assert foreign(answer) <= {"Feed", "Discord", "kingdom", "trailer"}
