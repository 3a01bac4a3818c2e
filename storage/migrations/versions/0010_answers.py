"""What became of notes: answers, statuses, pilot actions, web push."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.folding import fold
from storage.tables.base import BigKey, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHUNK = 1000


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "vault",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_vault")),
    )
    op.create_table(
        "action",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("consultation_id", BigKey, nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("descriptions", sa.JSON(), nullable=False),
        sa.Column("partners", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("aimed", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_action_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_public_id")),
    )
    with op.batch_alter_table("action") as batch_op:
        batch_op.create_index(batch_op.f("ix_action_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "action_code",
        sa.Column("action_id", BigKey, nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_code_action_id_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "code", name=op.f("pk_action_code")),
    )
    op.create_table(
        "follow",
        sa.Column("action_id", BigKey, nullable=False),
        sa.Column("person_id", BigKey, nullable=False),
        sa.Column("following", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_follow_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", "person_id", name=op.f("pk_follow")),
    )
    with op.batch_alter_table("follow") as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_person_id"), ["person_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("address_id", BigKey, nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("told_id", BigKey, nullable=False),
        sa.Column("told_at", UtcTime(), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name=op.f("fk_subscription_address_id_address"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("lookup", name=op.f("uq_subscription_lookup")),
    )
    with op.batch_alter_table("subscription") as batch_op:
        batch_op.create_index(batch_op.f("ix_subscription_address_id"), ["address_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("town_id", BigKey, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("department_id", BigKey, nullable=True),
        sa.Column("action_id", BigKey, nullable=True),
        sa.Column("corrects_id", BigKey, nullable=True),
        sa.Column("theme", sa.JSON(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("seen_note", BigKey, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("staff_id", BigKey, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_answer_action_id_action")),
        sa.ForeignKeyConstraint(["corrects_id"], ["answer.id"], name=op.f("fk_answer_corrects_id_answer")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_answer_department_id_department")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_answer_staff_id_staff")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_answer_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_public_id")),
    )
    with op.batch_alter_table("answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_town_id"), ["town_id"], unique=False)

    op.create_table(
        "level",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("town_id", BigKey, nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("action_id", BigKey, nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("aimed", sa.Integer(), nullable=True),
        sa.Column("staff_id", BigKey, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_level_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_level_staff_id_staff")),
        sa.ForeignKeyConstraint(["town_id"], ["town.id"], name=op.f("fk_level_town_id_town")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level")),
    )
    with op.batch_alter_table("level") as batch_op:
        batch_op.create_index(batch_op.f("ix_level_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_level_town_id"), ["town_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("answer_id", BigKey, nullable=False),
        sa.Column("department_id", BigKey, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("remind_at", UtcTime(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_referral_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_referral_department_id_department")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral") as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_remind_at"), ["remind_at"], unique=False)

    op.create_table(
        "action_note",
        sa.Column("action_id", BigKey, nullable=False),
        sa.Column("note_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_note_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_action_note_note_id_note"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("action_id", "note_id", name=op.f("pk_action_note")),
    )
    with op.batch_alter_table("action_note") as batch_op:
        batch_op.create_index(batch_op.f("ix_action_note_note_id"), ["note_id"], unique=False)

    op.create_table(
        "answer_message",
        sa.Column("answer_id", BigKey, nullable=False),
        sa.Column("message_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_message_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_answer_message_message_id_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "message_id", name=op.f("pk_answer_message")),
    )
    op.create_table(
        "answer_note",
        sa.Column("answer_id", BigKey, nullable=False),
        sa.Column("note_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_note_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_answer_note_note_id_note"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer_id", "note_id", name=op.f("pk_answer_note")),
    )
    with op.batch_alter_table("answer_note") as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_note_note_id"), ["note_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("action_id", BigKey, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("announced_at", UtcTime(), nullable=True),
        sa.Column("message_id", BigKey, nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_milestone_action_id_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_milestone_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("public_id", name=op.f("uq_milestone_public_id")),
    )
    with op.batch_alter_table("milestone") as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_action_id"), ["action_id"], unique=False)

    op.create_table(
        "note_status",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("note_id", BigKey, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("answer_id", BigKey, nullable=True),
        sa.Column("staff_id", BigKey, nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_note_status_answer_id_answer")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_status_note_id_note"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_note_status_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_status")),
    )
    with op.batch_alter_table("note_status") as batch_op:
        batch_op.create_index(batch_op.f("ix_note_status_note_id"), ["note_id"], unique=False)

    with op.batch_alter_table("department") as batch_op:
        batch_op.add_column(sa.Column("remind_days", sa.Integer(), nullable=False, server_default="14"))

    with op.batch_alter_table("note") as batch_op:
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("status", sa.String(length=16), server_default="received", nullable=False))
        batch_op.create_index(batch_op.f("ix_note_status"), ["status"], unique=False)
    # in line, not in a batch: SQLite would make the table anew, and lose what hangs on it
    _add_reference("note", "answer_id", "answer")
    _add_reference("note", "about_id", "note")
    for column in ("answer_id", "about_id"):
        op.create_index(op.f(f"ix_note_{column}"), "note", [column], unique=False)
    _fold_all()


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_status"))
        batch_op.drop_index(batch_op.f("ix_note_answer_id"))
        batch_op.drop_index(batch_op.f("ix_note_about_id"))
        batch_op.drop_column("about_id")
        batch_op.drop_column("answer_id")
        batch_op.drop_column("status")
        batch_op.drop_column("words")

    with op.batch_alter_table("department") as batch_op:
        batch_op.drop_column("remind_days")

    with op.batch_alter_table("note_status") as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_status_note_id"))

    op.drop_table("note_status")
    with op.batch_alter_table("milestone") as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_action_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("answer_note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_note_note_id"))

    op.drop_table("answer_note")
    op.drop_table("answer_message")
    with op.batch_alter_table("action_note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_note_note_id"))

    op.drop_table("action_note")
    with op.batch_alter_table("referral") as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_remind_at"))
        batch_op.drop_index(batch_op.f("ix_referral_department_id"))

    op.drop_table("referral")
    with op.batch_alter_table("level") as batch_op:
        batch_op.drop_index(batch_op.f("ix_level_town_id"))
        batch_op.drop_index(batch_op.f("ix_level_action_id"))

    op.drop_table("level")
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_town_id"))
        batch_op.drop_index(batch_op.f("ix_answer_state"))

    op.drop_table("answer")
    with op.batch_alter_table("subscription") as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_address_id"))

    op.drop_table("subscription")
    with op.batch_alter_table("follow") as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_person_id"))

    op.drop_table("follow")
    op.drop_table("action_code")
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_consultation_id"))

    op.drop_table("action")
    op.drop_table("vault")


def _fold_all() -> None:
    """What is searched, for the notes that are there."""
    note = sa.table("note", sa.column("id"), sa.column("safe_text"), sa.column("words"))
    bind, last = op.get_bind(), 0
    while True:
        query = sa.select(note.c.id, note.c.safe_text).where(note.c.id > last).order_by(note.c.id).limit(CHUNK)
        rows = bind.execute(query).all()
        if not rows:
            return
        last = rows[-1][0]
        for key, text in rows:
            if text is not None:
                bind.execute(sa.update(note).where(note.c.id == key).values(words=fold(text)))


def _add_reference(table: str, column: str, other: str) -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {column} INTEGER REFERENCES "{other}" (id)')
        return
    reference = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}_{other}")
    op.add_column(table, sa.Column(column, BigKey, reference, nullable=True))
