"""meetings: what people saw and voted, what a consultation says about itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigKey, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "vote",
        sa.Column("session_id", BigKey, nullable=False),
        sa.Column("person_id", BigKey, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_person_id_person")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_vote_session_id_session")),
        sa.PrimaryKeyConstraint("session_id", "person_id", "step", "target", name=op.f("pk_vote")),
    )
    with op.batch_alter_table("vote") as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("budget", sa.String(length=80), nullable=True))

    with op.batch_alter_table("participation") as batch_op:
        batch_op.add_column(sa.Column("ready", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("participation") as batch_op:
        batch_op.drop_column("ready")

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.drop_column("budget")
        batch_op.drop_column("purpose")

    op.drop_table("vote")
