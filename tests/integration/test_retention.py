import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Voice
from scheduler.tick import retire_now
from storage.ids import new_id
from storage.keys import Keyring, new_secret
from storage.rotation import rotate
from storage.tables import (
    AddressRow,
    ConsentRow,
    ConsultationRow,
    GroupRow,
    NoteRow,
    ParticipationRow,
    PersonRow,
    SessionRow,
    VoiceRow,
)
from storage.turns import find_address
from tests.support.person import Person, texts
from tests.support.world import SECRET, Clock


async def end(house: House, clock: Clock) -> None:
    """The first consultation ends now."""
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(ConsultationRow).order_by(ConsultationRow.id).limit(1))).one()
        row.ends_at = clock()


async def second_consultation(house: House) -> None:
    """Another consultation of the town, join code NEXT."""
    now = house.clock()
    async with house.database.write() as session:
        first = (await session.scalars(sa.select(ConsultationRow))).one()
        values = {
            one.name: getattr(first, one.name)
            for one in ConsultationRow.__table__.columns
            if one.name not in ("id", "public_id")
        }
        other = ConsultationRow(public_id=new_id(house.source), **values)
        session.add(other)
        await session.flush()
        group = GroupRow(
            public_id=new_id(house.source), consultation_id=other.id, name="Next", kind="open", join_code="NEXT",
            created_at=now,
        )  # fmt: skip
        session.add(group)
        await session.flush()
        session.add(
            SessionRow(
                public_id=new_id(house.source), group_id=group.id, kind="first", state="running", questions=[1],
                created_at=now,
            )
        )  # fmt: skip


async def counts(house: House) -> dict[str, int]:
    async with house.database.read() as session:
        return {
            one.__tablename__: await session.scalar(sa.select(sa.func.count()).select_from(one)) or 0
            for one in (AddressRow, ConsentRow, NoteRow, ParticipationRow, PersonRow, VoiceRow)
        }


async def test_after_the_retention_time_only_notes_without_a_link_are_left(either_house: House, clock: Clock) -> None:
    house = either_house
    for _ in range(3):
        person = Person(house)
        await person.joins()
        await person.says("quiet nights", ref="r")
        await person.tell(Voice(b"sound", "audio/ogg", 3, "v"))
    await end(house, clock)
    clock.forward(days=29)
    await retire_now(house.database, clock)
    assert (await counts(house))["address"] == 3
    clock.forward(days=1)
    await retire_now(house.database, clock)
    left = await counts(house)
    assert left == {"address": 0, "consent": 0, "note": 6, "participation": 0, "person": 0, "voice": 0}
    async with house.database.read() as session:
        rows = list(await session.scalars(sa.select(NoteRow)))
        assert {(one.person_id, one.ref, one.latitude) for one in rows} == {(None, None, None)}
        retired = (await session.scalars(sa.select(ConsultationRow.retired_at))).one()
    assert retired == clock()


async def test_whoever_takes_part_elsewhere_keeps_their_address(house: House, clock: Clock) -> None:
    await second_consultation(house)
    person, other = Person(house), Person(house)
    for one in (person, other):
        await one.joins()
        await one.says("quiet nights")
    await person.joins("NEXT")
    await person.says("friends")
    await end(house, clock)
    clock.forward(days=30)
    await retire_now(house.database, clock)
    left = await counts(house)
    assert (left["address"], left["person"], left["consent"], left["note"]) == (1, 1, 1, 3)
    assert "friends" in texts(await person.command("mine")).lower()
    assert "quiet" not in texts(await person.command("mine")).lower()


async def test_a_consultation_without_an_end_keeps_addresses(house: House, clock: Clock) -> None:
    await Person(house).joins()
    clock.forward(days=4000)
    await retire_now(house.database, clock)
    assert (await counts(house))["address"] == 1


async def test_a_new_key_takes_over(either_house: House) -> None:
    house = either_house
    person = Person(house)
    await person.joins()
    await person.says("quiet nights")
    await person.tell(Voice(b"sound", "audio/ogg", 3, "v"))
    fresh = new_secret()
    both, only = Keyring(fresh, [SECRET]), Keyring(fresh)
    done = await rotate(house.database, both)
    assert (done.seen, done.renewed, done.lost) == (2, 2, 0)
    assert (await rotate(house.database, both)).renewed == 0
    async with house.database.read() as session:
        address = await find_address(session, only, person.channel, person.address)
        assert address is not None
        assert only.open(address.sealed).decode() == person.address
        assert only.open((await session.scalars(sa.select(VoiceRow.sealed))).one()) == b"sound"


async def test_what_no_known_key_opens_is_left_and_counted(house: House) -> None:
    await Person(house).joins()
    done = await rotate(house.database, Keyring(new_secret()))
    assert (done.renewed, done.lost) == (0, 1)
    assert (await rotate(house.database, Keyring(SECRET))).renewed == 0
