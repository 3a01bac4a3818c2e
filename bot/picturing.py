"""Pictures that messages name, drawn off the event loop, once for each language, and kept for those who come next."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from handlers.facilitator.families import Family, named

KEPT = 64
"""Pictures of about 50 kB: three messages to many at once, in all languages."""


class Pictures:
    """Draws one at a time: whoever wants the same one meanwhile waits for it, and the processor is not all ours."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._busy = asyncio.Lock()

    async def png(self, name: str, language: str) -> bytes | None:
        """The picture with this name (``Reply.document``) as PNG; ``None`` if it names none."""
        shown = named(name)
        if not shown:
            return None
        key = (name, language)
        async with self._busy:
            if key not in self._drawn:
                self._drawn[key] = await asyncio.to_thread(_draw, shown, language)
                if len(self._drawn) > KEPT:
                    self._drawn.popitem(last=False)
            self._drawn.move_to_end(key)
            return self._drawn[key]


def _draw(shown: tuple[Family, ...], language: str) -> bytes:
    from bot.reports.pictures import phone  # slow to load, and only needed here

    return phone(shown, language)
