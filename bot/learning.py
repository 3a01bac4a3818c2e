"""What each town's codings taught, kept in memory for the suggestions and renewed now and then."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

import structlog

from coding.learning import Lesson, Memory, Words, words_of
from handlers.citizen.cards import UNSURE_BELOW
from storage.database import Database
from storage.lessons import TaughtNote, taught_notes

log = structlog.get_logger()

RENEWED_AFTER = 60.0
"""Seconds; a town's codings are looked at again when somebody writes after that."""
PATIENCE = 3.0
"""Seconds that a renewal may take; then the suggestion goes without the newest lessons."""
KEPT = 32
"""Towns and languages in memory: about 3 MB each where 5 000 notes are coded."""


@dataclass(slots=True)
class _Kept:
    """``words``: what was made of a note's text, by the note's key, with the text's hash; saves most of a renewal."""

    memory: Memory | None = None
    words: dict[int, tuple[int, Words]] = field(default_factory=dict)
    renewed: float | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Learning:
    """Gives the memory of a town in a language."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[int, str], _Kept] = OrderedDict()

    async def memory(self, town: int, language: str) -> Memory | None:
        """What was learnt; ``None`` while nothing was. Whoever finds it old renews it, the others go on with it."""
        kept = self._kept.setdefault((town, language), _Kept())
        self._kept.move_to_end((town, language))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        now = asyncio.get_running_loop().time()
        if (kept.renewed is None or now - kept.renewed >= RENEWED_AFTER) and not kept.lock.locked():
            async with kept.lock:
                kept.renewed = now
                try:
                    async with asyncio.timeout(PATIENCE):
                        kept.memory = await self._learn(town, language, kept)
                except TimeoutError:
                    log.warning("learning_took_too_long")
        return kept.memory

    async def _learn(self, town: int, language: str, kept: _Kept) -> Memory | None:
        """The queries on the loop, in chunks; the work on texts in a thread. What a slow one got done is kept."""
        lessons: list[Lesson] = []
        keys: set[int] = set()
        async with self._database.read() as session:
            async for notes in taught_notes(session, town, language):
                lessons += await asyncio.to_thread(_lessons, notes, kept.words)
                keys.update(note.id for note in notes)
        kept.words = {key: words for key, words in kept.words.items() if key in keys}
        return await asyncio.to_thread(Memory, lessons) if lessons else None


def _lessons(notes: list[TaughtNote], known: dict[int, tuple[int, Words]]) -> list[Lesson]:
    made = []
    for note in notes:
        was, words = known.get(note.id, (None, None))
        now = hash(note.text)
        if words is None or was != now:
            words = words_of(note.text)
            known[note.id] = now, words
        made.append(lesson(note, words))
    return made


def lesson(note: TaughtNote, words: Words) -> Lesson:
    """What a stored note teaches: the facilitator's word counts before the author's."""
    code = note.facilitator or note.author or ""
    first = note.suggestions[0] if note.suggestions else None
    shown = first is not None and first[1] >= UNSURE_BELOW and not note.blind and not note.facilitator
    alone = max(note.suggestions, key=lambda one: one[1] if one[2] is None else one[2], default=None)
    return Lesson(
        words=words,
        code=code,
        suggested=alone[0] if alone else None,
        person=note.person,
        tapped=shown and first is not None and first[0] == code,
    )
