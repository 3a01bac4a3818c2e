"""A facilitator at the console: from nothing to a led meeting, and words to everybody."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from bot.wiring import House
from scheduler.broadcast import Broadcasts
from storage.tables import AuditRow, ConsultationRow, GroupRow, GroupTagRow, SessionRow, StaffGroupRow
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.support.person import Person, texts
from tests.support.world import Clock

SAID = {
    "who": "Pensioners",
    "chose": "The town <b>",
    "part": "The plan for 2027",
    "influence": "The council decides with it",
}


async def set_up(house: House, desk: Desk, kind: str = "standard", group_kind: str = "meeting", **more: str) -> str:
    """Town, consultation, group; returns the group's join code."""
    await desk.come_in(house, "facilitator")
    await desk.post("/staff/town", name="Testtown", country="GR", language="en")
    await desk.post("/staff/consultations/new", kind=kind, **SAID, **more)
    await desk.post("/staff/groups/new", consultation=await newest(house), name="Library", kind=group_kind, tag="women")
    async with house.database.read() as session:
        group = (await session.scalars(sa.select(GroupRow).order_by(GroupRow.id.desc()))).first()
    assert group is not None
    return group.join_code


async def newest(house: House) -> str:
    async with house.database.read() as session:
        found = await session.scalars(sa.select(ConsultationRow.public_id).order_by(ConsultationRow.id.desc()))
    return str(found.first())


async def meeting_of(house: House, code: str) -> SessionRow:
    async with house.database.read() as session:
        query = sa.select(SessionRow).join(GroupRow, GroupRow.id == SessionRow.group_id)
        found = await session.scalars(query.where(GroupRow.join_code == code).order_by(SessionRow.id.desc()))
        row = found.first()
    assert row is not None
    return row


async def press(house: House, desk: Desk, code: str, what: str, **more: str) -> None:
    """A button of the meeting's page, and everybody brought there."""
    row = await meeting_of(house, code)
    await desk.open(f"/staff/s/{row.public_id}")
    await desk.post(f"/staff/s/{row.public_id}", move=what, version=str(row.version), **more)
    await house.leader.sweep()


async def test_from_nothing_to_a_led_meeting(house: House, desk: Desk) -> None:
    code = await set_up(house, desk)
    assert "Library" in desk.text
    assert code in desk.text
    citizen = Person(house)
    await citizen.start(code)
    welcome = texts(await citizen.chat())
    assert "Who takes part: Pensioners" in welcome
    assert "Who chose the questions: The town <b>" in welcome
    assert "This is part of: The plan for 2027" in welcome
    assert "What your answers can change: The council decides with it" in welcome
    await citizen.choose("in")
    await press(house, desk, code, "start")
    assert "1 here" in desk.text
    assert "1 writing" in desk.text
    assert "What is well-being for you?" in desk.text
    await citizen.says("quiet nights")
    await press(house, desk, code, "next")
    assert "1 note" in desk.text
    assert "What is ill-being" in desk.text
    assert "2 of 3" in texts(await citizen.chat())
    await press(house, desk, code, "close")
    assert "This meeting is over" in desk.text
    row = await meeting_of(house, code)
    await desk.open(f"/staff/groups/{row.group.public_id}")
    await desk.post(f"/staff/groups/{row.group.public_id}/session")
    assert (await meeting_of(house, code)).kind == "second"


async def test_what_is_set_up_belongs_to_its_maker_and_is_in_the_log(house: House, desk: Desk) -> None:
    await set_up(house, desk)
    async with house.database.read() as session:
        assert len(list(await session.scalars(sa.select(StaffGroupRow)))) == 1
        assert list(await session.scalars(sa.select(GroupTagRow.tag))) == ["women"]
        verbs = [tuple(one) for one in await session.execute(sa.select(AuditRow.verb, AuditRow.kind))]
    assert {("made", "town"), ("made", "consultation"), ("made", "group")} <= set(verbs)


async def test_join_codes_can_be_read_aloud_and_are_never_addresses_of_the_chat(house: House, desk: Desk) -> None:
    assert re.fullmatch(r"([bdfgklmnprstv][aeiou]){3}[2-9]{2}", await set_up(house, desk))


async def test_empty_purposes_are_asked_for(house: House, desk: Desk) -> None:
    await desk.come_in(house, "facilitator")
    await desk.post("/staff/town", name="Testtown", country="GR", language="en")
    await desk.post("/staff/consultations/new", kind="standard", **{**SAID, "influence": " "})
    assert desk.page.status == 422
    assert "Please write a few words here" in desk.text
    assert "The plan for 2027" in desk.page.source


async def test_another_facilitator_cannot_open_or_lead_it(house: House, new_desk: NewDesk) -> None:
    hers, other = await new_desk(), await new_desk()
    code = await set_up(house, hers)
    row = await meeting_of(house, code)
    town = row.group.consultation.town_id
    await other.come_in(house, "facilitator", town)
    token = other.token
    for path in (
        f"/staff/s/{row.public_id}",
        f"/staff/groups/{row.group.public_id}",
        f"/staff/s/{row.public_id}/panel",
    ):
        assert (await other.open(path)).status == 403
    assert (await other.post(f"/staff/s/{row.public_id}", form=token, move="start", version="0")).status == 403
    assert (await meeting_of(house, code)).state == "planned"
    outside = await new_desk()
    assert (await outside.open(f"/staff/s/{row.public_id}")).status == 401


async def test_whoever_presses_second_is_told_and_changes_nothing(house: House, new_desk: NewDesk) -> None:
    first = await new_desk()
    code = await set_up(house, first)
    await press(house, first, code, "start")
    row = await meeting_of(house, code)
    await first.post(f"/staff/s/{row.public_id}", move="next", version=str(row.version))
    await first.post(f"/staff/s/{row.public_id}", move="next", version=str(row.version))
    assert "A colleague was quicker" in first.text
    assert (await meeting_of(house, code)).question == 2


@pytest.mark.parametrize("fields", [{"move": "explode", "version": "0"}, {"move": "start", "version": "x"}, {}])
async def test_odd_steps_are_refused(house: House, desk: Desk, fields: dict[str, str]) -> None:
    code = await set_up(house, desk)
    row = await meeting_of(house, code)
    assert (await desk.post(f"/staff/s/{row.public_id}", **fields)).status == 400


async def test_the_timer_is_shown_and_can_be_taken_away(house: House, desk: Desk, clock: Clock) -> None:
    code = await set_up(house, desk)
    await press(house, desk, code, "start")
    await press(house, desk, code, "timer", minutes="5")
    clock.forward(seconds=61)
    row = await meeting_of(house, code)
    await desk.open(f"/staff/s/{row.public_id}/panel")
    assert "3:59" in desk.page.source
    await press(house, desk, code, "timer", minutes="0")
    assert "No timer" not in desk.text


async def test_the_sheet_is_a_pdf_and_refused_where_phones_cannot_reach_it(house: House, desk: Desk) -> None:
    code = await set_up(house, desk)
    row = await meeting_of(house, code)
    path = f"/staff/groups/{row.group.public_id}/sheet.pdf"
    assert "localhost" in (await desk.open(path)).source
    house.settings.public_url = "https://kavala.example"
    for size in ("A4", "A5", "A0"):
        async with desk.client.get(f"{path}?size={size}&language=en&language=&language=xx") as answer:
            assert answer.content_type == "application/pdf"
            assert (await answer.read()).startswith(b"%PDF")


async def test_words_to_everybody_are_looked_at_sent_once_and_counted(house: House, desk: Desk) -> None:
    code = await set_up(house, desk)
    people = [Person(house) for _ in range(3)]
    for one in people:
        await one.joins(code)
    await people[2].command("stop")
    await press(house, desk, code, "start")
    row = await meeting_of(house, code)
    say = f"/staff/groups/{row.group.public_id}/say"
    await desk.open(say)
    await desk.post(say)
    assert "Please write something first" in desk.text
    await desk.post(say, **{"text-en": "Coffee is <ready>"})
    assert "To 2 people, about 1 second" in desk.text
    assert "1 person wants no messages" in desk.text
    once = re.findall(r'name="once" value="(\w+)"', desk.page.source)[0]
    token = desk.token
    for _ in range(2):
        await desk.post(f"{say}/send", form=token, once=once, **{"text-en": "Coffee is <ready>"})
    await Broadcasts(house.database, house.clock, house.bell.ring, 30).work()
    await desk.open(f"{say}/{once}")
    assert "2 delivered" in desk.text
    assert "0 failed" in desk.text
    assert "1 left" in desk.text
    assert texts(await people[0].chat()).count("Coffee is <ready>") == 1
    assert "Coffee" not in texts(await people[2].chat())


async def test_children_get_no_messages_after_their_meeting(house: House, desk: Desk) -> None:
    code = await set_up(house, desk, "children", "class")
    child = Person(house)
    await child.start(code)
    assert "Your school and your parents said yes" in texts(await child.chat())
    await child.choose("in")
    await press(house, desk, code, "start")
    assert "When do you feel really good?" in texts(await child.chat())
    row = await meeting_of(house, code)
    assert row.group.shared_device
    await desk.open(f"/staff/groups/{row.group.public_id}/say")
    assert desk.page.status == 200
    await press(house, desk, code, "close")
    await desk.open(f"/staff/groups/{row.group.public_id}/say")
    assert "Children get no messages" in desk.text


async def test_texts_in_more_languages_and_questions_in_own_words(house: House, desk: Desk) -> None:
    code = await set_up(house, desk)
    await desk.open(f"/staff/consultations/{await newest(house)}?language=en")
    assert "Pensioners" in desk.page.source
    more = {**SAID, "q1": "What makes a good day?", "q2": "", "q3": "", "q4": ""}
    await desk.post(f"/staff/consultations/{await newest(house)}", language="en", **more)
    citizen = Person(house)
    await citizen.joins(code)
    await press(house, desk, code, "start")
    assert "What makes a good day?" in texts(await citizen.chat())
    await desk.open(f"/staff/consultations/{await newest(house)}")
    await desk.post(f"/staff/consultations/{await newest(house)}", language="en", **{**more, "q1": ""})
    await press(house, desk, code, "next")
    await press(house, desk, code, "back")
    assert "What is well-being" in texts(citizen.latest) or "What is well-being" in texts(await citizen.chat())


async def test_the_short_form_is_one_choice(house: House, desk: Desk) -> None:
    code = await set_up(house, desk, "short", budget="€ 2 000")
    assert (await meeting_of(house, code)).questions == [1, 2, 3, 6, 5, 7]
    citizen = Person(house)
    await citizen.joins(code)
    await press(house, desk, code, "start")
    for _ in range(4):
        await press(house, desk, code, "next")
    assert "Money for this: € 2 000" in texts(await citizen.chat())


async def test_the_guide_has_a_screen_for_each_step(house: House, desk: Desk) -> None:
    await set_up(house, desk)
    await desk.open("/staff/guide")
    assert "Before the meeting" in desk.text
    assert "The third meeting" in desk.text
