import json
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from bot.reports import agreement
from bot.wiring import House
from storage.agreement import Selection, coded_notes
from storage.tables import NoteRow
from tests.integration.test_cli import wellsay
from tests.support.person import Person
from tests.support.world import Clock, demo_house, sqlite_url

PEOPLE = 12


async def codes(house: House, person: Person, text: str, code: str) -> None:
    """Write a note and give it a code."""
    await person.says(text)
    async with house.database.read() as session:
        note = (await session.scalars(sa.select(NoteRow).order_by(NoteRow.id.desc()).limit(1))).one()
    await person.choose(f"ok:{note.public_id}:{code}")


async def a_town_that_is_led(house: House) -> None:
    """People take what they are shown (B1), but left alone they say B2 half of the time; the facilitator says B1."""
    for number in range(PEOPLE):
        person = Person(house)
        await person.joins()
        for nth in range(4):
            await codes(house, person, f"quiet {number} {nth}", "B2" if nth == 3 and number % 2 else "B1")
        await codes(house, person, "hm", "E0")
        await person.says("quiet, not coded")
        await codes(house, person, "quiet, deleted", "D3")
        await person.command("undo")  # the code
        await person.command("undo")  # the note
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).where(NoteRow.text.like("quiet % 3")).values(blind=True))
        await session.execute(sa.update(NoteRow).where(NoteRow.text.like("quiet % 0")).values(facilitator_code="B1"))
        await session.execute(sa.update(NoteRow).where(NoteRow.text == "hm").values(language="fr"))


async def test_the_query_gives_each_coders_code(either_house: House) -> None:
    await a_town_that_is_led(either_house)
    async with either_house.database.read() as session:
        notes = await coded_notes(session, Selection())
        french = await coded_notes(session, Selection(language="fr"))
        of_e = await coded_notes(session, Selection(town="Wellsay", code="E", question=1, group="Demo DEMO"))
        none = await coded_notes(session, Selection(town="Elsewhere"))
    assert len(notes) == 5 * PEOPLE
    assert len({note.person for note in notes}) == PEOPLE
    assert sum(note.blind for note in notes) == PEOPLE
    assert {note.probability for note in notes} == {0.6, 0.1}
    assert french == of_e
    assert {(note.suggested, note.author, note.facilitator) for note in french} == {("E0", "E0", None)}
    assert none == []


async def test_the_report_tells_shown_from_blind(house: House) -> None:
    await a_town_that_is_led(house)
    async with house.database.read() as session:
        notes = await coded_notes(session, Selection())
    rows, sentence = agreement.report(notes * 2, None, "component", np.random.default_rng(1))
    found = {row.pair: row.found for row in rows}
    assert {pair: one.notes for pair, one in found.items()} == {
        agreement.SHOWN: 72,
        agreement.BLIND: 24,
        "suggestion-author, unsure": 24,
        "suggestion-facilitator": 24,
        "author-facilitator": 24,
    }
    raw = {pair: one.raw.value for pair, one in found.items() if one.raw}
    assert (raw[agreement.SHOWN], raw[agreement.BLIND]) == (1, 0.5)
    assert "on 100% of the notes where they see it and on 50% where they do not" in sentence
    assert "led by what they see" in sentence
    by_family, _ = agreement.report(notes * 2, "family", "family", np.random.default_rng(1))
    assert {row.part for row in by_family} == {"B", "E"}
    by_language, _ = agreement.report(notes, "language", "family", np.random.default_rng(1))
    assert {row.part for row in by_language} == {"en", "fr"}


async def test_the_command(tmp_path: Path) -> None:
    house = await demo_house(sqlite_url(tmp_path), Clock())
    await a_town_that_is_led(house)
    await house.close()
    table = wellsay("agreement", folder=tmp_path)
    assert table.returncode == 0, table.stderr
    assert "too few" in table.stdout
    assert "cannot be told yet" in table.stdout
    told = wellsay("agreement", "--level", "component", "--by", "language", "--format", "json", folder=tmp_path)
    data: dict[str, Any] = json.loads(told.stdout)
    (shown,) = (row for row in data["rows"] if (row["language"], row["pair"]) == ("en", "suggestion-author, shown"))
    assert (shown["notes"], shown["people"], shown["raw"], shown["raw_low"]) == (36, 12, 1.0, 1.0)
    assert shown["kappa"] is None
    csv = wellsay("agreement", "--format", "csv", "--code", "B", folder=tmp_path).stdout
    assert csv.splitlines()[0].startswith("pair,notes,people,raw,raw_low,raw_high,kappa")
    for arguments in (("--by", "colour"), ("--level", "block"), ("--format", "pdf"), ("--code", "Z9")):
        wrong = wellsay("agreement", *arguments, folder=tmp_path)
        assert wrong.returncode == 2
        assert f"{arguments[1]!r}" in wrong.stderr
        assert "Traceback" not in wrong.stderr
