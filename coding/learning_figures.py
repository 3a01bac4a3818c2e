"""``python -m coding.learning_figures``: where learning on the job helps, where it hurts, and what a poisoner can do.

Plays towns whose people write the example notes. The shipped model would not do as the suggester under it: it has seen
every example, so there would be nothing left to learn. A stand-in takes its place that is right about as often as the
model on new notes, with honest probabilities, but knows neither the town's topics nor its local names.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from coding.learning import MOST, Lesson, Memory, Words, words_of
from coding.nomenclature import components
from handlers.types import Suggestion

EXAMPLES = Path(__file__).parent / "training" / "examples"
LANGUAGES = ("en", "fr", "el", "hu", "tr", "uk")
TOWNS = 2
"""Towns a language and line of the table."""
CODES = list(components())
REFRESH = 20
"""Notes between two looks at what was learnt."""
SURE = 0.30
"""From here on a suggestion is shown, as in the conversation."""
BLIND = 0.05
CODED = 0.7
"""The share of notes that their authors code at all."""
LOCAL_NAMES = 10
NEWEST = 40
"""Notes of one person that are looked at, as in storage.lessons."""
NOISE, NAMED_NOISE = 0.43, 0.9
"""How dimly the stand-in sees what a note is about; the second where a local name says it."""
KIN = 0.2
"""How much alike it finds components of one family."""


@dataclass(frozen=True, slots=True)
class Town:
    """What a simulated town is like. Shares are 0 to 1.

    ``skew``: the smaller, the fewer topics are talked about (Dirichlet). ``local``: notes that rest on a name that only
    this town knows. ``led``: wrong suggestions that are confirmed all the same. ``careless``: codings at random.
    ``turn``: halfway, other topics come up. ``poison``: notes that ``poisoners`` write between them, with one
    wrong code on all.
    ``leaning``: how far the suggester errs in the same way all over this town.
    """

    name: str
    skew: float = 0.3
    local: float = 0.25
    led: float = 0.3
    careless: float = 0.1
    turn: bool = False
    poison: int = 0
    poisoners: int = 1
    leaning: float = 0.0
    people: int = 60
    notes: int = 8


TOWNS_PLAYED = (
    Town("few topics, local names"),
    Town("few topics, no local names", local=0),
    Town("all topics alike, local names", skew=100),
    Town("all topics alike, no local names", skew=100, local=0),
    Town("small: 12 people", people=12),
    Town("large: 200 people", people=200),
    Town("suggester leans wrong here", leaning=0.2),
    Town("topics change halfway", turn=True),
    Town("people led by what they see", led=0.8),
    Town("careless: 4 of 10 at random", careless=0.4),
    Town("a poisoner, 1 000 notes", poison=1000),
    Town("a poisoner, all topics alike", skew=100, local=0, poison=1000),
    Town("10 poisoners together", poison=1000, poisoners=10),
)


class StandIn:
    """Sees each component of a note through normal noise, and says what follows from that.

    So its probabilities are honest for a town that talks about everything alike, as the shipped model's are for the
    examples.
    """

    def __init__(self, town: Town, source: random.Random) -> None:
        family = np.array([code[0] for code in CODES])
        self._means = np.where(family[:, None] == family[None, :], KIN, 0.0)
        np.fill_diagonal(self._means, 1.0)
        self._random = np.random.default_rng(source.getrandbits(32))
        self._leaning = self._random.normal(0, town.leaning, len(CODES)) if town.leaning else 0.0

    def suggest(self, code: str, *, named: bool) -> tuple[Suggestion, ...]:
        """The likeliest codes for a note that is about ``code``; ``named``: a local name says so."""
        noise = NAMED_NOISE if named else NOISE
        seen = self._means[CODES.index(code)] + self._random.normal(0, noise, len(CODES)) + self._leaning
        scores = (self._means @ seen - (self._means**2).sum(axis=1) / 2) / noise**2
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return tuple(Suggestion(CODES[one], float(shares[one])) for one in np.argsort(-shares)[:MOST])


@dataclass(slots=True)
class Score:
    """Notes of others than the poisoner, in the second half of a town's time."""

    notes: int = 0
    alone: int = 0
    learnt: int = 0
    alone_family: int = 0
    learnt_family: int = 0
    better: int = 0
    worse: int = 0
    alone_sure: float = 0
    learnt_sure: float = 0


@cache
def examples(language: str) -> dict[str, list[str]]:
    """The example notes by code."""
    notes: dict[str, list[str]] = defaultdict(list)
    for path in sorted((EXAMPLES / language).glob("*.txt")):
        code = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("#"):
                code = line.split()[1]
            else:
                notes[code].append(line.split(" ", 1)[1])
    return notes


def play(town: Town, pool: dict[str, list[str]], source: random.Random) -> Score:
    """One town's time: people write, are shown suggestions, code; the memory is renewed now and then."""
    suggester = StandIn(town, source)
    writer = Writer(town, pool, source)
    wrong = source.choice(CODES)
    lessons: list[Lesson] = []
    memory = Memory([])
    score = Score()
    people = [person for person in range(town.people) for _ in range(town.notes)]
    source.shuffle(people)
    poison = town.poison / len(people)
    for number, person in enumerate(people):
        if town.turn and number == len(people) // 2:
            writer.turn()
        if number % REFRESH == 0:
            memory = Memory(list(_kept(lessons)))
        for nth in range(int(number * poison), int((number + 1) * poison)):
            text, code, named = writer.note()
            alone = suggester.suggest(code, named=named)
            lessons.append(Lesson(words_of(text), wrong, alone[0].code, f"poisoner {nth % town.poisoners}"))
        text, code, named = writer.note()
        alone = suggester.suggest(code, named=named)
        learnt = memory.adjust(text, alone)
        if number >= len(people) // 2:
            _count(score, code, alone[0], learnt[0])
        if source.random() < CODED:
            lessons.append(_code(town, words_of(text), code, (alone[0], learnt[0]), person, source))
    return score


class Writer:
    """What the people of a town write about, and how. Nothing is written twice while there are other notes."""

    def __init__(self, town: Town, pool: dict[str, list[str]], source: random.Random) -> None:
        self._town, self._pool, self._source = town, pool, source
        self._left = {code: source.sample(pool[code], len(pool[code])) for code in CODES}
        self._names = [(self._name(), source.choice(CODES)) for _ in range(LOCAL_NAMES)]
        self.turn()

    def turn(self) -> None:
        """From now on, other topics."""
        self._topics = [self._source.gammavariate(self._town.skew, 1) + 1e-9 for _ in CODES]

    def note(self) -> tuple[str, str, bool]:
        """A text, what it is about, and whether only a local name says so."""
        source = self._source
        if source.random() < self._town.local:
            name, code = source.choice(self._names)
            words = [word for word in source.choice(self._pool[code]).split() if source.random() < 0.4]
            words.insert(source.randrange(len(words) + 1), name)
            return " ".join(words), code, True
        code = source.choices(CODES, self._topics)[0]
        return (self._left[code].pop() if self._left[code] else source.choice(self._pool[code])), code, False

    def _name(self) -> str:
        return "".join(self._source.choice("bdfgklmnprst") + self._source.choice("aeiou") for _ in range(4))


def _kept(lessons: Sequence[Lesson]) -> Iterator[Lesson]:
    seen: dict[object, int] = defaultdict(int)
    for one in reversed(lessons):
        seen[one.person] += 1
        if seen[one.person] <= NEWEST:
            yield one


def _code(
    town: Town, words: Words, code: str, tops: tuple[Suggestion, Suggestion], person: int, source: random.Random
) -> Lesson:
    """What the author makes of the suggestion."""
    alone, learnt = tops
    shown = learnt.code if learnt.probability >= SURE and source.random() >= BLIND else None
    chosen = source.choice(CODES) if source.random() < town.careless else code
    if shown and chosen != shown and source.random() < town.led:
        chosen = shown
    return Lesson(words, chosen, alone.code, person, tapped=chosen == shown)


def _count(score: Score, code: str, alone: Suggestion, learnt: Suggestion) -> None:
    score.notes += 1
    score.alone += alone.code == code
    score.learnt += learnt.code == code
    score.alone_family += alone.code[0] == code[0]
    score.learnt_family += learnt.code[0] == code[0]
    score.better += learnt.code == code != alone.code
    score.worse += alone.code == code != learnt.code
    score.alone_sure += alone.probability
    score.learnt_sure += learnt.probability


def main() -> None:
    """Print the table."""
    out = sys.stdout
    out.write(f"{'':36}component right       family right        of 100 notes   too sure by\n")
    out.write(f"{'town':36}alone  learnt  gain  alone  learnt  gain  better  worse  alone  learnt\n")
    for town in TOWNS_PLAYED:
        scores = [
            play(town, examples(language), random.Random(number))  # noqa: S311 -- repeatable
            for language in LANGUAGES
            for number in range(TOWNS)
        ]
        out.write(f"{town.name:36}{_line(scores)}\n")
        out.flush()


def _line(scores: Sequence[Score]) -> str:
    notes = sum(one.notes for one in scores)

    def share(name: str) -> float:
        return 100.0 * sum(float(getattr(one, name)) for one in scores) / notes

    parts = [
        f"{share(alone):5.1f}  {share(learnt):6.1f}  {share(learnt) - share(alone):+4.1f}"
        for alone, learnt in (("alone", "learnt"), ("alone_family", "learnt_family"))
    ]
    parts.append(f"{share('better'):6.1f}  {share('worse'):5.1f}")
    parts.append(f"{share('alone_sure') - share('alone'):+5.1f}  {share('learnt_sure') - share('learnt'):+6.1f}")
    return "  ".join(parts)


if __name__ == "__main__":
    main()
