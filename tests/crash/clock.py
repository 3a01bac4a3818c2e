"""A clock that several processes share, and that goes ahead of the real one by as much as a file says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.wiring import now


class AheadClock:
    """Real time and what the file says, in seconds; asked again whenever the file has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = 0
        self._ahead = dt.timedelta()

    def __call__(self) -> dt.datetime:
        changed = self._path.stat().st_mtime_ns
        if changed != self._seen:
            self._seen, self._ahead = changed, dt.timedelta(seconds=float(self._path.read_text("ascii")))
        return now() + self._ahead

    def set(self, ahead: dt.timedelta) -> None:
        """From now on so much ahead, for everybody; in one step, so that nobody reads half of it."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(str(ahead.total_seconds()), "ascii")
        fresh.replace(self._path)

    def forward(self, **delta: float) -> None:
        """Let time pass: ``forward(days=3)``."""
        self()
        self.set(self._ahead + dt.timedelta(**delta))


def tuesday_noon(timezone: dt.tzinfo) -> dt.timedelta:
    """How far ahead the next Tuesday noon is: an hour at which people may be written to, also when clocks change."""
    here = now().astimezone(timezone)
    noon = here.replace(hour=12, minute=0, second=0, microsecond=0)
    day = noon + dt.timedelta(days=(1 - here.weekday()) % 7)
    return (day if day > here else day + dt.timedelta(days=7)) - here
