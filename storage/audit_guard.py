"""The audit log only grows: the database itself refuses to change or delete its rows.

The triggers are not part of a migration: SQLite makes a table anew to change it, and its triggers are gone without a
word. So they are put in place after every change of the schema.
"""

from __future__ import annotations

import sqlalchemy as sa

TABLE = "audit"
VERBS = ("update", "delete")
REFUSAL = "the audit log only grows"


def ensure(connection: sa.Connection) -> None:
    """Put the guard in place, where there is an audit log."""
    if not sa.inspect(connection).has_table(TABLE):
        return
    for statement in _sqlite() if connection.dialect.name == "sqlite" else _postgres():
        connection.exec_driver_sql(statement)


def drop(connection: sa.Connection) -> None:
    """Take the guard away: before the tables go, or while a backup's log takes the place of this one."""
    if connection.dialect.name == "sqlite":
        for verb in VERBS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_no_{verb}")
    else:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_no_change ON audit")
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_no_truncate ON audit")
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS audit_refuse()")


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in VERBS
    ]


def _postgres() -> list[str]:
    return [
        (
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        ),
    ]
