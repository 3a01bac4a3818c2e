"""All of the main road with nothing but Telegram: from an empty town to an approved summary and a second meeting."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.wiring import House
from scheduler.broadcast import Broadcasts
from storage.staff import invite
from storage.tables import AuditRow, ConsultationRow, GroupRow, SessionRow, TownRow
from tests.channels.fake_bot_api import FakeTelegram, User
from tests.channels.telegram.test_facilitator import come_in, joins, telegram, town
from tests.channels.telegram.test_facilitator import make_group as makes_group

__all__ = ["telegram", "town"]
ANSWERS = (
    ("Who takes part?", "All groups of the town"),
    ("Who chose the questions?", "The citizens' forum"),
    ("What is it part of?", "Our plan for 2030"),
    ("What can the answers change?", "The council decides with your answers"),
)
SLOW = 60
"""Seconds: the first text of all loads the coder."""


async def newest(house: House) -> SessionRow:
    async with house.database.read() as session:
        found = (await session.scalars(sa.select(SessionRow).order_by(SessionRow.id.desc()))).first()
    assert found is not None
    return found


async def said_last(her: User, words: str) -> None:
    """Wait until the newest message says so."""
    await her._world.until(lambda: words in her.last.text, SLOW)


async def set_up(her: User) -> None:
    """Town, consultation and group."""
    her.says("/groups")
    await her.until("Which town is this for?")
    her.says("Kavala")
    await her.until("Country", SLOW)
    her.presses("Greece")
    await her.until("What kind?")
    her.presses("Standard")
    for asked, answer in ANSWERS:
        await said_last(her, asked)
        her.says(answer)
    await her.until("People who read another language")
    her.presses("New group")
    await her.until("Write its name")
    her.says("Library")
    await her.until("Library\u2069 is ready")


@pytest.mark.usefixtures("telegram")
async def test_from_an_empty_town_to_a_group_with_its_sheet(fake: FakeTelegram, house: House) -> None:
    house.settings.public_url = "https://kavala.example"
    async with house.database.write() as session:
        token = await invite(session, "facilitator", house.clock())
    her = fake.user(1)
    await come_in(her, token)
    await set_up(her)
    async with house.database.read() as session:
        place = (await session.scalars(sa.select(TownRow).order_by(TownRow.id.desc()))).first()
        asked = (await session.scalars(sa.select(ConsultationRow).order_by(ConsultationRow.id.desc()))).first()
        group = (await session.scalars(sa.select(GroupRow).order_by(GroupRow.id.desc()))).first()
        verbs = [tuple(one) for one in await session.execute(sa.select(AuditRow.verb, AuditRow.kind))]
    assert place is not None
    assert (place.name, place.country, place.timezone) == ("Kavala", "GR", "Europe/Athens")
    assert asked is not None
    assert asked.town_id == place.id
    assert asked.purpose["chose"] == {"en": "The citizens' forum"}
    assert asked.influence == {"en": "The council decides with your answers"}
    assert asked.results_on is not None
    assert group is not None
    assert (group.name, group.kind, group.consultation_id) == ("Library", "meeting", asked.id)
    assert {("made", "town"), ("made", "consultation"), ("made", "group")} <= set(verbs)
    her.presses("My groups")
    await her.until("Which group?")
    her.presses("Library")
    await her.until("Link and QR")
    her.presses("Link and QR")
    await her.until(f"https://kavala.example/c/{group.join_code}")
    await fake.world.until(lambda: any(one.file for one in her.seen_from_bot))
    (sheet,) = [one.file for one in her.seen_from_bot if one.file]
    assert sheet[1].startswith(b"%PDF")
    citizen = fake.user(2)
    citizen.says(f"/start {group.join_code}")
    await citizen.until("Our plan for 2030")


@pytest.mark.usefixtures("telegram")
async def test_timer_wall_and_summary_from_the_phone(fake: FakeTelegram, house: House, town: str) -> None:
    house.settings.public_url = "https://kavala.example"
    her, citizen = fake.user(1), fake.user(2)
    await come_in(her, town)
    group = await makes_group(house, her)
    await joins(citizen, group.join_code)
    her.presses_data(f"f:g:{group.public_id}", her.last.id)
    await her.until("Start")
    her.presses("Start")
    await citizen.until("1 of 3")
    her.presses("Look again")
    await her.until("Timer")
    her.presses("Timer")
    await her.until("5 minutes")
    her.presses("5 minutes")
    await said_last(her, "5 minutes")
    until = (await newest(house)).timer_until
    assert until is not None
    assert 100 < (until - house.clock()).total_seconds() <= 300
    citizen.says("quiet nights")
    await citizen.until("Just write", SLOW)
    her.presses("Back")
    await her.until("The wall")
    her.presses("The wall")
    await said_last(her, f"https://kavala.example/wall/{(await newest(house)).public_id}")
    assert "1 note waits. Fewer than five people are here" in her.last.text
    her.presses("Show waiting notes now")
    await her._world.until(lambda: "1 note waits" not in her.last.text)
    for label, instead in (("Numbers only", "Show the notes"), ("Let it stand still", "Let it go on")):
        her.presses(label)
        await her.until(instead)
    row = await newest(house)
    assert row.wall_counts
    assert row.wall_frozen_at is not None
    her.presses("Let it go on")
    await her.until("Let it stand still")
    assert (await newest(house)).wall_frozen_at is None
    her.presses("Back")
    await her.until("End the meeting")
    her.presses("End the meeting")
    await citizen.until("This meeting is over")
    her.presses_data(f"f:s:{group.public_id}", her.last.id)
    await said_last(her, "1 note was written")
    old = her.last.id
    her.presses("Approve and send")
    await said_last(her, "Approved and sent.")
    her.presses_data(f"f:s:{group.public_id}:0123456789abcdef", old)
    await Broadcasts(house.database, house.clock, house.bell.ring, 1000).work()
    await citizen.until("1 note was written")
    assert sum("1 note was written" in one.text for one in citizen.seen_from_bot) == 1


@pytest.mark.usefixtures("telegram")
async def test_people_of_all_groups_are_one_button(fake: FakeTelegram, house: House, town: str) -> None:
    her = fake.user(1)
    await come_in(her, town)
    her.says("/groups")
    await her.until("New group")
    her.presses("New group")
    await her.until("People of all groups")
    her.presses("People of all groups")
    await said_last(her, "Write its name")
    her.says("Everybody")
    await her.until("Everybody\u2069 is ready", SLOW)
    row = await newest(house)
    assert (row.kind, row.group.kind, row.led) == ("third", "mixed", True)


@pytest.mark.usefixtures("telegram")
async def test_another_facilitators_wall_and_summary_are_like_an_old_button(
    fake: FakeTelegram,
    house: House,
    town: str,
) -> None:
    her, other = fake.user(1), fake.user(2)
    await come_in(her, town)
    group = await makes_group(house, her)
    row = await newest(house)
    async with house.database.write() as session:
        key = (await session.scalars(sa.select(TownRow.id))).first()
        second = await invite(session, "facilitator", house.clock(), town_id=key)
    await come_in(other, second)
    for data in (
        f"f:v:{group.public_id}:freeze",
        f"f:v:{group.public_id}:explode",
        f"f:t:{group.public_id}:5",
        f"f:s:{group.public_id}:{row.public_id}",
        "f:town:GR",
        "f:kind:none",
        "f:ask:none",
    ):
        other.says("/help")
        await said_last(other, "/mine")
        other.presses_data(data, other.last.id)
        await said_last(other, "no longer")
    assert (await newest(house)).wall_frozen_at is None
