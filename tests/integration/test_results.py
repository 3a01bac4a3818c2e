"""Differences between groups, who is missing, and results as they are published one after the other."""

import datetime as dt
import random
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from bot.reports.differences import difference, error_range, in_words, ranges
from bot.reports.public import ALL, CannotPublishError
from bot.reports.results import draft, publish, published
from locales import render
from storage.agreement import CodedNote
from storage.columns import load
from storage.coverage import coverage, set_target, targets
from storage.database import Database, Session
from storage.scope import Scope
from storage.snapshots import snapshot, snapshots
from storage.tables import GroupRow, SessionRow
from tests.support.notes import Said, add_notes, add_town
from tests.support.world import START, ready, sqlite_url


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    await ready(sqlite_url(tmp_path))
    made = Database(sqlite_url(tmp_path))
    yield made
    await made.close()


async def two_groups(database: Database, codes: tuple[str, str], people: int = 20, each: int = 6) -> None:
    async with database.write() as session:
        groups = await add_town(session, "Kavala", [("pupils", ("youth",)), ("pensioners", ())])
    await add_notes(
        database,
        [
            Said(group, 1 + person + people * nth, code=codes[nth] if number % 2 else "B0")
            for nth, group in enumerate(groups)
            for person in range(people)
            for number in range(each)
        ],
    )


async def test_groups_that_differ(database: Database) -> None:
    await two_groups(database, ("A8", "F1"))
    async with database.read() as session:
        columns = await load(session)
    found = difference(columns, "group", np.random.default_rng(1))
    assert found.p == 0.001
    said = [render(one, "en") for one in in_words(found, "group", "en")]
    assert said[0].startswith("Groups differ strongly")
    assert "wrote more about" in said[1]
    likely = ranges(columns, np.random.default_rng(1))
    assert likely["B"] == pytest.approx((0.5, 0.5))
    assert likely["A"][0] < 0.25 < likely["A"][1]


async def test_one_loud_person_is_no_difference(database: Database) -> None:
    """A hundred notes of one person say as much as one: tested by notes, this would be certain."""
    async with database.write() as session:
        groups = await add_town(session, "Kavala", [("pupils", ()), ("pensioners", ())])
    said = [Said(group, 1 + person + 10 * nth, code="B1") for nth, group in enumerate(groups) for person in range(10)]
    await add_notes(database, [*said, *(Said(groups[0], 1, code="A8") for _ in range(100))])
    async with database.read() as session:
        found = difference(await load(session), "group", np.random.default_rng(1))
    assert found.p is not None
    assert found.p > 0.05
    assert "no more than chance" in render(in_words(found, "group", "en")[0], "en")


async def test_too_few_to_tell(database: Database) -> None:
    async with database.read() as session:
        nothing = await load(session)
    assert "cannot be told yet" in render(
        in_words(difference(nothing, "group", np.random.default_rng(1)), "group", "en")[0], "en"
    )
    await two_groups(database, ("A8", "F1"), people=2)
    async with database.read() as session:
        columns = await load(session)
    assert difference(columns, "group", np.random.default_rng(1)).p is None
    assert difference(columns, "tag", np.random.default_rng(1)).p is None


async def test_suggestions_bring_an_error_range(database: Database) -> None:
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("pupils", ())])
    await add_notes(database, [Said(group, 1 + nth % 9, code=None, suggested="A8") for nth in range(50)])
    async with database.read() as session:
        columns = await load(session)
    checked = [
        CodedNote("A8", 0.9, "A8" if nth % 5 else "B1", None, True, nth % 9, "en", "pupils", 1) for nth in range(60)
    ]
    said = error_range(columns, checked, np.random.default_rng(1))
    assert said is not None
    assert said.args["share"] == 100
    assert 20 < int(str(said.args["points"])) < 40
    unknown = error_range(columns, [], np.random.default_rng(1))
    assert unknown is not None
    assert "not known yet" in render(unknown, "en")


async def test_who_is_missing(database: Database) -> None:
    await two_groups(database, ("A8", "F1"))
    async with database.write() as session:
        await set_target(session, "c-Kavala", "youth", 0.6)
        await set_target(session, "c-Kavala", "newcomers", 0.1)
        await set_target(session, "c-Kavala", "men", 0.1)
        await set_target(session, "c-Kavala", "men", None)
        with pytest.raises(ValueError, match="between 0 and 1"):
            await set_target(session, "c-Kavala", "men", 2)
        with pytest.raises(LookupError):
            await set_target(session, "nothing", "men", 0.1)
    async with database.read() as session:
        rows = coverage(await load(session), await targets(session, Scope(town="Kavala")))
    assert [(one.tag, one.heard, one.share, one.target) for one in rows] == [
        ("newcomers", 0, 0, 0.1), ("youth", 20, 0.5, 0.6), ("?", 20, 0.5, None),
    ]  # fmt: skip


async def a_publication(database: Database, days: int) -> dict[tuple[str, ...], dict[tuple[object, ...], int | None]]:
    async with database.write() as session:
        made = await publish(session, "c-Kavala", START + dt.timedelta(days=days), random.Random(days))  # noqa: S311 -- repeatable
    async with database.read() as session:
        kept = await snapshot(session, made.id)
    assert kept == made
    return {by: {one.values: one.notes for one in cells} for by, cells in published(made).tables}


async def the_session(session: Session, name: str | None = None) -> int:
    """The key of the first session, or of that of a group with a name."""
    query = sa.select(sa.func.min(SessionRow.id)).join(GroupRow, GroupRow.id == SessionRow.group_id)
    return await session.scalar(query if name is None else query.where(GroupRow.name == name)) or 0


async def test_results_are_frozen_and_the_next_ones_do_not_tell_what_changed(database: Database) -> None:
    await two_groups(database, ("A8", "F1"))
    first = await a_publication(database, 1)
    assert first["family",] == {(ALL,): 240, ("A",): 60, ("B",): 120, ("F",): 60}
    async with database.read() as session:
        group = await the_session(session, "pupils")
    await add_notes(database, [Said(group, 900 + nth, code="A8", at=START + dt.timedelta(days=2)) for nth in range(2)])
    with pytest.raises(CannotPublishError, match="too little has changed"):
        await a_publication(database, 3)
    await add_notes(
        database,
        [
            Said(group, 910 + nth, code=code, at=START + dt.timedelta(days=3))
            for nth, code in enumerate(["F1"] * 9 + ["B0"] * 9)
        ],
    )
    await add_notes(database, [Said(group, 950 + nth, code="A8", at=START + dt.timedelta(days=3)) for nth in range(9)])
    third = await a_publication(database, 4)
    assert third["family",] == {(ALL,): 269, ("A",): 71, ("B",): 129, ("F",): 69}
    async with database.read() as session:
        assert [one.at for one in await snapshots(session, "c-Kavala")] == [
            START + dt.timedelta(days=4), START + dt.timedelta(days=1),
        ]  # fmt: skip


async def test_what_was_left_out_once_stays_out(database: Database) -> None:
    await two_groups(database, ("A8", "F1"))
    async with database.read() as session:
        group = await the_session(session)
    await add_notes(database, [Said(group, 900 + nth, code="H1") for nth in range(3)])
    first = await a_publication(database, 1)
    assert first["family",]["H",] is None
    await add_notes(database, [Said(group, 910 + nth, code="H1", at=START + dt.timedelta(days=2)) for nth in range(30)])
    await add_notes(
        database,
        [
            Said(group, 950 + nth, code=code, at=START + dt.timedelta(days=2))
            for nth, code in enumerate(["A8", "B0", "F1"] * 10)
        ],
    )
    second = await a_publication(database, 3)
    assert second["family",]["H",] is None


async def test_nothing_to_publish(database: Database) -> None:
    async with database.write() as session:
        await add_town(session, "Kavala", [("pupils", ())])
    async with database.read() as session:
        assert all(not cells for _, cells in await draft(session, "c-Kavala"))
    async with database.write() as session:
        with pytest.raises(LookupError):
            await publish(session, "nothing", START, random.Random(1))  # noqa: S311 -- repeatable
