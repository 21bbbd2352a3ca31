"""Reports, and what moderators and the operator make of them."""

import pytest

from bot.domain.facts import NameKind
from bot.errors import UserError
from tests.newsroom import CHANNEL, FEED, GUILD, OTHER_CHANNEL
from tests.sayings import HARBOR, says, told

MEMBER, FRIEND, MODERATOR, OPERATOR = 51, 52, 31, 1
OTHER_GUILD = 12
PRIVATE = "/feed.xml?token=secret"


@pytest.fixture
async def harbor(room):
    """Two servers whose channels were told of Glass Harbor."""
    await room.follow(channel=CHANNEL)
    await room.follow(channel=OTHER_CHANNEL, guild=OTHER_GUILD)
    room.reader.sayings["Harbor returns"] = HARBOR
    room.publish("Harbor returns")
    await room.round()
    return room


async def shown(room, guild_id=GUILD):
    """Return what a server is shown of Glass Harbor: fact ids by what they say."""
    hit = await room.services.titles.resolve(NameKind.TITLE, "Glass Harbor", guild_id)
    view = await room.services.titles.title(hit.id, guild_id)
    return {belief.object: belief.sources[0].id for belief in view.beliefs}


async def queue(room, guild_id=GUILD):
    return [(one.fact.fact.object, one.reporters) for one in await room.services.moderation.queue(guild_id)]


async def test_a_report_waits_in_its_servers_queue(harbor):
    moderation, date = harbor.services.moderation, (await shown(harbor))["2025-05-09"]
    assert await moderation.report(date, GUILD, MEMBER)
    assert not await moderation.report(date, GUILD, MEMBER), "once is enough"
    assert await moderation.report(date, GUILD, FRIEND)
    assert (await queue(harbor), await queue(harbor, OTHER_GUILD)) == ([("2025-05-09", 2)], [])
    [case] = await moderation.queue(GUILD)
    assert (case.title, case.guild_ids, case.at, case.upheld) == ("Glass Harbor", (GUILD,), harbor.clock.now, 0)
    assert case.claim == await moderation.claim(date, GUILD)


async def test_a_fact_that_is_not_there_cannot_be_reported(harbor):
    for fact_id, guild_id in ((999, GUILD), (999, None)):
        with pytest.raises(UserError, match=r"fact\.unknown"):
            await harbor.services.moderation.report(fact_id, guild_id, MEMBER)
        with pytest.raises(UserError, match=r"fact\.unknown"):
            await harbor.services.moderation.claim(fact_id, guild_id)


async def test_an_upheld_report_hides_the_claim_here_and_reaches_the_operator(harbor):
    moderation, date = harbor.services.moderation, (await shown(harbor))["2025-05-09"]
    await moderation.report(date, GUILD, MEMBER)
    claim = await moderation.claim(date, GUILD)
    await moderation.uphold(claim, GUILD, MODERATOR)
    assert await moderation.queue(GUILD) == ()
    assert "2025-05-09" not in await shown(harbor)
    assert "2025-05-09" in await shown(harbor, OTHER_GUILD)
    [case] = await moderation.queue(None)
    assert (case.claim, case.upheld, case.reporters) == (claim, 1, 0)
    assert await harbor.services.deliver.run_edits() > 0
    edited = {post.guild_id: [fact.fact.object for fact in post.body.facts] for _, post in harbor.publisher.edits}
    assert "2025-05-09" not in edited[GUILD]
    assert "2025-05-09" in edited[OTHER_GUILD]

    await moderation.reject_everywhere(claim, OPERATOR)
    assert await moderation.queue(None) == ()
    assert "2025-05-09" not in await shown(harbor, OTHER_GUILD)
    assert await moderation.restore(claim, OPERATOR)
    assert "2025-05-09" in await shown(harbor, OTHER_GUILD)
    assert "2025-05-09" not in await shown(harbor), "the server's own word holds"
    assert await moderation.restore(claim, MODERATOR, GUILD)
    assert "2025-05-09" in await shown(harbor)
    assert not await moderation.restore(claim, MODERATOR, GUILD)


async def edited(room):
    """Have edits made; gives what each server's posts tell now."""
    room.publisher.edits.clear()
    await room.services.deliver.run_edits()
    return {post.guild_id: [fact.fact.object for fact in post.body.facts] for _, post in room.publisher.edits}


async def test_the_operators_word_edits_posts_of_private_feeds_too(room):
    await room.follow(PRIVATE)
    room.reader.sayings["Harbor returns"] = HARBOR
    room.publish("Harbor returns", path=PRIVATE)
    await room.round()
    moderation, date = room.services.moderation, (await shown(room))["2025-05-09"]
    claim = await moderation.claim(date, GUILD)
    await moderation.reject_everywhere(claim, OPERATOR)
    assert "2025-05-09" not in (await edited(room))[GUILD]
    await moderation.restore(claim, OPERATOR)
    assert "2025-05-09" in (await edited(room))[GUILD]
    await moderation.dismiss(claim, None, OPERATOR)
    assert "2025-05-09" in (await edited(room))[GUILD]


async def test_posts_of_other_articles_of_the_story_are_edited(room):
    """A post tells the facts of its story, whichever of its articles states them."""
    await room.follow()
    await room.follow("/other.xml", channel=OTHER_CHANNEL, guild=OTHER_GUILD)
    headline = "Glass Harbor sets a May premiere date for Hangang Bridge finale"
    room.reader.sayings[headline] = HARBOR
    for one, path in ((headline, FEED), (f"{headline}, finally", "/other.xml")):
        room.publish(one, path=path)
        await room.round()
    told = {post.guild_id: {one.fact.object for one in post.body.facts} for post, _ in room.publisher.messages.values()}
    assert "2025-05-09" in told[GUILD] & told[OTHER_GUILD]
    moderation, date = room.services.moderation, (await shown(room))["2025-05-09"]
    await moderation.reject_everywhere(await moderation.claim(date, None), OPERATOR)
    found = await edited(room)
    assert found[OTHER_GUILD] == found[GUILD] != []
    assert "2025-05-09" not in found[OTHER_GUILD]


async def test_reports_of_several_servers_are_one_case_for_the_operator(harbor):
    moderation, date = harbor.services.moderation, (await shown(harbor))["2025-05-09"]
    await moderation.report(date, GUILD, MEMBER)
    await moderation.report(date, OTHER_GUILD, FRIEND)
    [case] = await moderation.queue(None)
    assert (case.reporters, set(case.guild_ids)) == (2, {GUILD, OTHER_GUILD})
    await moderation.uphold(case.claim, GUILD, MODERATOR)
    [case] = await moderation.queue(None)
    assert (case.reporters, case.guild_ids, case.upheld) == (1, (OTHER_GUILD,), 1)
    await moderation.dismiss(case.claim, None, OPERATOR)
    assert await moderation.queue(None) == ()
    assert "2025-05-09" in await shown(harbor), "the operator's word goes before the server's"


async def test_a_dismissed_report_is_closed_and_the_claim_shown_again(harbor):
    moderation, date = harbor.services.moderation, (await shown(harbor))["2025-05-09"]
    await moderation.report(date, GUILD, MEMBER)
    claim = await moderation.claim(date, GUILD)
    await moderation.dismiss(claim, GUILD, MODERATOR)
    assert await moderation.queue(GUILD) == ()
    assert "2025-05-09" in await shown(harbor)
    await moderation.uphold(claim, GUILD, MODERATOR)
    await moderation.dismiss(claim, GUILD, MODERATOR)
    assert "2025-05-09" in await shown(harbor)


async def test_a_case_outlives_the_fact(harbor):
    moderation, date = harbor.services.moderation, (await shown(harbor))["2025-05-09"]
    await moderation.report(date, GUILD, MEMBER)
    harbor.reader.sayings["Harbor returns"] = says(told("genre", "noir"))
    assert [one async for one in harbor.services.reading.reread(every=True)]
    [case] = await moderation.queue(GUILD)
    assert (case.fact, case.claim.value) == (None, "2025-05-09")
