"""When a note came onto the wall, and under which family."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.base import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("wall_at", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("wall_family", sa.String(length=1), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_column("wall_family")
        batch_op.drop_column("wall_at")
