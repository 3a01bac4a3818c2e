"""Pilot actions: made at the desk, followed from the chat, their milestones told once."""

from __future__ import annotations

import re

import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Choice, Command, Inbound
from storage.actions import public_actions
from storage.search import Theme
from storage.tables import ConsentRow, ConsultationRow, LevelRow, TownRow
from tests.channels.staff.desk import Desk
from tests.support.answering import answered, officer, says, writes
from tests.support.many import delivers, tick
from tests.support.person import plain


async def made(house: House, desk: Desk) -> str:
    async with house.database.read() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        asking = (await session.scalars(sa.select(ConsultationRow.public_id))).one()
    await desk.come_in(house, "officer", town)
    await desk.open("/staff/actions")
    await desk.post(
        "/staff/actions", consultation=asking, **{"title-en": "A call-a-ride bus", "description-en": "Twice a week."}
    )
    found = re.findall(r'action="/staff/actions/(\w+)"', desk.page.source)[0]
    await desk.post(
        f"/staff/actions/{found}", level="2", aimed="4", shown="1", codes="a2 B7 Z9", partners="Red Cross\nSchool",
        **{"title-en": "A call-a-ride bus", "description-en": "Twice a week."},
    )  # fmt: skip
    return str(found)


async def tells(house: House, address: str, content: Command | Choice) -> str:
    external_id = f"{address}-{house.source.random()}"
    await house.runner.handle(Inbound("telegram", external_id, address, content, house.clock(), "en"))
    return plain("\n".join(text for _, text in await delivers(house)))


async def test_levels_keep_their_history(house: House, desk: Desk) -> None:
    action = await made(house, desk)
    await desk.post(f"/staff/actions/{action}", level="3", aimed="4", shown="1", **{"title-en": "A call-a-ride bus"})
    assert "2 – a formal partnership" in desk.text
    await desk.open("/staff/actions")
    levels = {"support_group-level": "3", "support_group-aimed": "5", "town-level": "2", "town-aimed": "9"}
    await desk.post("/staff/actions/levels", **levels)
    await desk.post("/staff/actions/levels", **levels)
    async with house.database.read() as session:
        rows = await session.scalars(sa.select(LevelRow).order_by(LevelRow.id))
        assert [(row.subject, row.level, row.aimed) for row in rows] == [
            ("action", 2, 4), ("action", 3, 4), ("support_group", 3, 5), ("town", 2, None),
        ]  # fmt: skip
        asking = (await session.scalars(sa.select(ConsultationRow.public_id))).one()
        [seen] = await public_actions(session, asking)
    assert (seen.level, seen.aimed, seen.partners) == (3, 4, ())


async def test_milestones_reach_authors_and_followers_once(house: House, desk: Desk) -> None:
    action = await made(house, desk)
    await writes(house, "author", "A bus to the doctor")
    await writes(house, "other", "friends")
    me = await officer(house)
    await answered(house, me, Theme(words="bus"), says(action=action))
    [(_, first)] = await tick(house)
    assert "A bus to the doctor" in first
    card = await tells(house, "passer-by", Command("start", f"a-{action}"))
    assert "A call-a-ride bus" in card
    assert "4 – planning together" in card
    assert "you hear of each step" in await tells(house, "passer-by", Choice(f"follow:{action}"))
    await tells(house, "passer-by", Choice(f"follow:{action}"))
    await desk.open(f"/staff/actions/{action}")
    await desk.post(f"/staff/actions/{action}/milestones", day="2026-05-13", **{"milestone-en": "The bus is ordered."})
    assert "It comes from 1 note. 1 person follows it." in desk.text
    assert "Tell 2 people" in desk.text
    assert await tick(house) == []
    path = re.findall(rf'action="(/staff/actions/{action}/milestones/\w+)"', desk.page.source)[0]
    await desk.post(path)
    await desk.post(path)
    told = {address: plain(text) for address, text in await tick(house)}
    assert set(told) == {"author", "passer-by"}
    assert told["author"].startswith("You wrote on")
    assert told["passer-by"] == "News of “A call-a-ride bus”:\nThe bus is ordered."
    await tells(house, "author", Choice(f"unfollow:{action}"))
    await desk.post(f"/staff/actions/{action}/milestones", **{"milestone-en": "The bus runs."})
    assert "Tell 1 person" in desk.text
    async with house.database.read() as session:
        consents = await session.scalars(sa.select(ConsentRow))
        assert len(consents.all()) == 2  # following is no consent to a consultation


async def test_an_action_that_is_not_public_cannot_be_seen_or_followed(house: House, desk: Desk) -> None:
    action = await made(house, desk)
    await desk.post(f"/staff/actions/{action}", **{"title-en": "Secret"})
    for content in (Command("start", f"a-{action}"), Choice(f"follow:{action}"), Choice(f"action:{action}")):
        assert "no such action" in await tells(house, "1", content)


async def test_mine_leads_to_what_the_town_does(house: House, desk: Desk) -> None:
    await made(house, desk)
    await writes(house, "1", "A bus")
    await tells(house, "1", Command("mine"))
    assert "• A call-a-ride bus" in await tells(house, "1", Choice("actions"))
