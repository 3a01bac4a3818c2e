"""The officer's desk, as somebody at a browser uses it."""

from __future__ import annotations

import re

import sqlalchemy as sa

from bot.wiring import House
from storage.tables import AnswerRow, NoteRow, TownRow
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.support.answering import notes, writes
from tests.support.many import second_town, tick
from tests.support.person import plain


async def at_the_desk(house: House, desk: Desk, town: str | None = None) -> None:
    async with house.database.read() as session:
        query = sa.select(TownRow.id).order_by(TownRow.id)
        key = (await session.scalars(query.where(TownRow.name == town) if town else query)).first()
    await desk.come_in(house, "officer", key)


def answer_id(desk: Desk) -> str:
    return str(re.findall(r"action=\"/staff/answers/(\w+)/", desk.page.source)[0])


async def test_search_select_write_look_send_correct(house: House, desk: Desk) -> None:
    await writes(house, "1", "A bus to the doctor", "friends")
    await writes(house, "2", "Un autobus le soir", hint="fr")
    await at_the_desk(house, desk)
    await desk.open("/staff/answers?words=bus")
    assert "2 notes · languages: 2 · known people: 2" in desk.text
    assert 'lang="fr"' in desk.page.source
    assert "friends" not in desk.text
    await desk.post("/staff/answers", words="bus", all="1")
    assert "Your answer to 2 notes" in desk.text
    one = answer_id(desk)
    assert "Say what happens" in desk.text
    await desk.post(f"/staff/answers/{one}/save", status="rejected", **{"text-en": "No bus."})
    assert "A “no” needs its reason" in desk.text
    await desk.post(
        f"/staff/answers/{one}/save", status="accepted", link="javascript:alert(1)", **{"text-en": "A bus <b>soon</b>."}
    )
    assert desk.page.status == 422
    assert "whole address" in desk.text
    await desk.post(
        f"/staff/answers/{one}/save", status="accepted", link="https://x.org/1", **{"text-en": "A bus <b>soon</b>."}
    )
    assert "2 people get it." in desk.text
    assert "There is no text in Français. They read it in English." in desk.text
    assert "Accepté : A bus <b>soon</b>." in plain(desk.text)
    assert "<b>soon</b>" not in desk.page.source
    await desk.post(f"/staff/answers/{one}/send")
    assert len(await tick(house)) == 2
    await desk.open(f"/staff/answers/{one}")
    assert "Delivered: 2" in desk.text
    await desk.post(f"/staff/answers/{one}/withdraw")
    assert "put it right" in desk.text
    await desk.post(f"/staff/answers/{one}/correct")
    new = answer_id(desk)
    assert new != one
    await desk.post(f"/staff/answers/{new}/save", status="accepted", **{"text-en": "In October."})
    await desk.post(f"/staff/answers/{new}/send")
    told = [plain(text) for _, text in await tick(house)]
    assert any(text.startswith("We have to correct our answer") for text in told)
    await desk.open("/staff/answers")
    assert "Answered: 2 of 3 notes (67 %)" in desk.text


async def test_ticked_notes_only(house: House, desk: Desk) -> None:
    await writes(house, "1", "A bus", "Another bus")
    first, _ = await notes(house)
    await at_the_desk(house, desk)
    await desk.open("/staff/answers")
    await desk.post("/staff/answers", words="bus")
    assert "Please tick at least one note" in desk.text
    await desk.post("/staff/answers", words="bus", note=first.public_id)
    assert "Your answer to 1 note" in desk.text


async def test_another_town_s_officer_finds_and_opens_nothing(house: House, new_desk: NewDesk) -> None:
    await writes(house, "1", "A bus")
    await second_town(house)
    ours, theirs = await new_desk(), await new_desk()
    await at_the_desk(house, ours)
    await at_the_desk(house, theirs, "Other")
    await ours.open("/staff/answers?words=bus")
    await ours.post("/staff/answers", all="1")
    one = answer_id(ours)
    [note] = await notes(house)
    await theirs.open("/staff/answers?words=bus")
    assert "No note fits" in theirs.text
    await theirs.post(
        "/staff/answers", note=note.public_id, form=re.findall(r'name="form" value="(\w+)"', theirs.page.source)[0]
    )
    assert theirs.page.status == 422
    assert (await theirs.open(f"/staff/answers/{one}")).status == 403
    async with house.database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 1


async def test_hostile_notes_and_searches(house: House, desk: Desk) -> None:
    await writes(house, "1", "<script>alert(1)</script> bus {{7*7}}")
    await at_the_desk(house, desk)
    for query in (
        "words=%00",
        "words=%25",
        "near=999,999",
        "near=1e9",
        "code=Z9",
        "page=-1",
        "page=99999",
        "question=9",
        "group=%00",
        "status=x",
    ):
        assert (await desk.open(f"/staff/answers?{query}")).status == 200, query
    await desk.open("/staff/answers")
    assert "<script>alert" not in desk.page.source
    assert "49" not in desk.text
    assert (await desk.open("/staff/answers/%00")).status == 403
    await desk.open("/staff/answers")
    await desk.post("/staff/answers", all="1")
    one = answer_id(desk)
    await desk.post(
        f"/staff/answers/{one}/save", status="accepted", **{"text-en": "x" * 7000, "text-ar": "\x00نعم\u202e"}
    )
    assert desk.page.status == 422
    assert "longer than" in desk.text


async def test_facilitators_do_not_answer(house: House, desk: Desk) -> None:
    async with house.database.read() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
    await desk.come_in(house, "facilitator", town)
    assert (await desk.open("/staff/answers")).status == 403


async def test_many_are_shown_page_by_page_and_answered_at_once(house: House, desk: Desk) -> None:
    await writes(house, "1", "A bus")
    async with house.database.write() as session:
        [one] = (await session.scalars(sa.select(NoteRow))).all()
        session.add_all(
            NoteRow(
                public_id=f"n{number}", session_id=one.session_id, number=number + 2, question=1, text=f"bus {number}",
                safe_text=f"bus {number}", language="el", source="paper", channel="paper", suggestions=[],
                created_at=house.clock(), changed_at=house.clock(),
            )
            for number in range(499)
        )  # fmt: skip
    await at_the_desk(house, desk)
    await desk.open("/staff/answers?words=bus&page=4")
    assert "A bus" in desk.text
    await desk.post("/staff/answers", words="bus", all="1")
    assert "Your answer to 500 notes" in desk.text
    one_id = answer_id(desk)
    await desk.post(f"/staff/answers/{one_id}/save", status="done", **{"text-en": "It runs."})
    assert "1 person gets it." in desk.text
    assert "499 notes have no author whom we could write to." in desk.text
    await desk.post(f"/staff/answers/{one_id}/send")
    assert {row.status for row in await notes(house)} == {"done"}
