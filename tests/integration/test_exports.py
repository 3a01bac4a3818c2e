"""Every export, read again by a second program."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import docx
import duckdb
import openpyxl
import pandas as pd
import pytest
import sqlalchemy as sa

from bot.reports.export import export
from bot.reports.files import FileError
from bot.reports.sheets import sheet_name
from bot.reports.wish import FORMATS, Wish
from bot.reports.words import head, say
from storage.coverage import set_target
from storage.database import Database
from storage.exporting import FIELDS, export_rows, small_places
from storage.packs import refresh
from storage.scope import Coding, Scope
from storage.tables import NoteRow
from tests.integration.test_cli import wellsay
from tests.support.notes import ALL, FAMILIES, TOWNS, Said, add_notes, add_town, the_published_notes
from tests.support.world import ready, sqlite_url

SIX = range(1, 7)
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""LibreOffice's filter: commas, quotes, UTF-8, a file for each sheet."""
KAVALA = TOWNS["Kavala"][1]
NASTY = '=HYPERLINK("http://x"), "so"\r\nو; \'نعم\''


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    await ready(database_url)
    made = Database(database_url)
    yield made
    await made.close()


async def a_small_town(database: Database) -> None:
    """One group of six people, one of two; a note that may not be shown, one by nobody known, one that waits."""
    async with database.write() as session:
        big, small = await add_town(session, "Kavala", [("mothers, “new”", ("women", "youth")), ("two", ("women",))])
        await set_target(session, "c-Kavala", "pensioners", 0.2)
    await add_notes(
        database,
        [Said(big, person, f"the bus never comes {person}", None, "A10", question=1 + person % 2) for person in SIX]
        + [
            Said(big, 1, NASTY, "B1", "A2", secondary="G3", starred=True, language="ar"),
            Said(small, 7, "nobody listens to us", None, "C6", author="C6"),
            Said(small, 8, "call Zaphod now", "D3", safe=None),
            Said(small, 8, "kept to myself", "D3", on_wall=False),
            Said(small, 8, "who is meant here?", "D3", review="name"),
            Said(small, 0, "+30 for the pool", "A7", source="paper", channel="paper"),
        ],
    )  # fmt: skip


async def with_the_published_notes(folder: Path) -> Database:
    url = sqlite_url(folder)
    await ready(url)
    database = Database(url)
    await the_published_notes(database)
    return database


async def made(database: Database, form: str, path: Path, **wish: Any) -> Path:
    await export(database, Wish(form, **wish), path)
    return path


async def test_csv_and_json_lines_hold_every_note_with_its_provenance(database: Database, tmp_path: Path) -> None:
    await a_small_town(database)
    path = await made(database, "notes-csv", tmp_path / "notes.csv")
    content = path.read_bytes()
    assert content.count(b"\r\n") == 1 + 12 + 1  # lines end with CR LF, and one note has it inside
    assert not content.startswith(b"\xef\xbb\xbf")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(FIELDS)
    nasty = next(row for row in rows if row["language"] == "ar")
    assert nasty["text"] == f"'{NASTY}"
    assert (nasty["code"], nasty["secondary"], nasty["coded_by"], nasty["model_version"]) == ("B1", "G3", "import", "")
    assert (nasty["group"], nasty["tags"], nasty["starred"]) == ("mothers, “new”", "women; youth", "1")
    first = rows[0]
    assert (first["family"], first["code"], first["coded_by"], first["model_version"]) == (
        "A", "A10", "suggestion", "model-1",
    )  # fmt: skip
    assert (first["probability"], first["created_at"], first["person"]) == ("0.6", "2026-05-12T09:00:00Z", "p1")
    assert next(row for row in rows if row["source"] == "paper")["text"] == "'+30 for the pool"
    assert next(row for row in rows if row["code"] == "C6")["coded_by"] == "author"
    lines = (await made(database, "notes-jsonl", tmp_path / "notes.jsonl")).read_text("utf-8").splitlines()
    data = [json.loads(line) for line in lines]
    assert [one["text"] for one in data][6] == NASTY
    assert (data[6]["tags"], data[6]["starred"], data[11]["person"]) == (["women", "youth"], True, None)
    only = await made(database, "notes-csv", tmp_path / "sure.csv", coding=Coding.CONFIRMED, bom=True)
    assert only.read_bytes().startswith(b"\xef\xbb\xbf")
    sure = pd.read_csv(only)
    assert sorted(sure["code"].dropna()) == ["A7", "B1", "C6", "D3", "D3", "D3"]
    assert len(pd.read_csv(await made(database, "notes-csv", tmp_path / "x.csv", scope=Scope(town="Nowhere")))) == 0


async def test_outsiders_see_what_they_may(database: Database, tmp_path: Path) -> None:
    await a_small_town(database)
    shown = pd.read_csv(await made(database, "notes-csv", tmp_path / "out.csv", outside=True), keep_default_na=False)
    assert len(shown) == 9
    assert not {"call Zaphod now", "kept to myself", "who is meant here?"} & set(shown["text"])
    assert set(shown["person"]) == {""}
    assert set(shown["group"]) == {"mothers, “new”", ""}
    assert set(shown["language"]) == {"en", ""}
    assert set(shown["created_at"]) == {"2026-05-12"}


async def test_writers_of_paper_notes_are_people_where_small_groups_are_left_out(database: Database) -> None:
    async with database.write() as session:
        many, few, nobody = await add_town(session, "Kavala", [("many", ()), ("few", ()), ("nobody known", ())])
    notes = [Said(place, 0, source="paper", channel="paper") for place in (many, few, nobody) for _ in SIX]
    await add_notes(database, notes)
    async with database.write() as session:
        for place, writers in ((many, 6), (few, 2)):
            rows = await session.scalars(sa.select(NoteRow).where(NoteRow.session_id == place).order_by(NoteRow.id))
            for number, row in enumerate(rows):
                row.writer = f"{number % writers:032x}"
    async with database.read() as session:
        groups, _ = await small_places(session, Scope(), 5)
    assert groups == {"few"}


async def test_decidim_and_polis_get_their_own_columns(database: Database, tmp_path: Path) -> None:
    await a_small_town(database)
    decidim = pd.read_csv(await made(database, "decidim", tmp_path / "d.csv", outside=True, language="fr"), sep=";")
    assert list(decidim.columns) == ["id", "title/ar", "title/en", "title/fr", "body/ar", "body/en", "body/fr"]
    assert decidim["body/en"].count() == 8
    assert decidim["title/ar"].dropna().tolist() == ['\'=HYPERLINK("http://x"), "so" و; \'نعم\'']
    polis = pd.read_csv(await made(database, "polis", tmp_path / "p.csv", outside=True))
    assert list(polis.columns) == ["comment_text"]
    assert len(polis) == 9
    assert not (tmp_path / "p.csv").read_bytes().startswith(b"\xef")


@pytest.mark.timeout(400)
async def test_a_second_program_finds_the_published_totals(tmp_path: Path) -> None:
    database = await with_the_published_notes(tmp_path)
    paths = {one: await made(database, one, tmp_path / f"all.{one}") for one in ("notes-csv", "notes-jsonl", "parquet")}
    book = openpyxl.load_workbook(await made(database, "xlsx", tmp_path / "k.xlsx", scope=Scope(town="Kavala")))
    await database.close()
    families = "SELECT family, count(*) FROM {} GROUP BY family ORDER BY family"
    csv_file, parquet = paths["notes-csv"], paths["parquet"]
    for source in (
        f"read_csv('{csv_file}')",
        f"read_parquet('{parquet}')",
        f"read_json('{paths['notes-jsonl']}', format='newline_delimited')",
    ):
        assert dict(duckdb.execute(families.format(source)).fetchall()) == FAMILIES
    table = pd.read_parquet(parquet)
    assert (str(table["created_at"].dtype), str(table["question"].dtype)) == ("datetime64[ms, UTC]", "int8")
    assert len(book.worksheets) == 16
    families_sheet = book.worksheets[1].iter_rows(min_row=2, max_row=9, values_only=True)
    assert sum(int(str(row[1] or 0)) for row in families_sheet) == KAVALA
    assert len(getattr(book.worksheets[1], "_charts")) == 1  # noqa: B009 -- its types do not know charts
    heat = next(page for page in book.worksheets if page.title == "What each group wrote about")
    assert [rule.type for rules in heat.conditional_formatting for rule in rules.rules] == ["colorScale"]
    notes = book.worksheets[-1]
    assert notes.max_row == KAVALA + 1
    assert all(cell.data_type != "f" for row in notes.iter_rows(max_row=50) for cell in row)


@pytest.mark.timeout(400)
async def test_libreoffice_finds_the_published_totals_without_a_warning(tmp_path: Path) -> None:
    if not (office := shutil.which("soffice")):
        pytest.skip("LibreOffice is not installed, so it did not read the workbook and the plan")
    database = await with_the_published_notes(tmp_path)
    book = await made(database, "xlsx", tmp_path / "book.xlsx", language="el")
    plan = await made(database, "plan", tmp_path / "plan.docx")
    await database.close()
    for path, filtered in ((book, EVERY_SHEET), (plan, "txt:Text (encoded):UTF8")):
        done = subprocess.run(  # noqa: ASYNC221, S603 -- nothing else runs
            [office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", filtered,
             "--outdir", str(tmp_path / "read"), str(path)],
            check=True, capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        complaints = [line for line in done.stderr.splitlines() if line and "javaldx" not in line]  # Java is not needed
        assert complaints == []
    sheets: dict[str, list[list[str]]] = {}
    for one in (tmp_path / "read").glob("*.csv"):
        with one.open(newline="", encoding="utf-8") as file:
            sheets[one.stem] = list(csv.reader(file))
    assert len(sheets) == 16
    assert {row[0][0]: int(row[1]) for row in sheets[f"book-{head('el', 'family')}"][1:9]} == FAMILIES
    assert len(sheets[f"book-{head('el', 'notes')}"]) == ALL + 1
    heat = sheets[f"book-{sheet_name(say('el', 'pic.groups'))}"]
    assert len(heat[0]) == 1 + len(FAMILIES)
    assert heat[1][1].endswith("%")
    text = (tmp_path / "read" / "plan.txt").read_text("utf-8-sig")
    assert {family for family, notes in FAMILIES.items() if f"{notes:,}" not in text} == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits for files there")
async def test_a_disk_that_fills_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    """The system stops every file at 40 000 bytes: each format fails in the middle, wherever it writes."""
    import resource

    database = await with_the_published_notes(tmp_path)
    await refresh(database)
    there = {one.name for one in tmp_path.iterdir()}  # noqa: ASYNC240 -- nothing else runs
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    told = {}
    try:
        for form in FORMATS:
            with pytest.raises(FileError) as error:
                await made(database, form, tmp_path / f"x.{form}")
            told[form] = str(error.value)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    await database.close()
    assert all("cannot be written: the file is larger than is allowed" in one for one in told.values()), told
    assert {one.name for one in tmp_path.iterdir()} <= there  # noqa: ASYNC240 -- nothing else runs


async def test_two_hundred_tags_and_odd_names_come_through_every_format(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    await ready(url)
    database = Database(url)
    names = ['=cmd|"/C calc"!A0', 'mothers, "new"\nand old', "مدينة, 'نعم'"]
    tags = tuple(f'tag "{number}", وسم' for number in range(200))
    async with database.write() as session:
        sessions = await add_town(session, "Ville, «du\nPort»", [(name, tags) for name in names])
    await add_notes(database, [Said(one, 10 * one + person) for one in sessions for person in SIX])
    paths = {form: await made(database, form, tmp_path / f"x.{form}") for form in FORMATS}
    await database.close()
    tame = {name if name[0] != "=" else f"'{name}" for name in names}
    assert set(pd.read_csv(paths["notes-csv"])["group"]) == tame
    assert set(pd.read_csv(paths["notes-csv"])["tags"]) == {"; ".join(sorted(tags))}
    for source in (f"read_parquet('{paths['parquet']}')", f"read_json('{paths['notes-jsonl']}')"):
        found = duckdb.execute(f'SELECT DISTINCT "group", town FROM {source}').fetchall()  # noqa: S608 -- our own file
        assert {group for group, _ in found} == set(names)
        assert {town for _, town in found} == {"Ville, «du\nPort»"}
    sheets = openpyxl.load_workbook(paths["xlsx"]).worksheets
    assert {str(row[0].value) for row in sheets[5].iter_rows(min_row=2, max_row=4)} == set(names)
    assert sheets[6].max_row == 1 + 200 + 2  # the head, and the line below that says which codes count
    assert "Ville, «du" in "".join(one.text for one in docx.Document(str(paths["plan"])).paragraphs)


async def test_one_person_is_enough_for_every_format(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    await ready(url)
    database = Database(url)
    async with database.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", ())])
    await add_notes(database, [Said(group, 1)])
    paths = {form: await made(database, form, tmp_path / f"x.{form}") for form in FORMATS}
    await database.close()
    assert pd.read_csv(paths["notes-csv"])["person"].tolist() == ["p1"]
    text = "\n".join(one.text for one in docx.Document(str(paths["plan"])).paragraphs)
    assert "cannot be told yet" in text


async def test_the_workbook_for_outsiders_leaves_small_numbers_out(database: Database, tmp_path: Path) -> None:
    await a_small_town(database)
    book = openpyxl.load_workbook(await made(database, "xlsx", tmp_path / "out.xlsx", outside=True, language="ar"))
    rows = [row for page in book.worksheets[1:8] for row in page.iter_rows(min_row=2, values_only=True)]
    numbers = [row[-2] for row in rows if isinstance(row[-2], int)]
    assert all(number >= 5 for number in numbers)
    assert any("–" in row for row in rows)
    assert all(page.sheet_view.rightToLeft for page in book.worksheets)
    inside = openpyxl.load_workbook(await made(database, "xlsx", tmp_path / "in.xlsx"))
    assert inside.worksheets[-1]["H8"].value == NASTY.replace("\r\n", "\n")
    assert inside.worksheets[-1]["H8"].data_type == "s"


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_plan_has_nine_sections(database: Database, tmp_path: Path, language: str) -> None:
    await a_small_town(database)
    path = await made(database, "plan", tmp_path / "plan.docx", outside=True, language=language)
    document = docx.Document(str(path))
    assert sum(one.style is not None and one.style.name == "Heading 1" for one in document.paragraphs) == 9
    text = "\n".join(one.text for one in document.paragraphs)
    assert "“the bus never comes 1”" in text
    assert "Zaphod" not in text
    assert "meant" not in text
    assert len(document.inline_shapes) >= 1
    assert document.inline_shapes[0]._inline.docPr.get("descr")
    assert "pensioners" in [row.cells[0].text for table in document.tables for row in table.rows]
    assert ("w:bidi" in document.element.xml) == (language == "ar")
    empty = docx.Document(str(await made(database, "plan", tmp_path / "e.docx", scope=Scope(town="Nowhere"))))
    assert len(empty.paragraphs) > 20


async def test_nothing_half_is_left(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_small_town(database)
    (tmp_path / "kept.csv").write_text("older")
    with pytest.raises(FileError, match="no such folder"):
        await made(database, "notes-csv", tmp_path / "no" / "x.csv")
    with pytest.raises(FileError, match="folder"):
        await made(database, "xlsx", tmp_path)

    async def full(*_: Any, **__: Any) -> AsyncIterator[Any]:
        yield []
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.reports.export.export_rows", full)
    for form in FORMATS:
        if form != "plan":
            with pytest.raises(FileError, match=r"kept\.csv cannot be written: the disk is full"):
                await made(database, form, tmp_path / "kept.csv")
    assert (tmp_path / "kept.csv").read_text() == "older"
    left = {one.name for one in tmp_path.iterdir()}  # noqa: ASYNC240 -- nothing else runs
    assert {one for one in left if not one.startswith("wellsay.db")} == {"kept.csv"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_noticed_by_every_writer() -> None:
    from bot.reports.notes_files import CsvFile

    with pytest.raises(OSError, match="space"), CsvFile(Path("/dev/full")) as file:
        file.write([tuple("x" * len(FIELDS))] * 10_000)


async def test_notes_that_come_in_meanwhile_are_not_in_it(database: Database, tmp_path: Path) -> None:
    await a_small_town(database)

    async def while_somebody_writes(*arguments: Any, **named: Any) -> AsyncIterator[Any]:
        async with database.write() as session:
            await session.execute(sa.update(NoteRow).values(language="xx"))
        async for rows in export_rows(*arguments, **named):
            yield rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.reports.export.export_rows", while_somebody_writes)
        path = await made(database, "notes-csv", tmp_path / "x.csv")
    assert set(pd.read_csv(path)["language"]) == {"en", "ar"}


async def test_the_command(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    await ready(url)
    database = Database(url)
    await a_small_town(database)
    await database.close()
    done = wellsay("export", "notes-csv", "notes.csv", "--town", "Kavala", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.startswith("notes.csv is written: 12 notes. Codes: the best there is")
    wrong = wellsay("export", "pdf", "notes.pdf", folder=tmp_path)
    assert (wrong.returncode, "no format 'pdf'" in wrong.stderr) == (2, True)
    missing = wellsay("coverage", "--consultation", "c-Kavala", "--target", "youth=90", folder=tmp_path)
    assert [line.split()[0] for line in missing.stdout.splitlines()[2:]] == ["pensioners", "youth", "women"]
    assert "90.0%" in missing.stdout
