"""How much one person may send. By person, never by network address: a whole class sits behind one."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict

BURST = 60.0
PER_SECOND = 1.0
KEPT = 20_000
"""Of how many people we remember how much they sent; the least recent are forgotten, which only lets them send more."""


class Buckets:
    """A bucket a person: each thing sent takes one drop, one drop a second comes back, at most ``BURST`` are in it."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, dt.datetime]] = OrderedDict()

    def take(self, key: str, now: dt.datetime, cost: float = 1.0) -> bool:
        """Take a drop, or as much as something costs; ``False`` if there is not enough in the bucket."""
        level, since = self._buckets.pop(key, (BURST, now))
        level = min(BURST, level + max(0.0, (now - since).total_seconds()) * PER_SECOND)
        allowed = level >= cost
        self._buckets[key] = (level - cost if allowed else level, now)
        if len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
        return allowed
