"""blind notes, and learning on the job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: notes that are there were not blind; consultations that run get the defaults."""
    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("blind_share", sa.Double(), nullable=False, server_default=sa.text("0.05")))
        batch_op.add_column(sa.Column("learning", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.drop_column("learning")
        batch_op.drop_column("blind_share")
    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_column("blind")
