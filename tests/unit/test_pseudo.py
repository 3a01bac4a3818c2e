"""The languages that nobody speaks: what they show to those who build."""

from collections.abc import Iterator

import pytest

from handlers.types import Message
from locales import complete_languages, direction, own_name, render, staff_languages
from locales.checks import names
from locales.languages import offer_pseudo_languages
from locales.messages import MESSAGES
from locales.pseudo import LONG, TURNED, disguised


@pytest.fixture
def offered() -> Iterator[None]:
    offer_pseudo_languages(offered=True)
    yield
    offer_pseudo_languages(offered=False)


def test_nobody_is_offered_them_unasked() -> None:
    assert not {LONG, TURNED} & {*complete_languages(), *staff_languages()}


@pytest.mark.usefixtures("offered")
def test_both_are_in_the_menus_one_from_right_to_left() -> None:
    assert complete_languages()[-2:] == staff_languages()[-2:] == (LONG, TURNED)
    assert [direction(LONG), direction(TURNED)] == ["ltr", "rtl"]
    assert own_name(LONG) != own_name(TURNED)


@pytest.mark.parametrize("language", [LONG, TURNED])
def test_every_text_is_longer_accented_and_keeps_its_placeholders(language: str) -> None:
    for source in MESSAGES.values():
        made = disguised(source.text, language)
        assert names(made) == names(source.text)
        assert len(made) >= 1.4 * len(source.text)


def test_a_message_is_said_in_it() -> None:
    shown = render(Message("mine.head", {"n": 2}), LONG)
    assert shown.startswith("[Ýöû ĥávé ")
    assert "2" in shown
