"""Verdicts and reports: on claims, for a server or for all, and carried along by merges and further readings."""

import pytest

from bot.domain.claims import claim_of
from bot.domain.facts import Verdict
from bot.domain.moderation import ReportOutcome
from bot.store import articles, facts, merges, verdicts
from tests.store.knowing import PERSON, TITLE, VERSION, make_person, make_title, said, tell
from tests.store.making import ADMIN, DAY, GUILD, NOW, follow, make_feed, poll, sighting

OTHER = GUILD + 1
WRONG, RIGHT = Verdict.WRONG, Verdict.RIGHT


@pytest.fixture
async def conn(database):
    async with database.write() as connection:
        yield connection


@pytest.fixture
async def fact(conn):
    """A fact: who is in Squid Game."""
    title_id, person_id = await make_title(conn), await make_person(conn)
    await tell(conn, said(title_id, "cast_member", "Lee Jung-jae", person=person_id, season=2))
    [stored] = await facts.of_title(conn, title_id, None)
    return stored


async def decide(conn, claim, verdict, guild_id, now=NOW):
    await verdicts.decide(conn, claim, verdict, guild_id, by=ADMIN, now=now)


async def held(conn, fact, guild_id):
    return (await verdicts.of_title(conn, fact.title_id, guild_id)).get(claim_of(fact))


async def test_a_verdict_holds_in_its_server_and_the_operators_everywhere(conn, fact):
    claim = claim_of(fact)
    await decide(conn, claim, WRONG, GUILD)
    assert [await held(conn, fact, of) for of in (GUILD, OTHER, None)] == [WRONG, None, None]
    await decide(conn, claim, RIGHT, None)
    assert [await held(conn, fact, of) for of in (GUILD, OTHER, None)] == [RIGHT, RIGHT, RIGHT]
    assert await verdicts.withdraw(conn, claim, None)
    assert not await verdicts.withdraw(conn, claim, None)
    assert [await held(conn, fact, of) for of in (GUILD, OTHER, None)] == [WRONG, None, None]


async def test_a_later_verdict_takes_the_place_of_the_earlier(conn, fact):
    claim = claim_of(fact)
    await decide(conn, claim, RIGHT, GUILD)
    await decide(conn, claim, WRONG, GUILD)
    assert await held(conn, fact, GUILD) is WRONG
    assert await verdicts.withdraw(conn, claim, GUILD)
    assert await held(conn, fact, GUILD) is None


async def test_a_verdict_stays_when_the_article_is_read_again_or_says_something_else(conn, fact):
    await decide(conn, claim_of(fact), WRONG, None)
    new = said(fact.title_id, "cast_member", "Lee Jung-jae", person=fact.person_id, season=2, start=70)
    for told in ([], [new]):
        await facts.replace(conn, fact.source.article_id, told, VERSION + 1, NOW)
        assert await held(conn, fact, None) is WRONG


async def test_a_verdict_goes_with_title_and_person_when_they_are_merged_and_back(conn, fact):
    title_id, person_id = await make_title(conn, "Ojingeo Game"), await make_person(conn, "이정재")
    await decide(conn, claim_of(fact), WRONG, None)
    changes = [
        await merges.merge(conn, TITLE, fact.title_id, title_id, by=ADMIN, now=NOW),
        await merges.merge(conn, PERSON, fact.person_id, person_id, by=ADMIN, now=NOW),
    ]
    [today] = await facts.of_title(conn, title_id, None)
    assert claim_of(today) != claim_of(fact)
    assert await held(conn, today, None) is WRONG
    await decide(conn, claim_of(today), RIGHT, None, NOW + DAY)
    assert await verdicts.of_title(conn, fact.title_id, None) == {claim_of(today): RIGHT}
    assert await verdicts.withdraw(conn, claim_of(fact), None)  # a button of before the merge
    await decide(conn, claim_of(fact), WRONG, None)
    for change in changes:
        await merges.undo(conn, change, NOW)
    assert await verdicts.of_title(conn, fact.title_id, None) == {}  # it was on the claim of both
    assert list(await verdicts.of_title(conn, title_id, None)) == [claim_of(today)]


async def test_of_verdicts_that_a_merge_made_one_the_newest_holds(conn, fact):
    other = await make_title(conn, "Ojingeo Game")
    await tell(conn, said(other, "cast_member", "Lee Jung-jae", person=fact.person_id, season=2))
    [theirs] = await facts.of_title(conn, other, None)
    await decide(conn, claim_of(theirs), RIGHT, None, NOW + DAY)
    await decide(conn, claim_of(fact), WRONG, None, NOW)
    await merges.merge(conn, TITLE, other, fact.title_id, by=ADMIN, now=NOW)
    assert await verdicts.of_title(conn, other, None) == {claim_of(fact): RIGHT}
    assert await verdicts.withdraw(conn, claim_of(fact), None)
    assert await verdicts.of_title(conn, other, None) == {}


# ------------------------------------------------------------------ reports


async def test_a_claim_is_reported_once_by_a_person_in_a_server(conn, fact):
    async def report(guild_id, user_id):
        return await verdicts.report(conn, fact, guild_id, user_id, NOW)

    assert [await report(GUILD, 1), await report(GUILD, 1), await report(GUILD, 2)] == [True, False, True]
    assert [await report(OTHER, 1), await report(None, 1), await report(None, 1)] == [True, True, False]
    [case] = await verdicts.open_reports(conn, GUILD, 5)
    assert (case.claim, case.title, case.fact, case.guild_id) == (claim_of(fact), "Squid Game", fact, GUILD)
    assert (case.reporters, case.at) == (2, NOW)
    assert [(one.guild_id, one.reporters) for one in await verdicts.open_reports(conn, None, 5)] == [
        (GUILD, 2),
        (OTHER, 1),
        (None, 1),
    ]
    assert len(await verdicts.open_reports(conn, None, 2)) == 2


async def test_reports_are_closed_for_a_server_or_for_all(conn, fact):
    claim = claim_of(fact)
    for guild_id, user_id in ((GUILD, 1), (GUILD, 2), (OTHER, 3), (None, 4)):
        await verdicts.report(conn, fact, guild_id, user_id, NOW)
    assert (await verdicts.counts(conn)).open_reports == 4
    assert await verdicts.close_reports(conn, claim, GUILD, ReportOutcome.DISMISSED, NOW) == 2
    assert await verdicts.close_reports(conn, claim, GUILD, ReportOutcome.DISMISSED, NOW) == 0
    assert await verdicts.open_reports(conn, GUILD, 5) == []
    assert await verdicts.close_reports(conn, claim, None, ReportOutcome.UPHELD, NOW) == 2
    assert await verdicts.open_reports(conn, None, 5) == []
    assert not await verdicts.report(conn, fact, GUILD, 1, NOW)


async def test_the_longest_waiting_comes_first_and_another_claim_is_another_case(conn, fact):
    await tell(conn, said(fact.title_id, "genre", "comedy"), headline="Another")
    other = (await facts.of_title(conn, fact.title_id, None))[-1]
    await verdicts.report(conn, fact, GUILD, 1, NOW + DAY)
    await verdicts.report(conn, other, GUILD, 1, NOW)
    assert [one.fact for one in await verdicts.open_reports(conn, GUILD, 5)] == [other, fact]
    await verdicts.close_reports(conn, claim_of(other), GUILD, ReportOutcome.UPHELD, NOW)
    assert [one.fact for one in await verdicts.open_reports(conn, GUILD, 5)] == [fact]


async def test_a_report_outlives_its_fact_and_shows_another_that_states_the_claim(conn, fact):
    await verdicts.report(conn, fact, GUILD, 1, NOW)
    await facts.replace(conn, fact.source.article_id, [], VERSION, NOW)
    [case] = await verdicts.open_reports(conn, GUILD, 5)
    assert (case.claim, case.fact) == (claim_of(fact), None)
    again = said(fact.title_id, "cast_member", "Lee Jung Jae", person=fact.person_id, season=2)
    await tell(conn, again, headline="Another")
    [case] = await verdicts.open_reports(conn, GUILD, 5)
    assert case.fact.fact.object == "Lee Jung Jae"


async def test_what_a_server_may_not_see_is_not_shown_in_its_queue(conn):
    feed = await make_feed(conn, private=True)
    subscription = await follow(conn, feed)
    await poll(conn, feed, sighting("Secret"))
    [secret] = await articles.of_feed(conn, feed.id, 1)
    title_id = await make_title(conn)
    await facts.replace(conn, secret.id, [said(title_id, "genre", "comedy")], VERSION, NOW)
    [fact] = await facts.of_title(conn, title_id, subscription.guild_id)
    await verdicts.report(conn, fact, GUILD, 1, NOW)
    await verdicts.report(conn, fact, OTHER, 1, NOW)
    assert [one.fact for one in await verdicts.open_reports(conn, None, 5)] == [fact, None]


async def test_reports_follow_merges(conn, fact):
    title_id, person_id = await make_title(conn, "Ojingeo Game"), await make_person(conn, "이정재")
    await verdicts.report(conn, fact, GUILD, 1, NOW)
    await merges.merge(conn, TITLE, fact.title_id, title_id, by=ADMIN, now=NOW)
    await merges.merge(conn, PERSON, fact.person_id, person_id, by=ADMIN, now=NOW)
    [today] = await facts.of_title(conn, title_id, None)
    [case] = await verdicts.open_reports(conn, GUILD, 5)
    assert (case.claim, case.title, case.fact) == (claim_of(today), "Ojingeo Game", today)
    assert not await verdicts.report(conn, today, GUILD, 1, NOW)
    assert await verdicts.close_reports(conn, claim_of(fact), GUILD, ReportOutcome.UPHELD, NOW) == 1


async def test_what_servers_hold_wrong_waits_for_the_operator(conn, fact):
    claim = claim_of(fact)
    assert await verdicts.upheld(conn, 5) == []
    await decide(conn, claim, WRONG, GUILD, NOW)
    await decide(conn, claim, WRONG, OTHER, NOW + DAY)
    [case] = await verdicts.upheld(conn, 5)
    assert (case.claim, case.title, case.fact) == (claim, "Squid Game", fact)
    assert (case.guild_id, case.reporters, case.at) == (OTHER, 2, NOW)
    await decide(conn, claim, RIGHT, None)
    assert await verdicts.upheld(conn, 5) == []
    counts = await verdicts.counts(conn)
    assert (counts.wrong, counts.right) == (0, 1)


async def test_a_claim_of_someone_who_is_not_there_is_compared_as_it_stands(conn, fact):
    told = said(fact.title_id, "production_company", "p99")
    await tell(conn, told, headline="Another")
    company = (await facts.of_title(conn, fact.title_id, None))[-1]
    await decide(conn, claim_of(company), WRONG, None)
    assert await held(conn, company, None) is WRONG


async def test_what_the_operator_holds_is_told_for_all_titles_at_once(conn, fact):
    claim = claim_of(fact)
    await decide(conn, claim, WRONG, GUILD)
    assert await verdicts.everywhere(conn) == {}
    await decide(conn, claim, RIGHT, None)
    assert await verdicts.everywhere(conn) == {claim: RIGHT}
