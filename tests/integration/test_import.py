import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from bot.imports.command import NotImportedError, import_notes
from bot.settings import Settings
from storage.database import Database
from storage.keys import new_secret
from storage.tables import AuditRow, CodingRow, ConsultationRow, GroupRow, GroupTagRow, NoteRow, SessionRow, TownRow
from storage.tallies import Cell, tally
from tests.integration.test_cli import wellsay
from tests.support import published
from tests.support.world import SECRET, START, KnownSuggester, ready

HEADER = "town,group,tags,question,text,code,language,date,person\n"


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.imports.command.ModelSuggester", KnownSuggester)


async def run(url: str, path: Path, *, skip_bad: bool = False) -> str:
    await ready(url)
    settings = Settings(_env_file=None, database_url=url, secret_key=SECRET)
    return await import_notes(settings, path, START, skip_bad=skip_bad)


async def cells(url: str, *by: str) -> list[Cell]:
    database = Database(url)
    async with database.read() as session:
        found = await tally(session, by)
    await database.close()
    return found


async def all_of(url: str, query: sa.Select) -> list:  # type: ignore[type-arg]
    database = Database(url)
    async with database.read() as session:
        found = list(await session.execute(query))
    await database.close()
    return found


def file_with(folder: Path, *rows: str) -> Path:
    path = folder / "notes.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def test_the_made_up_table_has_both_published_margins() -> None:
    rows = list(published.rows())
    assert len(rows) == published.TOTAL
    assert Counter(row["town"] for row in rows) == {town: count for town, (_, count, _) in published.TOWNS.items()}
    assert Counter(row["code"][0] for row in rows) == published.FAMILIES
    groups = Counter(town for town, _ in {(row["town"], row["group"]) for row in rows})
    assert groups == {town: count for town, (count, _, _) in published.TOWNS.items()}


async def test_the_published_tables_are_reproduced(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "published.csv"
    published.write_csv(path, "utf-8-sig", ";")
    assert "Stored: 14014 notes." in await run(database_url, path)
    by_town = {cell.values[0]: cell.notes for cell in await cells(database_url, "town")}
    assert by_town == {town: responses for town, (_, responses, _) in published.TOWNS.items()}
    assert {cell.values[0]: cell.notes for cell in await cells(database_url, "family")} == published.FAMILIES
    shares = {cell.values[0]: round(cell.share, 2) for cell in await cells(database_url, "block")}
    assert shares == published.BLOCKS
    assert len(await cells(database_url, "town", "group")) == 147
    people = {cell.values[0]: cell.people for cell in await cells(database_url, "town")}
    rows = list(published.rows())
    assert people == Counter(town for town, _ in {(row["town"], row["person"]) for row in rows})


async def test_fourteen_thousand_rows_in_windows_1252_behind_a_byte_order_mark(tmp_path: Path) -> None:
    path, url = tmp_path / "published.csv", f"sqlite+aiosqlite:///{tmp_path}/wellsay.db"
    published.write_csv(path, "cp1252", "\t")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "Read as Windows-1252: 14014 rows" in await run(url, path)
    assert {cell.values[0]: cell.notes for cell in await cells(url, "family")} == published.FAMILIES
    assert "Covilhã" in {cell.values[0] for cell in await cells(url, "town")}


async def test_one_bad_row_stores_nothing_unless_it_is_skipped(database_url: str, tmp_path: Path) -> None:
    path = file_with(tmp_path, "T,G,,1,quiet,B1,en,,", "T,G,,7,friends,,en,,", "T,G,,2,friends,,en,,")
    with pytest.raises(NotImportedError, match="Nothing was stored: 1 bad rows") as refused:
        await run(database_url, path)
    assert "line 3: the question must be 1, 2, 3 or 4, not “7”" in refused.value.summary
    assert await all_of(database_url, sa.select(TownRow.id)) == []
    said = await run(database_url, path, skip_bad=True)
    assert "line 3" in said
    assert len(await all_of(database_url, sa.select(NoteRow.id))) == 2


async def test_a_code_counts_as_staffs_and_a_note_without_gets_a_suggestion(database_url: str, tmp_path: Path) -> None:
    await run(database_url, file_with(tmp_path, "T,G,,1,quiet,A8,en,2011-05-30,", "T,G,,1,friends,,en,,"))
    (coded, bare) = await all_of(database_url, sa.select(NoteRow).order_by(NoteRow.id))
    assert (coded[0].facilitator_code, coded[0].suggested_code, coded[0].source) == ("A8", None, "paper")
    assert coded[0].created_at.date().isoformat() == "2011-05-30"
    assert (bare[0].facilitator_code, bare[0].suggested_code) == (None, "D3")
    history = await all_of(database_url, sa.select(CodingRow.code, CodingRow.by, CodingRow.model_version))
    assert sorted(tuple(row) for row in history) == [("A8", "import", None), ("D3", "suggestion", "known-1")]
    assert [tuple(row) for row in await all_of(database_url, sa.select(AuditRow.staff, AuditRow.verb))] == [
        ("command", "imported")
    ]


async def test_care_is_taken_of_what_is_imported(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/wellsay.db"
    await run(url, file_with(tmp_path, "T,G,,1,write to me@example.org,,en,,", "T,G,,1,my neighbour Katarzyna,,pl,,"))
    masked, named = [row[0] for row in await all_of(url, sa.select(NoteRow).order_by(NoteRow.id))]
    assert masked.safe_text == "write to […]"
    assert named.review == "name"


async def test_people_are_counted_by_pseudonym_and_nobody_without(database_url: str, tmp_path: Path) -> None:
    rows = ["T,G,,1,a,B1,en,,p1", "T,G,,1,b,B1,en,,p1", "T,G,,2,c,B1,en,,p2", "U,G,,1,d,B1,en,,"]
    await run(database_url, file_with(tmp_path, *rows))
    assert [(cell.values[0], cell.people) for cell in await cells(database_url, "town")] == [("T", 2), ("U", None)]
    stored = str(await all_of(database_url, sa.select(NoteRow.writer)))
    assert "p1" not in stored.replace("'", " ").split()


async def test_a_writer_is_the_same_after_the_keys_were_rotated(database_url: str, tmp_path: Path) -> None:
    first = file_with(tmp_path, "Kavala,A,,1,quiet nights,B1,en,,P-7")
    await run(database_url, first)
    new = new_secret()
    settings = Settings(_env_file=None, database_url=database_url, secret_key=new, old_secret_keys=SECRET)
    second = file_with(tmp_path, "Kavala,A,,1,my friends,D3,en,,P-7", "Kavala,A,,1,no work,A6,en,,P-8")
    await import_notes(settings, second, START, skip_bad=False)
    assert [(cell.notes, cell.people) for cell in await cells(database_url, "town")] == [(3, 2)]
    again = await import_notes(
        settings, file_with(tmp_path, "Kavala,A,,1,quiet nights,B1,en,,P-7"), START, skip_bad=False
    )
    assert "line 2: stored before" in again


async def test_doubles_are_told_and_kept(database_url: str, tmp_path: Path) -> None:
    path = file_with(tmp_path, "T,G,,1,Friends,D3,en,,", "T,G,,1,friends,D3,en,,", "T,H,,1,friends,D3,en,,")
    assert "line 3: as line 2" in await run(database_url, path)
    again = await run(database_url, path)
    assert "line 2: stored before" in again
    assert "line 4: stored before" in again
    assert len(await all_of(database_url, sa.select(NoteRow.id))) == 6
    assert len(await all_of(database_url, sa.select(GroupRow.id))) == 2
    assert len(await all_of(database_url, sa.select(SessionRow.id))) == 2


async def test_unknown_places_are_made_closed_and_tags_are_gathered(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/wellsay.db"
    await run(url, file_with(tmp_path, "Riga,G,youth,1,a,B1,lv,,", 'Riga,g,"women, youth",1,b,B1,lv,,'))
    (town,) = [row[0] for row in await all_of(url, sa.select(TownRow))]
    assert (town.country, town.timezone, town.default_language) == ("LV", "Europe/Riga", "lv")
    assert (await all_of(url, sa.select(ConsultationRow.kind)), await all_of(url, sa.select(SessionRow.state))) == (
        [("import",)],
        [("closed",)],
    )
    assert sorted(row[0] for row in await all_of(url, sa.select(GroupTagRow.tag))) == ["women", "youth"]


async def test_an_excel_file_is_imported(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/wellsay.db"
    book = openpyxl.Workbook()
    book.worksheets[0].append(["town", "group", "question", "text", "code"])
    book.worksheets[0].append(["T", "G", 1, "=SUM(A1)", "A8"])
    book.save(tmp_path / "notes.xlsx")
    assert "Read as XLSX: 1 rows" in await run(url, tmp_path / "notes.xlsx")
    assert (await all_of(url, sa.select(NoteRow.text)))[0][0] == "=SUM(A1)"


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (None, 2, "There is no file 'notes.csv'"),
        ("a,b\n1,2\n", 1, "missing: town, group, question, text"),
        (f"{HEADER}T,G,,9,x,,,,\n", 1, "Nothing was stored: 1 bad rows"),
    ],
)
def test_the_command_says_mistakes_in_one_sentence(
    content: str | None, code: int, sentence: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "notes.csv").write_text(content)
    done = wellsay("import", "notes", "notes.csv", folder=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert sentence in done.stderr
    assert ("line 2" in done.stdout) == ("bad rows" in sentence)


@pytest.mark.parametrize("wait", [0.6, 1.2, 2.5])
def test_a_kill_leaves_all_or_nothing(wait: float, tmp_path: Path) -> None:
    rows = [f"T,G,,1,note {number},B1,en,," for number in range(3000)]
    file_with(tmp_path, *rows)
    asyncio.run(ready(f"sqlite+aiosqlite:///{tmp_path}/wellsay.db"))
    code = "from bot.cli import main; main()"
    command = [sys.executable, "-c", code, "import", "notes", "notes.csv"]
    folder = str(Path(__file__).parents[2])
    process = subprocess.Popen(  # noqa: S603 -- our own command
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": folder}, stdout=subprocess.DEVNULL
    )
    try:
        process.wait(wait + random.Random(1).random())  # noqa: S311 -- any moment will do
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    (count,) = asyncio.run(all_of(f"sqlite+aiosqlite:///{tmp_path}/wellsay.db", sa.select(sa.func.count(NoteRow.id))))
    assert count[0] in (0, 3000)
