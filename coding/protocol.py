"""What a suggester is, to everybody who uses one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from handlers.types import Suggestion


class Suggester(Protocol):
    """Suggests codes for a note. It runs off the event loop, so it must be safe to call from another thread."""

    @property
    def version(self) -> str:
        """Stored with each suggestion, so that figures can be told apart by model."""

    def suggest(self, text: str, *, language: str | None = None, question: int | None = None) -> tuple[Suggestion, ...]:
        """All components that are worth showing, best first; empty when there is nothing to go by."""

    def suggest_many(
        self, texts: Sequence[str], questions: Sequence[int | None] | None = None
    ) -> list[tuple[Suggestion, ...]]:
        """The same for many notes at once, in their order."""
