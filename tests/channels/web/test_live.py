"""Pages that watch: news comes by itself, goes on where it stopped, and ends with the server."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.web import live
from tests.channels.web.conftest import NewDevice
from tests.channels.web.page import Visit


async def event(stream: ClientResponse) -> dict[str, Any]:
    """The next event of a stream, as the browser's script gets it."""
    async with asyncio.timeout(5):
        while True:
            line = (await stream.content.readline()).decode()
            assert line, "the stream ended"
            if line.startswith("data: "):
                data: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return data


def last(visit: Visit) -> int:
    return int(visit.page.source.split('data-last="')[1].split('"')[0])


async def watch(visit: Visit, after: int, **headers: str) -> ClientResponse:
    return await visit.client.get(f"/c/events?after={after}", headers=headers)


async def test_news_comes_by_itself_and_goes_on_where_it_stopped(device: Visit) -> None:
    await device.take_part()
    stream = await watch(device, last(device))
    assert stream.content_type == "text/event-stream"
    await device.send("text", "friends")
    news = await event(stream)
    assert any("friends" in one["html"] for one in news["messages"])
    stream.close()
    await device.send("text", "quiet nights")
    again = await watch(device, 0, **{"Last-Event-ID": str(news["last"])})
    missed = await event(again)
    assert all("friends" not in one["html"] for one in missed["messages"])
    assert any("quiet nights" in one["html"] for one in missed["messages"])
    again.close()


async def test_nobody_sees_anybody_else_s_news(new_device: NewDevice) -> None:
    one, other = await new_device(), await new_device()
    await one.take_part()
    await other.take_part()
    stream = await watch(one, last(one))
    await other.send("text", "friends")
    await one.send("text", "quiet nights")
    assert "friends" not in json.dumps(await event(stream))
    stream.close()


async def test_asking_instead_of_watching(device: Visit) -> None:
    await device.take_part()
    after = last(device)
    await device.send("text", "friends")
    news = await (await device.client.get(f"/c/messages?after={after}")).json()
    assert any("friends" in one["html"] for one in news["messages"])
    nothing = await (await device.client.get(f"/c/messages?after={news['last']}")).json()
    assert nothing["messages"] == []
    assert nothing["last"] == news["last"]


async def test_strangers_watch_nothing(device: Visit) -> None:
    assert (await watch(device, 0)).status == 409


async def test_only_so_many_pages_watch(device: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_EACH", 2)
    await device.take_part()
    streams = [await watch(device, last(device)) for _ in range(3)]
    assert [one.status for one in streams] == [200, 200, 503]
    for one in streams:
        one.close()


async def test_streams_end_with_the_server(device: Visit) -> None:
    await device.take_part()
    stream = await watch(device, last(device))
    async with asyncio.timeout(3):
        await device.client.server.close()
        await stream.content.read()
