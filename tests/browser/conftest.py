"""A real Chromium and a real server: pages as people see them."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.web.app import make_app
from bot.wiring import House
from locales import languages
from tests.support.world import Clock, demo_house, sqlite_url

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WANTED = ("el", "ar")
PATIENCE_MS = 8000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests are skipped; in CI they fail instead."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="no Chromium found: install Debian's package chromium"))


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Greek and Arabic are offered, whether or not their catalogues are complete today."""
    complete = languages.missing
    monkeypatch.setattr(languages, "missing", lambda one: [] if one in WANTED else complete(one))
    languages.complete_languages.cache_clear()
    yield
    monkeypatch.undo()
    languages.complete_languages.cache_clear()


@pytest.fixture
async def house(spoken: None, tmp_path: Path, clock: Clock) -> AsyncIterator[House]:  # noqa: ARG001 -- must come first
    """A house with the demo consultation."""
    made = await demo_house(sqlite_url(tmp_path), clock)
    yield made
    await made.close()


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where the house serves its pages: localhost, which browsers trust like HTTPS."""
    runner = web.AppRunner(make_app(house), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    house.settings.public_url = f"http://localhost:{port}"
    yield house.settings.public_url
    await runner.cleanup()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    assert CHROMIUM, "no Chromium found: install Debian's package chromium"
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        )
        yield made
        await made.close()


class Phones:
    """Makes devices; what goes wrong in their pages fails the test."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self.errors: list[str] = []

    async def context(self, **settings: Any) -> BrowserContext:
        """A device of its own, a small phone unless said otherwise."""
        settings = {"viewport": {"width": 320, "height": 568}, "reduced_motion": "reduce", **settings}
        made = await self._browser.new_context(base_url=self._address, **settings)
        made.set_default_timeout(PATIENCE_MS)
        made.on("weberror", lambda error: self.errors.append(str(error.error)))
        made.on("console", lambda said: self.errors.append(said.text) if "Security" in said.text else None)
        return made

    async def page(self, **settings: Any) -> Page:
        """A page on a new device."""
        return await (await self.context(**settings)).new_page()


@pytest.fixture
async def phones(browser: Browser, address: str) -> AsyncIterator[Phones]:
    """Devices."""
    made = Phones(browser, address)
    yield made
    assert made.errors == []
