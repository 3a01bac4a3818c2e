"""The tables, by what they hold. Importing this package knows them all."""

from storage.tables.actions import ActionCodeRow, ActionNoteRow, ActionRow, FollowRow, LevelRow, MilestoneRow
from storage.tables.answers import AnswerMessageRow, AnswerNoteRow, AnswerRow, ReferralRow, StatusRow
from storage.tables.base import Base
from storage.tables.delivery import ChatPaceRow, InboundRow, LeaseRow, MessageRow, OutboxRow, PaceRow, RecipientRow
from storage.tables.notes import CodingRow, NoteRow, VoiceRow, VoteRow
from storage.tables.numbers import SnapshotRow, TallyDirtyRow, TallyPackRow, TargetRow
from storage.tables.paper import ImportDraftRow
from storage.tables.people import AddressRow, ConsentRow, ConversationRow, ParticipationRow, PersonRow, TombstoneRow
from storage.tables.places import (
    BLIND_SHARE,
    ConsultationRow,
    DeletionRow,
    GroupRow,
    GroupTagRow,
    HelpLineRow,
    QuestionRow,
    SessionRow,
    TownRow,
)
from storage.tables.push import SubscriptionRow, VaultRow
from storage.tables.staff import AuditRow, DepartmentRow, InviteRow, StaffGroupRow, StaffRow, StaffSessionRow

__all__ = [
    "BLIND_SHARE",
    "ActionCodeRow",
    "ActionNoteRow",
    "ActionRow",
    "AddressRow",
    "AnswerMessageRow",
    "AnswerNoteRow",
    "AnswerRow",
    "AuditRow",
    "Base",
    "ChatPaceRow",
    "CodingRow",
    "ConsentRow",
    "ConsultationRow",
    "ConversationRow",
    "DeletionRow",
    "DepartmentRow",
    "FollowRow",
    "GroupRow",
    "GroupTagRow",
    "HelpLineRow",
    "ImportDraftRow",
    "InboundRow",
    "InviteRow",
    "LeaseRow",
    "LevelRow",
    "MessageRow",
    "MilestoneRow",
    "NoteRow",
    "OutboxRow",
    "PaceRow",
    "ParticipationRow",
    "PersonRow",
    "QuestionRow",
    "RecipientRow",
    "ReferralRow",
    "SessionRow",
    "SnapshotRow",
    "StaffGroupRow",
    "StaffRow",
    "StaffSessionRow",
    "StatusRow",
    "SubscriptionRow",
    "TallyDirtyRow",
    "TallyPackRow",
    "TargetRow",
    "TombstoneRow",
    "TownRow",
    "VaultRow",
    "VoiceRow",
    "VoteRow",
]
