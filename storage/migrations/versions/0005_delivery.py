"""messages to many: who gets them, when they may be sent, the pace over all processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigKey, UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "pace",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("ready_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_pace")),
    )
    op.create_table(
        "chat_pace",
        sa.Column("address_id", BigKey, autoincrement=False, nullable=False),
        sa.Column("ready_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_chat_pace")),
    )
    op.create_index(op.f("ix_chat_pace_ready_at"), "chat_pace", ["ready_at"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("message_id", BigKey, nullable=False),
        sa.Column("person_id", BigKey, nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("queued_at", UtcTime(), nullable=True),
        sa.Column("outbox_id", BigKey, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_recipient_message_id_message"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_recipient_outbox_id_outbox"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recipient_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_recipient")),
    )
    with op.batch_alter_table("recipient") as batch_op:
        batch_op.create_index(batch_op.f("ix_recipient_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recipient_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_recipient_state_due", ["state", "due_at"], unique=False)

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("quiet_days", sa.JSON(), nullable=False, server_default="[7]"))
        batch_op.add_column(sa.Column("follow_up_days", sa.Integer(), nullable=True))

    with op.batch_alter_table("message") as batch_op:
        batch_op.add_column(sa.Column("audience", sa.String(length=16), nullable=False, server_default="group"))
        batch_op.add_column(sa.Column("exempt", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("expires_at", UtcTime(), nullable=True))

    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("until", UtcTime(), nullable=True))
        batch_op.add_column(sa.Column("sender", sa.String(length=32), nullable=True))
        batch_op.drop_index(batch_op.f("ix_outbox_message_id"))
        batch_op.create_index("uq_outbox_message_address", ["message_id", "address_id"], unique=True)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("uq_outbox_message_address")
        batch_op.create_index(batch_op.f("ix_outbox_message_id"), ["message_id"], unique=False)
        batch_op.drop_column("sender")
        batch_op.drop_column("until")

    with op.batch_alter_table("message") as batch_op:
        batch_op.drop_column("expires_at")
        batch_op.drop_column("exempt")
        batch_op.drop_column("audience")

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.drop_column("follow_up_days")
        batch_op.drop_column("quiet_days")

    with op.batch_alter_table("recipient") as batch_op:
        batch_op.drop_index("ix_recipient_state_due")
        batch_op.drop_index(batch_op.f("ix_recipient_person_id"))
        batch_op.drop_index(batch_op.f("ix_recipient_outbox_id"))

    op.drop_table("recipient")
    op.drop_table("chat_pace")
    op.drop_table("pace")
