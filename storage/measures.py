"""What the metrics tell of the database: how much waits, for how long, and how many suggestions were accepted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import NoteRow, OutboxRow


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers of the whole house. ``queue``: by channel, messages that are due, and seconds the oldest has waited.

    Of the notes that their author coded: ``accepted`` as suggested first, ``other``, ``blind`` without a suggestion.
    """

    queue: dict[str, tuple[int, float]]
    refused: dict[str, int]
    notes: int
    accepted: int
    other: int
    blind: int


async def measure(session: AsyncSession, now: dt.datetime) -> Measures:
    """Count."""
    row, note = OutboxRow, NoteRow
    due = (
        sa.select(row.channel, sa.func.count(), sa.func.min(row.due_at))
        .where(row.state.in_(["pending", "sending"]), row.due_at <= now)
        .group_by(row.channel)
    )
    queue = {
        channel: (number, max((now - oldest).total_seconds(), 0.0))
        for channel, number, oldest in await session.execute(due)
    }
    refused = sa.select(row.channel, sa.func.count()).where(row.state == "failed").group_by(row.channel)
    coded = note.author_code.is_not(None)
    counts = [
        sa.func.count(),
        sa.func.count().filter(coded, ~note.blind, note.author_code == note.suggested_code),
        sa.func.count().filter(coded, ~note.blind, note.author_code != sa.func.coalesce(note.suggested_code, "")),
        sa.func.count().filter(coded, note.blind),
    ]
    row_of_counts = (await session.execute(sa.select(*counts).where(note.deleted_at.is_(None)))).one()
    notes, accepted, other, blind = (int(one) for one in row_of_counts)
    return Measures(
        queue,
        {channel: number for channel, number in await session.execute(refused)},  # noqa: C416 -- rows, not tuples
        notes,
        accepted,
        other,
        blind,
    )
