"""Learning on the job: what a town's people say about suggestions moves the next ones, without training anything.

Two small layers over any suggester, both explainable in a sentence:

* **Shift.** A component that people choose more often than it is suggested gets likelier, one that they refuse gets
  less likely.
* **Neighbours.** A note that reads like notes that people gave a code gets that code likelier: local words and names.

Nobody can bend it alone. Each person counts at most ``PER_PERSON`` notes in a component's shift and one in a note's
neighbours; of each, the two people with the most weight are left out, so that it takes three to move anything; and
the whole is capped. So one person moves a component's log-odds in others' suggestions by at most ``ONE_PERSON``,
however many notes they write (``tests/unit/coding/test_learning.py`` has it as a property). Confirming a shown
suggestion with one tap counts little, since people are led by what they see: it moves no shift by itself, and weighs
``TAPPED`` as a neighbour. What was measured is in docs/agreement.md.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coding.nomenclature import components
from handlers.types import Suggestion

PER_PERSON = 2
"""How many notes of one person count in one component's shift."""
LEFT_OUT = 2
"""The people with the most weight that are left out of every shift and vote: it takes one more to move anything."""
SMOOTHING = 8.0
"""Notes that each component is taken to have had already, rightly suggested."""
SHIFT_CAP = 1.0
"""The most that a shift adds to or takes from the log-odds: a factor of 2.7."""
TAPPED = 0.25
"""What a one-tap confirmation of the shown suggestion weighs as a neighbour; everything else weighs 1."""
NEAR = 0.25
"""The cosine from which a note is a neighbour at all."""
GAIN = 0.5
"""What one neighbour with the same words adds to the log-odds."""
CAP = 2.0
"""The most that shift and neighbours add together: a factor of 7.4."""
ONE_PERSON = PER_PERSON / SMOOTHING + GAIN
"""The most by which one person moves a component's log-odds."""
MOST = 8
"""Suggestions that are kept."""
FLOOR = 1e-4
"""The probability that a component has at least before learning, where the suggester did not name it."""
_BITS = 16
_GRAMS = (3, 4, 5)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text as hashed words and pieces of words, with weights that make its length 1."""

    buckets: NDArray[np.int32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A note that a person coded. Of its text only what ``words_of`` makes of it is kept.

    ``suggested`` is what the suggester alone had put first; ``person`` its author (any key; notes of nobody known that
    only their author coded share one); ``tapped``: a one-tap confirmation of the suggestion that was shown.
    """

    words: Words = field(repr=False)
    code: str
    suggested: str | None
    person: Hashable
    tapped: bool = False


class Memory:
    """What one town's people taught in one language. Immutable, so safe to use from another thread."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.shifts = _shifts(lessons)
        self._lessons = [(one.code, one.person, TAPPED if one.tapped else 1.0) for one in lessons]
        self._index = _Index([one.words for one in lessons])

    def adjust(self, text: str, suggestions: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
        """The suggestions as the town's codings move them; the very same where there is nothing to move."""
        if not suggestions:
            return suggestions
        moves = self.moves(text)
        if not moves:
            return suggestions
        alone = {one.code: one.probability for one in suggestions}
        unnamed = len(components()) - len(alone)
        rest = max(FLOOR, (1 - sum(alone.values())) / unnamed) if unnamed else FLOOR
        odds = {code: alone.get(code, rest) * math.exp(moves.get(code, 0.0)) for code in components()}
        total = sum(odds.values())
        best = sorted(odds, key=lambda code: -odds[code])[:MOST]
        return tuple(Suggestion(code, round(odds[code] / total, 6), round(alone.get(code, rest), 6)) for code in best)

    def moves(self, text: str) -> dict[str, float]:
        """What is added to the log-odds of which components for this note."""
        moves = defaultdict(float, self.shifts)
        for code, lift in self._lifts(text).items():
            moves[code] += lift
        return {code: max(-CAP, min(CAP, move)) for code, move in moves.items() if move}

    def _lifts(self, text: str) -> dict[str, float]:
        """The neighbours' votes: one a person and component, the strongest; the two strongest left out."""
        votes: dict[str, dict[Hashable, float]] = defaultdict(dict)
        for place, cosine in self._index.near(text):
            code, person, weight = self._lessons[place]
            vote = weight * (cosine - NEAR) / (1 - NEAR)
            votes[code][person] = max(vote, votes[code].get(person, 0.0))
        lifts = {code: GAIN * sum(sorted(by.values())[:-LEFT_OUT]) for code, by in votes.items()}
        return {code: lift for code, lift in lifts.items() if lift}


def _shifts(lessons: Iterable[Lesson]) -> dict[str, float]:
    """The log-odds shift per component: chosen against suggested, both smoothed, at most ``PER_PERSON`` a person."""
    chosen: dict[str, dict[Hashable, int]] = defaultdict(lambda: defaultdict(int))
    suggested: dict[str, dict[Hashable, int]] = defaultdict(lambda: defaultdict(int))
    for one in lessons:
        chosen[one.code][one.person] += 1
        if one.suggested:
            suggested[one.suggested][one.person] += 1
    shifts = {}
    for code in chosen.keys() | suggested.keys():
        people = chosen[code].keys() | suggested[code].keys()
        pro = {one: min(PER_PERSON, chosen[code].get(one, 0)) for one in people}
        con = {one: min(PER_PERSON, suggested[code].get(one, 0)) for one in people}
        more = _without_the_first([pro[one] - con[one] for one in people])
        less = _without_the_first([con[one] - pro[one] for one in people])
        up = math.log1p(more / (sum(con.values()) + SMOOTHING))
        down = math.log1p(less / (sum(pro.values()) + SMOOTHING))
        if up != down:
            shifts[code] = max(-SHIFT_CAP, min(SHIFT_CAP, up - down))
    return shifts


def _without_the_first(counts: list[int]) -> int:
    """The sum without the people with the most weight, if it still says the same; else nothing."""
    ordered = sorted(counts, reverse=True)
    leaders = sum(max(0, one) for one in ordered[:LEFT_OUT])
    return max(0, sum(ordered) - leaders)


class _Index:
    """Texts by hashed words and pieces of words; finds those with a cosine above ``NEAR``.

    A piece weighs the same in every memory (not by how rare it is here), so that nobody's notes change how alike two
    other notes are.
    """

    def __init__(self, texts: Sequence[Words]) -> None:
        self._size = len(texts)
        buckets = np.concatenate([np.empty(0, np.int32), *(one.buckets for one in texts)])
        weights = np.concatenate([np.empty(0, np.float32), *(one.weights for one in texts)])
        places = np.repeat(np.arange(len(texts), dtype=np.int32), [len(one.buckets) for one in texts])
        order = np.argsort(buckets, kind="stable")
        self._places, self._weights = places[order], weights[order]
        self._starts = np.searchsorted(buckets[order], np.arange((1 << _BITS) + 1)).astype(np.int32)

    def near(self, text: str) -> list[tuple[int, float]]:
        """Places of the texts that are alike, with their cosine, 0 to 1."""
        wanted = words_of(text)
        starts, ends = self._starts[wanted.buckets], self._starts[wanted.buckets + 1]
        lengths = ends - starts
        if not lengths.sum():
            return []
        ranks = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        found = np.repeat(starts, lengths) + ranks
        places, shares = self._places[found], self._weights[found] * np.repeat(wanted.weights, lengths)
        cosines = np.bincount(places, shares, minlength=self._size)
        return [(int(place), min(1.0, float(cosines[place]))) for place in np.flatnonzero(cosines > NEAR)]


def words_of(text: str) -> Words:
    """The words of a text and their pieces, hashed; longer words weigh more. A piece in two words counts in one."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    each = [(_pieces(word), len(word)) for word in sorted(set(re.findall(r"\w+", bare)), key=len, reverse=True)]
    if not each:
        return Words(np.empty(0, np.int32), np.empty(0, np.float32))
    shares = np.repeat([math.sqrt(length / len(pieces)) for pieces, length in each], [len(one) for one, _ in each])
    buckets, first = np.unique(np.concatenate([pieces for pieces, _ in each]), return_index=True)
    weights = shares[first]
    return Words(buckets, (weights / np.linalg.norm(weights)).astype(np.float32))


@lru_cache(maxsize=10_000)
def _pieces(word: str) -> NDArray[np.int32]:
    """A word and its pieces, hashed into buckets; most words come again and again."""
    edged = f"<{word}>"
    pieces = {edged} | {edged[at : at + n] for n in _GRAMS for at in range(len(edged) - n + 1)}
    return np.unique(np.fromiter((zlib.crc32(one.encode()) % (1 << _BITS) for one in pieces), np.int32))
