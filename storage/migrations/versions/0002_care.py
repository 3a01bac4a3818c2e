"""what others may see of a note, what waits for review, help lines, the town's country."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("safe_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("review", sa.String(length=16), nullable=True))
    with op.batch_alter_table("town") as batch_op:
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=False, server_default="BE"))
    op.create_table(
        "help_line",
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_help_line_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "language", name=op.f("pk_help_line")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("help_line")
    with op.batch_alter_table("town") as batch_op:
        batch_op.drop_column("country")
    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_column("review")
        batch_op.drop_column("safe_text")
