"""Results as they were published: frozen, and read again to check the next ones against them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import new_id
from storage.scope import Coding
from storage.tables import ConsultationRow, SnapshotRow


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was published.

    ``tables``: a list of ``{"by": [dimension, …], "cells": [{"values": […], "notes": 12,
    "people": 9, "share": 0.1}, …]}``; a value is ``null`` in the sum over its dimension; numbers are ``null`` where
    they were left out; people also where nobody is known.
    """

    id: str
    consultation: str
    tables: list[Any]
    threshold: int
    coding: Coding
    at: dt.datetime


async def freeze(
    session: AsyncSession,
    consultation: str,
    tables: Sequence[Any],
    threshold: int,
    coding: Coding,
    now: dt.datetime,
    source: random.Random,
) -> Snapshot:
    """Keep results of a consultation (public id) for everybody; they never change again.

    Raises:
        LookupError: there is no such consultation.
    """
    key = await session.scalar(sa.select(ConsultationRow.id).where(ConsultationRow.public_id == consultation))
    if key is None:
        raise LookupError(consultation)
    row = SnapshotRow(
        public_id=new_id(source),
        consultation_id=key,
        tables=list(tables),
        threshold=threshold,
        coding=coding.value,
        published_at=now,
    )
    session.add(row)
    await session.flush()
    return _snapshot(row, consultation)


async def snapshots(session: AsyncSession, consultation: str) -> list[Snapshot]:
    """All that was published of a consultation (public id), newest first."""
    query = _query().where(ConsultationRow.public_id == consultation).order_by(SnapshotRow.id.desc())
    return [_snapshot(row, public_id) for row, public_id in await session.execute(query)]


async def snapshot(session: AsyncSession, snapshot_id: str) -> Snapshot | None:
    """One publication, by its public id."""
    found = (await session.execute(_query().where(SnapshotRow.public_id == snapshot_id))).first()
    return _snapshot(found[0], found[1]) if found else None


def _query() -> Any:
    return sa.select(SnapshotRow, ConsultationRow.public_id).join(
        ConsultationRow, ConsultationRow.id == SnapshotRow.consultation_id
    )


def _snapshot(row: SnapshotRow, consultation: str) -> Snapshot:
    return Snapshot(row.public_id, consultation, row.tables, row.threshold, Coding(row.coding), row.published_at)
