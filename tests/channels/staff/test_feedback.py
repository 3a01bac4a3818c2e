"""What goes back to those who took part: approved by a person, with a picture, for a group and for the whole town."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image

from bot.wiring import House
from storage import messages
from storage.tables import AuditRow, ConsultationRow, GroupRow, MessageRow, NoteRow, OutboxRow
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.channels.staff.test_after import first_meeting
from tests.channels.staff.test_meeting import meeting_of, press
from tests.channels.staff.test_rules import town_of
from tests.channels.web.test_results import publish_now, write_notes
from tests.support.many import tick
from tests.support.person import Person, texts
from tests.support.world import Clock


async def met(house: House, desk: Desk) -> tuple[str, Person]:
    """A meeting that is over, with a starred note; returns the address of its summary, and who was there."""
    code, citizen = await first_meeting(house, desk)
    await press(house, desk, code, "close")
    await change(house, "quiet nights", starred=True)
    return f"/staff/s/{(await meeting_of(house, code)).public_id}/summary", citizen


async def approves(desk: Desk, address: str, **fields: str) -> None:
    """Press the button under what is shown."""
    seen = re.findall(r'name="seen" value="(\w+)"', desk.page.source)[-1]
    await desk.post(address, **{"seen": seen, **fields})


async def change(house: House, text: str, **values: object) -> None:
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).where(NoteRow.text == text).values(values))


async def kept(house: House) -> list[MessageRow]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(MessageRow).order_by(MessageRow.id)))


async def test_a_facilitator_sees_picture_words_and_number_of_people_before_anything_goes_out(
    house: House, desk: Desk
) -> None:
    summary, citizen = await met(house, desk)
    await desk.open(f"{summary}?language=el")
    assert 'lang="el" dir="ltr"' in desk.page.source
    await desk.open(summary)
    assert "1 person took part" in desk.text
    assert "The place we live in: 67%" in desk.text
    assert "★ “quiet nights”" in desk.text
    assert "friends”" not in desk.text  # not starred
    assert "To 1 person" in desk.text
    assert 'alt="What people wrote about. The place we live in: 67%; People close to me: 33%"' in desk.page.source
    async with desk.client.get(f"{summary}/picture.png?language=ar") as answer:
        assert Image.open(BytesIO(await answer.read())).width == 720
    assert await tick(house) == []
    assert "came together" not in texts(await citizen.chat())


async def test_it_can_be_planned_changed_and_cancelled(house: House, desk: Desk, clock: Clock) -> None:
    summary, citizen = await met(house, desk)
    day = clock.now.date() + dt.timedelta(days=2)
    await desk.open(summary)
    await approves(desk, summary, day=str(day), **{"text-en": "See you in June!"})
    assert "It goes out on 14 May 2026" in desk.text
    assert "See you in June!" in desk.text
    first = (await kept(house))[-1].public_id
    later = day + dt.timedelta(days=1)
    await desk.post(summary, seen=first, day=str(later), **{"text-en": "See you in July!"})
    await desk.post(summary, seen=first, day=str(later), **{"text-en": "Pressed again"})
    assert [one.state for one in await kept(house)][-2:] == ["cancelled", "planned"]
    clock.forward(days=2)
    await tick(house)
    assert "came together" not in texts(await citizen.chat())
    clock.forward(days=1)
    await tick(house)
    read = texts(await citizen.chat())
    assert read.count("This is what came together in Library") == 1
    assert "See you in July!" in read
    assert "June" not in read
    await desk.open(summary)
    assert "1 delivered" in desk.text
    assert "Approve and send" not in desk.text


async def test_what_nobody_has_seen_does_not_go_out(house: House, desk: Desk) -> None:
    summary, citizen = await met(house, desk)
    await desk.open(summary)
    await change(house, "quiet streets", starred=True)
    await approves(desk, summary)
    assert desk.page.status == 409
    assert "Notes have changed since you looked" in desk.text
    assert "★ “quiet streets”" in desk.text
    assert await kept(house) == []
    await approves(desk, summary)
    await tick(house)
    assert "quiet streets" in (await citizen.chat())[-1].text


async def test_what_was_cancelled_reaches_nobody_and_can_be_approved_anew(
    house: House, desk: Desk, clock: Clock
) -> None:
    summary, citizen = await met(house, desk)
    await desk.open(summary)
    await approves(desk, summary, day=str(clock.now.date() + dt.timedelta(days=1)))
    await desk.post(f"{summary}/cancel", seen=(await kept(house))[-1].public_id)
    clock.forward(days=1)
    await tick(house)
    assert "came together" not in texts(await citizen.chat())
    await desk.open(summary)
    await approves(desk, summary)
    await tick(house)
    assert "came together" in texts(await citizen.chat())
    async with house.database.read() as session:
        verbs = list(await session.scalars(sa.select(AuditRow.verb).where(AuditRow.kind == "message")))
    assert verbs == ["approved", "cancelled", "approved"]


@pytest.mark.parametrize(
    "values",
    [{"deleted_at": dt.datetime(2026, 5, 12, tzinfo=dt.UTC)}, {"on_wall": False}, {"safe_text": "changed"}],
    ids=["deleted", "kept off the wall", "changed"],
)
async def test_a_note_that_may_no_longer_be_quoted_is_not(
    house: House, desk: Desk, clock: Clock, values: dict[str, object]
) -> None:
    summary, citizen = await met(house, desk)
    await desk.open(summary)
    await approves(desk, summary, day=str(clock.now.date() + dt.timedelta(days=1)))
    await change(house, "quiet nights", **values)
    clock.forward(days=1)
    await tick(house)
    told = (await citizen.chat())[-1].text
    assert "came together" in told
    assert "★" not in told
    async with house.database.read() as session:
        payloads = list(await session.scalars(sa.select(OutboxRow.payload).where(OutboxRow.message_id.is_not(None))))
    assert "quiet nights" not in str(payloads)


async def test_a_note_whose_language_tells_its_author_is_not_quoted_in_a_small_group(house: House, desk: Desk) -> None:
    code, _ = await first_meeting(house, desk)
    other = Person(house)
    await other.joins(code)
    await other.says("doctor")
    await press(house, desk, code, "close")
    await change(house, "quiet nights", starred=True)
    await change(house, "doctor", starred=True, language="ar")
    await desk.open(f"/staff/s/{(await meeting_of(house, code)).public_id}/summary")
    assert "★ “doctor”" not in desk.text


async def test_children_hear_nothing_afterwards(house: House, desk: Desk) -> None:
    summary, citizen = await met(house, desk)
    async with house.database.write() as session:
        mine = sa.select(GroupRow.consultation_id).where(GroupRow.name == "Library").scalar_subquery()
        await session.execute(sa.update(ConsultationRow).where(ConsultationRow.id == mine).values(kind="children"))
    await desk.open(summary)
    assert "Children get no messages" in desk.text
    assert "Approve and" not in desk.text
    await desk.open("/staff")
    assert (await desk.post(summary)).status == 409
    await tick(house)
    assert "came together" not in texts(await citizen.chat())


async def of_town(house: House, desk: Desk) -> tuple[str, str, Person]:
    """Published results; the consultation, the address where everybody is told, and somebody who took part."""
    citizen = Person(house)
    await citizen.joins()
    consultation = await write_notes(house)
    async with house.database.write() as session:
        for family, text in (("A", "a bus at night"), ("E", "something rare")):
            one = sa.select(NoteRow.id).where(NoteRow.author_code == f"{family}1").limit(1).scalar_subquery()
            values = {"text": text, "safe_text": text, "starred": True}
            await session.execute(sa.update(NoteRow).where(NoteRow.id == one).values(values))
    await desk.come_in(house, "admin", await town_of(house))
    return consultation, f"/staff/results/{consultation}/tell", citizen


async def test_the_whole_town_is_told_what_was_published(house: House, desk: Desk) -> None:
    consultation, tell, citizen = await of_town(house, desk)
    await desk.open(tell)
    assert "Publish the results first" in desk.text
    assert (await desk.post(tell, form=desk.token if "form" in desk.page.source else "")).status in (403, 409)
    await publish_now(house, consultation)
    await desk.open(tell)
    assert "★ “a bus at night”" in desk.text
    assert "something rare" not in desk.text  # too few people wrote about that
    assert "Society: " not in desk.text
    assert "Numbers of fewer than 5 people are left out" in desk.text
    await approves(desk, tell)
    await desk.post(tell)
    await tick(house)
    read = texts(await citizen.chat())
    assert read.count("This is what people in") == 1
    assert f"/results/{consultation}" in read
    assert "Society: " not in read


async def test_new_results_can_be_told_again(house: House, desk: Desk, clock: Clock) -> None:
    consultation, tell, citizen = await of_town(house, desk)
    await publish_now(house, consultation)
    await desk.open(tell)
    await approves(desk, tell)
    await tick(house)
    clock.forward(days=8)
    await write_notes(house, {"A": 20, "F": 30})
    await publish_now(house, consultation)
    await desk.open(tell)
    assert "Approve and send" in desk.text
    await approves(desk, tell)
    await tick(house)
    assert texts(await citizen.chat()).count("This is what people in") == 2


async def test_only_an_admin_tells_the_whole_town(house: House, new_desk: NewDesk) -> None:
    consultation, tell, _ = await of_town(house, await new_desk())
    await publish_now(house, consultation)
    desk = await new_desk()
    await desk.come_in(house, "facilitator", await town_of(house))
    token = desk.token
    assert (await desk.open(tell)).status == 403
    assert (await desk.post(tell, form=token)).status == 403
    async with house.database.read() as session:
        assert [one for one in await messages.planned(session, consultation) if one.kind == "results"] == []
