"""The notes that count, as columns of numbers: what every tally, test and picture is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from storage.packs import NOTE, Context, Notes, is_clean, pack, selected, unpack_code
from storage.tables import ConsultationRow, GroupRow, GroupTagRow, NoteRow, SessionRow, TallyPackRow, TownRow

NO_CODE = "?"
"""Shown for notes that have no code."""
NO_TAG = "?"
"""Shown for notes of groups without a tag."""
RECEIVED = "received"
"""The status of a note with which nothing has happened yet."""
BLOCKS = {"A": "A+B", "B": "A+B", "C": "C+D+E", "D": "C+D+E", "E": "C+D+E", "F": "F+G+H", "G": "F+G+H", "H": "F+G+H"}

Numbers = NDArray[np.int64]


class Coding(StrEnum):
    """Which codes count.

    The best there is (a facilitator's, else the author's, else the suggestion), or only those that a person gave.
    """

    BEST = "best"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which notes count; what is ``None`` does not matter.

    ``consultation`` and ``group`` are public ids, ``town`` is a public id or a name; ``since`` leaves out notes written
    until then.
    """

    town: str | None = None
    consultation: str | None = None
    group: str | None = None
    since: dt.datetime | None = None


EVERYTHING = Scope()


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

    ``session`` holds for each note a key of ``places``; ``context`` its place in ``contexts`` (unlike the field of that
    name in ``notes``, which is about its pack); ``status`` only notes (by id) that are no longer just received.
    """

    notes: Notes
    session: Numbers
    context: Numbers
    contexts: list[Context]
    places: dict[int, Place]
    coding: Coding = Coding.BEST
    status: dict[int, str] = field(default_factory=dict)

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
        return self._by_place({key: place.town for key, place in self.places.items()})

    def _group(self) -> Parts:
        towns: dict[str, set[str]] = {}
        for place in self.places.values():
            towns.setdefault(place.group, set()).add(place.town)
        return self._by_place(
            {
                key: place.group if len(towns[place.group]) == 1 else f"{place.group} ({place.town})"
                for key, place in self.places.items()
            }
        )

    def _tag(self) -> Parts:
        labels = sorted({tag for place in self.places.values() for tag in place.tags or (NO_TAG,)})
        index = {tag: number for number, tag in enumerate(labels)}
        keys, inverse = np.unique(self.session, return_inverse=True)
        tags = [[index[tag] for tag in self.places[int(key)].tags or (NO_TAG,)] for key in keys]
        counts = np.array([len(one) for one in tags], np.int64)[inverse]
        rows = np.repeat(np.arange(len(self)), counts)
        width = max((len(one) for one in tags), default=1)
        table = np.array([[*one, *[0] * (width - len(one))] for one in tags], np.int64).reshape(-1, width)
        nth = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Parts(labels, table[inverse[rows], nth], rows)

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
        keys, inverse = np.unique(self.session, return_inverse=True)
        zones = sorted({self.places[int(key)].timezone for key in keys})
        zone_of = np.array([zones.index(self.places[int(key)].timezone) for key in keys], np.int64)[inverse]
        months = np.zeros(len(self), np.int64)
        for number, zone in enumerate(zones):
            there = zone_of == number
            at = self.notes["at"][there]
            starts, named = _months(int(at.min()), int(at.max()), ZoneInfo(zone))
            months[there] = np.array(named)[np.searchsorted(starts, at, side="right") - 1]
        found, places = _unique(months)
        return Parts([f"{one // 12}-{one % 12 + 1:02d}" for one in found.tolist()], places)

    def _status(self) -> Parts:
        labels = sorted({*self.status.values()} - {RECEIVED})
        index = {RECEIVED: 0} | {label: number for number, label in enumerate(labels, 1)}
        places = np.zeros(len(self), np.int64)
        if self.status:
            ids = np.array(sorted(self.status), np.int64)
            numbers = np.array([index[self.status[one]] for one in ids.tolist()], np.int64)
            spot = np.minimum(np.searchsorted(ids, self.notes["id"]), len(ids) - 1)
            places = np.where(ids[spot] == self.notes["id"], numbers[spot], 0)
        return Parts([RECEIVED, *labels], places)

    def _by_place(self, labels: dict[int, str]) -> Parts:
        keys, inverse = np.unique(self.session, return_inverse=True)
        shown = sorted({labels[int(key)] for key in keys})
        index = {label: number for number, label in enumerate(shown)}
        return Parts(shown, np.array([index[labels[int(key)]] for key in keys], np.int64)[inverse])

    def _by_context(self, which: int) -> Parts:
        shown = sorted({context[which] for context in self.contexts})
        index = np.array([shown.index(context[which]) for context in self.contexts], np.int64)
        return Parts(shown, index[self.context])


async def load(session: AsyncSession, scope: Scope = EVERYTHING, coding: Coding = Coding.BEST) -> Columns:
    """The notes in scope that are not deleted, as they are in this snapshot."""
    places = await _places(session, scope)
    packed = sa.select(TallyPackRow.session_id, TallyPackRow.contexts, TallyPackRow.data).where(is_clean())
    if len(places) <= AT_ONCE:
        packed = packed.where(TallyPackRow.session_id.in_(places))
    contexts: dict[Context, int] = {}
    keys, lengths, chunks = [], [], []
    shifts: list[Numbers] = []
    for key, listed, data in await session.execute(packed):
        if key in places:
            keys.append(key)
            lengths.append(len(data) // NOTE.itemsize)
            chunks.append(data)
            shifts.append(_shift(listed, contexts))
    rows = await _changed(session, sorted(places.keys() - set(keys)))
    late, listed = pack(row[1:] for row in rows)
    shifts.append(_shift(listed, contexts))
    notes = np.frombuffer(b"".join([*chunks, late.tobytes()]), NOTE)
    lengths.append(len(late))
    offsets = np.cumsum([0, *(len(one) for one in shifts[:-1])])
    context = np.concatenate(shifts)[notes["context"] + np.repeat(offsets, lengths)]
    where = np.concatenate(
        [np.repeat(np.array(keys, np.int64), lengths[:-1]), np.array([row[0] for row in rows], np.int64)]
    )
    made = Columns(notes, where, context, list(contexts), places, coding, await _statuses(session))
    return made if scope.since is None else made.after(scope.since)


async def _statuses(session: AsyncSession) -> dict[int, str]:
    """Of the notes with which something has happened."""
    query = sa.select(NoteRow.id, NoteRow.status).where(NoteRow.status != RECEIVED)
    return {row.id: row.status for row in await session.execute(query)}


AT_ONCE = 500
"""As many sessions are asked for by their ids in one query."""


async def _changed(session: AsyncSession, keys: Sequence[int]) -> list[Any]:
    """The notes of sessions without a pack that holds."""
    rows: list[Any] = []
    for start in range(0, len(keys), AT_ONCE):
        rows += (await session.execute(selected().where(NoteRow.session_id.in_(keys[start : start + AT_ONCE])))).all()
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
    return np.array([contexts.setdefault((one[0], one[1], one[2]), len(contexts)) for one in listed], np.int64)


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
