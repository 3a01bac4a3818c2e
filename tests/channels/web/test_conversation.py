"""A conversation by plain forms and by what the script sends; on several devices."""

from __future__ import annotations

import asyncio
import io
import json

import pytest
import sqlalchemy as sa

from bot.wiring import House
from storage.tables import AddressRow, GroupRow, NoteRow
from tests.channels.web.conftest import NewDevice
from tests.channels.web.page import JSON, Visit
from tests.support.world import Clock


async def texts(house: House) -> list[str]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow.text).order_by(NoteRow.id)))


async def test_a_whole_session_without_script(device: Visit, house: House) -> None:
    page = await device.take_part()
    assert "What is well-being for you?" in page.cards[-1]
    page = await device.form(text="quiet nights")
    assert "quiet nights → Noise and cleanliness?" in page.cards[-1]
    page = await device.form(choice=page.action("ok:"))
    for number in ("1", "2", "3"):
        page = await device.form(choice=f"next:{number}")
    page = await device.form(choice=page.action("star:"))
    page = await device.form(choice="done")
    assert "Your note has arrived" in page.cards[-1]
    assert await texts(house) == ["quiet nights"]


async def test_a_reload_begins_nothing_again(device: Visit) -> None:
    first = await device.open()
    assert (await device.open()).cards == first.cards
    await device.form(choice="in")
    before = (await device.form(text="friends")).cards
    assert (await device.open()).cards == before


async def test_two_tabs_at_once_are_one_arrival(device: Visit) -> None:
    await device.open("/")
    await device.open()
    pages = await asyncio.gather(*(device.open("/c/DEMO2") for _ in range(3)))
    assert all(sum("Hello!" in one for one in page.cards) == 1 for page in pages)


async def test_another_code_leads_to_its_questions(device: Visit) -> None:
    await device.take_part()
    page = await device.open("/c/demo2")
    assert "those who come after us" in page.cards[-1]
    page = await device.open("/c/DEMO")
    assert "What is well-being for you?" in page.cards[-1]


async def test_days_later_the_place_is_found(device: Visit, clock: Clock) -> None:
    await device.take_part()
    await device.form(choice="next:1")
    await device.form(text="money")
    clock.forward(days=5)
    page = await device.open()
    assert any("What is ill-being for you?" in one for one in page.cards)
    assert "money" in page.cards[-1]


async def test_a_note_sent_twice_is_stored_once(device: Visit, house: House) -> None:
    await device.take_part()
    answers = await asyncio.gather(*(device.send("text", "friends", id="same") for _ in range(4)))
    assert {one.status for one in answers} == {200}
    assert await texts(house) == ["friends"]


async def test_ids_of_one_person_do_not_hinder_another(new_device: NewDevice, house: House) -> None:
    one, other = await new_device(), await new_device()
    for visit in (one, other):
        await visit.take_part()
        await visit.send("text", "friends", id="same")
    assert await texts(house) == ["friends", "friends"]


async def test_the_answer_says_what_is_new_and_what_stands(device: Visit) -> None:
    await device.take_part()
    first = await (await device.send("text", "friends")).json()
    card = next(one for one in first["messages"] if "friends" in one["html"])
    action = card["html"].split('name="choice" value="')[1].split('"')[0]
    second = await (await device.send("choice", action, after=first["last"])).json()
    assert [one["slot"] for one in second["messages"]] == [card["slot"]]
    assert second["messages"][0]["place"] == card["place"]
    assert card["id"] in first["standing"]
    assert card["id"] not in second["standing"]


async def test_words_that_are_commands(device: Visit) -> None:
    await device.take_part()
    assert "You have not written any notes yet" in (await device.form(text="/mine")).cards[-1]
    assert "question before" in (await device.form(command="help")).cards[-1]
    await device.form(text="/start DEMO2")
    assert "those who come after us" in device.page.cards[-1]


async def test_back_on_another_device_by_the_personal_link(new_device: NewDevice) -> None:
    phone, laptop = await new_device(), await new_device()
    link = (await phone.take_part()).link
    await phone.form(text="friends")
    address, _, token = link.partition("#")
    assert address == "http://localhost:8080/r"
    await laptop.open("/r")
    page = await laptop._loaded(await laptop.client.post("/r", data={"link": token}))
    assert "friends" in page.cards[-1]
    await laptop.form(text="quiet")
    assert "quiet" in (await phone.open()).cards[-1]


async def test_a_link_that_does_not_work_says_so(device: Visit) -> None:
    for link in ("", "x", "A" * 43, "http://localhost:8080/r#" + "é" * 43):
        answer = await device.client.post("/r", data={"link": link})
        assert answer.status == 410
        assert "This link does not work any more" in await answer.text()


async def test_the_next_person_finds_nothing_of_the_one_before(device: Visit) -> None:
    await device.take_part()
    await device.form(text="my own secret")
    before = device.page.link
    page = await device.form("/c/next")
    assert "my own secret" not in page.source
    assert "Hello!" in page.cards[-1]
    assert "This device has forgotten" in page.source
    assert page.link != before


async def test_a_page_of_the_person_before_writes_nothing_into_the_next_ones_name(device: Visit, house: House) -> None:
    old = await device.take_part()
    await device.form("/c/next")
    answer = await device.send("text", "friends", who=old.who)
    assert answer.status == 409
    assert await texts(house) == []


async def test_a_shared_device_shows_next_person_at_the_top(device: Visit, house: House) -> None:
    assert (await device.open()).source.count('action="/c/next"') == 1
    async with house.database.write() as session:
        await session.execute(sa.update(GroupRow).values(shared_device=True))
    assert (await device.open()).source.count('action="/c/next"') == 2


async def test_my_data_as_two_files(device: Visit) -> None:
    await device.take_part()
    await device.form(text="friends")
    page = await device.form(command="mydata")
    assert "/c/mydata.txt" in page.source
    readable = await device.client.get("/c/mydata.txt")
    assert "friends" in await readable.text()
    assert readable.headers["Cache-Control"] == "no-store"
    data = json.loads(await (await device.client.get("/c/mydata.json")).text())
    assert [note["text"] for note in data["notes"]] == ["friends"]
    token = page.link.rpartition("#")[2]
    assert token not in json.dumps(data)


async def test_my_data_is_for_its_owner(new_device: NewDevice) -> None:
    stranger = await new_device()
    assert (await stranger.client.get("/c/mydata.json")).status == 409


async def test_the_token_is_nowhere_in_the_database(device: Visit, house: House) -> None:
    token = (await device.take_part()).link.rpartition("#")[2]
    async with house.database.read() as session:
        rows = list(await session.scalars(sa.select(AddressRow)))
    assert all(token not in house.keyring.open(row.sealed).decode() for row in rows)


@pytest.mark.usefixtures("two_languages")
async def test_the_language_of_the_browser_and_a_switch_change_everything(device: Visit) -> None:
    page = await device.open(**{"Accept-Language": "xx,fr;q=0.1,ar-EG;q=0.9"})
    assert '<html lang="ar" dir="rtl">' in page.source
    answer = await (await device.send("choice", "lang:en")).json()
    assert answer["language"] == "en"
    assert '<html lang="en" dir="ltr">' in (await device.open(**{"Accept-Language": "ar"})).source
    missing = await device.client.get("/nowhere", headers={"Accept-Language": "ar"})
    assert '<html lang="en"' in await missing.text()


async def test_forgotten_means_gone_from_the_page(device: Visit) -> None:
    await device.take_part()
    await device.form(text="friends")
    await device.form(command="forget")
    answer = await (await device.send("choice", "forget:all")).json()
    assert len(answer["standing"]) == 1
    assert "friends" not in (await device.open()).source


async def test_a_spoken_note(device: Visit, house: House) -> None:
    await device.take_part()
    headers = {
        **JSON,
        "X-Who": device.page.who,
        "X-Id": "v1",
        "X-Seconds": "7",
        "Content-Type": "audio/webm",
    }
    for _ in range(2):
        answer = await device.client.post("/c/voice", data=b"sound", headers=headers)
        assert answer.status == 200
    assert "voice note" in (await device.open()).cards[-1]
    assert await texts(house) == [""]
    large = await device.client.post(
        "/c/voice", data=io.BytesIO(bytes(5 * 1024 * 1024 + 1)), headers={**headers, "X-Id": "v2"}
    )
    assert large.status == 413
    assert await texts(house) == [""]
