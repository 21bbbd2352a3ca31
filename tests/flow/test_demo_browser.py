"""The demo as a visitor meets it: the command line starts it, a real browser opens it, types and clicks."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OUTLET = "(?:Hangang Wire|Slate & Signal|Second Lead Club|Back Row Dispatch)"
"""Who may be the source of what the demo says."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run ``callsheet demo`` on a free port; it must end cleanly, with nothing to complain about."""
    if not Path(CHROMIUM).is_file():
        if os.environ.get("CI"):
            pytest.fail("CI needs Debian's chromium")
        pytest.skip("no chromium on this machine")
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--seconds", "1.5"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        try:
            opening = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", opening)
            assert found, (opening, process.poll())
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)
        assert (process.returncode, [line for line in process.stderr if "error" in line.lower()]) == (0, [])
        assert "The demo has ended." in process.stdout.read()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(address) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(address, browser) -> AsyncIterator[Page]:
    """A visitor of their own, who has been nowhere yet."""
    visitor = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await visitor.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(address)
    await expect(page.locator("#channel-composer")).to_be_visible(timeout=15_000)
    yield page
    await visitor.close()
    assert faults == []


async def press(button: Locator, effect: Callable[[], Awaitable[None]]) -> None:
    """Press until it takes effect: the page drops a click while it waits for the bot, or draws itself anew."""
    for _ in range(5):
        await button.dispatch_event("click")
        with suppress(AssertionError):
            return await effect()
    return await effect()


async def run_command(page: Page, words: str, **options: str) -> None:
    """Choose a command, fill its fields by name and send it by the button, as the page may redraw between two keys."""
    composer = page.locator("#channel-composer-input")
    await composer.click()
    await composer.press_sequentially(words)
    chip = page.locator(".command-chip")
    await press(page.get_by_role("option", name=words).first, expect(chip).to_be_visible)
    for name, value in options.items():
        field = page.locator(f'.command-option-input[data-option="{name}"]')
        await field.fill(value)
        await expect(field).to_have_value(value)
    await press(page.locator("#send-message"), expect(chip).to_be_hidden)


def messages(page: Page):
    return page.locator("#channel-message-list .channel-message")


async def test_stories_arrive_by_themselves_with_their_pictures(page):
    await expect(page.locator("#channel-name")).to_have_text("news")
    before = await messages(page).count()
    await expect(messages(page).nth(before + 1)).to_be_visible(timeout=20_000)
    newest = messages(page).last
    await expect(newest.get_by_role("button", name="Why")).to_be_visible()
    shown = page.locator("#channel-message-list .gallery-image").first
    await expect(shown).to_have_js_property("complete", value=True)
    assert await shown.evaluate("image => image.naturalWidth") > 100


async def test_a_search_finds_the_founding_story_and_its_button_answers(page):
    await page.goto(page.url.partition("#")[0] + "#talk")
    await expect(page.locator("#channel-name")).to_have_text("talk")
    await run_command(page, "/news search", query="zombie")
    answer = messages(page).last
    await expect(answer).to_contain_text("Ara used /news search", timeout=15_000)
    await expect(answer).to_contain_text("All of Us Are Dead")


async def test_a_title_tells_what_articles_say_of_it_and_where(page):
    await page.goto(page.url.partition("#")[0] + "#talk")
    await expect(page.locator("#channel-name")).to_have_text("talk")
    await run_command(page, "/title", name="All of Us Are Dead")
    answer = messages(page).last
    await expect(answer).to_contain_text("Ara used /title", timeout=15_000)
    card = answer.locator(".components-v2")
    await expect(card).to_contain_text(re.compile(r"Network\s*Netflix"))
    await expect(card.get_by_role("link", name=re.compile(OUTLET)).first).to_be_visible()
    evidence = expect(messages(page).last)
    await press(
        card.get_by_role("button", name="Evidence"),
        lambda: evidence.to_contain_text(re.compile(f"“.+”.*{OUTLET}")),
    )


async def test_why_tells_how_a_story_got_here(page):
    await expect(messages(page).first).to_be_visible(timeout=20_000)
    trace = page.locator(".channel-message", has_text="Only you can see this").last
    await press(messages(page).first.get_by_role("button", name="Why"), expect(trace).to_be_visible)
    await expect(trace).to_contain_text("news")


async def test_the_pages_of_a_look_up_are_turned_with_buttons(page):
    await page.goto(page.url.partition("#")[0] + "#talk")
    await expect(page.locator("#channel-name")).to_have_text("talk")
    await run_command(page, "/news latest")
    answer = messages(page).last
    await expect(answer).to_contain_text("Ara used /news latest", timeout=15_000)
    first = await answer.locator(".components-v2").inner_text()
    card = expect(answer.locator(".components-v2"))
    await press(
        answer.get_by_role("button", name=re.compile("Next|Older|→|▶")),
        lambda: card.not_to_have_text(first, use_inner_text=True),
    )


async def test_a_member_is_not_offered_what_only_admins_may_do(page):
    composer = page.locator("#channel-composer-input")
    await composer.press_sequentially("/feed")
    await expect(page.get_by_role("option", name="/feed list").first).to_be_visible()
    await composer.fill("")
    await page.get_by_label("Viewing as").select_option(label="Mina")
    await expect(page.locator("#viewer-picker")).to_have_value(re.compile(r"\d+"))
    await composer.press_sequentially("/feed")
    await expect(page.get_by_role("option", name="/feed list")).to_have_count(0)
