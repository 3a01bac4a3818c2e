from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import schema
from storage.database import Database
from storage.tables import Base


async def test_up_down_up_and_the_same_as_the_tables(database_url: str) -> None:
    database = Database(database_url)
    try:
        revisions = [one.revision for one in ScriptDirectory.from_config(schema.config()).walk_revisions()][::-1]
        assert revisions
        for revision in revisions:
            await schema.upgrade(database, revision)
            await schema.downgrade(database, "-1")
            await schema.upgrade(database, revision)
            assert await schema.current(database) == revision
        assert schema.newest() == revisions[-1]
        async with database.engine.connect() as connection:
            differences = await connection.run_sync(
                lambda sync: compare_metadata(
                    MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata
                )
            )
        assert differences == []
        await schema.downgrade(database, "base")
        assert await schema.current(database) is None
    finally:
        await database.close()
