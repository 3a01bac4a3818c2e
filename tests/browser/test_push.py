"""Notifications in a real browser: the service worker is handed what the server sends, as a push service would."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page

from bot.channels.push import news
from handlers.types import Message
from locales import render
from tests.browser.conftest import Phones
from tests.browser.steps import take_part

SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const found = await registration.getNotifications();
  return found.map(({ title, body, lang, dir, tag }) => ({ title, body, lang, dir, tag }));
}"""
CLICK = """async () => {
  const opened = [];
  Clients.prototype.openWindow = async (url) => { opened.push(url); };
  WindowClient.prototype.focus = async function () { opened.push("there: " + new URL(this.url).pathname); };
  const [notification] = await self.registration.getNotifications();
  self.addEventListener("error", (event) => event.preventDefault(), { once: true });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  for (let tries = 0; tries < 100 && !opened.length; tries++) await new Promise((done) => setTimeout(done, 50));
  return { opened, left: (await self.registration.getNotifications()).length };
}"""
"""A click as far as a test can make one: opening a window is only noted, because it takes a real finger."""


class PushService:
    """Hands messages to the service worker of a page, by Chromium's own developer tools."""

    def __init__(self, tools: CDPSession, origin: str) -> None:
        self._tools = tools
        self._origin = origin
        self._registration: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        tools.on("ServiceWorker.workerRegistrationUpdated", self._updated)

    @classmethod
    async def of(cls, page: Page, origin: str) -> PushService:
        """The push service of the page's worker."""
        made = cls(await page.context.new_cdp_session(page), origin)
        await made._tools.send("ServiceWorker.enable")
        return made

    async def sends(self, data: str) -> None:
        """A message arrives."""
        async with asyncio.timeout(20):
            registration = await self._registration
        sent = {"origin": self._origin, "registrationId": registration, "data": data}
        await self._tools.send("ServiceWorker.deliverPushMessage", sent)

    def _updated(self, event: dict[str, Any]) -> None:
        for one in event["registrations"]:
            if not one["isDeleted"] and not self._registration.done():
                self._registration.set_result(one["registrationId"])


async def at_the_chat(phones: Phones) -> tuple[BrowserContext, Page]:
    context = await phones.context(permissions=["notifications"])
    page = await context.new_page()
    await take_part(page)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return context, page


async def shown(page: Page) -> list[dict[str, str]]:
    """The notifications, once there are any."""
    async with asyncio.timeout(20):
        while not (found := await page.evaluate(SHOWN)):
            await asyncio.sleep(0.1)
    return list(found)


async def test_a_notification_says_that_there_is_news_and_leads_to_the_chat(phones: Phones, address: str) -> None:
    context, page = await at_the_chat(phones)
    service = await PushService.of(page, address)
    await page.goto("/")  # not looking at the chat
    for _ in range(2):
        await service.sends(news("ar"))
    said = json.loads(news("ar"))
    assert await shown(page) == [{"title": "Wellsay", "body": said["text"], "lang": "ar", "dir": "rtl", "tag": "news"}]
    assert said["text"] == render(Message("push.news"), "ar")
    assert await context.service_workers[0].evaluate(CLICK) == {"opened": ["/c/"], "left": 0}


async def test_a_click_leads_back_to_a_chat_that_is_open(phones: Phones, address: str) -> None:
    context, page = await at_the_chat(phones)
    service = await PushService.of(page, address)
    await page.goto("/")
    await service.sends(news("en"))
    await shown(page)
    await page.goto("/c/DEMO")
    assert await context.service_workers[0].evaluate(CLICK) == {"opened": ["there: /c/DEMO"], "left": 0}


async def test_whoever_looks_at_the_chat_gets_no_notification(phones: Phones, address: str) -> None:
    context, page = await at_the_chat(phones)
    service = await PushService.of(page, address)
    worker = context.service_workers[0]
    await worker.evaluate("() => { self.taken = 0; self.addEventListener('push', () => { self.taken += 1; }); }")
    await service.sends(news("en"))
    async with asyncio.timeout(20):
        while not await worker.evaluate("() => self.taken"):
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    assert await page.evaluate(SHOWN) == []
