"""`/feed …`: what admins do with the feeds of their server, and what they are told."""

from types import SimpleNamespace

import discord
import pytest

from bot.errors import StoreError, UserError
from bot.store import meta
from cogs.feed_options import offered_feeds, server_of
from tests.harness import choices, custom_ids, foreign, said
from tests.newsroom import DAY

DEFERRED = discord.InteractionResponseType.deferred_channel_message.value
ALL = ("add", "list", "info", "preview", "pause", "resume", "remove", "filter", "import", "export")


async def only_feed(stage):
    (followed,) = await stage.bot.services.follows.list(stage.guild.id)
    return followed


async def test_members_do_not_see_the_commands(stage):
    seen = stage.member.available_commands(stage.talk)
    assert not [name for name in seen if name.startswith(("feed", "setup", "settings"))]
    offered = stage.admin.available_commands(stage.talk)
    assert {f"feed {name}" for name in ALL} <= set(offered)


async def test_adding_says_what_was_added_and_posts_nothing_old(stage):
    stage.room.publish("Long ago", "Longer ago")
    answer = await stage.follow()
    assert answer.ephemeral
    assert DEFERRED in [entry.json["type"] for entry in stage.env.http_requests if entry.path.endswith("/callback")]
    text = said(answer)
    assert f"<#{stage.news.id}> now follows **[Feed](https://example.com/)**" in text
    assert stage.room.site.url("/feed.xml") in text
    assert "2 stories are known already" in text
    await stage.tick()
    assert stage.news.history() == []


async def test_the_newest_is_posted_when_asked_for(stage):
    stage.room.publish("Older", "Newest")
    answer = await stage.follow(post_newest=True, filter="NOT trailer")
    assert "The newest one is on its way: [Newest]" in said(answer)
    assert "Filter: `NOT trailer`" in said(answer)
    await stage.tick()
    assert ["Newest" in said(post) for post in stage.news.history()] == [True]


async def test_a_site_leads_to_its_feed(stage):
    stage.room.publish("A story")
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    stage.room.site.put("/", page.encode(), "text/html; charset=utf-8")
    answer = await stage.admin.slash(stage.talk, "feed add", url=stage.room.site.url("/"), channel=stage.news)
    assert stage.room.site.url("/feed.xml") in said(answer)


@pytest.mark.parametrize(
    ("path", "says"),
    [("/nothing.xml", "nothing at that address"), ("/empty.xml", "empty page"), ("/refused.xml", "turned us away")],
)
async def test_what_cannot_be_had_is_named(stage, path, says):
    stage.room.site.answer("/empty.xml")
    stage.room.site.answer("/refused.xml", status=403)
    url = stage.room.site.url(path)
    answer = await stage.admin.slash(stage.talk, "feed add", url=url, channel=stage.news)
    assert answer.ephemeral
    assert says in said(answer)


async def test_mistakes_are_answered_kindly(stage):
    nonsense = await stage.admin.slash(stage.talk, "feed add", url="not an address", channel=stage.news)
    assert "no web address" in said(nonsense)
    await stage.follow()
    assert "followed in that channel already" in said(await stage.follow())
    broken = await stage.follow(path="/other.xml", filter='"never closed')
    assert "quotation mark at character" in said(broken)


@pytest.mark.parametrize(("lacking", "named"), [("send_messages", "Send Messages"), ("view_channel", "View Channel")])
async def test_a_missing_permission_is_named_before_anything_is_fetched(stage, lacking, named):
    closed = stage.guild.create_text_channel(
        "closed",
        overwrites={
            stage.guild.default_role: discord.PermissionOverwrite(**{lacking: False}),
            stage.admin.user: discord.PermissionOverwrite(view_channel=True),
        },
    )
    answer = await stage.follow(closed)
    assert answer.ephemeral
    assert f"**{named}" in said(answer)
    assert f"<#{closed.id}>" in said(answer)
    assert stage.room.site.requests == []
    again = await stage.follow()
    assert "now follows" in said(again)
    moved = await stage.admin.slash(stage.talk, "feed resume", feed="Feed", channel=closed)
    assert f"**{named}" in said(moved)


async def test_the_list_shows_how_each_feed_fares(stage):
    empty = await stage.admin.slash(stage.talk, "feed list")
    assert empty.ephemeral
    assert "follows no feeds yet" in said(empty)
    await stage.follow(filter="kingdom")
    await stage.publish("Kingdom returns")
    text = said(await stage.admin.slash(stage.talk, "feed list"))
    assert "1 feed" in text
    assert f"**[Feed](https://example.com/)** → <#{stage.news.id}>" in text
    assert "🟢 works" in text
    assert "Filter: `kingdom`" in text


async def test_a_long_list_has_pages_that_outlive_a_restart(stage):
    for n in range(9):
        await stage.follow(path=f"/feed{n}.xml")
    answer = await stage.admin.slash(stage.talk, "feed list")
    assert "9 feeds" in said(answer)
    assert "1 / 2" in said(answer)
    await stage.restart()
    await stage.admin.click(answer.response, custom_id=custom_ids(answer)[2])
    assert "2 / 2" in said(answer)
    assert said(answer).count(" → ") == 1


async def test_info_tells_health_stories_and_posts(stage):
    await stage.follow()
    await stage.publish("Kingdom returns")
    feed = str((await only_feed(stage)).subscription.id)
    text = said(await stage.admin.slash(stage.talk, "feed info", feed=feed))
    for words in ("🟢 works", "Kingdom returns", "posted <t:", "Followed by 1 channel", "Read <t:"):
        assert words in text
    stage.room.site.answer("/feed.xml", status=500)
    for _ in range(3):
        stage.pass_time(DAY)
        await stage.tick()
    text = said(await stage.admin.slash(stage.talk, "feed info", feed=feed))
    assert "🟠 the site has trouble with its server" in text


async def test_a_feed_can_be_named_by_its_outlet(stage):
    await stage.follow()
    assert "🟢 works" in said(await stage.admin.slash(stage.talk, "feed info", feed="feed"))
    assert "no such feed" in said(await stage.admin.slash(stage.talk, "feed info", feed="zzz"))
    assert "no such feed" in said(await stage.admin.slash(stage.talk, "feed info", feed="999"))
    await stage.follow(path="/feed2.xml")
    ambiguous = said(await stage.admin.slash(stage.talk, "feed info", feed="feed"))
    assert "several feeds" in ambiguous
    assert "Feed2" in ambiguous


async def test_follows_of_one_feed_are_told_apart_by_their_channels(stage):
    await stage.follow()
    await stage.follow(stage.talk)
    offered = choices(await stage.admin.autocomplete(stage.talk, "feed info", "feed", "fee"))
    assert {label.split()[0] for label, _ in offered} == {"#news", "#talk"}
    assert "#talk" in said(await stage.admin.slash(stage.talk, "feed info", feed="feed"))
    stage.bot.get_guild(stage.guild.id)._channels.pop(stage.talk.id)
    offered = choices(await stage.admin.autocomplete(stage.news, "feed info", "feed", "fee"))
    assert f"#{stage.talk.id}" in {label.split()[0] for label, _ in offered}


async def test_resume_without_a_channel_stays_where_it_was(stage):
    await stage.follow()
    await stage.admin.slash(stage.talk, "feed pause", feed="Feed")
    assert f"<#{stage.news.id}> again" in said(await stage.admin.slash(stage.talk, "feed resume", feed="Feed"))


async def test_outside_of_servers_nothing_is_offered_or_done():
    alone = SimpleNamespace(guild_id=None)
    assert await offered_feeds(alone, "x") == []
    with pytest.raises(UserError, match="server_only"):
        server_of(alone)


async def test_pause_rests_a_feed_and_resume_moves_it(stage):
    await stage.follow()
    paused = await stage.admin.slash(stage.talk, "feed pause", feed="Feed")
    assert paused.ephemeral
    assert "rests" in said(paused)
    assert "⏸️ paused" in said(await stage.admin.slash(stage.talk, "feed list"))
    await stage.publish("Unheard")
    forum = stage.guild.create_forum_channel("stories")
    resumed = await stage.admin.slash(stage.talk, "feed resume", feed="Feed", channel=forum)
    assert f"posts in <#{forum.id}> again" in said(resumed)
    assert stage.news.history() == []
    removed = await stage.admin.slash(stage.talk, "feed remove", feed="Feed")
    assert "no longer followed" in said(removed)
    assert "follows no feeds yet" in said(await stage.admin.slash(stage.talk, "feed list"))


async def test_preview_shows_exactly_the_post(stage):
    stage.room.publish(stage.room.item("Kingdom returns", summary="It does.", image="https://pics.example/a.jpg"))
    url = stage.room.site.url("/feed.xml")
    answer = await stage.admin.slash(stage.talk, "feed preview", feed=url)
    assert answer.ephemeral
    assert "how it would be posted" in said(answer)
    await stage.follow(post_newest=True)
    await stage.tick()
    shown, posted = answer.response.components[1], stage.news.last_message.components[0].to_dict()
    assert [part["type"] for part in shown["components"]] == [part["type"] for part in posted["components"]]
    assert shown["components"][0]["content"] == posted["components"][0]["content"]
    assert shown["components"][1]["items"][0]["media"]["url"] == "https://pics.example/a.jpg"
    own = await stage.admin.slash(stage.talk, "feed preview", feed="Feed")
    assert "Kingdom returns" in said(own)
    stage.room.publish(path="/none.xml")
    nothing = await stage.admin.slash(stage.talk, "feed preview", feed=stage.room.site.url("/none.xml"))
    assert "no stories at the moment" in said(nothing)


async def test_a_filter_is_tried_on_stored_stories_before_it_bites(stage):
    stage.room.publish("Kingdom returns", "Kingdom trailer", "Squid Game ends")
    await stage.follow()
    words = "kingdom -trailer"
    tried = said(await stage.admin.slash(stage.talk, "feed filter", feed="Feed", words=words, action="try"))
    assert "filter tried" in tried
    assert "1 of the 3 newest stories" in tried
    assert tried.index("Would have been posted") < tried.index("Kingdom returns") < tried.index("left out")
    assert (await only_feed(stage)).subscription.filter == ""
    kept = said(await stage.admin.slash(stage.talk, "feed filter", feed="Feed", words=words))
    assert "filter in force" in kept
    assert (await only_feed(stage)).subscription.filter == words
    now = said(await stage.admin.slash(stage.talk, "feed filter", feed="Feed"))
    assert f"Filter: `{words}`" in now
    cleared = said(await stage.admin.slash(stage.talk, "feed filter", feed="Feed", action="clear"))
    assert "everything passes" in cleared
    assert (await only_feed(stage)).subscription.filter == ""
    broken = await stage.admin.slash(stage.talk, "feed filter", feed="Feed", words="(a")
    assert "parenthesis" in said(broken)


async def test_info_list_and_dry_run_are_in_the_language_of_the_admin_throughout(stage, korean):
    await stage.follow(filter="kingdom -trailer")
    stage.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    await stage.publish("Kingdom returns", "Squid Game ends")
    stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50001)
    await stage.publish("Kingdom goes on")
    with korean():
        info = await stage.admin.slash(stage.talk, "feed info", feed="Feed")
        rows = await stage.admin.slash(stage.talk, "feed list")
        tried = await stage.admin.slash(stage.talk, "feed filter", feed="Feed", words="kingdom -goes", action="try")
        stage.room.site.answer("/feed.xml", status=500)
        for _ in range(3):
            stage.pass_time(DAY)
            await stage.tick()
        trouble = await stage.admin.slash(stage.talk, "feed info", feed="Feed")
    assert "⛔ 채널에 글을 올릴 수 없음: ‘메시지 보내기’ 권한이 없음" in said(rows)
    for words in ("⛔", "Discord가 받지 않음 · 글의 내용이 거절됨", "올릴 예정 · ‘메시지 보내기’ 권한이 없음"):
        assert words in said(info)
    assert "제목에 있음: kingdom" in said(tried)
    assert "제외하기로 한 말이 있음: goes" in said(tried)
    assert "찾는 말이 없음: kingdom" in said(tried)
    for answer in (info, rows, tried, trouble):
        assert foreign(answer) <= {"Feed", "Discord", "kingdom", "goes"}


async def test_lists_travel_out_and_in_as_opml(stage):
    nothing = await stage.admin.slash(stage.talk, "feed export")
    assert "follows no feeds yet" in said(nothing)
    await stage.follow()
    await stage.follow(path="/feed2.xml")
    out = await stage.admin.slash(stage.talk, "feed export")
    assert out.ephemeral
    assert "2 feeds" in said(out)
    (attached,) = out.response.attachments
    body = await attached.read()
    assert stage.room.site.url("/feed2.xml").encode() in body
    body = body.replace(b"</body>", f'<outline xmlUrl="{stage.room.site.url("/no.xml")}" text="No"/></body>'.encode())
    back = await stage.admin.slash(stage.talk, "feed import", file=("feeds.opml", body), channel=stage.talk)
    text = said(back)
    assert f"<#{stage.talk.id}> now follows 2 more feeds" in text
    assert "1 could not be followed" in text
    assert "nothing at that address" in text
    again = said(await stage.admin.slash(stage.talk, "feed import", file=("f.opml", body), channel=stage.talk))
    assert "2 were followed there already" in again


@pytest.mark.parametrize(
    ("body", "says"), [(b"no list", "no OPML list"), (b"<opml/>", "holds no feeds"), (b"x" * 2_000_000, "too large")]
)
async def test_files_that_are_no_lists_are_refused(stage, body, says):
    answer = await stage.admin.slash(stage.talk, "feed import", file=("f.opml", body), channel=stage.news)
    assert answer.ephemeral
    assert says in said(answer)


async def test_feeds_and_suggestions_are_offered_while_typing(stage):
    await stage.follow()
    key = str((await only_feed(stage)).subscription.id)
    for name in ("info", "preview", "pause", "resume", "remove", "filter"):
        (offered,) = choices(await stage.admin.autocomplete(stage.talk, f"feed {name}", "feed", "fee"))
        assert offered[1] == key
    suggested = choices(await stage.admin.autocomplete(stage.talk, "feed add", "url", ""))
    assert suggested
    assert all(url.startswith("http") for _, url in suggested)
    outlet = suggested[0][0].partition(" · ")[0]
    assert choices(await stage.admin.autocomplete(stage.talk, "feed add", "url", outlet.upper()))
    assert await stage.admin.autocomplete(stage.talk, "feed add", "url", "no such outlet") == []


async def test_typing_never_fails_even_when_the_database_does(stage, monkeypatch):
    async def fail(*_):
        raise StoreError("locked")

    monkeypatch.setattr(type(stage.bot.services.follows), "choices", fail)
    monkeypatch.setattr(type(stage.bot.services.news), "outlets", fail)
    assert await stage.admin.autocomplete(stage.talk, "feed info", "feed", "x") == []
    assert await stage.admin.autocomplete(stage.talk, "news search", "source", "x") == []


async def test_commands_are_registered_once_and_again_only_when_they_change(stage):
    before = len(stage.env.http_requests)
    await stage.restart()
    sent = [str(entry) for entry in stage.env.http_requests[before:]]
    assert not [entry for entry in sent if "PUT" in entry and "commands" in entry]
    async with stage.room.db.read() as conn:
        assert await meta.get(conn, f"commands:{stage.bot.application_id}")
