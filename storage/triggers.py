"""The triggers that mark a session when its notes change (see ``storage.packs``).

They are not part of a migration: SQLite makes a table anew to drop a column, and its triggers are gone without a word.
So after every change of the schema they are looked for; if they are missing, no pack can be trusted.
"""

from __future__ import annotations

import sqlalchemy as sa

TABLE = "tally_dirty"
EVENTS = {"insert": ("new",), "update": ("new", "old"), "delete": ("old",)}


def ensure(connection: sa.Connection) -> None:
    """Put the triggers in place where the tables for them exist."""
    if not sa.inspect(connection).has_table(TABLE):
        return
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgres()
    if set(_present(connection)) >= {_name(event) for event in EVENTS}:
        return
    for statement in [*statements, "DELETE FROM tally_pack"]:
        connection.exec_driver_sql(statement)


def drop(connection: sa.Connection) -> None:
    """Take them away, before their tables go."""
    for name in _present(connection):
        on = "" if connection.dialect.name == "sqlite" else " ON note"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS tally_mark()")


def _name(event: str) -> str:
    return f"tally_{event}"


def _present(connection: sa.Connection) -> list[str]:
    names = ", ".join(f"'{_name(event)}'" for event in EVENTS)
    if connection.dialect.name == "sqlite":
        query = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name IN ({names})"  # noqa: S608 -- ours
    else:
        query = f"SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'note'::regclass AND tgname IN ({names})"  # noqa: S608, E501 -- ours
    return list(connection.exec_driver_sql(query).scalars())


def _sqlite() -> list[str]:
    """A mark a row; one is enough, because SQLite has one writer at a time."""
    mark = (
        f"INSERT INTO {TABLE} (session_id) SELECT %s.session_id "  # noqa: S608 -- our own names
        f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} WHERE session_id = %s.session_id);"
    )
    return [
        f"CREATE TRIGGER IF NOT EXISTS {_name(event)} AFTER {event.upper()} ON note "
        f"BEGIN {' '.join(mark % (row, row) for row in rows)} END"
        for event, rows in EVENTS.items()
    ]


def _postgres() -> list[str]:
    """A mark for each session and statement; always a new row, so that nobody waits for anybody."""
    tables = {"new": "NEW TABLE AS changed", "old": "OLD TABLE AS changed"}
    made = [
        f"""CREATE OR REPLACE FUNCTION tally_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO {TABLE} (session_id) SELECT DISTINCT session_id FROM changed;
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO {TABLE} (session_id) SELECT DISTINCT session_id FROM before
            WHERE session_id NOT IN (SELECT session_id FROM changed);
        END IF;
        RETURN NULL; END $$"""  # noqa: S608 -- our own names
    ]
    for event in EVENTS:
        both = f"{tables['new']} OLD TABLE AS before" if event == "update" else tables[EVENTS[event][0]]
        made += [
            f"DROP TRIGGER IF EXISTS {_name(event)} ON note",
            (
                f"CREATE TRIGGER {_name(event)} AFTER {event.upper()} ON note REFERENCING {both} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tally_mark()"
            ),
        ]
    return made
