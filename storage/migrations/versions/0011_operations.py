"""Deletion by two admins, retention, tombstones of consultations, who answers for data; the audit log only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import audit_guard
from storage.tables.base import BigKey, UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "deletion",
        sa.Column("consultation_id", BigKey, nullable=False),
        sa.Column("staff_id", BigKey, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_deletion_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_deletion_staff_id_staff")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_deletion")),
    )
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("retired_at", UtcTime(), nullable=True))
    with op.batch_alter_table("tombstone") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), nullable=False, server_default="person"))
    with op.batch_alter_table("town") as batch_op:
        batch_op.add_column(sa.Column("contact", sa.String(length=300), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    audit_guard.drop(op.get_bind())
    with op.batch_alter_table("town") as batch_op:
        batch_op.drop_column("contact")
    with op.batch_alter_table("tombstone") as batch_op:
        batch_op.drop_column("kind")
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.drop_column("retired_at")
    op.drop_table("deletion")
