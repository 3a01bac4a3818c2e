"""Writers of paper notes can be counted; files wait to be imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigKey, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("writer", sa.String(length=64), nullable=True))
    op.create_table(
        "import_draft",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("staff_id", BigKey, nullable=False),
        sa.Column("session_id", BigKey, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("import_id", sa.String(length=16), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_import_draft_session_id_session"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_import_draft_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_draft_public_id")),
    )
    op.create_index(op.f("ix_import_draft_created_at"), "import_draft", ["created_at"], unique=False)
    op.create_index(op.f("ix_import_draft_staff_id"), "import_draft", ["staff_id"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("import_draft")
    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_column("writer")
