"""Messages to many: planned, looked at, changed, cancelled; everybody gets them once, and they are counted."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Inbound, InLanguages, Left, Message, Reply
from storage import messages
from storage.messages import OWN_TEXT, Audience, Counts, NoSuchMessageError
from storage.tables import ConsultationRow, PersonRow, RecipientRow, TownRow
from tests.support.many import (
    broadcasts,
    counts,
    delivers,
    draft,
    joins,
    plan,
    recipients,
    rows,
    second_town,
    state,
    tick,
)
from tests.support.person import Person, texts
from tests.support.world import Clock


async def test_everybody_gets_a_message_once_when_it_is_due(either_house: House, clock: Clock) -> None:
    people = [str(number) for number in range(25)]
    await joins(either_house, *people)
    message = await plan(either_house, "Come on Friday", minutes=5)
    assert await tick(either_house) == []
    clock.forward(minutes=5)
    assert sorted(await tick(either_house)) == sorted((one, "Come on Friday") for one in people)
    assert await tick(either_house) == []
    assert await counts(either_house, message) == Counts(delivered=25)
    assert await state(either_house, message) == "done"


async def test_a_crash_in_the_middle_and_two_processes_at_once_change_nothing(
    either_house: House, clock: Clock
) -> None:
    people = [str(number) for number in range(40)]
    await joins(either_house, *people)
    await plan(either_house, "Once")
    work = [broadcasts(either_house).work() for _ in range(3)]
    tasks = [asyncio.create_task(one) for one in work]
    await asyncio.sleep(0.02)
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    told = await delivers(either_house) + await tick(either_house)
    assert sorted(told) == sorted((one, "Once") for one in people)
    ids = [(row.message_id, row.address_id) for row in await rows(either_house)]
    assert len(ids) == len(set(ids)) == 40
    assert clock() == either_house.clock()


async def test_the_text_is_in_the_language_that_the_person_speaks_when_it_arrives(house: House) -> None:
    await joins(house, "1", hint="fr")
    await joins(house, "2", hint="el")
    await joins(house, "3", hint="en")
    await plan(house, texts={"fr": "Bonjour", "el": "Γεια"})
    await broadcasts(house).work()
    person = Person(house, "en", "2", channel="telegram")
    await person.choose("lang:fr")
    told = dict(one for one in await delivers(house) if one[1] in ("Bonjour", "Γεια"))
    assert told == {"1": "Bonjour", "2": "Bonjour", "3": "Bonjour"}, "for English there is no text: then any"


def test_of_several_languages_the_towns_own_comes_before_english_and_english_before_others() -> None:
    assert InLanguages({"fr": "a", "en": "b", "el": "c"}, "el").shown_in("ar") == "c"
    assert InLanguages({"fr": "a", "en": "b"}, "el").shown_in("ar") == "b"
    assert InLanguages({"fr": "a"}, "el").shown_in("ar") == "a"
    assert not InLanguages({}, "el").shown_in("ar")


async def test_a_preview_says_how_many_in_which_languages_and_what_stands_in_for_what(house: House) -> None:
    await joins(house, "1", "2", "3", hint="fr")
    await joins(house, "4", hint="el")
    await joins(house, "page", channel="web", hint="ar")
    await joins(house, "5", "6")
    await Person(house, address="5", channel="telegram").command("stop")
    await gone(house, "6")
    made = await draft(house, texts={"fr": "Bonjour", "en": "Hello"})
    async with house.database.read() as session:
        seen = await messages.preview(session, made, rate=2)
    assert seen.people == 5
    assert seen.languages == {"fr": 3, "el": 1, "ar": 1}
    assert seen.lacking == {"el": "en", "ar": "en"}
    assert (seen.stopped, seen.unreachable) == (1, 1)
    assert (seen.sent, seen.seconds) == (4, 2.0)


async def gone(house: House, address: str) -> None:
    await house.runner.handle(Inbound("telegram", f"left-{address}", address, Left(), house.clock()))


async def test_what_became_of_everybody_is_counted(either_house: House, clock: Clock) -> None:
    await joins(either_house, "1", "2", "3", "4", "5")
    await joins(either_house, "page", channel="web")
    await Person(either_house, address="2", channel="telegram").command("stop")
    await gone(either_house, "3")
    message = await plan(either_house, "News")
    await broadcasts(either_house).work()
    claimed = {one.address: one for one in await either_house.outbox.claim("telegram", 9, clock(), dt.timedelta(1))}
    await either_house.outbox.sent(claimed["1"].id, "1", clock())
    await either_house.outbox.failed(claimed["4"].id, "refused")
    await either_house.outbox.left(claimed["5"].address_id, clock())
    assert await counts(either_house, message) == Counts(delivered=2, stopped=1, unreachable=1, failed=1, left=1)
    assert (await counts(either_house, message)).people == 6


async def test_counts_stay_when_old_messages_are_deleted(house: House, clock: Clock) -> None:
    from scheduler.tick import purge_now

    await joins(house, "1", "2")
    message = await plan(house, "News")
    await tick(house)
    clock.forward(days=31)
    await purge_now(house.database, clock)
    assert await rows(house) == []
    assert await counts(house, message) == Counts(delivered=2)


async def test_on_the_page_it_is_there_at_once(house: House) -> None:
    person = Person(house)
    await person.joins()
    await plan(house, "Come on Friday")
    await tick(house)
    assert "Come on Friday" in texts(await person.chat())


async def test_it_can_be_changed_and_put_off_before_but_not_after(house: House, clock: Clock) -> None:
    await joins(house, "1")
    message = await plan(house, "Friday", minutes=60)
    async with house.database.write() as session:
        later = clock() + dt.timedelta(minutes=90)
        assert await messages.change(session, message, texts={"en": "Saturday"}, due_at=later)
    clock.forward(minutes=60)
    assert await tick(house) == []
    clock.forward(minutes=30)
    assert await tick(house) == [("1", "Saturday")]
    async with house.database.write() as session:
        assert not await messages.change(session, message, texts={"en": "Sunday"})
        assert not await messages.cancel(session, message, clock())


async def test_cancelled_before_and_half_way(either_house: House, clock: Clock) -> None:
    people = [str(number) for number in range(60)]
    await joins(either_house, *people)
    before, half = await plan(either_house, "A", minutes=5), await plan(either_house, "B")
    async with either_house.database.write() as session:
        assert await messages.cancel(session, before, clock())
    await broadcasts(either_house, rate=4).work()
    first = list(await either_house.outbox.claim("telegram", 5, clock(), dt.timedelta(minutes=1)))
    async with either_house.database.write() as session:
        assert await messages.cancel(session, half, clock())
    await either_house.outbox.sent(first[0].id, "1", clock())
    for one in first[1:]:
        await either_house.outbox.later(one.id, clock(), "TimeoutError")
    clock.forward(minutes=10)
    assert await tick(either_house) == [], "neither who waited nor who would have been tried again"
    assert await counts(either_house, half) == Counts(delivered=1, cancelled=59)
    assert await counts(either_house, before) == Counts()


async def test_whoever_stops_gets_nothing_from_that_moment(either_house: House, clock: Clock) -> None:
    await joins(either_house, "1", "2", "3")
    message = await plan(either_house, "News")
    await broadcasts(either_house).work()
    await Person(either_house, address="1", channel="telegram").command("stop")
    (one,) = [x for x in await either_house.outbox.claim("telegram", 9, clock(), dt.timedelta(1)) if x.address == "2"]
    await Person(either_house, address="2", channel="telegram").command("stop")
    await either_house.outbox.later(one.id, clock(), "TimeoutError")
    told = await delivers(either_house)
    assert [address for address, text in told if text == "News"] == []
    assert (await counts(either_house, message)).stopped == 2


async def test_one_person_with_two_addresses_gets_it_where_they_were_heard_of_last(house: House, clock: Clock) -> None:
    await joins(house, "1")
    person = Person(house)
    await person.joins()
    async with house.database.write() as session:
        keys = list(await session.scalars(sa.select(PersonRow.id).order_by(PersonRow.id)))
        from storage.tables import AddressRow, ConsentRow, ParticipationRow

        await session.execute(sa.update(AddressRow).values(person_id=keys[0]))
        await session.execute(sa.delete(ParticipationRow).where(ParticipationRow.person_id == keys[1]))
        await session.execute(sa.delete(ConsentRow).where(ConsentRow.person_id == keys[1]))
        await session.execute(sa.delete(PersonRow).where(PersonRow.id == keys[1]))
    clock.forward(minutes=1)
    await person.command("mine")
    await plan(house, "To the page")
    assert await tick(house) == []
    assert "To the page" in texts(await person.chat())
    clock.forward(minutes=1)
    await Person(house, address="1", channel="telegram").command("mine")
    await delivers(house)
    await plan(house, "To the phone")
    assert await tick(house) == [("1", "To the phone")]


async def test_whoever_is_forgotten_meanwhile_gets_nothing_and_leaves_nothing(either_house: House) -> None:
    await joins(either_house, "1", "2")
    message = await plan(either_house, "News")
    await broadcasts(either_house).work()
    await Person(either_house, address="1", channel="telegram").choose("forget:all")
    told = await delivers(either_house)
    assert [address for address, text in told if text == "News"] == ["2"]
    async with either_house.database.read() as session:
        assert len(list(await session.scalars(sa.select(RecipientRow)))) == 1
    assert await counts(either_house, message) == Counts(delivered=1)


async def test_people_by_name_each_with_words_of_their_own(house: House) -> None:
    await joins(house, "1", "2")
    await joins(house, "3")
    async with house.database.read() as session:
        people = list(await session.scalars(sa.select(PersonRow.public_id).order_by(PersonRow.id)))
    quoted = Reply((Message("raw", {"text": "You wrote: quiet"}), Message("raw", {"text": OWN_TEXT})))
    audience = Audience("people", people={people[0]: quoted, people[1]: None, "nobody": None})
    await plan(house, "Done!", audience=audience)
    assert sorted(await tick(house)) == [("1", "You wrote: quiet\nDone!"), ("2", "Done!")]


async def test_two_towns_take_turns_and_replies_go_first(either_house: House) -> None:
    await second_town(either_house)
    await joins(either_house, *(f"a{number}" for number in range(60)))
    await joins(either_house, *(f"b{number}" for number in range(30)), code="OTHER", hint="en")
    await plan(either_house, "A")
    await broadcasts(either_house, rate=4).work()
    await plan(either_house, "B", town="tOTHER", consultation="cOTHER", audience=Audience("group", "gOTHER"))
    await broadcasts(either_house, rate=4).work()
    await Person(either_house, address="a5", channel="telegram").command("mine")
    told: list[str] = []
    for _ in range(40):
        claimed = await either_house.outbox.claim("telegram", 4, either_house.clock(), dt.timedelta(minutes=1))
        for one in claimed:
            told.append(one.address[0] if one.reply.body[0].id == "raw" else "reply")
            await either_house.outbox.sent(one.id, "1", either_house.clock())
        await broadcasts(either_house, rate=4).work()
    assert told[0] == "reply"
    half = told[1:71]
    assert half.count("b") >= 25, "the second town does not wait until the first is through"
    assert half.count("a") >= 25


async def test_a_draft_that_names_nothing_is_refused(house: House) -> None:
    for wrong in ({"town": "no"}, {"consultation": "no"}, {"audience": Audience("group", "no")}):
        made = await draft(house, **wrong)
        async with house.database.read() as session:
            with pytest.raises(NoSuchMessageError):
                await messages.preview(session, made, rate=30)


async def test_at_night_it_waits_and_a_session_that_runs_does_not(house: House, clock: Clock) -> None:
    await joins(house, "1")
    clock.now = dt.datetime(2026, 5, 12, 19, 30, tzinfo=dt.UTC)  # half past nine in the evening in Brussels
    waits = await plan(house, "Good morning")
    await plan(house, "Next question!", exempt=True)
    assert await tick(house) == [("1", "Next question!")]
    assert (await counts(house, waits)).waiting == 1
    clock.now = dt.datetime(2026, 5, 13, 7, 0, tzinfo=dt.UTC)
    assert await tick(house) == [("1", "Good morning")]


async def test_what_is_not_through_in_the_evening_goes_on_in_the_morning(either_house: House, clock: Clock) -> None:
    await joins(either_house, *(str(number) for number in range(30)))
    clock.now = dt.datetime(2026, 5, 12, 17, 59, 58, tzinfo=dt.UTC)
    message = await plan(either_house, "News")
    await broadcasts(either_house, rate=4).work()
    claimed = await either_house.outbox.claim("telegram", 3, clock(), dt.timedelta(minutes=1))
    await either_house.outbox.later(claimed[0].id, clock() + dt.timedelta(minutes=1), "TimeoutError")
    for one in claimed[1:]:
        await either_house.outbox.sent(one.id, "1", clock())
    clock.forward(minutes=2)
    assert await delivers(either_house) == [], "even if no tick came between"
    assert await either_house.outbox.next_due("telegram", either_house.clock()) is None
    assert await tick(either_house) == []
    assert (await counts(either_house, message)).waiting == 28
    clock.now = dt.datetime(2026, 5, 13, 7, 0, tzinfo=dt.UTC)
    assert len(await tick(either_house)) == 28
    assert await counts(either_house, message) == Counts(delivered=30)


async def test_a_town_changes_its_quiet_hours_or_time_zone_while_it_sends(house: House, clock: Clock) -> None:
    await joins(house, "1", "2")
    clock.now = dt.datetime(2026, 5, 12, 16, 30, tzinfo=dt.UTC)
    await plan(house, "News")
    await broadcasts(house).work()
    async with house.database.write() as session:
        await session.execute(sa.update(TownRow).values(timezone="Europe/Kyiv"))
    clock.forward(hours=1)  # half past eight in Kyiv, half past seven in Brussels
    assert await tick(house) == []
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(quiet_from=dt.time(22)))
    assert len(await tick(house)) == 2


async def test_at_most_two_in_a_week_and_what_is_over_comes_together(either_house: House, clock: Clock) -> None:
    await joins(either_house, "1")
    for number in range(1, 6):
        await plan(either_house, f"News {number}")
        clock.forward(hours=2)
        told = await tick(either_house)
        assert told == ([("1", f"News {number}")] if number <= 2 else [])
        clock.now = clock.now.replace(hour=9) + dt.timedelta(days=1 if number < 5 else 0)
    await plan(either_house, "You asked for this", exempt=True)
    assert await tick(either_house) == [("1", "You asked for this")]
    clock.now = dt.datetime(2026, 5, 19, 12, 0, tzinfo=dt.UTC)
    ((_, text),) = await tick(either_house)
    assert text == "3 messages for you, in one go:\n\nNews 3\n\nNews 4\n\nNews 5"
    await plan(either_house, "News 6")
    clock.forward(days=1)
    assert await tick(either_house) == [("1", "News 6")]


async def test_three_at_once_are_one_and_a_digest(house: House, clock: Clock) -> None:
    await joins(house, "1")
    ids = [await plan(house, f"News {number}") for number in range(3)]
    told = [text for _, text in await tick(house)]
    assert told == ["News 0", "2 messages for you, in one go:\n\nNews 1\n\nNews 2"]
    assert [await counts(house, one) for one in ids] == [Counts(delivered=1)] * 3
    assert clock() == house.clock()


async def test_a_message_cancelled_out_of_a_digest_leaves_the_others(house: House, clock: Clock) -> None:
    await joins(house, "1")
    ids = [await plan(house, f"News {number}") for number in range(3)]
    await broadcasts(house).work()
    async with house.database.write() as session:
        assert await messages.cancel(session, ids[1], clock())
    assert [text for _, text in await tick(house)] == ["News 0", "News 2"]


async def test_a_clock_set_back_or_forward_sends_nothing_twice(house: House, clock: Clock) -> None:
    await joins(house, "1")
    await plan(house, "A")
    await plan(house, "B", minutes=60)
    assert [text for _, text in await tick(house)] == ["A"]
    clock.forward(hours=-6)
    assert await tick(house) == []
    clock.forward(days=1, hours=6)
    assert [text for _, text in await tick(house)] == ["B"]
    clock.forward(days=-2)
    await plan(house, "C")
    assert await tick(house) == [], "two in a week, whatever the clock says"


async def test_what_has_expired_is_dropped_and_what_has_not_is_made_up_for(house: House, clock: Clock) -> None:
    await joins(house, "1")
    late = await plan(house, "Tonight!", minutes=1, expires_at=clock() + dt.timedelta(hours=8))
    await plan(house, "Results", minutes=1)
    clock.forward(days=2)  # nothing ran for two days
    assert [text for _, text in await tick(house)] == ["Results"]
    assert await counts(house, late) == Counts(dropped=1)
    assert await state(house, late) == "done"
    assert await recipients(house) == {"queued": 1, "dropped": 1}


async def test_children_are_written_to_only_while_their_meeting_runs(either_house: House) -> None:
    house = either_house
    await second_town(house)
    await joins(house, "1", "2")
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).where(ConsultationRow.demo).values(kind="children"))
        person = str(await session.scalar(sa.select(PersonRow.public_id).order_by(PersonRow.id).limit(1)))
    listed = Audience("people", people={person: None})
    for audience in (None, listed, Audience("consultation")):
        more: dict[str, Any] = {} if audience is None else {"audience": audience}
        async with house.database.read() as session:
            assert (await messages.preview(session, await draft(house, **more), rate=30)).people == 0
        await plan(house, "Afterwards", **more)
    assert await tick(house) == []
    assert sorted(await plan_and_tick(house, exempt=True)) == ["1", "2"]


async def plan_and_tick(house: House, **more: bool) -> list[str]:
    await plan(house, "Now", **more)
    return [address for address, _ in await tick(house)]
