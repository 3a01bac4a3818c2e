"""What is made of a text that a colleague typed: its language, what others may see, and suggested codes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.runner import LEARNT
from bot.wiring import House
from coding.care import look
from coding.language import detect
from handlers.types import Care, Suggestion
from storage.tables import SessionRow


@dataclass(frozen=True, slots=True)
class Seen:
    """What was made of a text; suggestions best first, and by which model."""

    language: str
    care: Care
    suggestions: tuple[Suggestion, ...]
    version: str


async def see(house: House, text: str, row: SessionRow, question: int, spoken: str | None = None) -> Seen:
    """Look at a text of a session, off the event loop. ``spoken``: the language it most likely is in."""
    consultation = row.group.consultation
    language = await asyncio.to_thread(detect, text) or spoken or consultation.town.default_language
    memory = await house.runner.learning.memory(consultation.town_id, language) if consultation.learning else None

    def work() -> Seen:
        care = look(text, consultation.town.country).care
        alone = house.suggester.suggest(text, language=language, question=question)
        found = memory.adjust(text, alone) if memory else alone
        version = house.suggester.version
        return Seen(language, care, found, version if found is alone else version + LEARNT)

    return await asyncio.to_thread(work)
