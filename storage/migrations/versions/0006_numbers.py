"""Packs for tallies, targets, published snapshots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import triggers
from storage.tables.base import BigKey, UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "snapshot",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("consultation_id", BigKey, nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("coding", sa.String(length=16), nullable=False),
        sa.Column("published_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_snapshot_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_snapshot_public_id")),
    )
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("consultation_id", BigKey, nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_target_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "tag", name=op.f("pk_target")),
    )
    op.create_table(
        "tally_pack",
        sa.Column("session_id", BigKey, nullable=False),
        sa.Column("contexts", sa.JSON(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_tally_pack_session_id_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_tally_pack")),
    )
    op.create_table(
        "tally_dirty",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("session_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_tally_dirty_session_id_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_dirty")),
    )
    with op.batch_alter_table("tally_dirty") as batch_op:
        batch_op.create_index(batch_op.f("ix_tally_dirty_session_id"), ["session_id"], unique=False)
    deleted = sa.text("deleted_at IS NOT NULL")
    op.drop_index(op.f("ix_note_deleted_at"), "note")
    op.create_index(op.f("ix_note_deleted_at"), "note", ["deleted_at"], sqlite_where=deleted, postgresql_where=deleted)


def downgrade() -> None:
    """Back."""
    triggers.drop(op.get_bind())
    op.drop_index(op.f("ix_note_deleted_at"), "note")
    op.create_index(op.f("ix_note_deleted_at"), "note", ["deleted_at"])

    with op.batch_alter_table("tally_dirty") as batch_op:
        batch_op.drop_index(batch_op.f("ix_tally_dirty_session_id"))

    op.drop_table("tally_dirty")
    op.drop_table("tally_pack")
    op.drop_table("target")
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.drop_index(batch_op.f("ix_snapshot_consultation_id"))

    op.drop_table("snapshot")
