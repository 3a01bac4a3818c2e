"""Devices that visit the pages of a house."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web.app import make_app
from bot.wiring import House
from locales import languages
from tests.channels.web.page import Visit

NewDevice = Callable[[], Awaitable[Visit]]


@pytest.fixture
async def new_device(house: House) -> AsyncIterator[NewDevice]:
    """Makes devices, each with cookies of its own, all at one server."""
    server = TestServer(make_app(house))
    await server.start_server()
    clients: list[TestClient] = []  # type: ignore[type-arg]

    async def make() -> Visit:
        client = TestClient(server)
        clients.append(client)
        return Visit(client)

    yield make
    for client in clients:
        await client.session.close()
    await server.close()


@pytest.fixture
async def device(new_device: NewDevice) -> Visit:
    """One device."""
    return await new_device()


@pytest.fixture
def two_languages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Arabic is offered, whether or not its catalogue is complete today."""
    complete = languages.missing
    monkeypatch.setattr(languages, "missing", lambda one: [] if one == "ar" else complete(one))
    languages.complete_languages.cache_clear()
    yield
    monkeypatch.undo()
    languages.complete_languages.cache_clear()
