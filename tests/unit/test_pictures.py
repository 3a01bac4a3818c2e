from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from bot.reports import pictures
from bot.reports.pictures import Picture
from storage.tallies import Cell

FAMILIES = [Cell(("A",), 60, 20, 0.6), Cell(("C",), 30, 10, 0.3), Cell(("?",), 10, 5, 0.1)]
FEELINGS = [
    Cell((1, "A"), 10, 5, 0.1),
    Cell((2, "A"), 30, 5, 0.3),
    Cell((2, "H"), 10, 5, 0.1),
    Cell((3, "H"), 50, 9, 0.5),
]
GROUPS = [Cell(("mothers & <pupils>", "A10"), 5, 5, 0.5), Cell(("all", "A2"), 5, 5, 0.5)]
MONTHS = [Cell((f"2026-{month:02d}",), month, month, 0.1) for month in range(1, 13)]


def drawn(language: str) -> list[Picture]:
    return [
        pictures.families(FAMILIES, language),
        pictures.feelings(FEELINGS, language),
        pictures.groups(GROUPS, language),
        pictures.over_time(MONTHS, language),
    ]


@pytest.mark.parametrize("language", ["en", "ar", "el"])
def test_both_files_can_be_read_and_say_what_they_show(language: str) -> None:
    for one in drawn(language):
        root = ET.fromstring(one.svg)  # noqa: S314 -- made here
        assert root.get("role") == "img"
        assert root[0].text == one.alt
        assert Image.open(BytesIO(one.png)).width > 800
        assert len(one.table) > 1
        assert len({len(row) for row in one.table}) == 1


def test_the_words_are_plain() -> None:
    families, feelings, groups, months = drawn("en")
    assert families.alt == (
        "What people wrote about. What we need to live: 60%; Town hall, state, rights: 30%; no topic yet: 10%"
    )
    assert families.table[1] == ("What we need to live", 60, 20, 0.6)
    assert feelings.table[1:] == [["What we need to live", 1.0, 0.75], ["What I do", 0.0, 0.25]]
    assert groups.table[0] == ["Group", "A2", "A10"]
    assert months.table[1][0] == "Jan 2026"


def test_shares_are_of_everything_although_cells_were_left_out() -> None:
    feelings = pictures.feelings(FEELINGS, "en", {1: 20, 2: 60})
    assert feelings.table[1:] == [["What we need to live", 0.5, 0.5], ["What I do", 0.0, 1 / 6]]
    groups = pictures.groups(GROUPS[:1], "en", wholes={"mothers & <pupils>": 20})
    assert groups.table[1:] == [["mothers & <pupils>", 0.25]]


def test_the_same_numbers_give_the_same_picture() -> None:
    assert pictures.families(FAMILIES, "fr").svg == pictures.families(FAMILIES, "fr").svg


def test_nothing_can_be_drawn_too() -> None:
    for draw in (pictures.families, pictures.feelings, pictures.groups, pictures.over_time):
        assert draw([], "en").png
