"""Notes that are referred reach the officers of a department in their chat, with reminders until they are answered."""

from __future__ import annotations

import re

import sqlalchemy as sa

from bot import answering
from bot.wiring import House
from handlers.types import Command, Inbound
from storage.search import Theme
from storage.staff import Staff
from storage.tables import DepartmentRow, ReferralRow, StaffRow, TownRow
from storage.turns import find_address
from tests.channels.staff.desk import Desk
from tests.support.answering import answered, forward, officer, says, writes
from tests.support.many import delivers, tick
from tests.support.person import plain


async def department(house: House, desk: Desk) -> DepartmentRow:
    async with house.database.read() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
    await desk.come_in(house, "admin", town)
    await desk.open("/staff/departments")
    await desk.post("/staff/departments", name="Transport", days="5")
    async with house.database.read() as session:
        return (await session.scalars(sa.select(DepartmentRow))).one()


async def with_chat(house: House, row: DepartmentRow) -> Staff:
    """An officer of the department who also works from a chat."""
    me = await officer(house, row.id)
    await house.runner.handle(Inbound("telegram", "chat", "desk", Command("start", "DEMO"), house.clock(), "en"))
    await delivers(house)
    async with house.database.write() as session:
        address = await find_address(session, house.keyring, "telegram", "desk")
        (await session.get_one(StaffRow, me.key)).address_id = address.id if address else None
    return me


async def test_referred_notes_reach_the_department_and_it_is_reminded(house: House, desk: Desk) -> None:
    row = await department(house, desk)
    them = await with_chat(house, row)
    await writes(house, "1", "A bus, call 0475 12 34 56", "late bus")
    me = await officer(house)
    await answered(house, me, Theme(words="bus"), says("referred", "", department=row.public_id))
    told = {address: plain(text) for address, text in await tick(house)}
    assert "Passed on to Transport." in told["1"]
    assert told["desk"].startswith("2 notes were passed on to you: Transport.\n“late bus”")
    assert "0475" not in told["desk"]
    link = re.findall(r"Answer here: http://localhost:8080(\S+)", told["desk"])[0]
    assert (await desk.open(link)).status == 200
    forward(house, days=4)
    await answering.chores(house)
    assert await tick(house) == []
    forward(house, days=2, hours=1)  # the fifth day is a Sunday
    for _ in range(2):
        await answering.chores(house)
    [(address, text)] = await tick(house)
    assert address == "desk"
    assert "2 notes still wait for an answer from you: Transport." in plain(text)
    await answered(house, them, Theme(department=row.public_id), says())
    assert [one for one, _ in await tick(house)] == ["1"]
    forward(house, days=30)
    await answering.chores(house)
    assert await tick(house) == []
    async with house.database.read() as session:
        assert (await session.scalars(sa.select(ReferralRow))).one().done_at is not None


async def test_colleagues_are_assigned_and_invited(house: House, desk: Desk) -> None:
    row = await department(house, desk)
    them = await officer(house)
    await desk.open("/staff/departments")
    await desk.post(f"/staff/departments/of/{them.id}", department=row.public_id)
    assert "1 officer" in desk.text
    assert (await desk.post(f"/staff/departments/of/{them.id}", department="nowhere")).status == 403
    await desk.open("/staff/departments")
    await desk.post(f"/staff/departments/{row.public_id}/invite")
    assert "/staff/enter#" in desk.page.source
    assert (await desk.post("/staff/departments/none", name="x", days="0")).status == 403
