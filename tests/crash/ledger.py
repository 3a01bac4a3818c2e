"""What the fake Telegram's log says about a run: what never came, and what came twice, kill by kill."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE
from scheduler.pacer import CONCURRENCY
from tests.channels.fake_bot_api.world import Call


@dataclass(frozen=True, slots=True)
class Verdict:
    """``lost``: texts that somebody should have got. ``twice``: by kill, how many messages to which chat."""

    kills: int
    sent: int
    lost: Sequence[str]
    twice: Sequence[Mapping[int, int]]

    @property
    def most_at_once(self) -> int:
        """The most messages that came twice over one kill."""
        return max((sum(one.values()) for one in self.twice), default=0)

    @property
    def most_to_one(self) -> int:
        """The most messages that one person got twice over one kill."""
        return max((count for one in self.twice for count in one.values()), default=0)

    @property
    def good(self) -> bool:
        """What was promised: nothing lost, at most one message twice for a person, at most what is in flight in all."""
        return not self.lost and self.most_to_one <= 1 and self.most_at_once <= CONCURRENCY

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.sent} messages arrived, {len(self.lost)} lost; twice over one kill: at most "
            f"{self.most_at_once} in all (limit {CONCURRENCY}), {self.most_to_one} to one person (limit 1); "
            f"{sum(sum(one.values()) for one in self.twice)} twice in the whole run"
        )


def judge(calls: Sequence[Call], kills: Sequence[float], expected: Mapping[int, Sequence[str]]) -> Verdict:
    """Compare the log with what each chat should have got; ``kills``: when, on the clock of the log."""
    shown: dict[int, list[str]] = defaultdict(list)
    first: dict[tuple[int, str], float] = {}
    twice = [Counter[int]() for _ in range(len(kills) + 1)]
    sent = 0
    for call in calls:
        if call.status != 200 or call.method not in ("sendmessage", "editmessagetext"):
            continue
        chat, text = int(call.params["chat_id"]), _plain(str(call.params["text"]))
        shown[chat].append(text)
        if call.method == "sendmessage":
            sent += 1
            before = first.setdefault((chat, text), call.at)
            if before != call.at:
                twice[bisect(kills, before)][chat] += 1
                first[chat, text] = call.at
    lost = [
        f"{chat}: {text}" for chat, texts in expected.items() for text in texts if not _came(text, shown.get(chat, ()))
    ]
    return Verdict(len(kills), sent, lost, twice)


def _came(text: str, shown: Sequence[str]) -> bool:
    return any(text in one for one in shown)


def _plain(text: str) -> str:
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")
