"""What the wall shows, from the note's writing on, on both databases."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.web.wall_live import Key, look
from bot.web.wall_view import draw
from bot.wiring import House
from storage import wall_board
from storage.tables import CodingRow, ConsultationRow, NoteRow, ParticipationRow, SessionRow, StaffRow
from storage.wall import wall_notes
from storage.wall_control import carry_out
from storage.wall_release import release
from tests.support.crowd import change_note, change_session, crowd, demo_session, flood, on_wall
from tests.support.meeting import CODE, lead, meeting
from tests.support.person import Person
from tests.support.world import Clock


async def steer(house: House, verb: str, note: str = "") -> None:
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.kind == "open"))).one()
        assert await carry_out(session, row, verb, note, house.clock())


async def test_notes_of_a_large_group_come_at_once_the_newest_on_top(either_house: House, clock: Clock) -> None:
    people = await crowd(either_house, 5)
    await people[0].says("friends")
    assert await on_wall(either_house) == {"D": ["friends"]}
    clock.forward(seconds=5)
    await people[1].says("best friends")
    await people[2].says("quiet nights")
    assert await on_wall(either_house) == {"B": ["quiet nights"], "D": ["best friends", "friends"]}


async def test_a_small_group_sees_its_notes_together_in_an_order_that_tells_nothing(either_house: House) -> None:
    people = await crowd(either_house, 3)
    texts = [f"{word} friends" for word in ("some", "old", "new", "no", "many")]
    for number, text in enumerate(texts[:4]):
        await people[number % 3].says(text)
        assert await on_wall(either_house) == {}
    await people[0].says(texts[4])
    shown = (await on_wall(either_house))["D"]
    assert sorted(shown) == sorted(texts)
    async with either_house.database.read() as session:
        by_id = await session.scalars(sa.select(NoteRow.text).order_by(NoteRow.public_id))
        assert shown == list(by_id)


async def test_who_tries_the_demonstration_sees_each_note_at_once_in_any_language(either_house: House) -> None:
    tester = Person(either_house)
    await tester.joins()
    await tester.says("friends")
    assert await on_wall(either_house) == {"D": ["friends"]}
    other = Person(either_house, "el")
    await other.joins()
    await other.says("quiet νύχτες")
    assert await on_wall(either_house) == {"B": ["quiet νύχτες"], "D": ["friends"]}


async def test_a_led_wall_shows_everything_when_the_meeting_is_over(either_house: House) -> None:
    await change_session(either_house, led=True, question=1)
    people = await crowd(either_house, 5)
    await people[0].says("friends")
    await change_session(either_house, question=2, version=1)
    await either_house.leader.sweep()
    await people[1].says("money")
    assert await on_wall(either_house) == {"A": ["money"]}
    await change_session(either_house, state="closed")
    assert await on_wall(either_house) == {"A": ["money"], "D": ["friends"]}


@pytest.mark.parametrize("small", [False, True])
async def test_votes_are_on_the_wall_in_a_small_group_when_it_is_over(either_house: House, small: bool) -> None:  # noqa: FBT001 -- a case
    session_id = await meeting(either_house, (1, 6), "third")
    people = [Person(either_house) for _ in range(4)]
    for one in people:
        await one.joins(CODE)
    if not small:
        await Person(either_house).joins(CODE)
    async with either_house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(demo=False))
    await lead(either_house, session_id, "start")
    await people[0].says("friends")
    await people[1].says("quiet nights")
    assert await votes(either_house, session_id) == []
    await lead(either_house, session_id, "next")
    nights, friends = "Noise and cleanliness", "Friendship"
    assert await votes(either_house, session_id) == [[nights, "" if small else 0], [friends, "" if small else 0]]
    for one in people:
        await one.press("Friendship")
    secret = [[nights, ""], [friends, ""]]
    assert await votes(either_house, session_id) == (secret if small else [[friends, 4], [nights, 0]])
    await lead(either_house, session_id, "close")
    assert await votes(either_house, session_id) == [[friends, 4], [nights, 0]]


async def votes(house: House, session_id: str) -> list[list[object]]:
    key = Key(session_id)
    seen = await look(house, key)
    assert seen is not None
    found: list[list[object]] = draw(seen, key, "en", None).head["votes"]
    return found


async def test_when_the_group_grows_everything_comes(either_house: House) -> None:
    people = await crowd(either_house, 4)
    await people[0].says("friends")
    assert await on_wall(either_house) == {}
    await crowd(either_house, 1)
    assert await on_wall(either_house) == {"D": ["friends"]}


async def test_the_end_of_a_question_brings_the_rest_of_it(either_house: House) -> None:
    await change_session(either_house, led=True, question=1)
    people = await crowd(either_house, 3)
    await people[0].says("friends")
    await people[1].says("quiet friends")
    assert await on_wall(either_house) == {}
    await change_session(either_house, question=2)
    assert await on_wall(either_house) == {}
    assert sum(map(len, (await on_wall(either_house, 1)).values())) == 2


async def test_a_language_of_one_person_waits_for_the_facilitator(either_house: House) -> None:
    people = await crowd(either_house, 3)
    await people[0].says("friends")
    await people[1].says("quiet nights")
    await change_note(either_house, "quiet nights", language="el")
    await change_session(either_house, state="closed")
    seen = await look(either_house, Key(await demo_session(either_house)))
    assert seen is not None
    assert (seen.board.panes, seen.board.waiting, seen.board.alone) == ({}, 2, 2)
    await steer(either_house, "show")
    assert sum(map(len, (await on_wall(either_house)).values())) == 2


async def test_a_changed_topic_moves_a_note_in_a_small_group_only_with_the_next_ones(either_house: House) -> None:
    people = await crowd(either_house, 2)
    for number in range(5):
        await people[number % 2].says(f"{number} friends")
    assert len((await on_wall(either_house))["D"]) == 5
    await change_note(either_house, "0 friends", author_code="A8")
    assert len((await on_wall(either_house))["D"]) == 5
    for number in range(5, 10):
        await people[number % 2].says(f"{number} friends")
    assert (await on_wall(either_house))["A"] == ["0 friends"]
    await change_note(either_house, "1 friends", facilitator_code="B1")
    assert (await on_wall(either_house))["B"] == ["1 friends"]


async def test_edited_deleted_hidden_and_kept_off(either_house: House) -> None:
    people = await crowd(either_house, 5)
    await people[0].says("friends", "m1")
    await people[1].says("doctor")
    await people[2].says("quiet nights")
    await people[3].says("money")
    await people[0].edits("work with friends", "m1")
    async with either_house.database.read() as session:
        ids = {row.text: row.public_id for row in await session.scalars(sa.select(NoteRow))}
    await people[1].choose(f"del:{ids['doctor']}")
    await people[2].choose(f"wall:{ids['quiet nights']}")
    await steer(either_house, "hide", ids["money"])
    assert await on_wall(either_house) == {"D": ["work with friends"]}
    await steer(either_house, "back", ids["money"])
    await people[1].command("undo")
    assert await on_wall(either_house) == {
        "A": sorted(["doctor", "money"], key=ids.__getitem__),
        "D": ["work with friends"],
    }


async def test_a_frozen_wall_shows_nothing_newer_and_no_other_words(either_house: House, clock: Clock) -> None:
    people = await crowd(either_house, 5)
    await people[0].says("friends", "m1")
    await people[1].says("quiet nights")
    assert set(await on_wall(either_house)) == {"B", "D"}
    clock.forward(seconds=1)
    await steer(either_house, "freeze")
    clock.forward(seconds=1)
    await people[2].says("money")
    await people[0].edits("something nasty about friends", "m1")
    assert await on_wall(either_house) == {"B": ["quiet nights"]}
    await steer(either_house, "unfreeze")
    assert set(await on_wall(either_house)) == {"A", "B", "D"}


async def test_a_moderated_wall_shows_what_was_let_through_and_what_was_there(either_house: House) -> None:
    people = await crowd(either_house, 5)
    await people[0].says("friends", "m1")
    assert await on_wall(either_house) == {"D": ["friends"]}
    await steer(either_house, "moderate")
    await people[1].says("money")
    await people[2].says("my neighbour Anna likes quiet nights")
    assert await on_wall(either_house) == {"D": ["friends"]}
    await steer(either_house, "pass_all")
    assert await on_wall(either_house) == {"A": ["money"], "D": ["friends"]}
    await people[0].edits("other friends", "m1")
    assert await on_wall(either_house) == {"A": ["money"]}
    await steer(either_house, "pass", await change_note(either_house, "my neighbour Anna likes quiet nights"))
    assert set(await on_wall(either_house)) == {"A", "B"}
    await steer(either_house, "unmoderate")
    assert set(await on_wall(either_house)) == {"A", "B", "D"}
    async with either_house.database.read() as session:
        assert len(await wall_notes(session, await demo_session(either_house))) == 3


async def test_numbers_only(either_house: House) -> None:
    people = await crowd(either_house, 5)
    await people[0].says("friends")
    await steer(either_house, "counts")
    seen = await look(either_house, Key(await demo_session(either_house)))
    assert seen is not None
    assert {family: (pane.total, pane.notes) for family, pane in seen.board.panes.items()} == {"D": (1, ())}


async def test_people_here_and_writing_are_numbers(either_house: House, clock: Clock) -> None:
    people = await crowd(either_house, 6)
    await people[0].says("friends")
    await people[0].says("money")
    await people[1].says("quiet nights")
    key = Key(await demo_session(either_house))
    seen = await look(either_house, key)
    assert seen is not None
    assert (seen.board.here, seen.board.writing) == (6, 2)
    clock.forward(minutes=2)
    seen = await look(either_house, key)
    assert seen is not None
    assert (seen.board.here, seen.board.writing) == (6, 0)


async def test_of_very_many_notes_the_newest_are_shown_and_all_counted(
    either_house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_board, "MOST", 3)
    await crowd(either_house, 5)
    await flood(either_house, 40, 5, clock())
    await on_wall(either_house)
    clock.forward(seconds=1)
    await flood(either_house, 8, 5, clock())
    seen = await look(either_house, Key(await demo_session(either_house)))
    assert seen is not None
    pane = seen.board.panes["A"]
    assert (pane.total, len(pane.notes)) == (6, 3)
    assert pane.notes[0].text == f"note {clock():%H%M%S} 0"


async def test_two_processes_do_not_break_a_batch_in_two(either_house: House) -> None:
    people = await crowd(either_house, 2)
    for number in range(5):
        await people[number % 2].says(f"{number} friends")
    session_id = await demo_session(either_house)

    async def one() -> int:
        async with either_house.database.write() as session:
            return await release(session, session_id, either_house.clock())

    assert sorted(await asyncio.gather(one(), one())) == [0, 5]


async def test_somebody_who_is_forgotten_takes_nothing_off_that_others_saw(either_house: House) -> None:
    people = await crowd(either_house, 5)
    await people[0].says("friends")
    await people[1].says("quiet nights")
    await on_wall(either_house)
    async with either_house.database.write() as session:
        await session.execute(sa.delete(ParticipationRow).where(ParticipationRow.person_id > 2))
    assert await on_wall(either_house) == {"B": ["quiet nights"], "D": ["friends"]}


async def test_the_second_meeting_sees_disputed_notes_of_the_whole_group_first(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    for text in ("friends", "old friends", "new friends", "best friends"):
        await person.says(text)
    async with either_house.database.write() as session:
        first = (await session.scalars(sa.select(SessionRow).where(SessionRow.kind == "open"))).one()
        now = either_house.clock()
        second = SessionRow(
            public_id="second", group_id=first.group_id, kind="second", state="running", questions=[4], created_at=now
        )
        staff = [StaffRow(public_id=f"s{n}", role="facilitator", created_at=now) for n in range(2)]
        session.add_all([second, *staff])
        await session.flush()
        rows = {row.text: row for row in await session.scalars(sa.select(NoteRow))}
        rows["old friends"].author_code = "D2"
        rows["new friends"].author_code = rows["new friends"].facilitator_code = "D1"
        for member, code in zip(staff, ("D3", "D4"), strict=True):
            note = rows["best friends"].id
            session.add(
                CodingRow(note_id=note, code=code, rank="primary", by="facilitator", at=now, staff_id=member.id)
            )
    seen = await look(either_house, Key("second", second=True))
    assert seen is not None
    marks = {one.text: one.mark for one in seen.board.panes["D"].notes}
    assert marks == {
        "old friends": ("author", "D2", "D3"),
        "best friends": ("facilitators", "D3", "D4"),
        "friends": (),
        "new friends": (),
    }
    assert [bool(one.mark) for one in seen.board.panes["D"].notes] == [True, True, False, False]
