"""Take the README's pictures anew: `make docs` opens the demo in Debian's Chromium and photographs it."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 420, "height": 900}
COLOURS = 256
"""A palette of so many colours shows the demo's flat pictures well in a third of the bytes."""

ENOUGH = 6
"""Stories in the channel before it is photographed."""

COMMANDS = {"latest": "/news latest", "setup": "/setup", "feeds": "/feed list"}


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
async def opened(browser: Browser, address: str, size: dict[str, int]) -> AsyncIterator[Page]:
    """Give a page at the address, ready to type."""
    page = await browser.new_page(viewport=size)
    await page.goto(address)
    await page.locator("#channel-composer-input").wait_for()
    yield page
    await page.close()


async def keep(page: Page, name: str) -> None:
    """Photograph the page and keep it small."""
    await page.mouse.move(5, 5)
    await page.wait_for_load_state("networkidle")
    path = FOLDER / f"{name}.png"
    await page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


async def ask(page: Page, words: str) -> None:
    """Run a slash command and wait for its answer."""
    before = await page.locator(".channel-message").count()
    composer = page.locator("#channel-composer-input")
    await composer.click()
    await composer.press_sequentially(words)
    await page.get_by_role("option", name=words).first.click()
    await page.keyboard.press("Enter")
    await page.locator(".channel-message").nth(before).wait_for()


async def main() -> None:
    """Take all of them."""
    async with demo() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        async with opened(browser, address, DESKTOP) as page:
            messages = page.locator(".channel-message")
            await messages.nth(ENOUGH).wait_for()
            await keep(page, "channel")
            before = await messages.count()
            await messages.last.get_by_role("button", name="Why").click()
            await messages.nth(before).wait_for()
            await keep(page, "why")
        async with opened(browser, address, PHONE) as page:
            await page.locator(".channel-message .gallery-image").last.wait_for()
            await keep(page, "phone")
        for name, words in COMMANDS.items():
            async with opened(browser, f"{address}#talk", DESKTOP) as page:
                await ask(page, words)
                await keep(page, name)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
