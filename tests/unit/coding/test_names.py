"""What may be a name."""

from __future__ import annotations

import pytest

from coding import names
from coding.care_figures import labelled, name_hits
from coding.words import LANGUAGES

LEAST_FOUND = 0.9


def test_names_are_found_in_every_language() -> None:
    hits = name_hits()
    assert set(hits) == set(LANGUAGES)
    assert all(there >= 10 for _, there in hits.values())
    assert sum(found for found, _ in hits.values()) >= LEAST_FOUND * sum(there for _, there in hits.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a roof over my head",
        "swimming in the Balaton with my cousins",
        "the bus to København on Sundays",
        "Paris, Roma, Αθήνα",
        "My neighbours. The park behind the school.",
        "kawa u pani w bibliotece",
        "PEACE AND QUIET",
        "Clean Air And Safe Streets",
        "على الرصيف مع الجيران",
        "shopping at Lidl before Christmas",
    ],
)
def test_places_feasts_shops_and_plain_words_are_no_names(text: str) -> None:
    assert names.find(text) == ()


def test_words_of_one_name_stay_together() -> None:
    text = "my boss Derek Hollins shouts"
    assert [text[one.start : one.end] for one in names.find(text)] == ["Derek Hollins"]


def test_the_longest_note_is_no_trouble() -> None:
    assert names.find("lorem Ipsum, " * 315)
    assert {language for language, _ in labelled("names.txt")} == set(LANGUAGES)
