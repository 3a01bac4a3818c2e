"""`wellsay suggest`: lines in, lines out."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

from coding.stream import BATCH, suggest_lines
from handlers.types import Suggestion


class Fixed:
    """Suggests the text's length; remembers how much came at once."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def suggest_many(
        self,
        texts: Sequence[str],
        questions: Sequence[int | None] | None = None,
    ) -> list[tuple[Suggestion, ...]]:
        self.sizes.append(len(texts))
        asked = questions or []
        return [
            tuple(Suggestion(f"A{place + 1}", len(text) / 100 + (question or 0)) for place in range(8))
            for text, question in zip(texts, asked, strict=True)
        ]


def answers(text: str | bytes, top: int = 3) -> tuple[bool, list[dict[str, Any]]]:
    target = io.StringIO()
    source: Any = io.BytesIO(text) if isinstance(text, bytes) else io.StringIO(text)
    good = suggest_lines(source, target, Fixed(), top=top)
    return good, [json.loads(line) for line in target.getvalue().splitlines()]


def test_each_line_is_answered_in_order() -> None:
    good, found = answers(
        '{"id": "a", "text": "work"}\n\n{"id": 7, "text": "łąka", "question": 2, "language": "pl"}', top=1
    )
    assert good
    assert found == [
        {"id": "a", "suggestions": [{"code": "A1", "probability": 0.04}]},
        {"id": 7, "suggestions": [{"code": "A1", "probability": 2.04}]},
    ]


def test_bad_lines_are_named_and_the_rest_goes_on() -> None:
    lines = [
        "nonsense",
        "[1]",
        '{"id": 1}',
        '{"text": "no id"}',
        '{"id": 1, "text": "x", "question": 5}',
        '{"id": 1, "text": 5}',
        "[" * 100_000,
        '{"id": 2, "text": "good"}',
    ]
    good, found = answers("\n".join(lines))
    assert not good
    assert [one["id"] for one in found] == [None] * 7 + [2]
    assert [one["error"].partition(":")[0] for one in found[:7]] == [f"line {number}" for number in range(1, 8)]


def test_bytes_that_are_no_text_are_an_error_too() -> None:
    good, found = answers(b'\xff\xfe\n\xef\xbb\xbf{"id": 1, "text": "ok"}\n')
    assert not good
    assert found[0]["error"] == "line 1: not UTF-8"
    assert found[1]["id"] == 1


def test_a_line_without_end_is_not_kept() -> None:
    good, found = answers('{"id": 1, "text": "' + "x" * 2_500_000 + '"}\n{"id": 2, "text": "y"}\n')
    assert not good
    assert "longer than" in found[0]["error"]
    assert found[1]["id"] == 2


def test_work_is_done_in_bounded_batches() -> None:
    suggester = Fixed()
    lines = "\n".join(json.dumps({"id": number, "text": "x"}) for number in range(3 * BATCH + 1))
    assert suggest_lines(io.StringIO(lines), io.StringIO(), suggester)
    assert suggester.sizes == [BATCH, BATCH, BATCH, 1]
