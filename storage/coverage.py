"""Who is missing: people heard by tag, against the shares that the town wants to hear."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import Columns
from storage.scope import EVERYTHING, Scope
from storage.tables import ConsultationRow, TargetRow, TownRow
from storage.tallies import count


@dataclass(frozen=True, slots=True)
class Coverage:
    """A tag: how many people were heard (notes, where nobody is known), their share of all, and the share aimed at."""

    tag: str
    heard: int
    share: float
    target: float | None

    @property
    def difference(self) -> float | None:
        """Above 0: more were heard than aimed at; ``None`` without a target."""
        return None if self.target is None else self.share - self.target


async def targets(session: AsyncSession, scope: Scope = EVERYTHING) -> dict[str, float]:
    """The shares (0 to 1) aimed at, by tag; of several consultations in scope, the mean."""
    query = (
        sa.select(TargetRow.tag, sa.func.avg(TargetRow.share))
        .join(ConsultationRow, ConsultationRow.id == TargetRow.consultation_id)
        .join(TownRow, TownRow.id == ConsultationRow.town_id)
        .group_by(TargetRow.tag)
        .order_by(TargetRow.tag)
    )
    if scope.consultation is not None:
        query = query.where(ConsultationRow.public_id == scope.consultation)
    if scope.town is not None:
        query = query.where(sa.or_(TownRow.public_id == scope.town, TownRow.name == scope.town))
    return {tag: float(share) for tag, share in await session.execute(query)}


async def set_target(session: AsyncSession, consultation: str, tag: str, share: float | None) -> None:
    """Aim at a share (0 to 1) of people from groups with a tag in a consultation (public id); ``None`` takes it back.

    Raises:
        ValueError: the share is not between 0 and 1.
        LookupError: there is no such consultation.
    """
    if share is not None and not 0 <= share <= 1:
        msg = f"a share lies between 0 and 1, not at {share}"
        raise ValueError(msg)
    key = await session.scalar(sa.select(ConsultationRow.id).where(ConsultationRow.public_id == consultation))
    if key is None:
        raise LookupError(consultation)
    await session.execute(sa.delete(TargetRow).where(TargetRow.consultation_id == key, TargetRow.tag == tag))
    if share is not None:
        session.add(TargetRow(consultation_id=key, tag=tag, share=share))
        await session.flush()


def coverage(columns: Columns, aimed: dict[str, float]) -> list[Coverage]:
    """Every tag that somebody has, or that somebody was aimed at, the most missing first."""
    whole = count(columns, [])
    everybody = (whole[0].people or whole[0].notes) if whole else 0
    known = bool(whole and whole[0].people)
    heard = {str(cell.values[0]): (cell.people or 0) if known else cell.notes for cell in count(columns, ["tag"])}
    rows = [
        Coverage(tag, heard.get(tag, 0), heard.get(tag, 0) / max(1, everybody), aimed.get(tag))
        for tag in sorted(heard.keys() | aimed.keys())
    ]
    return sorted(rows, key=lambda one: (one.difference is None, one.difference or 0, one.tag))
