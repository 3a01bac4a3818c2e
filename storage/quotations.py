"""Notes that may be quoted: on the wall, looked at, with a text that is safe to read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.exporting import in_scope, public_conditions
from storage.scope import Scope
from storage.tables import NoteRow, SessionRow
from storage.tallies import BEST


async def quotations(session: AsyncSession, scope: Scope, of_each: int, longest: int = 200) -> dict[str, list[str]]:
    """Some notes of each family, starred ones and short ones first, each text once."""
    rank = (
        sa.func.row_number()
        .over(
            partition_by=sa.func.substr(BEST, 1, 1),
            order_by=(NoteRow.starred.desc(), sa.func.length(NoteRow.safe_text), NoteRow.public_id),
        )
        .label("rank")
    )
    inside = in_scope(sa.select(SessionRow.id).select_from(SessionRow), scope)
    ranked = (
        sa.select(sa.func.substr(BEST, 1, 1).label("family"), NoteRow.safe_text.label("text"), rank)
        .where(NoteRow.deleted_at.is_(None), BEST.is_not(None), *public_conditions())
        .where(NoteRow.session_id.in_(inside.scalar_subquery()))
        .where(sa.func.length(NoteRow.safe_text).between(12, longest))
        .subquery()
    )
    query = sa.select(ranked.c.family, ranked.c.text).where(ranked.c.rank <= 4 * of_each).order_by(ranked.c.rank)
    found: dict[str, list[str]] = {}
    for family, text in await session.execute(query):
        one = found.setdefault(family, [])
        if text not in one and len(one) < of_each:
            one.append(text)
    return dict(sorted(found.items()))
