import datetime as dt
import re

import pytest
import sqlalchemy as sa

from bot.wiring import House
from storage.retention import due_at
from storage.staff import ROLES, Staff, audited
from storage.tables import (
    AddressRow,
    AuditRow,
    ConsultationRow,
    GroupRow,
    HelpLineRow,
    NoteRow,
    PersonRow,
    TombstoneRow,
    TownRow,
)
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.support.person import Person, texts
from tests.support.world import Clock


async def town_of(house: House) -> int:
    async with house.database.read() as session:
        return int((await session.scalars(sa.select(TownRow.id))).one())


async def consultation(house: House) -> ConsultationRow:
    async with house.database.read() as session:
        return (await session.scalars(sa.select(ConsultationRow))).one()


def filled(**changed: str) -> dict[str, str]:
    return {
        "title": "Well-being", "starts": "2026-05-01T09:00", "ends": "2026-06-30T18:00", "results_on": "2026-07-01",
        "answer_by": "", "quiet_from": "21:00", "quiet_until": "08:30", "retention_days": "20", "voice_days": "7",
        "blind": "5", "help-en": "Call 1234", **changed,
    }  # fmt: skip


async def test_an_admin_sets_the_rules(house: House, desk: Desk) -> None:
    await desk.come_in(house, "admin", await town_of(house))
    row = await consultation(house)
    await desk.open(f"/staff/rules/{row.public_id}")
    assert (await desk.post(f"/staff/rules/{row.public_id}", **filled())).status == 200
    row = await consultation(house)
    assert (row.title, row.retention_days, row.blind_share, row.learning) == ("Well-being", 20, 0.05, False)
    assert row.quiet_from == dt.time(21)
    assert row.ends_at == dt.datetime(2026, 6, 30, 16, 0, tzinfo=dt.UTC)  # the town's own time is two hours ahead
    assert due_at(row) == dt.datetime(2026, 7, 20, 16, 0, tzinfo=dt.UTC)
    assert "20 July 2026" in desk.text
    async with house.database.read() as session:
        lines = list(await session.scalars(sa.select(HelpLineRow.text)))
    assert lines == ["Call 1234"]


async def test_a_field_that_makes_no_sense_changes_nothing(house: House, desk: Desk) -> None:
    await desk.come_in(house, "admin", await town_of(house))
    row = await consultation(house)
    path = f"/staff/rules/{row.public_id}"
    wrong = {
        "title": " ", "starts": "soon", "ends": "2020-01-01T00:00", "results_on": "2026-13-01", "quiet_from": "25:00",
        "retention_days": "-1", "voice_days": "1e9", "blind": "nan",
    }  # fmt: skip
    for name, value in wrong.items():
        await desk.open(path)
        assert (await desk.post(path, **filled(**{name: value}))).status == 422, name
        assert "look at this field again" in desk.text
    assert (await consultation(house)).title == "Demo"


async def test_what_people_were_promised_cannot_be_loosened(house: House, desk: Desk) -> None:
    await Person(house).joins()
    await desk.come_in(house, "admin", await town_of(house))
    row = await consultation(house)
    path = f"/staff/rules/{row.public_id}"
    await desk.open(path)
    assert (await desk.post(path, **filled(retention_days="31"))).status == 422
    assert "agreed to a shorter time" in desk.text
    assert (await desk.post(path, **filled(retention_days="30"))).status == 200


async def test_only_admins_of_the_town_reach_the_rules(house: House, new_desk: NewDesk) -> None:
    row = await consultation(house)
    for role in ROLES[1:]:
        desk = await new_desk()
        await desk.come_in(house, role, await town_of(house))
        assert (await desk.open(f"/staff/rules/{row.public_id}")).status == 403
        assert (await desk.open("/staff/log")).status == 403
        assert (await desk.open("/staff/log.csv")).status == 403
    async with house.database.write() as session:
        other = TownRow(
            public_id="other", name="Other", timezone="Europe/Riga", default_language="en", created_at=house.clock()
        )
        session.add(other)
        await session.flush()
        key = other.id
    stranger = await new_desk()
    await stranger.come_in(house, "admin", key)
    token = stranger.token
    assert (await stranger.open(f"/staff/rules/{row.public_id}")).status == 403
    assert (await stranger.post(f"/staff/rules/{row.public_id}/delete", form=token)).status == 403


async def test_it_takes_two_admins_to_delete_a_consultation(house: House, new_desk: NewDesk) -> None:
    person = Person(house)
    await person.joins()
    await person.says("quiet nights")
    one, two = await new_desk(), await new_desk()
    for desk in (one, two):
        await desk.come_in(house, "admin", await town_of(house))
    row = await consultation(house)
    path = f"/staff/rules/{row.public_id}"
    await one.open(path)
    await one.post(f"{path}/delete")
    await one.open(path)
    assert "another admin has to agree" in one.text
    assert (await one.post(f"{path}/delete", title="Demo")).status == 403
    await two.open(path)
    await two.post(f"{path}/delete", title="something else")
    assert (await consultation(house)).public_id == row.public_id
    await two.open(path)
    assert "1 person is forgotten" in two.text
    await two.post(f"{path}/delete", title="Demo")
    assert two.page.status == 200
    async with house.database.read() as session:
        for table in (ConsultationRow, GroupRow, NoteRow, PersonRow, AddressRow):
            assert await session.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table
        stone = (await session.scalars(sa.select(TombstoneRow))).one()
        verbs = set(await session.scalars(sa.select(AuditRow.verb)))
    assert (stone.person_public_id, stone.kind) == (row.public_id, "consultation")
    assert {"deletion_asked", "deleted"} <= verbs
    assert house.settings.tombstones is not None
    assert row.public_id in house.settings.tombstones.read_text()
    assert "nothing to answer" in texts(await person.command("start", "DEMO")).lower()


async def test_a_wish_to_delete_can_be_taken_back(house: House, new_desk: NewDesk) -> None:
    one, two = await new_desk(), await new_desk()
    for desk in (one, two):
        await desk.come_in(house, "admin", await town_of(house))
    path = f"/staff/rules/{(await consultation(house)).public_id}"
    await one.open(path)
    await one.post(f"{path}/delete")
    await two.open(path)
    await two.post(f"{path}/keep")
    await two.open(path)
    assert "Ask to delete it" in two.text


async def test_everything_that_is_seen_and_changed_is_in_the_log(house: House, desk: Desk, clock: Clock) -> None:
    await desk.come_in(house, "admin", await town_of(house))
    row = await consultation(house)
    await desk.open(f"/staff/rules/{row.public_id}")
    await desk.open(f"/staff/rules/{row.public_id}")
    await desk.post("/staff/language", language="en")
    await desk.open("/staff/colleagues")
    clock.forward(minutes=11)
    await desk.open(f"/staff/rules/{row.public_id}")
    await desk.open("/staff/nothing")
    async with house.database.read() as session:
        lines = [
            (one.verb, one.kind, one.object_id)
            for one in await session.scalars(sa.select(AuditRow).order_by(AuditRow.id))
        ]
    assert lines.count(("saw", "rules", row.public_id)) == 2
    assert ("changed", "language", "") in lines
    assert ("saw", "colleagues", "") in lines
    assert not [one for one in lines if one[1] == "nothing"]
    await desk.open("/staff/log")
    assert "saw" in desk.text
    async with desk.client.get("/staff/log.csv") as answer:
        table = (await answer.text()).splitlines()
    assert table[0] == "at,staff,role,verb,kind,object"
    assert any(",admin,saw,rules," in line for line in table)


async def test_a_town_sees_its_own_log_only_page_by_page(house: House, desk: Desk) -> None:
    town, now = await town_of(house), house.clock()
    async with house.database.write() as session:
        other = TownRow(public_id="other", name="Other", timezone="Europe/Riga", default_language="en", created_at=now)
        session.add(other)
        await session.flush()
        audited(session, Staff(1, "stranger", "admin", other.id, None, None), "secretly", now)
        for number in range(450):
            audited(session, Staff(1, "colleague", "admin", town, None, None), f"step{number}", now)
    await desk.come_in(house, "admin", town)
    await desk.open("/staff/log")
    assert "step449" in desk.text
    assert "step0 " not in desk.text
    seen = desk.text
    while older := re.search(r'href="(/staff/log\?before=\d+)"', desk.page.source):
        await desk.open(older.group(1))
        seen += f" {desk.text} "
    assert all(f"step{number} " in seen for number in range(450))
    assert "secretly" not in seen


async def test_nobody_can_change_the_log(either_house: House) -> None:
    async with either_house.database.write() as session:
        audited(session, None, "did", either_house.clock())
    for statement in ("UPDATE audit SET verb = 'x'", "DELETE FROM audit"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"):
            async with either_house.database.write() as session:
                await session.execute(sa.text(statement))
