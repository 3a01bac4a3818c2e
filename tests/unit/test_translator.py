import datetime as dt

import pytest

from handlers.types import Message
from locales import best_language, complete_languages, direction, own_name, render
from locales.catalogues import load

ISOLATED = "\u2068{}\u2069"


def test_numbers_choose_the_plural_form() -> None:
    assert render(Message("mine.head", {"n": 1}), "en") == "You have 1 note."
    assert render(Message("mine.head", {"n": 0}), "en") == "You have 0 notes."
    assert render(Message("mine.head", {"n": 1200}), "en") == "You have 1,200 notes."


@pytest.mark.parametrize(("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (11, 4), (100, 5), (103, 3)])
def test_arabic_has_six_forms(number: int, form: int) -> None:
    assert load("ar").form(number) == form


def test_peoples_words_are_isolated_and_never_taken_for_a_template() -> None:
    text = "{n} \u200f {code} %s {0.__class__}"
    shown = render(Message("receipt.plain", {"n": 1, "text": text}), "en")
    assert ISOLATED.format(text) in shown


def test_dates_are_written_as_people_of_the_language_do() -> None:
    day = dt.date(2026, 5, 12)
    assert "12 May 2026" in render(Message("welcome.answer_by", {"date": day}), "en")
    assert "12 mai 2026" in render(Message("welcome.answer_by", {"date": day}), "fr")
    assert "12 Μαΐου 2026" in render(Message("welcome.answer_by", {"date": day}), "el")


def test_messages_inside_messages_speak_the_same_language() -> None:
    message = Message("receipt.confirmed", {"n": 1, "text": "x", "code": Message("code.D3.label")})
    assert render(Message("code.D3.label"), "el") in render(message, "el")


def test_a_missing_argument_is_an_error() -> None:
    with pytest.raises(KeyError):
        render(Message("mine.open", {"n": 1}), "en")


@pytest.mark.parametrize(
    ("hint", "language"),
    [("el", "el"), ("el-GR", "el"), ("AR_eg", "ar"), ("xx", "fr"), (None, "fr"), ("", "fr"), ("<script>", "fr")],
)
def test_the_first_language_is_the_hint_else_the_towns(hint: str | None, language: str) -> None:
    assert best_language(hint, ("en", "fr", "el", "ar"), "fr") == language


def test_a_consultation_in_other_languages_is_not_begun_in_the_hints() -> None:
    assert best_language("ar", ("en", "fr"), "fr") == "fr"


def test_names_and_directions() -> None:
    assert [own_name(one) for one in ("en", "fr", "el", "ar")] == ["English", "Français", "Ελληνικά", "العربية"]
    assert [direction(one) for one in ("en", "ar")] == ["ltr", "rtl"]


def test_english_french_greek_and_arabic_are_offered() -> None:
    assert {"en", "fr", "el", "ar"} <= set(complete_languages())
