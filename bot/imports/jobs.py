"""Files that are being stored right now, and how far they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog

from bot.imports.staging import Progress

log = structlog.get_logger()


class Jobs:
    """Works on files while pages look at how far they are; at the end of the program what is not done is let go."""

    def __init__(self) -> None:
        self._shares: dict[str, float] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, work: Callable[[Progress], Awaitable[object]]) -> None:
        """Begin a work, unless it is under way."""
        if name in self._tasks:
            return
        self._shares[name] = 0.0
        task = asyncio.create_task(self._run(name, work), name=f"import {name}")
        self._tasks[name] = task
        task.add_done_callback(lambda _done: self._tasks.pop(name, None))

    def share(self, name: str) -> float | None:
        """How much is done, 0 to 1; ``None`` if nobody here works on it."""
        return self._shares.get(name)

    async def close(self) -> None:
        """Stop everything; each work is one transaction, so nothing half is left."""
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def run(self) -> AsyncIterator[None]:
        """For the application's lifetime."""
        yield
        await self.close()

    async def _run(self, name: str, work: Callable[[Progress], Awaitable[object]]) -> None:
        def note(share: float) -> None:
            self._shares[name] = share

        try:
            await work(note)
        except Exception as error:  # noqa: BLE001 -- nobody waits for it: the page says that it failed, the log why
            log.error("import_failed", error=type(error).__name__)  # noqa: TRY400 -- its message may quote notes
        finally:
            self._shares.pop(name, None)
