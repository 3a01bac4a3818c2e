"""What is done unasked: erasures outlive the database in a file of tombstones, and old keys are done away with."""

from __future__ import annotations

import asyncio

import structlog

from bot.settings import Settings
from storage.database import Database
from storage.keys import Keyring
from storage.rotation import rotate
from storage.tombstones import Tombstone, TombstoneFile, forget_again, tombstones

log = structlog.get_logger()


def remembered(settings: Settings) -> list[Tombstone]:
    """What the file says; nothing where there is none."""
    path = settings.tombstones
    return [] if path is None else TombstoneFile(path).read()


async def write_down(database: Database, settings: Settings) -> None:
    """Bring the file up to date with the database; what cannot be written now is written the next time."""
    path = settings.tombstones
    if path is None:
        return
    async with database.read() as session:
        known = await tombstones(session)
    try:
        await asyncio.to_thread(TombstoneFile(path).add, known)
    except OSError as error:
        log.error("tombstones_not_written", error=type(error).__name__)  # noqa: TRY400 -- its text names the path


async def seal_anew(database: Database, keyring: Keyring) -> None:
    """Seal with the current key what an earlier one sealed."""
    done = await rotate(database, keyring)
    if done.renewed or done.lost:
        log.info("sealed_anew", count=done.renewed)
    if done.lost:
        log.warning("sealed_with_unknown_key", count=done.lost)


async def forget_before_serving(database: Database, settings: Settings) -> None:
    """Erase again whoever an older copy of the database brought back, before anybody is served."""
    async with database.write() as session:
        count = await forget_again(session, remembered(settings))
    if count:
        log.warning("forgotten_again", count=count)
    await write_down(database, settings)
