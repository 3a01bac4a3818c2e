import datetime as dt

import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Care, Voice
from storage import drafts, listening
from storage.coding_desk import DISPUTED, REST, UNSURE, Wanted, count, give_codes, next_note, take_back
from storage.erasure import DRAFT_KEPT, purge
from storage.ids import new_id
from storage.listening import Typed
from storage.names import decide, named_notes
from storage.paper import PaperNote, PaperNotes, Stamp
from storage.staff import Staff
from storage.tables import ImportDraftRow, NoteRow, SessionRow, StaffRow, VoiceRow
from tests.support.person import Person


async def colleague(house: House) -> Staff:
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(SessionRow))).first()
        assert town is not None
        row = StaffRow(
            public_id=new_id(house.source),
            town_id=town.group.consultation.town_id,
            role="officer",
            created_at=house.clock(),
        )
        session.add(row)
        await session.flush()
        return Staff(row.id, row.public_id, "officer", row.town_id, None, None)


async def notes(house: House) -> list[NoteRow]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow).order_by(NoteRow.id)))


async def test_the_desk_orders_codes_and_takes_back(either_house: House) -> None:
    house = either_house
    anna, me = Person(house), await colleague(house)
    await anna.joins()
    for text in ("friends", "money is short", "quiet", "xyz"):
        await anna.says(text)
    sure, unsure, disputed, unknown = [note.public_id for note in await notes(house)]
    await anna.choose(f"ok:{disputed}:G4")
    async with house.database.write() as session:
        assert await count(session, me, Wanted()) == {DISPUTED: 1, UNSURE: 2, REST: 1}
        order, after = [], None
        while (note := await next_note(session, me, Wanted(), after)) is not None:
            order.append(note.id)
            after = note.id
        assert order == [disputed, unsure, unknown, sure]
        assert await give_codes(session, me, sure, "D3", "H4", house.clock())
        assert await count(session, me, Wanted(again=True)) == {}
        assert await count(session, me, Wanted(group="nowhere")) == {}
    assert ((await notes(house))[0].facilitator_code, (await notes(house))[0].secondary_code) == ("D3", "H4")
    other = await colleague(house)
    async with house.database.write() as session:
        assert await count(session, other, Wanted(again=True)) == {REST: 1}
        assert await give_codes(session, other, sure, "H4", None, house.clock())
        assert await take_back(session, other, sure, house.clock())
    assert ((await notes(house))[0].facilitator_code, (await notes(house))[0].secondary_code) == ("D3", "H4")


async def test_ones_own_import_holds_again_after_taking_a_coding_back(either_house: House) -> None:
    house, me = either_house, await colleague(either_house)
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow.id).order_by(SessionRow.id))).first()
        stamp = Stamp(house.clock(), "import", "import", None, me.key)
        note = PaperNote(row or 0, 1, "quiet", "quiet", None, "en", house.clock(), code="B1")
        (note_id,) = await PaperNotes(session, lambda: new_id(house.source), stamp).add([note])
        await give_codes(session, me, note_id, "G4", None, house.clock())
        await take_back(session, me, note_id, house.clock())
    assert (await notes(house))[0].facilitator_code == "B1"


async def test_listening_and_names(either_house: House) -> None:
    house = either_house
    anna, me = Person(house), await colleague(house)
    await anna.joins()
    for seconds in (3, 4):
        await anna.tell(Voice(b"sound", "audio/ogg", seconds))
    now = house.clock()
    async with house.database.write() as session:
        first = await listening.first(session, me)
        assert first is not None
        later = await listening.first(session, me, first.id)
        assert later is not None
        assert (first.seconds, later.seconds, await listening.waiting(session, me)) == (3, 4, 2)
        typed = Typed("my aunt Magdalena", "en", Care("my aunt Magdalena", "name"), (), "known-1")
        assert await listening.write_down(session, me, first.id, typed, now) is not None
        assert await listening.write_down(session, me, first.id, typed, now) is None
        assert await listening.drop_sound(session, me, first.id, now, note_too=False)
        assert [note.text for note in await named_notes(session, me, 9)] == ["my aunt Magdalena"]
        assert await decide(session, me, first.id, now, text="my aunt […]")
        assert await named_notes(session, me, 9) == []
        assert len(list(await session.scalars(sa.select(VoiceRow)))) == 1


async def test_a_file_is_stored_once_and_kept_for_a_day(either_house: House) -> None:
    house, me = either_house, await colleague(either_house)
    now = house.clock()
    async with house.database.write() as session:
        await drafts.add(session, me, b"sealed", None, now, lambda: new_id(house.source))
        key = (await session.scalars(sa.select(ImportDraftRow.id))).one()
        assert await drafts.take(session, key, now)
        assert not await drafts.take(session, key, now)
        assert await drafts.take(session, key, now + drafts.GIVEN_UP + dt.timedelta(seconds=1))
        await drafts.let_go(session, key)
        assert await drafts.take(session, key, now)
        await purge(session, now + DRAFT_KEPT - dt.timedelta(seconds=1))
        assert list(await session.scalars(sa.select(ImportDraftRow.id))) == [key]
        await purge(session, now + DRAFT_KEPT)
        assert list(await session.scalars(sa.select(ImportDraftRow.id))) == []
