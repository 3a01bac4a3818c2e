"""Decent hours: when people may be written to unasked, in the local time of their town.

Local times become moments as in calendars: a time that does not exist, because the clocks go forward, is as much later
as they go forward; of a time that comes twice, the first counts
(https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

LOOK_AHEAD = 9
"""Days: longer than any week with one open day."""
MIDNIGHT = dt.time()
SUNDAY = 7


def moment(timezone: str, day: dt.date, time: dt.time) -> dt.datetime:
    """The moment, in UTC, at which a town's clocks show this."""
    return dt.datetime.combine(day, time, ZoneInfo(timezone)).astimezone(dt.UTC)


def local(timezone: str, now: dt.datetime) -> dt.datetime:
    """What a town's clocks show now."""
    return now.astimezone(ZoneInfo(timezone))


@dataclass(frozen=True, slots=True)
class Hours:
    """Nothing is sent from ``quiet_from`` until ``quiet_until`` (the same: no such hours), nor on ``quiet_days``.

    The days are numbered from 1, Monday, to 7, Sunday.
    """

    timezone: str
    quiet_from: dt.time = dt.time(20)
    quiet_until: dt.time = dt.time(9)
    quiet_days: Collection[int] = field(default=frozenset({SUNDAY}))

    def decent(self, now: dt.datetime) -> bool:
        """Whether people may be written to now."""
        here = local(self.timezone, now)
        if here.isoweekday() in self.quiet_days:
            return False
        time = here.time()
        if self.quiet_from <= self.quiet_until:
            return not self.quiet_from <= time < self.quiet_until
        return self.quiet_until <= time < self.quiet_from

    def begin(self, now: dt.datetime) -> dt.datetime | None:
        """From when on people may be written to: now, or later; ``None``: never."""
        return now if self.decent(now) else next((one for one in self._turns(now) if self.decent(one)), None)

    def end(self, now: dt.datetime) -> dt.datetime | None:
        """If people may be written to now, until when; ``None``: without an end."""
        return next((one for one in self._turns(now) if not self.decent(one)), None)

    def _turns(self, now: dt.datetime) -> Iterator[dt.datetime]:
        """The moments after now at which it may begin or end to be quiet, in order."""
        today = local(self.timezone, now).date()
        times = {MIDNIGHT, self.quiet_from, self.quiet_until}
        found = {
            dt.datetime.combine(today + dt.timedelta(days=ahead), time, ZoneInfo(self.timezone))
            .replace(fold=fold)
            .astimezone(dt.UTC)
            for ahead in range(-1, LOOK_AHEAD)
            for time in times
            for fold in (0, 1)
        }
        return iter(sorted(one for one in found if one > now))
