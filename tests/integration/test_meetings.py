"""Led sessions: one step for everybody, once; latecomers, pauses, the end; votes and checking."""

from __future__ import annotations

import asyncio
import contextlib

import sqlalchemy as sa

from bot.wiring import House
from storage.meetings import here, move
from storage.tables import NoteRow, ParticipationRow, SessionRow
from tests.support.meeting import CODE, lead, meeting
from tests.support.person import Person, texts


async def people(house: House, count: int) -> list[Person]:
    everybody = [Person(house) for _ in range(count)]
    for one in everybody:
        await one.joins(CODE)
    return everybody


async def shown(person: Person) -> str:
    return texts(await person.chat())


async def test_everybody_gets_the_question_when_the_facilitator_goes_on(either_house: House) -> None:
    house = either_house
    session_id = await meeting(house)
    first, second = await people(house, 2)
    assert "comes when everybody is here" in await shown(first)
    assert await lead(house, session_id, "start")
    for one in (first, second):
        assert "1 of 3 · What is well-being" in await shown(one)
        assert "Next question" not in await shown(one)
    await first.says("quiet nights")
    assert "Just write" in texts(first.latest)
    assert all("Next question" not in button.label for drawn in first.latest for row in drawn.rows for button in row)
    assert await lead(house, session_id, "next")
    assert "2 of 3 · What is ill-being" in await shown(second)
    await second.says("work")
    async with house.database.read() as session:
        found = list(await session.execute(sa.select(NoteRow.text, NoteRow.question).order_by(NoteRow.id)))
    assert [tuple(one) for one in found] == [("quiet nights", 1), ("work", 2)]
    assert await house.leader.sweep() == 0


async def test_two_facilitators_who_press_next_at_once_make_one_step(either_house: House) -> None:
    house = either_house
    session_id = await meeting(house)
    await lead(house, session_id, "start")
    done = await asyncio.gather(*(lead(house, session_id, "next", version=1) for _ in range(5)))
    assert sorted(done) == [False, False, False, False, True]
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
    assert (row.question, row.version) == (2, 2)


async def test_two_processes_that_look_at_once_tell_everybody_once(either_house: House) -> None:
    house = either_house
    session_id = await meeting(house)
    everybody = await people(house, 5)
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
        await move(session, row, "start", 0)
    await asyncio.gather(*(house.leader.sweep() for _ in range(3)))
    for one in everybody:
        assert (await shown(one)).count("1 of 3") == 1


async def test_a_crash_after_half_of_the_people_is_made_good(house: House) -> None:
    session_id = await meeting(house)
    everybody = await people(house, 4)
    handle, told = house.leader._handle, 0

    async def dies(inbound: object) -> object:
        nonlocal told
        told += 1
        if told > 2:
            raise asyncio.CancelledError
        return await handle(inbound)  # type: ignore[arg-type]

    house.leader._handle = dies
    with contextlib.suppress(asyncio.CancelledError):
        await lead(house, session_id, "start")
    house.leader._handle = handle
    await house.leader.sweep()
    for one in everybody:
        assert (await shown(one)).count("1 of 3") == 1


async def test_latecomers_land_on_the_current_question(house: House) -> None:
    session_id = await meeting(house)
    await lead(house, session_id, "start")
    await lead(house, session_id, "next")
    late = Person(house)
    await late.joins(CODE)
    assert "2 of 3 · What is ill-being" in await shown(late)
    assert "1 of 3" not in await shown(late)
    assert await house.leader.sweep() == 0


async def test_a_note_that_is_late_belongs_to_the_question_that_its_author_saw(house: House) -> None:
    session_id = await meeting(house)
    (one,) = await people(house, 1)
    await lead(house, session_id, "start")
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
        await move(session, row, "next", 1)
    await one.says("friends")
    await house.leader.sweep()
    await one.says("work")
    async with house.database.read() as session:
        assert list(await session.scalars(sa.select(NoteRow.question).order_by(NoteRow.id))) == [1, 2]


async def test_pause_go_on_back_and_the_end(house: House) -> None:
    session_id = await meeting(house)
    (one,) = await people(house, 1)
    await lead(house, session_id, "start")
    await one.says("friends")
    await lead(house, session_id, "pause")
    assert "short break" in texts(await one.chat())
    await lead(house, session_id, "go_on")
    await lead(house, session_id, "next")
    await lead(house, session_id, "back")
    assert "1 of 3" in await shown(one)
    await lead(house, session_id, "close")
    assert "This meeting is over" in await shown(one)
    assert "Which of your notes matter most" in await shown(one)
    await one.press("friends")
    await one.press("Done")
    assert "Thank you!" in texts(one.latest)
    assert await lead(house, session_id, "reopen")
    assert "1 of 3" in await shown(one)


async def test_the_page_still_opens_after_the_end(house: House) -> None:
    session_id = await meeting(house)
    (one,) = await people(house, 1)
    await lead(house, session_id, "start")
    await lead(house, session_id, "close")
    assert "does not work" not in texts(await one.start(CODE))


async def test_who_is_ready_is_counted_and_one_more_note_takes_it_back(house: House) -> None:
    session_id = await meeting(house)
    first, second = await people(house, 2)
    await lead(house, session_id, "start")

    async def writing() -> tuple[int, int]:
        async with house.database.read() as session:
            row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
            found = await here(session, row)
        return found.people, found.writing

    assert await writing() == (2, 2)
    await first.press("That is all")
    assert "next question comes by itself" in texts(first.latest)
    assert await writing() == (2, 1)
    await first.says("friends")
    assert await writing() == (2, 2)
    await second.command("next")
    assert await writing() == (2, 1)
    assert "1 of 3" in await shown(second)
    await lead(house, session_id, "next")
    assert await writing() == (2, 2)


async def test_whoever_left_or_went_elsewhere_is_not_pulled_back(house: House) -> None:
    session_id = await meeting(house)
    stays, goes, stops = await people(house, 3)
    await goes.joins("DEMO")
    await stops.command("stop")
    before = len(await goes.chat()), len(await stops.chat())
    await lead(house, session_id, "start")
    assert (len(await goes.chat()), len(await stops.chat())) == before
    assert "1 of 3" in await shown(stays)
    await stops.start(CODE)
    assert "1 of 3" in await shown(stops)


async def test_somebody_with_a_broken_conversation_does_not_hold_up_the_others(house: House) -> None:
    session_id = await meeting(house)
    first, second = await people(house, 2)
    handle = house.leader._handle

    async def fails_once(inbound: object) -> object:
        if getattr(inbound, "address", "") == first.address:
            raise ValueError
        return await handle(inbound)  # type: ignore[arg-type]

    house.leader._handle = fails_once
    await lead(house, session_id, "start")
    assert "1 of 3" in await shown(second)
    house.leader._handle = handle
    await house.leader.sweep()
    assert "1 of 3" in await shown(first)


async def test_the_second_meeting_checks_the_notes_and_asks_the_fourth_question(house: House) -> None:
    first = await meeting(house)
    (one,) = await people(house, 1)
    await lead(house, first, "start")
    await one.says("quiet nights")
    await one.says("friends")
    await lead(house, first, "close")
    second = await meeting(house, (8, 4), "second")
    await one.joins(CODE)
    await lead(house, second, "start")
    assert "Is the topic right" in await shown(one)
    await one.press("All 2")
    async with house.database.read() as session:
        assert set(await session.scalars(sa.select(NoteRow.author_code))) == {"B1", "D3"}
    await lead(house, second, "next")
    assert "those who come after us" in await shown(one)


async def test_three_votes_each_on_topics_and_on_ideas(house: House) -> None:
    session_id = await meeting(house, (1, 6, 5, 7), "first")
    first, second = await people(house, 2)
    await lead(house, session_id, "start")
    for text in ("quiet", "friends", "doctor", "work"):
        await first.says(text)
    await lead(house, session_id, "next")
    assert "named most" in await shown(second)
    for label in ("Friendship", "Noise", "Work and jobs"):
        await second.press(label)
    assert "have given 3" in await shown(second)
    await second.press("Doctors")
    assert "Tap one of them to take it back" in texts(second.latest)
    await second.press("Friendship")
    assert "have given 2" in await shown(second)
    await second.says("a bench in front of the school")
    await lead(house, session_id, "next")
    await lead(house, session_id, "next")
    assert "a bench in front" in await shown(first)
    await first.press("1. a bench")
    assert "have given 1" in await shown(first)
    async with house.database.read() as session:
        assert list(await session.scalars(sa.select(NoteRow.question).order_by(NoteRow.id))) == [1, 1, 1, 1, 5]


async def test_the_participation_of_a_latecomer_is_known(house: House) -> None:
    session_id = await meeting(house)
    await lead(house, session_id, "start")
    await people(house, 1)
    async with house.database.read() as session:
        assert list(await session.scalars(sa.select(ParticipationRow.shown))) == [1]
