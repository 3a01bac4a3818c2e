import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from bot.imports.rows import Bad, Row, read_row
from bot.imports.sheet import Line, SheetError, open_sheet
from bot.imports.telling import bad_line, sentence

TODAY = dt.date(2026, 5, 12)
HEADER = "town,group,tags,question,text,code,language,date,person\n"


def read(content: bytes) -> list[Row | Bad]:
    return [read_row(line, {}, TODAY) for line in open_sheet(io.BytesIO(content)).lines()]


def texts(content: bytes) -> list[str]:
    return [row.text for row in read(content) if isinstance(row, Row)]


def refused(content: bytes) -> str:
    with pytest.raises(SheetError) as error:
        list(open_sheet(io.BytesIO(content)).lines())
    return sentence(error.value.message)


def test_the_encoding_is_found_whatever_mark_stands_at_the_beginning() -> None:
    content = HEADER + "Mulhouse,Café,,1,être tranquille,A1,fr,,\n"
    for begin, encoding in ((b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"", "cp1252"), (b"\xef\xbb\xbf", "cp1252")):
        assert texts(begin + content.encode(encoding)) == ["être tranquille"]
    assert texts(content.encode("utf-16")) == ["être tranquille"]


def test_one_odd_byte_in_a_file_is_one_bad_row() -> None:
    good = "Kavala,Γ,,1,ησυχία,,,,\n".encode()
    found = read(HEADER.encode() + good + b"Kavala,G,,1,caf\xe9,,,,\n" + good)
    assert [type(row) for row in found] == [Row, Bad, Row]
    assert isinstance(found[1], Bad)
    assert "line 3: some letters cannot be read" in bad_line(found[1])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_columns_in_any_order_and_excels_hint(separator: str) -> None:
    rows = [["Text", "QUESTION", "group", "town", "extra"], ['"a; b, c"', "Q2", "G", "T", "x"]]
    content = "\r\n".join(separator.join(row) for row in rows)
    for begin, line in (("", 2), (f"sep={separator}\r\n", 3)):
        sheet = open_sheet(io.BytesIO((begin + content).encode()))
        assert sheet.unknown == ("extra",)
        (found,) = [read_row(one, {}, TODAY) for one in sheet.lines()]
        assert isinstance(found, Row)
        assert (found.line, found.text, found.question) == (line, "a; b, c", 2)


def test_every_reason_is_named() -> None:
    (bad,) = read((HEADER + ",G,,5, ,Z9,xx,2099-01-01,\n").encode())
    assert isinstance(bad, Bad)
    told = bad_line(bad)
    for part in ("line 2", "“town” is empty", "not “5”", "“text” is empty", "“Z9”", "“xx”", "“2099-01-01”"):
        assert part in told


def test_a_quote_that_is_never_closed_is_named_and_swallows_nothing_silently() -> None:
    good = "T,G,,1,fine,,,,\n"
    found = read((HEADER + good + 'T,G,,1,"open,,,,\n' + good * 3).encode())
    assert [type(row) for row in found] == [Row, Bad]
    assert isinstance(found[1], Bad)
    assert "line 3" in bad_line(found[1])
    assert "up to line 6" in bad_line(found[1])


def test_a_text_over_two_lines_keeps_the_count_of_lines() -> None:
    found = read((HEADER + 'T,G,,1,"two\nlines",,,,\n\nT,G,,9,x,,,,\n').encode())
    assert [row.line for row in found] == [2, 5]


def test_too_many_cells_and_too_long_texts_are_bad() -> None:
    found = read((HEADER + "T,G,,1,one, two, three,,,,,\nT,G,,1," + "x" * 5000 + ",,,,\n").encode())
    assert [isinstance(row, Bad) for row in found] == [True, True]


def test_what_looks_like_a_formula_is_text() -> None:
    assert texts((HEADER + "T,G,,1,=1+1,,,,\nT,G,,1,@SUM(A1),,,,\n").encode()) == ["=1+1", "@SUM(A1)"]


def test_family_codes_dates_tags_and_languages_are_read() -> None:
    content = HEADER + "T,G,Youth; women,3,x,b,pt-PT,30.05.2011,P1\nT,G,,3,y,a10,,2011-05-30 00:00:00,\n"
    first, second = read(content.encode())
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.code, first.tags, first.language, first.person) == ("B0", ("youth", "women"), "pt", "P1")
    assert first.day == second.day == dt.date(2011, 5, 30)
    assert second.code == "A10"


def test_an_excel_file_with_numbers_dates_formulas_and_empty_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["town", "group", "question", "text", "date"])
    sheet.append(["T", 7, 1.0, "quiet", dt.datetime(2011, 5, 30)])  # noqa: DTZ001 -- as Excel has it
    sheet.append([])
    sheet.append(["T", "G", 2, "=1+1"])
    sheet.append(["T", "G", "two", "x"])
    book.save(tmp_path / "notes.xlsx")
    first, second, third = read((tmp_path / "notes.xlsx").read_bytes())
    assert isinstance(first, Row)
    assert (first.group, first.question, first.day) == ("7", 1, dt.date(2011, 5, 30))
    assert isinstance(second, Row)
    assert (second.line, second.text) == (4, "=1+1")
    assert isinstance(third, Bad)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"PK\x03\x04 and then nothing", "cannot be read as a table"),
        (b"just a text", "missing: town, group, question, text"),
        (b"town,town,group,question,text\n", "twice: town"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "missing"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_in_one_sentence(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_columns_that_are_given_need_not_be_there() -> None:
    sheet = open_sheet(io.BytesIO(b"question,text\n1,quiet\n"), frozenset({"question", "text"}))
    row = read_row(next(iter(sheet.lines())), {"town": "T", "group": "G"}, TODAY)
    assert isinstance(row, Row)
    assert (row.town, row.group) == ("T", "G")


def test_a_row_knows_nothing_in_its_repr() -> None:
    line = Line(2, {"town": "T", "group": "G", "question": "1", "text": "secret", "person": "P77"}, None, 1.0)
    shown = repr(read_row(line, {}, TODAY))
    assert "secret" not in shown
    assert "P77" not in shown
