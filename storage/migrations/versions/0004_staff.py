"""staff, led sessions, messages to many."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigKey, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "audit",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("town_id", BigKey, nullable=True),
        sa.Column("staff", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("object_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_audit_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit") as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_town_id"), ["town_id"], unique=False)

    op.create_table(
        "department",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("town_id", BigKey, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_department_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("public_id", name=op.f("uq_department_public_id")),
    )
    with op.batch_alter_table("department") as batch_op:
        batch_op.create_index(batch_op.f("ix_department_town_id"), ["town_id"], unique=False)

    op.create_table(
        "staff",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("town_id", BigKey, nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("department_id", BigKey, nullable=True),
        sa.Column("address_id", BigKey, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name=op.f("fk_staff_address_id_address"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_staff_department_id_department")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_staff_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("public_id", name=op.f("uq_staff_public_id")),
    )
    with op.batch_alter_table("staff") as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_address_id"), ["address_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_town_id"), ["town_id"], unique=False)

    op.create_table(
        "invite",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("town_id", BigKey, nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("department_id", BigKey, nullable=True),
        sa.Column("staff_id", BigKey, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_invite_department_id_department")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_invite_staff_id_staff")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_invite_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invite_token_hash")),
    )
    op.create_table(
        "staff_group",
        sa.Column("staff_id", BigKey, nullable=False),
        sa.Column("group_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_staff_group_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_group_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", "group_id", name=op.f("pk_staff_group")),
    )
    with op.batch_alter_table("staff_group") as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", BigKey, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    with op.batch_alter_table("staff_session") as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_session_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("town_id", BigKey, nullable=False),
        sa.Column("consultation_id", BigKey, nullable=True),
        sa.Column("group_id", BigKey, nullable=True),
        sa.Column("session_id", BigKey, nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("staff_id", BigKey, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_message_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_message_group_id_group")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_message_session_id_session")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_message_staff_id_staff")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_message_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    with op.batch_alter_table("message") as batch_op:
        batch_op.create_index(batch_op.f("ix_message_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_town_id"), ["town_id"], unique=False)

    # in line, not in a batch: SQLite would make the tables anew, and lose what hangs on them
    _add_reference("coding", "staff_id", "staff")
    _add_reference("group", "chat_id", "address")
    _add_reference("outbox", "message_id", "message")
    op.create_index(op.f("ix_outbox_message_id"), "outbox", ["message_id"], unique=False)

    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("secondary_code", sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column("hidden_at", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("passed_at", UtcTime(), nullable=True))

    with op.batch_alter_table("participation") as batch_op:
        batch_op.add_column(sa.Column("shown", sa.Integer(), nullable=True))

    with op.batch_alter_table("session") as batch_op:
        batch_op.add_column(sa.Column("led", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("question", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("timer_until", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("starts_at", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("ends_at", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("wall_frozen_at", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("wall_counts", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("wall_moderated", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("session") as batch_op:
        batch_op.drop_column("wall_moderated")
        batch_op.drop_column("wall_counts")
        batch_op.drop_column("wall_frozen_at")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("starts_at")
        batch_op.drop_column("timer_until")
        batch_op.drop_column("version")
        batch_op.drop_column("question")
        batch_op.drop_column("led")

    with op.batch_alter_table("participation") as batch_op:
        batch_op.drop_column("shown")

    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_id"))
        batch_op.drop_column("message_id")

    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_column("passed_at")
        batch_op.drop_column("hidden_at")
        batch_op.drop_column("secondary_code")

    with op.batch_alter_table("group") as batch_op:
        batch_op.drop_column("chat_id")

    with op.batch_alter_table("coding") as batch_op:
        batch_op.drop_column("staff_id")

    op.drop_table("message")
    op.drop_table("staff_session")
    op.drop_table("staff_group")
    op.drop_table("invite")
    op.drop_table("staff")
    op.drop_table("department")
    op.drop_table("audit")


def _add_reference(table: str, column: str, other: str) -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} INTEGER REFERENCES "{other}" (id)')
        return
    reference = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}_{other}")
    op.add_column(table, sa.Column(column, BigKey, reference, nullable=True))
