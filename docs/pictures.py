"""Take the README's pictures anew: `make docs` opens the demo in Debian's Chromium and photographs it."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect
from playwright.async_api import TimeoutError as TooLate

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 420, "height": 900}
CARD: ViewportSize = {"width": 960, "height": 1700}
"""Wide enough for a card beside the channels, and so high that the longest is seen whole."""

COLOURS = 256
"""A palette of so many colours shows the demo's flat pictures well in a third of the bytes."""

ENOUGH = 5
"""Stories in the channel before it is photographed."""

TITLE, PERSON = "All of Us Are Dead", "Park Ji-hoo"
TOLD = "Six drama locations"
"""How the demo's last headline begins: after it, all that the articles say of them is known."""

TOLD_MS = 400_000
"""How long the demo may take to get there."""

PATIENCE_MS, TRIES = 5_000, 12
"""How long one press may take to be answered, and how often it is tried."""

LOADED = "() => [...document.images].every((image) => image.naturalWidth > 0)"

COMMANDS = {"latest": "/news latest", "setup": "/setup", "feeds": "/feed list"}
LOOK_UPS = {
    "cast": ("/cast", {"title": TITLE}),
    "person": ("/person", {"name": PERSON}),
    "title": ("/title", {"name": TITLE}),
    "upcoming": ("/upcoming", {}),
}
ROUNDS, SECONDS = 5, 20
"""The game that is played for a picture is as the command begins it by itself."""

GUESSES = "BADCB"

REMINDERS = "to-ara"
"""The room in which the viewer reads what the bot tells them directly."""


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """Run the demo and give its address."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--seconds", "3"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        opening = (await process.stdout.readline()).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/", opening)
        assert found, opening
        yield found[0]
    finally:
        process.terminate()
        await process.communicate()


@asynccontextmanager
async def opened(browser: Browser, address: str, size: ViewportSize) -> AsyncIterator[Page]:
    """Give a page at the address, ready to type."""
    page = await browser.new_page(viewport=size)
    await page.goto(address)
    await page.locator("#channel-composer-input").wait_for()
    yield page
    await page.close()


async def keep(page: Page, name: str, part: Locator | None = None) -> None:
    """Photograph the page, or a part of it, and keep it small."""
    await page.mouse.move(5, 5)
    await page.wait_for_load_state("networkidle")
    await page.wait_for_function(LOADED, timeout=PATIENCE_MS * TRIES)
    path = FOLDER / f"{name}.png"
    await (part or page).screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


async def press(button: Locator, answer: Locator) -> None:
    """Press until the answer is there: the page drops a click while it waits for the bot."""
    for _ in range(TRIES):
        await button.dispatch_event("click")
        with suppress(TooLate):
            await answer.locator(".components-v2").wait_for(timeout=PATIENCE_MS)
            return
    raise AssertionError(f"no answer to {button}")


async def ask(page: Page, words: str, **options: str) -> Locator:
    """Run a slash command, its fields filled by name, and give its answer."""
    messages = page.locator(".channel-message")
    answer = messages.nth(await messages.count())
    composer = page.locator("#channel-composer-input")
    await composer.click()
    await composer.press_sequentially(words)
    await page.get_by_role("option", name=words).first.dispatch_event("click")
    for name, value in options.items():
        field = page.locator(f'.command-option-input[data-option="{name}"]')
        if not await field.count():  # an option that may be left out is offered in a list
            await page.get_by_role("option", name=name).first.dispatch_event("click")
        await field.fill(value)
        await expect(field).to_have_value(value)
    await press(page.locator("#send-message"), answer)
    return answer


async def open_beside(message: Locator, button: str) -> Locator:
    """Press a button under a message and give the private answer, whatever else comes in meanwhile."""
    private = message.page.locator(".channel-message", has_text="Only you can see this")
    answer = private.nth(await private.count())
    await press(message.get_by_role("button", name=button), answer)
    return answer


async def play(page: Page) -> Locator:
    """Play a game of whatever was read, by guessing, and give its last question as it was resolved."""
    rounds = page.locator(".channel-message", has_text=re.compile(r"Question \d+ of"))
    await ask(page, "/trivia play")
    for number in range(ROUNDS):
        asked = rounds.nth(number)
        await asked.get_by_role("button").nth(3).wait_for(timeout=2 * PATIENCE_MS + 1000 * SECONDS)
        await open_beside(asked, f"{GUESSES[number]} ·")
        await asked.get_by_text("✅").wait_for(timeout=2 * PATIENCE_MS + 1000 * SECONDS)
    return asked


async def main() -> None:
    """Take all of them."""
    async with demo() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        async with opened(browser, f"{address}#talk", DESKTOP) as page:
            await ask(page, "/remind me", title=TITLE)
        async with opened(browser, address, DESKTOP) as page, opened(browser, address, PHONE) as phone:
            messages = page.locator(".channel-message")
            await messages.nth(ENOUGH).wait_for()
            await keep(page, "channel")
            await phone.locator(".channel-message .gallery-image").last.wait_for()
            await keep(phone, "phone")
            await open_beside(messages.nth(ENOUGH), "Why")
            await keep(page, "why")
            await messages.filter(has_text=TOLD).last.wait_for(timeout=TOLD_MS)
        for name, words in COMMANDS.items():
            async with opened(browser, f"{address}#talk", DESKTOP) as page:
                await ask(page, words)
                await keep(page, name)
        for name, (words, options) in LOOK_UPS.items():
            async with opened(browser, f"{address}#talk", CARD) as page:
                answer = await ask(page, words, **options)
                await keep(page, name, answer)
                if name == "title":
                    await keep(page, "evidence", await open_beside(answer, "Evidence"))
        async with opened(browser, f"{address}#talk", CARD) as page:
            await keep(page, "trivia", await play(page))
            await keep(page, "stats", await ask(page, "/trivia stats"))
        async with opened(browser, f"{address}#{REMINDERS}", CARD) as page:
            told = page.locator(".channel-message").last
            await told.wait_for()
            await keep(page, "reminder", told)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
