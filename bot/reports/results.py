"""Publishing results: what they would be now, checked against all that was published before, and freezing them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from bot.reports.public import ALL, TABLES, THRESHOLD, PublicCell, Published, public_tables
from storage.columns import load
from storage.database import Session
from storage.scope import Coding, Scope
from storage.snapshots import Snapshot, freeze, snapshots

Tables = list[tuple[tuple[str, ...], list[PublicCell]]]


async def draft(
    session: Session,
    consultation: str,
    coding: Coding = Coding.BEST,
    threshold: int = THRESHOLD,
    bys: Sequence[tuple[str, ...]] = (*TABLES, ("tag",)),
) -> Tables:
    """What would be published of a consultation (public id) now: each table's dimensions and its cells, with sums.

    Raises:
        CannotPublishError: with a sentence for whoever wants to publish.
    """
    earlier = [published(one) for one in await snapshots(session, consultation)]
    columns = await load(session, Scope(consultation=consultation), coding)
    return list(zip(bys, public_tables(columns, bys, threshold, earlier), strict=True))


async def publish(
    session: Session,
    consultation: str,
    now: dt.datetime,
    source: random.Random,
    coding: Coding = Coding.BEST,
    threshold: int = THRESHOLD,
) -> Snapshot:
    """Freeze the draft, in the same transaction in which it is made.

    Raises:
        CannotPublishError: with a sentence for whoever wants to publish.
        LookupError: there is no such consultation.
    """
    tables = await draft(session, consultation, coding, threshold)
    return await freeze(session, consultation, as_json(tables), threshold, coding, now, source)


def as_json(tables: Tables) -> list[dict[str, Any]]:
    """As a snapshot holds them, and as open data: a sum's value is ``null``, as are numbers that were left out."""
    return [
        {
            "by": list(by),
            "cells": [
                {
                    "values": [None if value is ALL else value for value in cell.values],
                    "notes": cell.notes,
                    "people": cell.people,
                    "share": None if cell.share is None else round(cell.share, 6),
                }
                for cell in cells
            ],
        }
        for by, cells in tables
    ]


def published(snapshot: Snapshot) -> Published:
    """A snapshot's tables, to be checked against or drawn (``bot.reports.pictures`` leaves out what was left out)."""
    return Published(
        snapshot.at,
        [
            (
                tuple(table["by"]),
                [
                    PublicCell(
                        tuple(ALL if value is None else value for value in cell["values"]),
                        cell["notes"],
                        cell["people"],
                        cell["share"],
                    )
                    for cell in table["cells"]
                ],
            )
            for table in snapshot.tables
        ],
    )
