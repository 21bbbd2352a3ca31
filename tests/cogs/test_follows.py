"""`/follow` and the button that makes a channel follow a title or a person, as people see and use them."""

import discord

from bot.errors import StoreError
from tests.cogs.test_titles import ask, learn, press
from tests.harness import choices, custom_ids, foreign, said
from tests.sayings import HARBOR, says, told


async def about_harbor(stage):
    await learn(stage, Glass_Harbor_2_sets_its_date=HARBOR)


async def follow(stage, kind="title", *, who=None, **given):
    return await (who or stage.admin).slash(stage.talk, f"follow {kind}", **{"name": "Glass Harbor", **given})


async def test_a_channel_follows_a_title_and_gets_its_stories(stage):
    await about_harbor(stage)
    ((_, picked),) = choices(await stage.admin.autocomplete(stage.talk, "follow title", "name", "glass"))
    role = stage.guild.create_role("harbor")
    answer = await follow(stage, name=picked, channel=stage.talk, role=role)
    assert answer.ephemeral
    assert f"<#{stage.talk.id}> now follows **Glass Harbor**" in said(answer)
    assert f"pings <@&{role.id}>" in said(answer)
    stage.room.reader.sayings["A third season"] = says(told("production_status", "renewed", season=3))
    await stage.publish("A third season")
    post = stage.talk.last_message
    assert "A third season" in said(post)
    assert f"<@&{role.id}>" in said(post)
    trace = await stage.member.click(post, label="Why this post?")
    assert "Posted" in said(trace)


async def test_why_names_what_is_followed_while_the_post_waits(stage):
    await about_harbor(stage)
    await follow(stage)
    await stage.admin.slash(stage.talk, "settings", mode="digest")
    stage.room.reader.sayings["A third season"] = says(told("production_status", "renewed", season=3))
    await stage.publish("A third season")
    trace = said(await stage.member.slash(stage.talk, "why", link=stage.room.site.url("/a-third-season")))
    assert "this channel follows Glass Harbor" in trace


async def test_the_channel_of_the_command_is_the_default_and_people_are_followed_too(stage):
    await about_harbor(stage)
    answer = await follow(stage, "person", name="Seo Min-ah")
    assert f"<#{stage.talk.id}> now follows **Seo Min-ah**: new stories" in said(answer)
    again = said(await follow(stage, "person", name="seo min ah"))
    assert f"<#{stage.talk.id}> follows **Seo Min-ah** already" in again
    ((_, value),) = choices(await stage.admin.autocomplete(stage.talk, "follow person", "name", "seo"))
    assert value.startswith("#")


async def test_several_of_a_name_are_asked_for_and_the_choice_keeps_channel_and_role(stage):
    remake = says(told("publication_date", "2020-10-21", of="Rebecca (2020)"))
    await learn(stage, One=says(told("publication_date", "1940-04-12", of="Rebecca (1940)")), Two=remake)
    role = stage.guild.create_role("films")
    question = await follow(stage, name="rebecca", channel=stage.news, role=role)
    assert "Which of these do you mean?" in said(question)
    await stage.restart()
    answer = await stage.admin.click(question.response, label="Rebecca (2020)")
    assert f"<#{stage.news.id}> now follows **Rebecca" in said(answer)
    assert f"<@&{role.id}>" in said(answer)


async def test_follows_are_listed_and_removed(stage):
    assert "No channel of this server follows a title or person yet" in said(
        await stage.admin.slash(stage.talk, "follow list")
    )
    await about_harbor(stage)
    await follow(stage, channel=stage.news)
    await follow(stage, "person", name="Seo Min-ah")
    listed = await stage.admin.slash(stage.talk, "follow list")
    assert listed.ephemeral
    assert "2 follows" in said(listed)
    assert f"**Glass Harbor** → <#{stage.news.id}>\n-# stories, release day and moved dates" in said(listed)
    offered = choices(await stage.admin.autocomplete(stage.talk, "follow remove", "follow", ""))
    assert [label for label, _ in offered] == ["Glass Harbor → #news", "Seo Min-ah → #talk"]
    gone = said(await stage.admin.slash(stage.talk, "follow remove", follow=offered[0][1]))
    assert f"<#{stage.news.id}> no longer follows **Glass Harbor**" in gone
    assert "no longer follows **Seo Min-ah**" in said(
        await stage.admin.slash(stage.talk, "follow remove", follow="seo")
    )


async def test_what_cannot_be_removed_is_told(stage):
    await about_harbor(stage)
    for channel in (stage.news, stage.talk):
        await follow(stage, channel=channel)
    several = said(await stage.admin.slash(stage.talk, "follow remove", follow="glass"))
    assert "Several match: Glass Harbor → #news, Glass Harbor → #talk." in several
    for typed in ("nothing of that name", "999"):
        answer = await stage.admin.slash(stage.talk, "follow remove", follow=typed)
        assert answer.ephemeral
        assert "That is not followed here" in said(answer)


async def test_a_long_list_turns_pages(stage):
    await learn(stage, Many=says(*[told("genre", "noir", of=f"Drama {chr(97 + n)}{chr(98 + n)}c") for n in range(12)]))
    for key in range(1, 13):
        await follow(stage, name=f"#{key}")
    listed = await stage.admin.slash(stage.talk, "follow list")
    assert said(listed).count("→ <#") == 10
    turned = await stage.admin.click(listed.response, label="→")
    assert said(listed).count("→ <#") == 2
    assert turned.response.id == listed.response.id


async def test_unknown_names_closed_channels_and_everyone_are_refused(stage):
    await about_harbor(stage)
    assert "I know no series or film" in said(await follow(stage, name="nothing"))
    silent = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    closed = stage.guild.create_text_channel("closed", overwrites=silent)
    assert "I cannot post in" in said(await follow(stage, channel=closed))
    everyone = stage.guild.default_role
    assert "never ping everyone" in said(await follow(stage, role=everyone))


async def test_a_busy_database_offers_nothing(stage, monkeypatch):
    async def busy(*_args, **_more):
        raise StoreError("locked")

    monkeypatch.setattr(type(stage.room.services.title_follows), "choices", busy)
    assert await stage.admin.autocomplete(stage.talk, "follow remove", "follow", "g") == []


# ------------------------------------------------------------------ the button


async def test_cards_let_managers_follow_where_they_stand(stage):
    await about_harbor(stage)
    card = await ask(stage, "title", name="Glass Harbor")
    await stage.restart()
    answer = await press(stage, card, "Follow here", who=stage.admin)
    assert answer.ephemeral
    assert f"<#{stage.talk.id}> now follows **Glass Harbor**" in said(answer)
    person = await ask(stage, "person", name="Seo Min-ah")
    assert f"<#{stage.talk.id}> now follows **Seo Min-ah**" in said(
        await press(stage, person, "Follow here", who=stage.admin)
    )
    assert len(await stage.room.services.title_follows.list(stage.guild.id)) == 2


async def test_members_are_shown_what_they_can_have_instead(stage):
    await about_harbor(stage)
    refusal = await press(stage, await ask(stage, "title", name="Glass Harbor"), "Follow here")
    assert refusal.ephemeral
    assert "`/remind me` tells you alone" in said(refusal)
    assert await stage.room.services.title_follows.list(stage.guild.id) == ()


async def test_where_the_bot_is_no_member_nothing_can_be_followed(stage, monkeypatch):
    await about_harbor(stage)
    card = await ask(stage, "title", name="Glass Harbor")
    monkeypatch.setattr(type(stage.bot), "get_guild", lambda *_: None)
    assert "I am not a member of this server" in said(await press(stage, card, "Follow here", who=stage.admin))


async def test_a_channel_that_takes_no_posts_cannot_follow(stage):
    await about_harbor(stage)
    voice = stage.guild.create_voice_channel("voice")
    answer = await stage.admin.slash(voice, "follow title", name="Glass Harbor")
    assert "Posts cannot go there" in said(answer)


async def test_direct_messages_have_no_button(stage):
    await about_harbor(stage)
    card = await stage.member.user.slash("title", name="Glass Harbor")
    assert not [one for one in custom_ids(card) if one.startswith("follow:")]


async def test_korean_admins_read_korean(stage, korean):
    await about_harbor(stage)
    with korean():
        made = await follow(stage, name="유리 항구")
        listed = await stage.admin.slash(stage.talk, "follow list")
        unknown = await stage.admin.slash(stage.talk, "follow remove", follow="없음")
    assert "팔로우를 시작합니다" in said(made)
    assert foreign(made) | foreign(listed) <= {"Glass", "Harbor"}
    assert foreign(unknown) == set()
