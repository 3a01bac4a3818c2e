"""From SQLite to PostgreSQL: copied in one transaction, read back, and compared row by row."""

from __future__ import annotations

from sqlalchemy.engine import make_url

from bot.outcome import CommandError
from bot.settings import Settings
from storage import copying, schema
from storage.database import Database


async def move_to(settings: Settings, url: str) -> int:
    """Copy everything; returns the number of rows.

    Raises:
        CommandError: the databases are not of the right kind, or the target is not empty.
        DifferentError: what was read back is not what was written; then the target is as empty as before.
    """
    source = Database(settings.database_url)
    if not source.is_sqlite or make_url(url).get_backend_name() != "postgresql":
        await source.close()
        msg = "move goes from SQLite to an address such as postgresql+asyncpg://user:password@host/name"
        raise CommandError(msg)
    target = Database(url)
    try:
        await schema.upgrade(source)
        await schema.upgrade(target)
        async with source.read() as reading, target.write() as writing:
            ours, theirs = await reading.connection(), await writing.connection()
            if not await copying.is_empty(theirs):
                msg = "The new database is not empty; move only fills an empty one"
                raise CommandError(msg)
            sums = await copying.copy(ours, theirs)
            await copying.check(theirs, sums)
            await copying.count_on(theirs, await copying.counters(ours))
    finally:
        await source.close()
        await target.close()
    return sum(one.rows for one in sums.values())
