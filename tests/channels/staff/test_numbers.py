import csv
import io
import json
import re

import docx
import openpyxl
import pytest
import sqlalchemy as sa

from bot.reports.wish import FORMATS
from bot.wiring import House
from storage.staff import Role
from storage.tables import NoteRow, SessionRow, TownRow, VoteRow
from tests.channels.staff.conftest import NewDesk
from tests.channels.staff.desk import Desk
from tests.channels.staff.test_rules import town_of
from tests.channels.web.test_results import write_notes


async def fetched(desk: Desk, path: str) -> tuple[int, bytes]:
    async with desk.client.get(path) as answer:
        return answer.status, await answer.read()


async def vote_for_the_first_note(house: House) -> None:
    async with house.database.write() as session:
        note = (await session.scalars(sa.select(NoteRow).order_by(NoteRow.id))).first()
        place = (await session.scalars(sa.select(SessionRow.id).order_by(SessionRow.id))).first()
        voters = list(
            await session.scalars(sa.select(NoteRow.person_id).where(NoteRow.person_id.is_not(None)).limit(3))
        )
        assert note is not None
        session.add_all(
            VoteRow(session_id=place, person_id=one, step=6, target=note.public_id, at=house.clock()) for one in voters
        )
        note.starred = True


async def test_an_admin_counts_and_looks(house: House, desk: Desk) -> None:
    consultation = await write_notes(house, {"A": 3, "F": 1})
    await vote_for_the_first_note(house)
    await desk.come_in(house, "admin", await town_of(house))
    await desk.open("/staff/results")
    assert "Numbers and files" in desk.text
    here = f"/staff/results/{consultation}/numbers"
    await desk.open(f"{here}?by=family&by=question&by=&weight=votes")
    assert "1 · well-being 3 3 100% 3" in desk.text  # all votes are for a note of that family
    assert "1 · well-being 1 1 0% 0" in desk.text
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', desk.page.source)
    assert [address.split("/")[-1].split(".")[0] for address, _ in pictures] == [
        "families",
        "feelings",
        "groups",
        "time",
    ]
    assert "75%" in pictures[0][1]
    assert desk.page.source.count("The numbers as a table") == 4
    for address, _ in pictures:
        status, drawn = await fetched(desk, address)
        assert (status, drawn[:5], b'role="img"' in drawn) == (200, b"<?xml", True)
    await desk.open(f"{here}?differences=1")
    assert "Whether groups differ cannot be told yet" in desk.text
    status, drawn = await fetched(desk, pictures[2][0].replace(".svg", ".png"))
    assert (status, drawn[:4]) == (200, b"\x89PNG")
    status, content = await fetched(desk, f"{here}/tally.json?by=family&weight=stars&coding=confirmed")
    assert json.loads(content) == [
        {"family": "A", "notes": 3, "people": 3, "share": 1.0, "stars": 1},
        {"family": "F", "notes": 1, "people": 1, "share": 0.0, "stars": 0},
    ]
    _, content = await fetched(desk, f"{here}/tally.csv?by=family&weight=people")
    assert list(csv.reader(io.StringIO(content.decode())))[1:] == [["A", "3", "3", "0.75"], ["F", "1", "1", "0.25"]]
    for odd in ("?by=colour&weight=gold&coding=x", "/tally.pdf", "/nothing.svg", "?by=" + "x" * 500):
        assert (await fetched(desk, here + odd))[0] in {200, 404}


@pytest.mark.parametrize("form", FORMATS)
async def test_an_admin_takes_every_file(house: House, desk: Desk, form: str) -> None:
    consultation = await write_notes(house)
    await desk.come_in(house, "admin", await town_of(house))
    status, content = await fetched(desk, f"/staff/results/{consultation}/files/{form}")
    assert status == 200
    if form == "xlsx":
        assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) > 10
    elif form == "plan":
        assert len(docx.Document(io.BytesIO(content)).inline_shapes) > 1
    else:
        assert len(content) > 100
    await desk.open("/staff/log")
    assert f"took a file away {form} {consultation}" in desk.text


async def test_a_file_for_outsiders_has_no_pseudonyms(house: House, desk: Desk) -> None:
    consultation = await write_notes(house)
    await desk.come_in(house, "officer", await town_of(house))
    _, inside = await fetched(desk, f"/staff/results/{consultation}/files/notes-csv")
    _, outside = await fetched(desk, f"/staff/results/{consultation}/files/notes-csv?outside=1")
    assert all(row["person"] for row in csv.DictReader(io.StringIO(inside.decode())))
    assert not any(row["person"] for row in csv.DictReader(io.StringIO(outside.decode())))


async def test_nobody_else_gets_numbers_or_files(house: House, new_desk: NewDesk) -> None:
    consultation, town = await write_notes(house), await town_of(house)
    async with house.database.write() as session:
        other = TownRow(
            public_id="elsewhere", name="Elsewhere", timezone="Europe/Athens", default_language="en",
            created_at=house.clock(),
        )  # fmt: skip
        session.add(other)
        await session.flush()
        elsewhere = other.id
    strangers: tuple[tuple[Role, int], ...] = (("viewer", town), ("facilitator", town), ("admin", elsewhere))
    for role, place in strangers:
        desk = await new_desk()
        await desk.come_in(house, role, place)
        for path in ("numbers", "numbers/families.svg", "numbers/tally.csv", "files/xlsx"):
            status, _ = await fetched(desk, f"/staff/results/{consultation}/{path}")
            assert status in {403, 404}, (role, path)
