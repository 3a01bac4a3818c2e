"""The wall over HTTP: the page, its news, what strangers and facilitators may do."""

from __future__ import annotations

import asyncio
import html
import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.web import wall_live
from bot.web.app import make_app
from bot.wiring import House, build
from storage.tables import AuditRow, GroupRow, StaffGroupRow, StaffRow, TownRow
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.support.crowd import change_note, change_session, crowd, demo_session, on_wall
from tests.support.person import Person
from tests.support.world import Clock

NOTE = re.compile(r'<li class="note" data-id="(\w+)">.*?<p dir="auto">(.*?)</p>', re.DOTALL)


class Stream:
    """The news of a wall, as the browser's script gets it."""

    def __init__(self, answer: ClientResponse) -> None:
        self.answer = answer

    async def next(self) -> dict[str, Any]:
        """The next event with news."""
        async with asyncio.timeout(10):
            while True:
                line = (await self.answer.content.readline()).decode()
                assert line, "the stream ended"
                if line.startswith("data: {") and len(line) > 20:
                    news: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    return news

    async def until(self, text: str) -> dict[str, Any]:
        """News until a note with these words comes."""
        while True:
            news = await self.next()
            if text in [one["text"] for one in news["notes"].values()]:
                return news


async def watch(desk: Desk, session_id: str, query: str = "", **headers: str) -> Stream:
    answer = await desk.client.get(f"/wall/{session_id}/events{query}", headers=headers)
    assert answer.status == 200
    return Stream(answer)


def shown(desk: Desk) -> list[str]:
    source = desk.page.source.partition("<template")[0]
    return [html.unescape(text) for _, text in NOTE.findall(source)]


async def test_everybody_with_the_address_sees_the_wall_and_nobody_is_named(house: House, desk: Desk) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    await people[1].says("call me: 0470 12 34 56")
    page = await desk.open(f"/wall/{await demo_session(house)}")
    assert page.status == 200
    assert sorted(shown(desk)) == ["call me: […]", "friends"]
    assert "0470" not in page.source
    assert "5 take part" in desk.page.source
    assert 'http-equiv="refresh"' in page.source
    assert "steer" not in page.source
    assert (await desk.open("/wall/nosuchwall")).status == 404
    assert (await desk.open("/wall/..%2f")).status == 404


async def test_hostile_texts_stay_texts(house: House, desk: Desk) -> None:
    people = await crowd(house, 5)
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)> friends"
    await people[0].says(nasty)
    await people[1].says("\u202e\u2067 friends backwards \u202e")
    await people[2].says("friends " + "very long " * 408)
    await people[3].says("friends مرحبا")
    session_id = await demo_session(house)
    page = await desk.open(f"/wall/{session_id}")
    assert "<script>alert" not in page.source
    assert "<img src=x" not in page.source
    assert nasty in shown(desk)
    assert not any(one in page.source for one in "\u202e\u2067")
    assert max(map(len, shown(desk))) < 300
    stream = await watch(desk, session_id)
    assert "<script>" in json.dumps(await stream.next())  # as text, which the page's script sets as text
    stream.answer.close()


async def test_news_comes_by_itself_and_only_what_changed(house: House, desk: Desk) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    session_id = await demo_session(house)
    await desk.open(f"/wall/{session_id}")
    version = re.findall(r'data-version="(\w+)"', desk.page.source)[0]
    stream = await watch(desk, session_id, f"?seen={version}")
    await people[1].says("quiet nights")
    first = await stream.until("quiet nights")
    assert set(first["panes"]) >= {"B"}
    assert "friends" not in json.dumps(first["notes"])
    note = await change_note(house, "quiet nights", facilitator_code="D3")
    moved = await stream.next()
    assert note in moved["panes"]["D"]["ids"]
    assert moved["panes"]["B"] is None
    await people[1].choose(f"del:{note}")
    assert note not in (await stream.next())["panes"]["D"]["ids"]
    stream.answer.close()


async def test_a_page_that_was_cut_off_misses_nothing(house: House, desk: Desk) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    session_id = await demo_session(house)
    stream = await watch(desk, session_id)
    seen = (await stream.next())["version"]
    stream.answer.close()
    await people[1].says("quiet nights")
    await people[2].says("money")
    again = await watch(desk, session_id, **{"Last-Event-ID": seen})
    news = await again.next()
    assert {one["text"] for one in news["notes"].values()} == {"friends", "quiet nights", "money"}
    again.answer.close()
    third = await watch(desk, session_id, **{"Last-Event-ID": news["version"]})
    await people[3].says("doctor")
    assert "doctor" in json.dumps(await third.next())
    third.answer.close()


async def test_what_another_process_writes_arrives_too(either_house: House, clock: Clock) -> None:
    people = await crowd(either_house, 5)
    other = await build(
        either_house.settings, clock=clock, source=either_house.source, suggester=either_house.suggester
    )
    people[0].house = other
    async with TestClient(TestServer(make_app(either_house))) as client:
        stream = await watch(Desk(client), await demo_session(either_house))
        await people[0].says("friends")
        await stream.until("friends")
        stream.answer.close()
    await other.close()


async def test_asking_instead_of_listening(house: House, desk: Desk) -> None:
    people = await crowd(house, 5)
    session_id = await demo_session(house)
    async with desk.client.get(f"/wall/{session_id}/news") as answer:
        version = (await answer.json())["version"]
    async with desk.client.get(f"/wall/{session_id}/news?seen={version}") as answer:
        assert answer.status == 204
    await people[0].says("friends")
    async with desk.client.get(f"/wall/{session_id}/news?seen={version}") as answer:
        assert "friends" in await answer.text()


async def test_only_so_many_listen_and_streams_end_with_the_server(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_live, "MOST", 1)
    session_id = await demo_session(house)
    stream = await watch(desk, session_id)
    async with desk.client.get(f"/wall/{session_id}/events") as answer:
        assert answer.status == 503
    async with asyncio.timeout(5):
        await desk.client.server.close()
        await stream.answer.content.read()


async def test_a_small_group_is_told_why_nothing_comes(house: House, desk: Desk) -> None:
    people = await crowd(house, 3)
    await people[0].says("friends")
    page = await desk.open(f"/wall/{await demo_session(house)}")
    assert shown(desk) == []
    assert "1 note waits. Fewer than five people are here" in page.source
    assert "friends" not in page.source


async def test_the_demonstration_says_why_it_shows_notes_at_once(house: House, desk: Desk) -> None:
    tester = Person(house)
    await tester.joins()
    session_id = await demo_session(house)
    stream = await watch(desk, session_id)
    await stream.next()
    await tester.says("friends")
    news = await stream.until("friends")
    assert "This is a demonstration: notes appear at once" in news["head"]["waiting"]
    stream.answer.close()


async def test_waiting_notes_are_shown_from_the_meeting_and_from_the_wall(house: House, desk: Desk) -> None:
    people = await crowd(house, 2)
    session_id = await demo_session(house)
    await come_in(house, desk)
    await desk.open(f"/staff/s/{session_id}")
    assert "Show waiting notes now" not in desk.text
    for way in ("meeting", "wall"):
        await people[0].says(f"friends of the {way}")
        await desk.open(f"/wall/{session_id}" if way == "wall" else f"/staff/s/{session_id}")
        assert "Show waiting notes now" in desk.page.source
        assert "1 note waits" in desk.page.source
        await desk.post(f"/staff/s/{session_id}/wall/show", **{"from": way})
        assert "1 note waits" not in desk.page.source
        assert f"friends of the {way}" in str(await on_wall(house))
        assert ('id="board"' in desk.page.source) == (way == "wall")


async def test_the_wall_speaks_the_language_of_its_address(house: House, desk: Desk) -> None:
    session_id = await demo_session(house)
    assert '<html lang="en"' in (await desk.open(f"/wall/{session_id}?language=xx")).source
    assert '<html lang="en"' in (await desk.open(f"/wall/{session_id}")).source


async def test_a_led_session_shows_its_question_and_before_that_the_way_in(house: House, desk: Desk) -> None:
    await change_session(house, led=True, question=None)
    session_id = await demo_session(house)
    assert "We begin soon" in (await desk.open(f"/wall/{session_id}")).source
    await change_session(house, question=2)
    people = await crowd(house, 5)
    await people[0].says("friends")
    assert "2 of 3 · What is ill-being for you?" in (await desk.open(f"/wall/{session_id}")).source
    await desk.open(f"/wall/{session_id}?question=1")
    assert "1 of 3 · What is well-being for you?" in desk.page.source
    assert "DEMO" in desk.page.source
    await change_session(house, state="closed")
    assert ">DEMO<" not in (await desk.open(f"/wall/{session_id}")).source


async def test_a_facilitator_steers_her_wall_and_it_is_noted(house: House, desk: Desk, clock: Clock) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    session_id = await demo_session(house)
    await come_in(house, desk)
    await desk.open(f"/wall/{session_id}")
    note = NOTE.findall(desk.page.source)[0][0]
    clock.forward(seconds=1)
    await desk.post(f"/staff/s/{session_id}/wall/hide", note=note, **{"from": "wall"})
    assert shown(desk) == []
    await desk.open(f"/staff/s/{session_id}/wall")
    assert "friends" in desk.text
    await desk.post(f"/staff/s/{session_id}/wall/back", note=note)
    await desk.post(f"/staff/s/{session_id}/wall/moderate")
    await people[1].says("money")
    await desk.open(f"/staff/s/{session_id}/wall")
    assert "money" in desk.text
    assert await on_wall(house) == {"D": ["friends"]}
    money = await change_note(house, "money")
    await desk.post(f"/staff/s/{session_id}/wall/pass", note=money)
    assert await on_wall(house) == {"A": ["money"], "D": ["friends"]}
    async with house.database.read() as session:
        log = [tuple(one) for one in await session.execute(sa.select(AuditRow.verb, AuditRow.object_id))]
    steps = [one for one in log if one[0].startswith("wall ")]
    assert steps == [("wall hide", note), ("wall back", note), ("wall moderate", session_id), ("wall pass", money)]


async def test_strangers_and_other_facilitators_steer_nothing(house: House, new_desk: NewDesk) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    session_id = await demo_session(house)
    stranger, other = await new_desk(), await new_desk()
    assert (await stranger.post(f"/staff/s/{session_id}/wall/freeze", form="x")).status == 401
    await come_in(house, other, hers=False)
    for path in (f"/staff/s/{session_id}/wall", "/staff/s/nosuch/wall"):
        assert (await other.open(path)).status == 403
    await other.open("/staff")
    assert (await other.post(f"/staff/s/{session_id}/wall/freeze")).status == 403
    await other.open(f"/wall/{session_id}?view=second")
    assert "steer" not in other.page.source
    assert "Is every note" not in other.page.source


async def test_forms_of_other_pages_and_unknown_verbs_are_refused(house: House, desk: Desk) -> None:
    session_id = await demo_session(house)
    await come_in(house, desk)
    await desk.open(f"/wall/{session_id}")
    assert (await desk.post(f"/staff/s/{session_id}/wall/freeze", form="0" * 32)).status == 403
    await desk.open(f"/wall/{session_id}")
    assert (await desk.post(f"/staff/s/{session_id}/wall/explode")).status == 404
    await desk.open(f"/wall/{session_id}")
    assert (await desk.post(f"/staff/s/{session_id}/wall/hide", note="nosuch")).status == 403


async def come_in(house: House, desk: Desk, *, hers: bool = True) -> None:
    """A facilitator who looks after the demo group, or after none."""
    async with house.database.read() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
    await desk.come_in(house, "facilitator", town)
    if not hers:
        return
    async with house.database.write() as session:
        group = (await session.scalars(sa.select(GroupRow.id).where(GroupRow.join_code == "DEMO"))).one()
        me = (await session.scalars(sa.select(StaffRow.id).order_by(StaffRow.id.desc()).limit(1))).one()
        session.add(StaffGroupRow(staff_id=me, group_id=group))
