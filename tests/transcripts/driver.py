"""Transcripts: whole conversations as text files, played through the runner and compared line by line.

A file begins with ``# language: el`` and other settings (``hint``, ``blind share``); then lines of the citizen (``YOU
text``, ``TAP 2.1`` for the first button of the second row of the last message, ``CMD /mine``, ``EDIT n text`` for the
n-th text, ``WAIT hours``, ``JOIN code``), or of a facilitator (``LEAD next`` in the meeting with the code MEET22, whose
steps the setting ``meeting`` names), and what the bot shows in answer. ``pytest --update`` rewrites the answers;
read the difference before you commit it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from bot.wiring import House
from scheduler.protocols import Drawn
from tests.support.meeting import lead, meeting
from tests.support.person import Person, plain
from tests.support.world import Clock

VERBS = ("YOU", "TAP", "CMD", "EDIT", "WAIT", "JOIN", "LEAD")


@dataclass(slots=True)
class Step:
    """One line of the citizen, and the lines that answered it."""

    line: str
    answer: list[str] = field(default_factory=list)


def read(path: Path) -> tuple[dict[str, str], list[Step]]:
    """The settings and steps of a transcript."""
    settings: dict[str, str] = {}
    steps: list[Step] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# "):
            name, _, value = line[2:].partition(": ")
            settings[name] = value
        elif line.split(" ", 1)[0] in VERBS:
            steps.append(Step(line))
        elif line.strip():
            steps[-1].answer.append(line)
    return settings, steps


def write(path: Path, settings: dict[str, str], steps: list[Step]) -> None:
    """Write a transcript."""
    head = [f"# {name}: {value}" for name, value in settings.items()]
    blocks = ["\n".join([step.line, *step.answer]) for step in steps]
    path.write_text("\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n", "utf-8")


def drawn_lines(drawn: Drawn) -> list[str]:
    """A message as the lines of a transcript."""
    first, *rest = plain(drawn.text).split("\n")
    lines = [f"BOT  {first}", *(f"     {one}" for one in rest)]
    lines.extend("     " + "  ".join(f"[{plain(button.label)}]" for button in row) for row in drawn.rows)
    lines.extend(f"     <{file.name}>" for file in drawn.files)
    return lines


class Player:
    """Plays the steps of one transcript as one person on one channel."""

    def __init__(self, house: House, clock: Clock, settings: dict[str, str], channel: str) -> None:
        self._clock = clock
        self._person = Person(
            house,
            settings.get("hint", settings["language"]),
            f"{random.Random(1).random()}",  # noqa: S311 -- repeatable
            channel=channel,
        )
        self._house = house
        self._refs: list[str] = []
        self._meeting = ""

    async def set_up(self, settings: dict[str, str]) -> None:
        """Make the meeting that the transcript wants, if it wants one."""
        steps = settings.get("meeting", "")
        if steps:
            self._meeting = await meeting(self._house, [int(one) for one in steps.split()])

    async def play(self, step: Step) -> list[str]:
        """Play one step; returns the lines that answer it."""
        verb, _, rest = step.line.partition(" ")
        rest = rest.strip().replace("\\n", "\n")
        match verb:
            case "YOU":
                self._refs.append(f"m{len(self._refs) + 1}")
                answer = await self._person.says(rest, self._refs[-1])
            case "TAP":
                answer = await self._tap(rest)
            case "CMD":
                name, _, argument = rest.removeprefix("/").partition(" ")
                answer = await self._person.command(name, argument)
            case "EDIT":
                number, _, text = rest.partition(" ")
                answer = await self._person.edits(text, self._refs[int(number) - 1])
            case "JOIN":
                answer = await self._person.start(rest)
            case "LEAD":
                await lead(self._house, self._meeting, rest)  # type: ignore[arg-type]
                answer = await self._person.news()
            case _:
                self._clock.forward(hours=float(rest))
                answer = []
        return [line for drawn in answer for line in drawn_lines(drawn)]

    async def _tap(self, place: str) -> list[Drawn]:
        row, column = (int(number) for number in place.split("."))
        latest = [drawn for drawn in self._person.latest if drawn.rows][-1]
        return await self._person.choose(latest.rows[row - 1][column - 1].action)
