"""What is personal in a note."""

from __future__ import annotations

import pytest

from coding.personal import MASK, Span, find, masked
from coding.training.finding import cases, personal


def test_the_labelled_cases() -> None:
    figures = personal()
    assert len(list(cases())) >= 120
    assert figures["found"] / figures["wanted"] >= 0.97
    assert figures["false_alarms"] / figures["clean_texts"] <= 0.02


def test_spans_say_where() -> None:
    text = "mejla anna@example.se eller 070-123 45 67!"
    email, phone = find(text, ["SE"])
    assert email == Span("email", 6, 21)
    assert text[phone.start : phone.end] == "070-123 45 67"
    assert masked(text, ["SE"]) == f"mejla {MASK} eller {MASK}!"


def test_national_numbers_need_a_region() -> None:
    assert find("070-123 45 67") == ()
    assert [span.kind for span in find("+46 70 123 45 67")] == ["phone"]


@pytest.mark.parametrize(
    "text", ["", "🙂", "a" * 4000, "1" * 4000, "@" * 500, "+" * 500, "\ud800", "www.", "http://", "a@b"]
)
def test_odd_texts_never_raise(text: str) -> None:
    assert isinstance(masked(text, ["SE", "XX"]), str)
