"""What can be chosen on the command line. Light: ``wellsay --help`` must not wait for what draws, counts and serves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.scope import EVERYTHING, Coding, Scope, Weight

TALLY_FORMATS = ("table", "csv", "json", "xlsx")
AGREEMENT_FORMATS = ("table", "csv", "json")
AGREEMENT_LEVELS = ("component", "family")
AGREEMENT_DIMENSIONS = ("language", "group", "question", "family")
SAID = {
    Coding.BEST: "Codes: the best there is (a facilitator's, else the author's, else the suggestion).",
    Coding.CONFIRMED: "Codes: only those that the author or a facilitator gave; ? where nobody has.",
}
"""Which codes count, in a sentence."""
WEIGHED = {
    Weight.NOTES: "",
    Weight.PEOPLE: " Shares are of the people; one who is in several cells counts in each.",
    Weight.STARS: " Shares are of the stars that authors gave to their notes.",
    Weight.VOTES: " Shares are of the votes that notes got in meetings.",
}
"""What a share is a share of, where it is not of the notes."""


class Part(StrEnum):
    """What a process does: all, only pages and the webhook, or only sending, polling and the tick."""

    ALL = "all"
    WEB = "web"
    SENDER = "sender"


@dataclass(frozen=True, slots=True)
class Asked:
    """A tally that is asked for. ``stars``: show them too, although they do not weigh."""

    by: tuple[str, ...]
    scope: Scope = EVERYTHING
    coding: Coding = Coding.BEST
    weight: Weight = Weight.NOTES
    stars: bool = False

    def said(self) -> str:
        """Which codes count, and what a share is a share of."""
        return SAID[self.coding] + WEIGHED[self.weight]

    def extra(self) -> tuple[str, ...]:
        """The columns beside notes, people and share."""
        stars = ("stars",) if self.stars or self.weight is Weight.STARS else ()
        return (*stars, *(("votes",) if self.weight is Weight.VOTES else ()))
