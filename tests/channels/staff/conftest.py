"""Browsers of colleagues at one house."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web.app import make_app
from bot.wiring import House
from tests.channels.staff.desk import Desk

NewDesk = Callable[[], Awaitable[Desk]]


@pytest.fixture
async def new_desk(house: House) -> AsyncIterator[NewDesk]:
    """Makes browsers, each with cookies of its own."""
    server = TestServer(make_app(house))
    await server.start_server()
    clients: list[TestClient] = []  # type: ignore[type-arg]

    async def make() -> Desk:
        client = TestClient(server)
        clients.append(client)
        return Desk(client)

    yield make
    for client in clients:
        await client.session.close()
    await server.close()


@pytest.fixture
async def desk(new_desk: NewDesk) -> Desk:
    """One browser."""
    return await new_desk()
