import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import sqlalchemy as sa

from storage import packs, schema, triggers
from storage.database import Database
from storage.erasure import erase_person
from storage.scope import DIMENSIONS, Coding, NoSuchDimensionError, Scope, Weight
from storage.tables import CodingRow, NoteRow, SessionRow, TallyDirtyRow, TallyPackRow, VoteRow
from storage.tallies import Cell, heads, tally
from tests.integration.test_cli import wellsay
from tests.support.notes import ALL, FAMILIES, TOWNS, Said, add_notes, add_town, the_published_notes
from tests.support.world import START, ready, sqlite_url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    await ready(database_url)
    made = Database(database_url)
    yield made
    await made.close()


async def cells(database: Database, *by: str, **how: Any) -> dict[Any, Cell]:
    async with database.read() as session:
        found = await tally(session, by, **how)
    return {one.values if len(by) > 1 else one.values[0]: one for one in found}


async def test_the_published_tables_come_out_exactly(database: Database) -> None:
    assert await the_published_notes(database) == ALL
    for _ in range(2):  # from the notes, then from the packs
        towns = await cells(database, "town")
        assert {name: one.notes for name, one in towns.items()} == {name: notes for name, (_, notes) in TOWNS.items()}
        families = await cells(database, "family")
        assert {name: one.notes for name, one in families.items()} == FAMILIES
        shares = await cells(database, "block")
        assert {name: f"{one.share:.0%}" for name, one in shares.items()} == {
            "A+B": "31%", "C+D+E": "33%", "F+G+H": "36%",
        }  # fmt: skip
        groups = await cells(database, "town", "group")
        assert {name: sum(town == name for town, _ in groups) for name in TOWNS} == {
            name: count for name, (count, _) in TOWNS.items()
        }
        assert sum(one.people or 0 for one in groups.values()) == sum(one.people or 0 for one in towns.values())
        assert await packs.refresh(database) in {0, 147}


async def test_packs_never_change_a_number(database: Database) -> None:
    """Whatever changes after the packs were made is counted at once."""
    await the_published_notes(database)
    await packs.refresh(database)
    before = await cells(database, "family", "question", "language")
    async with database.write() as session:
        await session.execute(sa.update(NoteRow).where(NoteRow.id == 1).values(deleted_at=START))
        await session.execute(sa.update(NoteRow).where(NoteRow.id == 2).values(facilitator_code="H7", starred=True))
    after = await cells(database, "family")
    assert sum(one.notes for one in after.values()) == ALL - 1
    assert after["H"].stars == 1
    async with database.read() as session:
        assert await session.scalar(sa.select(sa.func.count(TallyDirtyRow.id))) in {1, 2}
    changed = await cells(database, "family", "question", "language")
    assert await packs.refresh(database) in {1, 2}
    assert await packs.refresh(database) == 0
    assert await cells(database, "family", "question", "language") == changed != before


@pytest.mark.parametrize("keep_notes", [True, False])
async def test_somebody_who_is_forgotten_is_in_no_pack(database: Database, *, keep_notes: bool) -> None:
    async with database.write() as session:
        one, other = await add_town(session, "Kavala", [("one", ()), ("other", ())])
    await add_notes(database, [Said(one, 1), Said(one, 2), Said(other, 2)])
    await packs.refresh(database)
    async with database.write() as session:
        await erase_person(session, 1, keep_notes=keep_notes)
        assert list(await session.scalars(sa.select(TallyPackRow.session_id))) == [other]
    counted = await cells(database, "group")
    assert {name: (cell.notes, cell.people) for name, cell in counted.items()} == {
        "one": (1 + keep_notes, 1), "other": (1, 1),
    }  # fmt: skip


async def test_lost_triggers_are_noticed(database: Database) -> None:
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", ())])
    await add_notes(database, [Said(group)])
    await packs.refresh(database)
    async with database.engine.begin() as connection:
        await connection.run_sync(triggers.drop)
        await connection.execute(sa.update(NoteRow).values(facilitator_code="A1"))
    await schema.upgrade(database)
    async with database.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(TallyPackRow)) == 0
    assert list(await cells(database, "component")) == ["A1"]


async def test_sessions_where_people_still_write_are_left_alone(database: Database) -> None:
    async with database.write() as session:
        calm, busy = await add_town(session, "Kavala", [("calm", ()), ("busy", ())])
    await add_notes(database, [Said(calm), Said(busy, at=START + dt.timedelta(hours=1))])
    assert await packs.refresh(database, quiet_since=START + dt.timedelta(minutes=30)) == 1
    async with database.read() as session:
        assert list(await session.scalars(sa.select(TallyPackRow.session_id))) == [calm]


async def test_who_is_counted_and_how(database: Database) -> None:
    async with database.write() as session:
        first, second, third = await add_town(
            session, "Kavala", [("mothers, “new”", ("women", "youth")), ("pupils", ("youth",)), ("all", ())]
        )
        (elsewhere,) = await add_town(session, "مدينة", [("pupils", ())], "Pacific/Auckland")
    night = dt.datetime(2026, 5, 31, 22, 0, tzinfo=dt.UTC)  # June in Kavala already
    await add_notes(
        database,
        [
            Said(first, 1, code=None, author="A10", suggested="A2", starred=True, at=night),
            Said(first, 1, code="A2", author="A10"),
            Said(first, 2, code=None, suggested="A10"),
            Said(second, 2, code=None),
            Said(second, 0, code="H1", source="paper", channel="paper"),
            Said(third, 0, code="B0", source="paper"),
            Said(elsewhere, 3, code="B0", at=night - dt.timedelta(hours=9)),
        ],
    )
    tags = await cells(database, "tag")
    assert {name: (one.notes, one.people, one.stars) for name, one in tags.items()} == {
        "women": (3, 2, 1), "youth": (5, 2, 1), "?": (2, 1, 0),
    }  # fmt: skip
    assert list(await cells(database, "component")) == ["A2", "A10", "B0", "H1", "?"]
    sure = await cells(database, "component", coding=Coding.CONFIRMED)
    assert {name: one.notes for name, one in sure.items()} == {"A2": 1, "A10": 1, "B0": 2, "H1": 1, "?": 2}
    assert list(await cells(database, "month")) == ["2026-05", "2026-06"]
    months = await cells(database, "town", "month")
    assert [(key, one.notes) for key, one in months.items()] == [
        (("Kavala", "2026-05"), 5), (("Kavala", "2026-06"), 1), (("مدينة", "2026-06"), 1),
    ]  # fmt: skip
    groups = await cells(database, "group")
    assert set(groups) == {"mothers, “new”", "pupils (Kavala)", "pupils (مدينة)", "all"}
    assert groups["all"].people is None
    assert groups["pupils (Kavala)"].people == 1
    assert {name: one.notes for name, one in (await cells(database, "status")).items()} == {"received": 7}
    three = await cells(database, "tag", "family", "source", scope=Scope(town="Kavala"))
    assert three["youth", "H", "paper"].notes == 1
    assert three["youth", "A", "own"].people == 2
    assert sum(one.notes for one in (await cells(database, "town", scope=Scope(consultation="c-Kavala"))).values()) == 6
    assert sum(one.notes for one in (await cells(database, "town", scope=Scope(group="g1-2"))).values()) == 1
    assert sum(one.notes for one in (await cells(database, "town", scope=Scope(since=START))).values()) == 2


async def test_people_stars_and_votes_weigh(database: Database) -> None:
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", ())])
    starred = [Said(group, 1, code="A1", starred=True), Said(group, 2, code="F1", starred=True)]
    await add_notes(database, [starred[0], Said(group, 1, code="A2"), starred[1], Said(group, 3, code="F1")])
    await add_notes(database, [Said(group, 0, code="H1", source="paper")])
    async with database.write() as session:
        ballots = [(1, "n3"), (2, "n3"), (3, "n3"), (3, "n2"), (3, "A1")]  # the last is for a topic, not for a note
        session.add_all(
            VoteRow(session_id=group, person_id=person, step=6, target=target, at=START) for person, target in ballots
        )

    async def shares(weight: Weight, **how: Any) -> dict[Any, float]:
        return {
            name: round(one.share, 3) for name, one in (await cells(database, "family", weight=weight, **how)).items()
        }

    for _ in range(2):  # from the notes, then from the packs
        assert await shares(Weight.NOTES) == {"A": 0.4, "F": 0.4, "H": 0.2}
        assert await shares(Weight.PEOPLE) == {"A": 0.333, "F": 0.667, "H": 0}
        assert await shares(Weight.STARS) == {"A": 0.5, "F": 0.5, "H": 0}
        assert await shares(Weight.VOTES) == {"A": 0.25, "F": 0.75, "H": 0}
        assert await shares(Weight.VOTES, scope=Scope(since=START)) == {}
        assert {name: one.votes for name, one in (await cells(database, "family", weight=Weight.VOTES)).items()} == {
            "A": 1, "F": 3, "H": 0,
        }  # fmt: skip
        await packs.refresh(database)


async def test_what_has_happened_with_a_note_is_counted(database: Database) -> None:
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", ())])
    await add_notes(database, [Said(group, 1), Said(group, 2), Said(group, 3)])
    await packs.refresh(database)
    async with database.write() as session:
        await session.execute(sa.update(NoteRow).where(NoteRow.id == 2).values(status="done"))
    for _ in range(2):
        found = await cells(database, "status", "family")
        assert {key: one.notes for key, one in found.items()} == {("done", "B"): 1, ("received", "B"): 2}
        await packs.refresh(database)


async def test_packs_of_an_earlier_version_are_made_anew(database: Database) -> None:
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", ())])
    await add_notes(database, [Said(group, 1)])
    await packs.refresh(database)
    async with database.write() as session:
        await session.execute(sa.update(TallyPackRow).values(contexts=[["en", "own", "web"]]))
    assert list(await cells(database, "status")) == ["received"]
    assert await packs.refresh(database) == 1
    assert await packs.refresh(database) == 0


async def test_nothing_and_what_is_not_there(database: Database) -> None:
    for one in DIMENSIONS:
        assert await cells(database, one) == {}
    with pytest.raises(NoSuchDimensionError):
        await cells(database, "family", "colour")
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", tuple(f"tag {number}" for number in range(200)))])
    await add_notes(database, [Said(group, 1)])
    assert len(await cells(database, *DIMENSIONS)) == 200
    async with database.write() as session:
        await session.execute(sa.delete(CodingRow))
        await session.execute(sa.delete(NoteRow))
        await session.execute(sa.delete(SessionRow))
    assert await cells(database, "tag") == {}


async def test_the_command(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    await ready(url)
    database = Database(url)
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("=cmd|' /C calc'!A0,\n\"x\"", ("women",))])
    await add_notes(database, [Said(group, 1, starred=True), Said(group, 2, code=None, suggested="B2")])
    await database.close()
    told = wellsay("tally", "--by", "group", "--by", "family", "--format", "json", folder=tmp_path)
    assert json.loads(told.stdout) == [
        {"group": "=cmd|' /C calc'!A0,\n\"x\"", "family": "B", "notes": 2, "people": 2, "share": 1.0}
    ]
    assert "Codes: the best there is" in told.stderr
    sure = wellsay("tally", "--by", "family", "--codes", "confirmed", "--stars", folder=tmp_path).stdout
    assert sure.splitlines()[0].split() == ["family", "notes", "people", "share", "stars"]
    assert "only those that the author or a facilitator gave" in sure
    starred = wellsay("tally", "--by", "family", "--weight", "stars", "--format", "csv", folder=tmp_path)
    assert starred.stdout.splitlines() == ["family,notes,people,share,stars", "B,2,2,1.0,1"]
    assert "Shares are of the stars" in starred.stderr
    assert "votes" in wellsay("tally", "--by", "family", "--weight", "votes", folder=tmp_path).stdout.splitlines()[0]
    nowhere = wellsay("tally", "--by", "family", "--consultation", "none", "--format", "json", folder=tmp_path)
    assert json.loads(nowhere.stdout) == []
    gold = wellsay("tally", "--by", "family", "--weight", "gold", folder=tmp_path)
    assert (gold.returncode, "Traceback" in gold.stderr) == (2, False)
    assert wellsay("tally", "--by", "group", "--format", "csv", folder=tmp_path).stdout.splitlines()[1][:5] == "\"'=cm"
    book = wellsay("tally", "--by", "group", "--format", "xlsx", "--out", "tally.xlsx", folder=tmp_path)
    assert book.returncode == 0, book.stderr
    page = openpyxl.load_workbook(tmp_path / "tally.xlsx").active
    assert page is not None
    assert [cell.value for cell in page[1]] == ["group", "notes", "people", "share"]
    assert (page["A2"].value, page["A2"].data_type, page["B2"].value) == ("=cmd|' /C calc'!A0,\n\"x\"", "s", 2)
    wrong = wellsay("tally", "--by", "group", "--out", "no/such/folder/x.csv", folder=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (1, "no/such/folder/x.csv cannot be written: there is no such folder\n")


def test_people_with_very_large_keys_are_told_apart() -> None:
    people = np.array([(1 << 62) + 5, (1 << 62) + 5, (1 << 62) + 6, 7, 0])
    assert heads(np.array([0, 0, 1, 1, 1]), people, 2).tolist() == [1, 2]
