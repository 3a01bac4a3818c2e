"""`wellsay suggest`: JSON Lines in, JSON Lines out, of any length and in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Protocol

from handlers.types import Suggestion

BATCH = 64
"""Lines that are worked on at once."""
LONGEST_LINE = 1_000_000
"""Characters (or bytes); a longer line is an error, and is not kept in memory."""
TOP = 3
QUESTIONS = (1, 2, 3, 4)


class BatchSuggester(Protocol):
    """What is needed of a suggester here."""

    def suggest_many(
        self,
        texts: Sequence[str],
        questions: Sequence[int | None] | None = None,
    ) -> list[tuple[Suggestion, ...]]:
        """Suggestions for each text, in order."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that was read: its note, or what is wrong with it."""

    id: Any = None
    text: str = ""
    question: int | None = None
    error: str = ""


class _BadLineError(ValueError):
    """The line is not a note; the message says why."""


def suggest_lines(source: IO[str] | IO[bytes], target: IO[str], suggester: BatchSuggester, *, top: int = TOP) -> bool:
    """Answer every line of ``source`` with one line in ``target``, in order; returns whether all lines were good.

    In: ``{"id", "text", "language"?, "question"? (1-4)}``. Out: ``{"id", "suggestions": [{"code", "probability"}]}``,
    best first, at most ``top`` (the model offers eight). A bad line gives ``{"id": null, "error": "line 3: …"}``. Empty
    lines are passed over.
    """
    good = True
    batch: list[_Line] = []
    for line in _read(source):
        batch.append(line)
        if len(batch) == BATCH:
            good &= _answer(batch, target, suggester, top)
            batch = []
    return _answer(batch, target, suggester, top) and good


def _answer(batch: list[_Line], target: IO[str], suggester: BatchSuggester, top: int) -> bool:
    notes = [line for line in batch if not line.error]
    found = iter(suggester.suggest_many([note.text for note in notes], [note.question for note in notes]))
    for line in batch:
        if line.error:
            record: dict[str, Any] = {"id": None, "error": line.error}
        else:
            best = next(found)[:top]
            record = {
                "id": line.id,
                "suggestions": [{"code": one.code, "probability": round(one.probability, 4)} for one in best],
            }
        target.write(json.dumps(record, ensure_ascii=False) + "\n")
    target.flush()
    return len(notes) == len(batch)


def _read(source: IO[str] | IO[bytes]) -> Iterator[_Line]:
    number = 0
    while raw := source.readline(LONGEST_LINE + 1):
        number += 1
        try:
            _refuse_long(raw, source)
            text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
            if text.strip():
                yield _parsed(text)
        except UnicodeDecodeError:
            yield _Line(error=f"line {number}: not UTF-8")
        except _BadLineError as bad:
            yield _Line(error=f"line {number}: {bad}")


def _refuse_long(raw: str | bytes, source: IO[str] | IO[bytes]) -> None:
    """Pass over what is left of a line that is too long."""
    if len(raw) > LONGEST_LINE and not _ends(raw):
        while (rest := source.readline(LONGEST_LINE)) and not _ends(rest):
            pass
        message = f"longer than {LONGEST_LINE} characters"
        raise _BadLineError(message)


def _ends(raw: str | bytes) -> bool:
    return raw.endswith("\n") if isinstance(raw, str) else raw.endswith(b"\n")


def _parsed(text: str) -> _Line:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        message = "not JSON"
        raise _BadLineError(message) from None
    if not isinstance(value, dict):
        message = "not a JSON object"
        raise _BadLineError(message)
    identity, note, question = value.get("id"), value.get("text"), value.get("question")
    if not isinstance(note, str):
        message = "“text” is missing or is not a string"
        raise _BadLineError(message)
    if not isinstance(identity, str | int | float):
        message = "“id” is missing or is neither a string nor a number"
        raise _BadLineError(message)
    if question is not None and (isinstance(question, bool) or question not in QUESTIONS):
        message = "“question” is not 1, 2, 3 or 4"
        raise _BadLineError(message)
    return _Line(identity, note, question)
