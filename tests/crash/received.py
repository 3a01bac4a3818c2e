"""What each person received, in the fake Telegram's log, against what they should have received."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE
from scheduler.pacer import CONCURRENCY
from tests.channels.fake_bot_api.world import Call

SENT = {"sendmessage": "text", "sendphoto": "caption"}
ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + POP_ISOLATE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message that somebody should get once: ``words`` are in it. ``photo``: they stand under a picture.

    ``reply``: it answers what they did, and may change in place later or give way to a newer one before it is sent. So
    its words must have been shown, however often.
    """

    kind: str
    words: tuple[str, ...]
    photo: bool = False
    reply: bool = False

    def is_this(self, method: str, text: str) -> bool:
        """Whether a message is the one."""
        return self.in_text(text) and self.photo == (method == "sendphoto")

    def in_text(self, text: str) -> bool:
        """Whether these are its words."""
        return all(one in text for one in self.words)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comparison. ``twice``: by kill, how many messages came twice to which chat."""

    people: int
    kills: int
    sent: int
    wanted: Mapping[str, int]
    lost: Sequence[str] = ()
    unexpected: Sequence[str] = ()
    twice: Sequence[Mapping[int, int]] = field(default_factory=list)

    @property
    def doubles(self) -> int:
        """How many messages came twice in the whole run."""
        return sum(sum(one.values()) for one in self.twice)

    @property
    def good(self) -> bool:
        """Everybody got what they should and nothing else; twice only what was on its way when it was killed."""
        at_once = max((sum(one.values()) for one in self.twice), default=0)
        to_one = max((count for one in self.twice for count in one.values()), default=0)
        return not self.lost and not self.unexpected and to_one <= 1 and at_once <= CONCURRENCY

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.wanted.items())
        most = max((sum(one.values()) for one in self.twice), default=0)
        return (
            f"{self.people} people, {self.kills} kills, {self.sent} messages arrived; wanted: {kinds}; "
            f"{len(self.lost)} lost, {len(self.unexpected)} that nobody should have got, {self.doubles} twice "
            f"(over one kill at most {most}, limit {CONCURRENCY})"
        )


def compare(calls: Sequence[Call], kills: Sequence[float], wanted: Mapping[int, Sequence[Wanted]]) -> Receipt:
    """Hold the log against what was wanted, by chat; ``kills``: when, on the clock of the log."""
    came: dict[int, list[tuple[str, str]]] = defaultdict(list)
    shown: dict[int, list[str]] = defaultdict(list)
    first: dict[tuple[int, str, str], float] = {}
    twice = [Counter[int]() for _ in range(len(kills) + 1)]
    for call in calls:
        chat, text = int(call.params.get("chat_id") or 0), plain(call.params.get(SENT.get(call.method, "text")))
        if call.status != 200 or call.method not in (*SENT, "editmessagetext"):
            continue
        shown[chat].append(text)
        if call.method in SENT:
            same = (chat, text, str(call.params.get("reply_markup")))
            before = first.setdefault(same, call.at)
            if before == call.at:
                came[chat].append((call.method, text))
            else:
                twice[bisect(kills, before)][chat] += 1
                first[same] = call.at
    lost, unexpected = [], []
    for chat in {*came, *wanted}:
        expected = list(wanted.get(chat, ()))
        lost += [f"{chat} {one.kind}: {one.words}" for one in _missing(expected, came[chat], shown[chat])]
        unexpected += [f"{chat}: {text}" for _, text in _rest(expected, came[chat])]
    kinds = Counter(one.kind for some in wanted.values() for one in some)
    sent = sum(map(len, came.values())) + sum(sum(one.values()) for one in twice)
    return Receipt(len(wanted), len(kills), sent, kinds, lost, unexpected, twice)


def plain(text: object) -> str:
    """A text without the invisible marks around people's words."""
    return str(text or "").translate(ISOLATES)


def _missing(expected: Sequence[Wanted], came: Sequence[tuple[str, str]], shown: Sequence[str]) -> Iterator[Wanted]:
    for one in expected:
        found = (one.in_text(text) for text in shown) if one.reply else (one.is_this(*message) for message in came)
        if not any(found):
            yield one


def _rest(expected: Sequence[Wanted], came: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What came without being wanted; each that was wanted is one message, however many words it shares with others."""
    left = list(expected)
    over = []
    for message in came:
        match = next((one for one in left if one.is_this(*message)), None)
        if match is None:
            over.append(message)
        elif not match.reply:
            left.remove(match)
    return over
