"""What was erased stays erased: tombstones, the file of them beside the database, and forgetting again after a restore.

The file has one line each, only ever appended to: kind, id, whether notes stay, when. It outlives the database, so that
a backup from before an erasure does not bring back who was erased since.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.deletion import erase_consultation
from storage.erasure import erase_person
from storage.tables import ConsultationRow, PersonRow, TombstoneRow

Kind = Literal["person", "consultation"]
KINDS: tuple[Kind, ...] = ("person", "consultation")
KEEPS, TAKES = "notes-stay", "notes-go"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Who or what was erased, by public id, and when. ``keep_notes``: the notes stayed, without a link."""

    kind: Kind
    id: str
    keep_notes: bool
    at: dt.datetime


async def tombstones(session: AsyncSession) -> list[Tombstone]:
    """All that the database knows, oldest first."""
    rows = await session.scalars(sa.select(TombstoneRow).order_by(TombstoneRow.at, TombstoneRow.person_public_id))
    return [Tombstone(cast("Kind", row.kind), row.person_public_id, row.keep_notes, row.at) for row in rows]


async def forget_again(session: AsyncSession, known: Iterable[Tombstone]) -> int:
    """Erase whoever has a tombstone, in ``known`` or in the database, and is there all the same; returns how many."""
    there = {one.id for one in await tombstones(session)}
    new = {one.id: one for one in known if one.id not in there}
    session.add_all(
        TombstoneRow(person_public_id=one.id, kind=one.kind, keep_notes=one.keep_notes, at=one.at)
        for one in new.values()
    )
    await session.flush()
    query = sa.select(PersonRow.id, TombstoneRow.keep_notes).join(
        TombstoneRow, TombstoneRow.person_public_id == PersonRow.public_id
    )
    people = (await session.execute(query)).all()
    for key, keep_notes in people:
        await erase_person(session, key, keep_notes=keep_notes)
    gone = sa.select(ConsultationRow.id).join(TombstoneRow, TombstoneRow.person_public_id == ConsultationRow.public_id)
    consultations = (await session.scalars(gone)).all()
    for key in consultations:
        await erase_consultation(session, key)
    return len(people) + len(consultations)


class TombstoneFile:
    """The file beside the database; nobody but its owner may read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Tombstone]:
        """All lines that can be read; half a line, from a power cut, is skipped."""
        try:
            lines = self.path.read_text("ascii", "replace").splitlines()
        except FileNotFoundError:
            return []
        return [one for one in map(_parsed, lines) if one is not None]

    def add(self, known: Iterable[Tombstone]) -> None:
        """Append what is not in the file yet; it is on the disk when this returns."""
        there = {one.id for one in self.read()}
        new = [one for one in known if one.id not in there]
        if not new:
            return
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="ascii") as file:
            # begins on a line of its own, even after half a line
            file.write("".join(f"\n{_line(one)}" for one in new) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _line(one: Tombstone) -> str:
    return f"{one.kind} {one.id} {KEEPS if one.keep_notes else TAKES} {one.at.isoformat()}"


def _parsed(line: str) -> Tombstone | None:
    parts = line.split()
    try:
        kind, public_id, notes, at = parts
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        return None
    known = next((one for one in KINDS if one == kind), None)
    if known is None or notes not in (KEEPS, TAKES) or moment.tzinfo is None:
        return None
    return Tombstone(known, public_id, notes == KEEPS, moment)
