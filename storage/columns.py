"""The notes that count, as columns of numbers: what every tally, test and picture is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from storage.packs import NOTE, Context, Notes, is_clean, is_current, pack, selected, unpack_code
from storage.raw import batches
from storage.scope import EVERYTHING, NO_CODE, NO_TAG, Coding, Scope
from storage.tables import ConsultationRow, GroupRow, GroupTagRow, NoteRow, SessionRow, TallyPackRow, TownRow, VoteRow

BLOCKS = {"A": "A+B", "B": "A+B", "C": "C+D+E", "D": "C+D+E", "E": "C+D+E", "F": "F+G+H", "G": "F+G+H", "H": "F+G+H"}

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session belongs."""

    town: str
    timezone: str
    group: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """A dimension of some notes: ``labels`` in the order in which they are shown, and for each note its label's place.

    With several tags, there is an entry for each pair of note and tag, and ``rows`` says which note it is about.
    """

    labels: Sequence[object]
    places: Numbers
    rows: Numbers | None = None


@dataclass(slots=True)
class Columns:
    """Notes of one snapshot.

    ``session`` holds for each note its place in ``places``; ``context`` its place in ``contexts`` (unlike the field of
    that name in ``notes``, which is about its pack); ``votes`` the notes (by id) that got any, where asked for.
    """

    notes: Notes
    session: Numbers
    context: Numbers
    contexts: list[Context]
    places: list[Place]
    coding: Coding = Coding.BEST
    votes: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.notes)

    @property
    def person(self) -> Numbers:
        """Who wrote each note, as a key without meaning; 0 where nobody is known."""
        keys: Numbers = self.notes["person"]
        return keys

    @property
    def code(self) -> NDArray[np.uint16]:
        """Each note's code that counts, packed; 0 for none."""
        best = np.where(self.notes["facilitator"] > 0, self.notes["facilitator"], self.notes["author"])
        if self.coding is Coding.BEST:
            best = np.where(best > 0, best, self.notes["suggested"])
        return best

    def after(self, moment: dt.datetime) -> Columns:
        """Only the notes that were written after a time."""
        return self._only(self.notes["at"] > moment.timestamp())

    def _only(self, kept: NDArray[np.bool_]) -> Columns:
        return replace(self, notes=self.notes[kept], session=self.session[kept], context=self.context[kept])

    def parts(self, dimension: str) -> Parts:
        """The notes apart by a dimension, one of ``storage.tallies.DIMENSIONS``."""
        made: Parts = getattr(self, f"_{dimension}")()
        return made

    def _town(self) -> Parts:
        return self._by_place([place.town for place in self.places])

    def _group(self) -> Parts:
        towns: dict[str, set[str]] = {}
        for place in self.places:
            towns.setdefault(place.group, set()).add(place.town)
        return self._by_place(
            [place.group if len(towns[place.group]) == 1 else f"{place.group} ({place.town})" for place in self.places]
        )

    def _tag(self) -> Parts:
        labels = sorted({tag for place in self.places for tag in place.tags or (NO_TAG,)})
        index = {tag: number for number, tag in enumerate(labels)}
        tags = [[index[tag] for tag in place.tags or (NO_TAG,)] for place in self.places]
        each = np.array([len(one) for one in tags], np.int64)
        counts = each[self.session]
        rows = np.repeat(np.arange(len(self)), counts)
        nth = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        flat = np.array([tag for one in tags for tag in one], np.int64)
        return Parts(labels, flat[(np.cumsum(each) - each)[self.session[rows]] + nth], rows)

    def _component(self) -> Parts:
        return _of_codes(self.code, lambda code: code)

    def _family(self) -> Parts:
        return _of_codes(self.code, lambda code: code[0])

    def _block(self) -> Parts:
        return _of_codes(self.code, lambda code: BLOCKS.get(code[0], NO_CODE))

    def _question(self) -> Parts:
        numbers, places = _unique(self.notes["question"])
        return Parts([int(one) for one in numbers], places)

    def _language(self) -> Parts:
        return self._by_context(0)

    def _source(self) -> Parts:
        return self._by_context(1)

    def _channel(self) -> Parts:
        return self._by_context(2)

    def _month(self) -> Parts:
        """Months of the town's own calendar, as "2026-05"."""
        zones = sorted({place.timezone for place in self.places})
        zone_of = np.array([zones.index(place.timezone) for place in self.places], np.int64)[self.session]
        months = np.zeros(len(self), np.int64)
        for number, zone in enumerate(zones):
            there = zone_of == number
            at = self.notes["at"][there]
            if not len(at):
                continue
            starts, named = _months(int(at.min()), int(at.max()), ZoneInfo(zone))
            months[there] = np.array(named)[np.searchsorted(starts, at, side="right") - 1]
        found, places = _unique(months)
        return Parts([f"{one // 12}-{one % 12 + 1:02d}" for one in found.tolist()], places)

    def _status(self) -> Parts:
        return self._by_context(3)

    def _by_place(self, labels: list[str]) -> Parts:
        shown = sorted(set(labels))
        index = {label: number for number, label in enumerate(shown)}
        return Parts(shown, np.array([index[label] for label in labels], np.int64)[self.session])

    def _by_context(self, which: int) -> Parts:
        shown = sorted({context[which] for context in self.contexts})
        index = np.array([shown.index(context[which]) for context in self.contexts], np.int64)
        return Parts(shown, index[self.context])


async def load(
    session: AsyncSession, scope: Scope = EVERYTHING, coding: Coding = Coding.BEST, *, votes: bool = False
) -> Columns:
    """The notes in scope that are not deleted, as they are in this snapshot."""
    places = await _places(session, scope)
    packed = sa.select(TallyPackRow.session_id, TallyPackRow.contexts, TallyPackRow.data).where(is_clean())
    if len(places) <= AT_ONCE:
        packed = packed.where(TallyPackRow.session_id.in_(places))
    contexts: dict[Context, int] = {}
    keys, lengths, chunks = [], [], []
    shifts: list[Numbers] = []
    for key, listed, data in await session.execute(packed):
        if key in places and is_current(listed):
            keys.append(key)
            lengths.append(len(data) // NOTE.itemsize)
            chunks.append(data)
            shifts.append(_shift(listed, contexts))
    rows = await _changed(session, sorted(places.keys() - set(keys)))
    late, listed = pack([row[1:] for row in rows])
    shifts.append(_shift(listed, contexts))
    notes = np.frombuffer(b"".join([*chunks, late.tobytes()]), NOTE)
    lengths.append(len(late))
    offsets = np.cumsum([0, *(len(one) for one in shifts[:-1])])
    context = np.concatenate(shifts)[notes["context"] + np.repeat(offsets, lengths)]
    spot = {key: number for number, key in enumerate(places)}
    where = np.concatenate(
        [
            np.repeat(np.array([spot[key] for key in keys], np.int64), lengths[:-1]),
            np.array([spot[row[0]] for row in rows], np.int64),
        ]
    )
    made = Columns(notes, where, context, list(contexts), list(places.values()), coding)
    if votes:
        made.votes = await _votes(session)
    return made if scope.since is None else made.after(scope.since)


async def _votes(session: AsyncSession) -> dict[int, int]:
    """How many votes notes got, by id. Votes for topics are not votes for notes."""
    query = (
        sa.select(NoteRow.id, sa.func.count()).join(VoteRow, VoteRow.target == NoteRow.public_id).group_by(NoteRow.id)
    )
    return {key: count for key, count in await session.execute(query)}  # noqa: C416 -- rows, not tuples


AT_ONCE = 500
"""As many sessions are asked for by their ids in one query."""


async def _changed(session: AsyncSession, keys: Sequence[int]) -> list[Any]:
    """The notes of sessions without a pack that holds."""
    rows: list[Any] = []
    for start in range(0, len(keys), AT_ONCE):
        async for some in batches(session, selected().where(NoteRow.session_id.in_(keys[start : start + AT_ONCE]))):
            rows += some
    return rows


async def _places(session: AsyncSession, scope: Scope) -> dict[int, Place]:
    query = (
        sa.select(SessionRow.id, TownRow.name, TownRow.timezone, GroupRow.id, GroupRow.name)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .join(TownRow, TownRow.id == ConsultationRow.town_id)
    )
    if scope.town is not None:
        query = query.where(sa.or_(TownRow.public_id == scope.town, TownRow.name == scope.town))
    if scope.consultation is not None:
        query = query.where(ConsultationRow.public_id == scope.consultation)
    if scope.group is not None:
        query = query.where(GroupRow.public_id == scope.group)
    tags: dict[int, list[str]] = {}
    for group, tag in await session.execute(sa.select(GroupTagRow.group_id, GroupTagRow.tag).order_by(GroupTagRow.tag)):
        tags.setdefault(group, []).append(tag)
    return {
        key: Place(town, timezone, name, tuple(tags.get(group, ())))
        for key, town, timezone, group, name in await session.execute(query)
    }


def _shift(listed: Sequence[Sequence[str]], contexts: dict[Context, int]) -> Numbers:
    """For each context of a pack its place among all contexts."""
    return np.array([contexts.setdefault((one[0], one[1], one[2], one[3]), len(contexts)) for one in listed], np.int64)


def _unique(values: NDArray[np.generic]) -> tuple[NDArray[np.generic], Numbers]:
    found, places = np.unique(values, return_inverse=True)
    return found, places


def _of_codes(codes: NDArray[np.uint16], label_of: object) -> Parts:
    """Apart by what ``label_of`` says of a code, notes without one last."""
    top = int(codes.max(initial=0))
    there = np.flatnonzero(np.bincount(codes, minlength=top + 1))
    labels: dict[object, int] = {}
    table = np.zeros(top + 1, np.int64)
    for packed in [*there[there > 0].tolist(), *([0] if there[:1].tolist() == [0] else [])]:
        label = label_of(unpack_code(packed)) if packed else NO_CODE  # type: ignore[operator]
        table[packed] = labels.setdefault(label, len(labels))
    return Parts(list(labels), table[codes])


def _months(first: int, last: int, zone: ZoneInfo) -> tuple[list[float], list[int]]:
    """When each month from ``first`` to ``last`` began there; months as year * 12 + month (0 to 11)."""
    starts, months = [], []
    for month, start in _month_starts(dt.datetime.fromtimestamp(first, zone)):
        starts.append(start.timestamp())
        months.append(month)
        if starts[-1] > last:
            break
    return starts, months


def _month_starts(moment: dt.datetime) -> Iterator[tuple[int, dt.datetime]]:
    month = moment.year * 12 + moment.month - 1
    while True:
        yield month, dt.datetime(month // 12, month % 12 + 1, 1, tzinfo=moment.tzinfo)
        month += 1
