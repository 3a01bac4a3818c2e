"""Signs of danger: heard where they should be, silent at figures of speech."""

from __future__ import annotations

import pytest

from coding.care_figures import SIGNS, labelled
from coding.danger import signs
from coding.words import LANGUAGES

LINES = [(language, *line.split(" ", 1)) for language, line in labelled("danger.txt")]
LEAST_FOUND = 0.95


def test_every_language_has_enough_of_both() -> None:
    for language in LANGUAGES:
        kinds = [kind for one, kind, _ in LINES if one == language]
        assert kinds.count("-") >= 8, language
        assert len(kinds) - kinds.count("-") >= 8, language


@pytest.mark.parametrize("language", LANGUAGES)
def test_tricky_sentences_are_silent(language: str) -> None:
    assert [text for one, kind, text in LINES if one == language and kind == "-" and signs(text)] == []


@pytest.mark.parametrize("name", ["danger.txt", "danger_unseen.txt"])
def test_signs_are_found(name: str) -> None:
    wanted = [line.split(" ", 1) for _, line in labelled(name) if not line.startswith("-")]
    assert sum(SIGNS[kind] in signs(text) for kind, text in wanted) >= LEAST_FOUND * len(wanted)


@pytest.mark.parametrize("text", ["", "🙂", "!!!!", "a" * 4096, "ma mari " * 500, "العمل و work"])
def test_odd_texts_are_silent(text: str) -> None:
    assert signs(text) == frozenset()


def test_capitals_and_stretched_letters_do_not_hide_a_sign() -> None:
    assert signs("I WANT TO DIEEEE!!!") == {"self_harm"}
