"""What the operator decides about who is who, and taking it back."""

import pytest

from bot.domain.facts import NameKind
from bot.domain.models import Entry
from bot.domain.moderation import ChangeKind
from bot.errors import UserError
from bot.services.learning import learn
from bot.store import articles
from tests.newsroom import START
from tests.sayings import says, told


@pytest.fixture
async def shows(room):
    """Two titles, of which one has two articles; two people whose names are alike."""
    for number, said in enumerate(
        [
            told("cast_member", "Jo Yi-hyun", of="Glass Harbor"),
            told("genre", "comedy", of="Glass Harbor"),
            told("cast_member", "Cho Yi-hyun", of="Harbor of Glass"),
        ]
    ):
        async with room.db.write() as conn:
            entry = Entry(f"Story {number}", f"https://soompi.example/{number}")
            await learn(conn, await articles.add_single(conn, entry, "Soompi", START), says(said), 1, START)
    return room


async def ids(room, kind, *names):
    return [(await room.services.titles.resolve(kind, name, None)).id for name in names]


async def objects(room, title_id):
    return [one.object for one in (await room.services.titles.title(title_id, None)).beliefs]


async def test_merged_titles_are_one_until_it_is_undone(shows):
    identities = shows.services.identities
    first, second = await ids(shows, NameKind.TITLE, "Glass Harbor", "Harbor of Glass")
    change = await identities.merge(NameKind.TITLE, second, first, by=7)
    assert set(await ids(shows, NameKind.TITLE, "Glass Harbor", "Harbor of Glass")) == {first}
    assert len(await objects(shows, first)) == 3
    [told_of] = await identities.changes()
    assert (told_of.id, told_of.what, told_of.by) == (change, ChangeKind.MERGE, 7)
    with pytest.raises(UserError, match=r"identity\.same"):
        await identities.merge(NameKind.TITLE, second, first)
    await identities.undo(change)
    assert await objects(shows, second) == ["Cho Yi-hyun"]
    with pytest.raises(UserError, match=r"identity\.no_change"):
        await identities.undo(change)


async def test_a_proposal_is_taken_up_or_dismissed(shows):
    identities = shows.services.identities
    [proposal] = await identities.proposals()
    assert {proposal.a_name, proposal.b_name} == {"Jo Yi-hyun", "Cho Yi-hyun"}
    await identities.dismiss(proposal.id)
    assert await identities.proposals() == []
    with pytest.raises(UserError, match=r"identity\.no_proposal"):
        await identities.dismiss(proposal.id)
    await identities.merge(NameKind.PERSON, proposal.a_id, proposal.b_id)
    assert len((await shows.services.titles.person(proposal.a_id, None)).parts) == 2


@pytest.mark.parametrize("source", ["https://soompi.example/1?utm_source=x", "#2", "2"])
async def test_a_title_is_split_by_its_articles(shows, source):
    [title_id] = await ids(shows, NameKind.TITLE, "Glass Harbor")
    change = await shows.services.identities.split(title_id, [source], "Glass Harbor", year=1999)
    assert await objects(shows, title_id) == ["Jo Yi-hyun"]
    [done] = await shows.services.identities.changes()
    assert (done.id, done.what) == (change, ChangeKind.SPLIT)
    assert await objects(shows, done.into_id) == ["comedy"]
    await shows.services.identities.undo(change)
    assert len(await objects(shows, title_id)) == 2


async def test_a_split_needs_articles_that_speak_of_it(shows):
    [title_id] = await ids(shows, NameKind.TITLE, "Glass Harbor")
    for source, key in (("https://nowhere.example", "why.unknown"), ("no link", "why.unknown"), ("#3", "none_said")):
        with pytest.raises(UserError, match=key):
            await shows.services.identities.split(title_id, [source], "Other")


async def test_a_person_is_split_by_titles(shows):
    identities = shows.services.identities
    [title_id] = await ids(shows, NameKind.TITLE, "Harbor of Glass")
    jo, cho = await ids(shows, NameKind.PERSON, "Jo Yi-hyun", "Cho Yi-hyun")
    await identities.merge(NameKind.PERSON, cho, jo)
    change = await identities.split_person(jo, [title_id], "Cho Yi-hyun")
    [done, *_] = await identities.changes()
    assert (done.id, done.what, done.kind, done.title_ids) == (change, ChangeKind.SPLIT, NameKind.PERSON, (title_id,))
    assert [len((await shows.services.titles.person(one, None)).parts) for one in (jo, done.into_id)] == [1, 1]
    with pytest.raises(UserError, match=r"identity\.none_tied"):
        await identities.split_person(jo, [title_id], "Cho Yi-hyun")
    await identities.undo(change)
    assert len((await shows.services.titles.person(jo, None)).parts) == 2


async def test_a_title_is_shown_by_another_name(shows):
    [title_id] = await ids(shows, NameKind.TITLE, "Glass Harbor")
    await shows.services.identities.rename(NameKind.TITLE, title_id, "The Glass Harbour")
    view = await shows.services.titles.title(title_id, None)
    assert (view.name, view.aliases) == ("The Glass Harbour", ("Glass Harbor",))
    with pytest.raises(UserError, match=r"person\.unknown"):
        await shows.services.identities.rename(NameKind.PERSON, 999, "Nobody")
