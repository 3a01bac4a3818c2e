"""After a meeting: question 4 on the promised day, reminders to finish, invitations, each with one tap back in."""

import datetime as dt

import sqlalchemy as sa

from bot.wiring import House
from scheduler import followups as plans
from scheduler.followups import Followups, on_day
from storage import followups, messages
from storage.tables import ConsultationRow, MessageRow, SessionRow
from tests.support.many import joins, tick
from tests.support.person import Person, texts
from tests.support.world import Clock


async def look(house: House) -> list[tuple[str, str]]:
    await Followups(house.database, house.clock, house.source).work()
    return await tick(house)


async def meeting(house: House, *, days: int | None = 14) -> None:
    """The demo's first group has a first meeting, which is at its first question."""
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(follow_up_days=days))
        first = sa.update(SessionRow).where(SessionRow.kind == "open").values(kind="first", led=True, question=1)
        await session.execute(first)


async def closes(house: House) -> str:
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.kind == "first"))).one()
        row.state = "closed"
        return row.public_id


async def kinds(house: House) -> list[str]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(MessageRow.kind).order_by(MessageRow.id)))


async def test_two_weeks_after_the_meeting_comes_question_four_with_a_way_back_in(
    either_house: House, clock: Clock
) -> None:
    await meeting(either_house)
    person = Person(either_house)
    await person.joins()
    await person.says("quiet nights")
    await joins(either_house, "1")
    await closes(either_house)
    assert await look(either_house) == []
    assert await look(either_house) == []
    assert await kinds(either_house) == ["question4"], "planned once"
    clock.now = dt.datetime(2026, 5, 26, 7, 59, tzinfo=dt.UTC)  # a minute to ten in Brussels
    assert await look(either_house) == []
    clock.forward(minutes=1)
    ((address, text),) = await look(either_house)
    assert address == "1"
    assert "What should we do, keep or leave" in text
    assert "One question is left" in texts(await person.chat())
    assert "1 of 1 · What should we do" in texts(await person.press("Go on here"))
    await person.says("friends")
    assert "1 ✎ friends" in texts(await person.chat())


async def test_without_a_wish_for_a_follow_up_there_is_none_and_a_facilitator_may_choose_the_day(
    house: House, clock: Clock
) -> None:
    await meeting(house, days=None)
    await joins(house, "1")
    first = await closes(house)
    await look(house)
    assert await kinds(house) == []
    async with house.database.write() as session:
        place = await followups.place(session, first)
        assert place
        due = on_day(place, dt.date(2026, 5, 29))
        await plans.follow_up(session, place, due, now=clock(), make_id=lambda: f"id{house.source.random()}"[:12])
    clock.now = dt.datetime(2026, 5, 29, 8, 0, tzinfo=dt.UTC)
    assert len(await look(house)) == 1


async def test_whoever_stops_half_way_is_reminded_twice_and_not_more(house: House, clock: Clock) -> None:
    person = Person(house, address="1", channel="telegram")
    await joins(house, "1", "2")
    await person.says("quiet nights")
    await person.says("friends")
    other = Person(house, address="2", channel="telegram")
    for _ in range(3):
        await other.command("next")
    await other.choose("done")
    await tick(house)
    clock.forward(hours=23)
    assert await look(house) == []
    told = []
    for _ in range(60):
        clock.forward(hours=6)
        told.extend(await look(house))
    assert [address for address, _ in told] == ["1", "1"]
    assert all("Your 2 notes are safe" in text for _, text in told)
    days = [row.due_at.date() for row in await _reminders(house)]
    assert days[1] - days[0] >= dt.timedelta(days=4)


async def _reminders(house: House) -> list[MessageRow]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(MessageRow).where(MessageRow.kind == "reminder")))


async def test_whoever_finishes_before_the_reminder_arrives_gets_none(house: House, clock: Clock) -> None:
    await joins(house, "1")
    clock.now = dt.datetime(2026, 5, 13, 18, 30, tzinfo=dt.UTC)  # the evening after: it waits for the morning
    assert await look(house) == []
    assert len(await _reminders(house)) == 1
    person = Person(house, address="1", channel="telegram")
    for _ in range(3):
        await person.command("next")
    clock.now = dt.datetime(2026, 5, 14, 9, 0, tzinfo=dt.UTC)
    told = [text for _, text in await look(house)]
    assert not any("whenever you like" in text for text in told)


async def test_an_invitation_to_a_meeting_is_of_no_use_after_it(house: House, clock: Clock) -> None:
    await meeting(house, days=None)
    await joins(house, "1")
    first = await closes(house)
    meets = dt.datetime(2026, 5, 20, 16, 30, tzinfo=dt.UTC)
    async with house.database.write() as session:
        place = await followups.place(session, first)
        assert place
        make = iter(f"x{number}" for number in range(9)).__next__
        second = await followups.add_session(session, place.group, "second", [4], now=clock(), new_id=make)
        for kind, due in (("second", clock()), ("third", meets - dt.timedelta(hours=1))):
            made = plans.invitation(place, kind, second, due, meets_at=meets)
            await messages.plan(session, made, now=clock(), new_id=make)
    ((_, text),) = await look(house)
    assert "meets again on" in text
    assert "at 18:30" in "".join(one for one in text if one.isprintable())
    clock.now = meets + dt.timedelta(minutes=1)
    assert await look(house) == []


async def test_the_way_in_is_only_for_those_who_take_part_and_says_when_it_is_over(house: House) -> None:
    await meeting(house)
    person, stranger = Person(house), Person(house)
    await person.joins()
    async with house.database.read() as session:
        first = (await session.scalars(sa.select(SessionRow.public_id).where(SessionRow.kind == "first"))).one()
    assert "of 3" not in texts(await stranger.choose(f"enter:{first}"))
    assert "1 of 3" in texts(await person.choose(f"enter:{first}"))
    await closes(house)
    assert "This has ended" in texts(await person.choose(f"enter:{first}"))
    assert await person.choose("enter:nonsense")
