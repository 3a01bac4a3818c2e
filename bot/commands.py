"""What the commands do that count, write and invite: loaded when one of them is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.choices import Asked
from bot.reports.coverage import format_coverage
from bot.reports.wish import COUNTED, Wish
from bot.settings import Settings, SettingsError
from storage.agreement import Selection, coded_notes
from storage.columns import load
from storage.coverage import coverage, set_target, targets
from storage.database import Database
from storage.packs import refresh
from storage.roles import Role
from storage.scope import Scope
from storage.tallies import tally

SEED = 1
"""The same notes give the same intervals, every time."""


async def tallied(asked: Asked, form: str) -> bytes:
    """A tally as the content of a file."""
    from bot.reports.tally import format_tally

    database = Database(Settings().database_url)
    try:
        await refresh(database)
        async with database.read() as session:
            cells = await tally(session, asked.by, asked.scope, asked.coding, asked.weight)
    finally:
        await database.close()
    return format_tally(asked, cells, form)


async def exported(wish: Wish, path: Path) -> int:
    """Write an export; how many notes went in."""
    from bot.reports.export import export

    database = Database(Settings().database_url)
    try:
        if wish.form in COUNTED:
            await refresh(database)
        return await export(database, wish, path)
    finally:
        await database.close()


async def covered(scope: Scope, aims: Sequence[tuple[str, float | None]]) -> str:
    """Set what shares are aimed at, and say who is missing.

    Raises:
        LookupError: there is no such consultation.
    """
    database = Database(Settings().database_url)
    try:
        async with database.write() as session:
            for tag, share in aims:
                await set_target(session, scope.consultation or "", tag, share)
        await refresh(database)
        async with database.read() as session:
            return format_coverage(coverage(await load(session, scope), await targets(session, scope)))
    finally:
        await database.close()


async def agreed(selection: Selection, by: str | None, level: str, form: str) -> str:
    """How far suggestions, authors and facilitators agree."""
    from numpy.random import default_rng

    from bot.reports import agreement

    database = Database(Settings().database_url)
    try:
        async with database.read() as session:
            notes = await coded_notes(session, selection)
    finally:
        await database.close()
    rows, sentence = agreement.report(notes, by, level, default_rng(SEED))
    return agreement.format_agreement(rows, sentence, by, form)


async def invited(role: Role, town: str | None) -> str:
    """A link for a colleague, and what to do with it.

    Raises:
        SettingsError: it is not clear for which town.
    """
    from bot.wiring import now
    from storage import schema
    from storage.staff import INVITE_DAYS, audited, invite, town_keys

    settings = Settings()
    database = Database(settings.database_url)
    try:
        if database.is_sqlite:
            await schema.upgrade(database)
        async with database.write() as session:
            towns = await town_keys(session)
            if town is not None and town not in towns:
                msg = f"There is no town {town!r}. There are: {', '.join(towns) or 'none yet'}"
                raise SettingsError(msg)
            if town is None and len(towns) > 1:
                msg = f"There are several towns; say which with --town: {', '.join(towns)}"
                raise SettingsError(msg)
            key = towns[town] if town is not None else next(iter(towns.values()), None)
            token = await invite(session, role, now(), town_id=key)
            audited(session, None, "invited", now(), "role", role)
    finally:
        await database.close()
    return f"{settings.public_url}/staff/enter#{token}\nOpen it in a browser. It works once, for {INVITE_DAYS} days.\n"
