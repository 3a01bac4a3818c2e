"""How fast a channel may be sent to.

Telegram's limits: about 30 messages a second over all chats, one a second in one chat (short bursts are tolerated),
20 a minute in a group. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.pace import Rate

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
CHAT = Rate(1, SECOND, burst=3)
GROUP = Rate(20, MINUTE, burst=3)
MARGIN = 29 / 30
"""One place in thirty stays free, because messages do not arrive as evenly as they are sent."""
LEAST = 0.98
"""After a hold-up messages may follow one another so much closer than on average, in parts of the spacing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel allows: over all chats, in one chat, in a group."""

    overall: Rate
    chat: Rate = CHAT
    group: Rate = GROUP

    def of(self, *, group: bool) -> Rate:
        """The rate of one chat."""
        return self.group if group else self.chat


def overall(count: float) -> Rate:
    """The rate to keep where a channel allows ``count`` messages a second."""
    return Rate(count * MARGIN, SECOND)
