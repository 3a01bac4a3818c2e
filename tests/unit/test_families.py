from io import BytesIO

import pytest
from PIL import Image

from bot.reports.families import alt, table
from bot.reports.pictures import phone
from handlers.facilitator.families import Family, counted, named, picture

SHOWN = (Family("A", 30, 0.625), Family("B", None, None), Family("?", 18, 0.375))


def test_a_name_says_what_is_drawn() -> None:
    name = picture(SHOWN)
    assert name is not None
    assert named(name) == SHOWN
    assert picture(counted({})) is None


@pytest.mark.parametrize("name", [None, "", "mydata", "families:", "families:A1", "families:Z1/2", "families:A1/2,,"])
def test_anything_else_names_no_picture(name: str | None) -> None:
    assert named(name) == ()


def test_all_eight_families_are_there_and_what_has_no_topic_only_if_there_is_any() -> None:
    assert [one.code for one in counted({"A": 1})] == list("ABCDEFGH")
    assert counted({"A": 1, "?": 3})[-1] == Family("?", 3, 0.75)


@pytest.mark.parametrize("language", ["en", "el", "ar", "uk"])
def test_the_picture_is_for_a_phone(language: str) -> None:
    seen = Image.open(BytesIO(phone(counted({"A": 9, "D": 3}), language))).convert("L")
    assert seen.width == 720
    assert seen.height < 1.4 * seen.width
    left = seen.crop((0, 100, 120, seen.height)).histogram()[0:200]
    right = seen.crop((600, 100, 720, seen.height)).histogram()[0:200]
    assert (sum(right) > sum(left)) == (language == "ar")  # the bars begin where people begin to read


def test_what_was_left_out_is_said_so_and_not_read_aloud() -> None:
    _, rows = table(SHOWN, "en")
    assert rows[1][1:] == ("few", "few")
    assert alt(SHOWN, "en") == "What people wrote about. What we need to live: 62%; no topic yet: 38%"
