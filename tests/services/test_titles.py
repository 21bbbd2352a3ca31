"""What is told of titles and people, to whom, and what it rests on."""

from datetime import timedelta

import pytest

from bot.domain.beliefs import Standing
from bot.domain.facts import Certainty, NameKind
from bot.domain.lookup import MatchKind
from bot.domain.models import Entry
from bot.errors import UserError
from bot.services.learning import learn
from bot.services.titles import Ambiguous
from bot.store import articles
from tests.newsroom import DAY, GUILD, START
from tests.sayings import HARBOR, says, told

OTHER_GUILD = 12
PRIVATE = "/rss.xml?token=abc"


@pytest.fixture
def tell(room):
    """Have an outlet say something, so many days after the start."""

    async def tell(*said, outlet="Soompi", day=0, headline=None, aliases=()):
        at = START + timedelta(days=day)
        headline = headline or f"{outlet} on day {day}"
        async with room.db.write() as conn:
            entry = Entry(headline, f"https://{outlet.lower()}.example/{day}", published_at=at)
            made = await articles.add_single(conn, entry, outlet, at)
            await learn(conn, made, says(*said, aliases=aliases), 1, at)
        return made

    return tell


@pytest.fixture
async def harbor(room, tell):
    """A room in which a story about Glass Harbor is known."""
    await tell(*HARBOR.facts, aliases=HARBOR.aliases, headline="Harbor returns")
    return room.services.titles


async def named(titles, name, kind=NameKind.TITLE):
    hit = await titles.resolve(kind, name, None)
    return hit.id


# ------------------------------------------------------------------ names


async def test_names_are_suggested_and_picked(harbor):
    [hit] = await harbor.suggest(NameKind.TITLE, "glass har", None)
    assert (hit.name, hit.match) == ("Glass Harbor", MatchKind.PREFIX)
    assert await harbor.resolve(NameKind.TITLE, f"#{hit.id}", None) == await harbor.resolve(
        NameKind.TITLE, "Glass Harbor", None
    )
    assert (await harbor.resolve(NameKind.TITLE, "유리 항구", None)).id == hit.id
    assert (await harbor.resolve(NameKind.TITLE, "glas harbor", None)).id == hit.id, "a letter is missing"
    assert (await harbor.resolve(NameKind.PERSON, "seo min ah", None)).name == "Seo Min-ah"
    assert {one.kind for one in await harbor.suggest(None, "", None)} == set(NameKind)


@pytest.mark.parametrize("text", ["no such title at all", "#999", "", " ", "#"])
@pytest.mark.parametrize("kind", list(NameKind))
async def test_an_unknown_name_is_told_kindly(harbor, kind, text):
    with pytest.raises(UserError) as caught:
        await harbor.resolve(kind, text, None)
    assert (caught.value.key, caught.value.values) == (f"{kind}.unknown", {"text": text})


async def test_what_may_mean_several_is_asked_back(harbor, tell):
    await tell(told("genre", "noir", of="Glass House"), outlet="Variety")
    found = await harbor.resolve(NameKind.TITLE, "glass", None)
    assert isinstance(found, Ambiguous)
    assert (found.text, {hit.name for hit in found.hits}) == ("glass", {"Glass Harbor", "Glass House"})
    assert (await harbor.resolve(NameKind.TITLE, "glass house", None)).name == "Glass House"


async def test_ids_that_are_not_there_are_unknown(harbor):
    for ask, key in ((harbor.title, "title"), (harbor.cast, "title"), (harbor.person, "person")):
        with pytest.raises(UserError, match=f"{key}.unknown"):
            await ask(999, None)
    with pytest.raises(UserError, match=r"fact\.unknown"):
        await harbor.evidence(999, None)


# ------------------------------------------------------------------ titles


async def test_all_about_a_title(harbor, room):
    view = await harbor.title(await named(harbor, "Glass Harbor"), None)
    assert (view.name, view.aliases, view.year) == ("Glass Harbor", ("유리 항구",), None)
    assert [(one.claim.predicate.value, one.object) for one in view.beliefs] == [
        ("publication_date", "2025-05-09"),
        ("original_broadcaster", "Netflix"),
        ("cast_member", "Seo Min-ah"),
        ("cast_member", "Oh Hye-rin"),
        ("director", "Im Chan-sik"),
        ("based_on", "Salt Line"),
    ]
    assert [source.headline for source in view.sources] == ["Harbor returns"]
    assert {view.numbers(one) for one in view.beliefs} == {(1,)}
    assert set(view.people.values()) == {"Seo Min-ah", "Oh Hye-rin", "Im Chan-sik"}
    assert [story.story.headline for story in view.stories] == ["Harbor returns"]
    assert view.changed == ()


async def test_the_year_is_that_of_the_first_release(harbor, tell):
    title_id = await named(harbor, "Glass Harbor")
    await tell(told("publication_date", "2023-10-06", season=1), outlet="Variety")
    assert (await harbor.title(title_id, None)).year == 2023
    assert (await harbor.cast(title_id, None)).year == 2023
    await tell(told("genre", "noir", of="Rebecca (1940)"), outlet="Empire")
    assert (await harbor.title(await named(harbor, "Rebecca"), None)).year == 1940


async def test_sources_are_numbered_by_first_use_and_two_stand_behind_a_line(harbor, tell):
    for day, outlet in enumerate(["Variety", "Deadline", "Variety"], start=1):
        await tell(told("original_broadcaster", "Netflix", season=2), outlet=outlet, day=day)
    await tell(told("genre", "noir"), outlet="Empire", day=9)
    view = await harbor.title(await named(harbor, "Glass Harbor"), None)
    network, genre = [
        next(one for one in view.beliefs if one.claim.predicate == wanted)
        for wanted in ("original_broadcaster", "genre")
    ]
    assert len(network.sources) == 4
    assert [view.sources[number - 1].outlet for number in view.numbers(genre)] == ["Empire"]
    behind = [view.sources[number - 1] for number in view.numbers(network)]
    assert len({source.outlet for source in behind}) == 2
    assert [source.article_id for source in view.sources] == list(
        dict.fromkeys(source.article_id for source in view.sources)
    )
    used = [number for one in view.beliefs for number in view.numbers(one)]
    assert list(dict.fromkeys(used)) == sorted(set(used))
    assert [story.story.first_at for story in view.stories] == [START + timedelta(days=day) for day in (9, 3, 2)]


async def test_what_gave_way_lately_is_told_as_a_change(room, harbor, tell):
    title_id = await named(harbor, "Glass Harbor")
    await tell(told("publication_date", "2026-01", season=2), outlet="Variety", day=10)
    await tell(told("cast_member", "Oh Hye-rin", season=2, negated=True), outlet="Deadline", day=12)
    room.clock.forward(timedelta(days=20))
    view = await harbor.title(title_id, None)
    assert [(one.object, one.replaced_by) for one in view.changed] == [("Oh Hye-rin", None), ("2025-05-09", "2026-01")]
    assert {one.standing for one in view.changed} == {Standing.SUPERSEDED}
    denied = view.changed[0]
    assert view.sources[view.numbers(denied)[0] - 1].outlet == "Deadline"
    room.clock.forward(timedelta(days=21))
    assert [one.object for one in (await harbor.title(title_id, None)).changed] == ["Oh Hye-rin"]
    room.clock.forward(DAY * 30)
    assert (await harbor.title(title_id, None)).changed == ()


async def test_who_left_is_a_change_of_that_day(room, harbor, tell):
    await tell(told("cast_member", "Seo Min-ah", season=2, change="leaving"), outlet="Variety", day=3)
    room.clock.forward(timedelta(days=32))
    view = await harbor.title(await named(harbor, "Glass Harbor"), None)
    assert [one.object for one in view.changed] == ["Seo Min-ah"]


async def test_what_is_not_sure_enough_is_not_told(harbor, tell):
    await tell(told("genre", "musical", confidence=0.6), outlet="Blog", day=1)
    title_id = await named(harbor, "Glass Harbor")
    assert "musical" not in {one.object for one in (await harbor.title(title_id, None)).beliefs}
    await tell(told("genre", "musical", confidence=0.8), outlet="Variety", day=2)
    assert "musical" in {one.object for one in (await harbor.title(title_id, None)).beliefs}, "two outlets"


async def test_a_title_of_which_nothing_is_sure_is_an_empty_view(harbor, tell):
    await tell(told("production_status", "announced", of="New Show", confidence=0.6), outlet="Blog")
    view = await harbor.title(await named(harbor, "New Show"), None)
    assert (view.beliefs, view.sources, view.people) == ((), (), {})
    assert [story.article.outlet for story in view.stories] == ["Blog"]


async def test_the_cast_and_who_makes_it(harbor):
    view = await harbor.cast(await named(harbor, "Glass Harbor"), None)
    assert [(one.object, one.qualifiers.get("character")) for one in view.cast] == [
        ("Seo Min-ah", "Han Ji-won"),
        ("Oh Hye-rin", None),
    ]
    assert [one.object for one in view.crew] == ["Im Chan-sik"]
    assert {view.numbers(one) for one in view.cast} == {(1,)}
    assert sorted(view.people.values()) == ["Im Chan-sik", "Oh Hye-rin", "Seo Min-ah"]


# ------------------------------------------------------------------ people


async def test_all_about_a_person(harbor, tell):
    await tell(
        told("director", "Seo Min-ah", of="Salt", certainty="reported"),
        told("award_received", "Best Actress", person="Seo Min-ah", ceremony="Apan Star Awards"),
        outlet="Variety",
        day=5,
        headline="Seo directs",
    )
    view = await harbor.person(await named(harbor, "Seo Min-ah", NameKind.PERSON), None)
    assert (view.name, view.aliases) == ("Seo Min-ah", ())
    assert [(part.title, part.belief.claim.predicate.value) for part in view.parts] == [
        ("Glass Harbor", "award_received"),
        ("Salt", "director"),
        ("Glass Harbor", "cast_member"),
    ]
    assert view.parts[1].belief.certainty is Certainty.REPORTED
    assert [view.numbers(part.belief) for part in view.parts] == [(1,), (1,), (2,)]
    assert [story.story.headline for story in view.stories] == ["Seo directs", "Harbor returns"]


async def test_the_sentence_behind_a_fact(harbor):
    view = await harbor.title(await named(harbor, "Glass Harbor"), None)
    shown = await harbor.evidence(view.beliefs[1].sources[0].id, None)
    assert (shown.title, shown.fact.fact.evidence) == ("Glass Harbor", "Glass Harbor: Netflix.")


# ------------------------------------------------------------------ who may be told


async def test_what_only_a_private_feed_says_is_told_to_its_servers_alone(room):
    await room.follow(PRIVATE)
    room.reader.sayings["Harbor returns"] = HARBOR
    room.publish("Harbor returns", path=PRIVATE)
    await room.round()
    titles = room.services.titles
    title_id = (await titles.resolve(NameKind.TITLE, "Glass Harbor", GUILD)).id
    view = await titles.title(title_id, GUILD)
    assert len(view.beliefs) == 6
    [person_id] = [one for one, name in view.people.items() if name == "Seo Min-ah"]
    fact_id = view.beliefs[0].sources[0].id
    assert (await titles.person(person_id, GUILD)).parts != ()
    assert (await titles.evidence(fact_id, GUILD)).fact.id == fact_id
    for guild_id in (None, OTHER_GUILD):
        for ask, what, key in (
            (titles.title, title_id, "title.unknown"),
            (titles.cast, title_id, "title.unknown"),
            (titles.person, person_id, "person.unknown"),
            (titles.evidence, fact_id, "fact.unknown"),
        ):
            with pytest.raises(UserError, match=key):
                await ask(what, guild_id)
        with pytest.raises(UserError, match=r"title\.unknown"):
            await titles.resolve(NameKind.TITLE, "Glass Harbor", guild_id)


async def test_a_server_that_called_a_claim_wrong_is_not_told_it(room, harbor):
    title_id = await named(harbor, "Glass Harbor")
    fact = (await harbor.title(title_id, GUILD)).beliefs[0].sources[0]
    claim = await room.services.moderation.claim(fact.id, GUILD)
    await room.services.moderation.uphold(claim, GUILD, by=31)
    assert len((await harbor.title(title_id, GUILD)).beliefs) == 5
    assert len((await harbor.title(title_id, OTHER_GUILD)).beliefs) == 6
    await room.services.moderation.reject_everywhere(claim, by=1)
    assert len((await harbor.title(title_id, OTHER_GUILD)).beliefs) == 5


@pytest.mark.parametrize(
    ("facts", "coming"),
    [
        ([told("publication_date", "2026-05-09")], True),
        ([told("publication_date", "2026-03")], True),
        ([told("publication_date", "2025-05-09")], False),
        ([told("publication_date", "2025-05-09", season=1), told("publication_date", "2027", season=2)], True),
        ([told("genre", "thriller")], True),
        ([told("production_status", "ended")], False),
        ([told("publication_date", "2026-05-09"), told("production_status", "cancelled")], False),
    ],
)
async def test_a_title_is_awaited_while_something_of_it_may_come_out(room, tell, facts, coming):
    await tell(*facts)
    titles = room.services.titles
    assert (await titles.title(await named(titles, "Glass Harbor"), None)).coming is coming


async def test_a_title_that_is_out_is_awaited_again_when_more_is_announced(room, tell):
    await tell(told("publication_date", "2025-05-09"))
    await tell(told("production_status", "renewed"), outlet="Variety", day=2)
    titles = room.services.titles
    assert (await titles.title(await named(titles, "Glass Harbor"), None)).coming
