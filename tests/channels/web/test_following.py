"""Following a pilot action from a page, by somebody who never took part."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.web.app import make_app
from bot.wiring import House
from storage.tables import ActionRow, ConsultationRow, FollowRow


async def test_a_press_is_enough(house: House) -> None:
    async with house.database.write() as session:
        asking = (await session.scalars(sa.select(ConsultationRow.id))).one()
        for name, shown in (("one", True), ("two", False)):
            session.add(
                ActionRow(
                    public_id=name, consultation_id=asking, titles={"en": "A bus"}, descriptions={}, partners="",
                    shown=shown, created_at=house.clock(), changed_at=house.clock(),
                )
            )  # fmt: skip
    client: TestClient[Any, Any] = TestClient(TestServer(make_app(house)))
    await client.start_server()
    try:
        assert (await client.post("/actions/two/follow")).status == 404
        assert (await client.post("/actions/%00/follow")).status == 404
        assert (await client.post("/actions/one/follow", headers={"Sec-Fetch-Site": "cross-site"})).status == 403
        for _ in range(2):
            page = await (await client.post("/actions/one/follow")).text()
            assert "You follow it: you hear of each step." in page
            assert "I take part" in page  # following is not taking part
        async with house.database.read() as session:
            [row] = (await session.scalars(sa.select(FollowRow))).all()
        assert row.following
        assert "write to you at each step" in row.wording
    finally:
        await client.close()
