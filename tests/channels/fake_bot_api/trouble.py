"""How the fake Telegram misbehaves, as a test sets it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

SENDING = frozenset({"sendmessage", "senddocument", "sendphoto", "editmessagetext"})


@dataclass(slots=True)
class Fault:
    """One planned misbehaviour, ``times`` times, for one method and, if given, one chat.

    ``kind``: an HTTP ``status`` (with ``retry_after`` for 429), no answer at all (``hang``), an answer that is no JSON
    (``garbage``), or a closed connection (``drop``). ``accepted``: Telegram acts first, and only the answer is lost.
    """

    method: str
    kind: Literal["status", "hang", "garbage", "drop"] = "status"
    status: int = 502
    retry_after: float | None = None
    chat: int | None = None
    times: int = 1
    accepted: bool = False
    description: str = "planned trouble"


@dataclass(slots=True)
class Trouble:
    """What is wrong now. ``chat_interval`` (seconds) and ``overall`` (messages a second) are kept strictly if set."""

    latency: float = 0.0
    chat_interval: float | None = None
    overall: int | None = None
    retry_after: float = 1
    faults: list[Fault] = field(default_factory=list)
    refusals: int = 0
    _last: dict[str, float] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def plan(self, fault: Fault) -> None:
        """Misbehave so from now on, as often as the fault says."""
        self.faults.append(fault)

    def fault(self, method: str, chat_id: str | None) -> Fault | None:
        """The fault that hits this call, used up by it."""
        for one in self.faults:
            if one.times and one.method.lower() == method and (one.chat is None or str(one.chat) == chat_id):
                one.times -= 1
                return one
        return None

    def flooded(self, method: str, chat_id: str | None) -> bool:
        """Whether a limit refuses this call; refused calls do not count."""
        if method not in SENDING:
            return False
        now = asyncio.get_running_loop().time()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        last = self._last.get(chat_id or "", float("-inf"))
        if (self.chat_interval and now - last < self.chat_interval) or (
            self.overall and len(self._recent) >= self.overall
        ):
            self.refusals += 1
            return True
        self._last[chat_id or ""] = now
        self._recent.append(now)
        return False
