"""The one page of the demo: who may ask, what it holds, and that simcord's own calls reach the right room."""

import pytest

from bot.demo.page import Page, open_page
from bot.errors import StartupError


async def test_the_page_lists_the_channels_and_what_to_try(page, web):
    async with web.get(page.url) as answer:
        html = await answer.text()
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert [
        name for name in ("news", "talk", "announcements", "premieres") if f'<a href="#{name}" data-id=' in html
    ] == [
        "news",
        "talk",
        "announcements",
        "premieres",
    ]
    assert "<h1>Drama Club</h1>" in html
    assert [name for name in ("ara", "mina", "theo") if f'<a href="#to-{name}" data-id=' in html] == [
        "ara",
        "mina",
        "theo",
    ]
    assert "<li><code>/say hello</code> answers &lt;you&gt;</li>" in html


async def test_every_piece_of_simcords_page_that_is_replaced_was_there(page, web):
    async with web.get(page.url) as answer:
        html = await answer.text()
    assert "SimCord<" not in html
    for ours in ('src="/demo.js"', 'href="/demo.css"', "<title>Callsheet demo</title>", 'id="rooms"', 'class="brand"'):
        assert html.count(ours) == 1


@pytest.mark.parametrize("path", ["demo.css", "demo.js", "favicon.ico", "app.js", "preview.css"])
async def test_its_files_are_served(page, web, path):
    async with web.get(page.url + path) as answer:
        assert (answer.status, len(await answer.read()) > 100) == (200, True)


async def test_a_room_is_reached_by_its_name(page, web):
    async with web.post(page.url + "api/pages", json={}, headers={"X-Simcord-Capability": "talk"}) as answer:
        state = await answer.json()
    assert (state["channel"]["name"], [viewer["name"] for viewer in state["viewers"]]) == (
        "talk",
        ["Ara", "Mina", "Theo"],
    )
    headers = {"X-Simcord-Capability": "talk", "X-Simcord-Context": state["context"]["id"]}
    async with web.get(page.url + "api/state", headers=headers) as answer:
        assert (await answer.json())["channel"]["name"] == "talk"


async def test_a_room_that_is_not_there_is_refused(page, web):
    async with web.post(page.url + "api/pages", json={}, headers={"X-Simcord-Capability": "cellar"}) as answer:
        assert answer.status == 401


async def test_another_site_cannot_use_the_page(page, web):
    """A name that someone points at 127.0.0.1 is no way in, nor is a script of another site."""
    async with web.get(page.url, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403
    headers = {"X-Simcord-Capability": "talk", "Origin": "http://evil.example"}
    async with web.post(page.url + "api/pages", json={}, headers=headers) as answer:
        assert answer.status == 401


async def test_a_thread_made_meanwhile_is_listed_at_the_next_visit(page, stage, bot, web):
    forum = next(channel for channel in bot.guilds[0].channels if channel.name == "premieres")
    made = await forum.create_thread(name="Fish & ships", content="tonight")
    async with web.get(page.url) as answer:
        assert (
            f'<a href="#{made.thread.id}" data-id="{made.thread.id}" class="thread">Fish &amp; ships</a>'
            in await answer.text()
        )


async def test_a_taken_port_is_one_clear_sentence(page, stage):
    with pytest.raises(StartupError, match=f"Port {page.port} is taken; choose another with --port."):
        async with open_page(stage, (), page.port):
            pass


def test_the_address_is_of_this_machine_alone(stage):
    page = Page(stage, ())
    page.port = 8765
    assert page.url == "http://127.0.0.1:8765/"
