import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from handlers.state import Conversation, EarlyText, Part, Undo
from handlers.types import Button, Care, Message, Reply, Suggestion
from storage.wire import reply_from_json, reply_to_json

words = st.text(max_size=20)
values = st.recursive(
    words | st.integers(-(2**53), 2**53) | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    lambda inner: (
        st.builds(Message, words, st.dictionaries(words, inner, max_size=3)) | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=6,
)
messages = st.builds(Message, words, st.dictionaries(words, values, max_size=3))
buttons = st.lists(st.lists(st.builds(Button, messages, words), max_size=2).map(tuple), max_size=3).map(tuple)


@given(st.builds(Reply, st.lists(messages, max_size=3).map(tuple), buttons))
def test_a_reply_survives_the_outbox(reply: Reply) -> None:
    assert reply_from_json(json.loads(json.dumps(reply_to_json(reply)))) == reply


def test_a_conversation_survives_the_database() -> None:
    some = (Suggestion("B1", 0.5),)
    state = Conversation(
        stage="asking",
        language="el",
        language_chosen=True,
        session_id="s",
        question=2,
        early=(EarlyText("x", "1", some, "el", Care("x")),),
        cards={"note:a": ("a", "b")},
        parts={"a": (Part("x", some), Part("y"))},
        undo=(Undo("edit", "a", "before", some),),
        waiting_for="edit:a",
        held=EarlyText("h", None, some, "el", Care("h", "name")),
        help_at=dt.datetime(2026, 5, 11, tzinfo=dt.UTC),
        place=(40.9, 24.4),
        language_offered=("ar",),
        last_at=dt.datetime(2026, 5, 12, tzinfo=dt.UTC),
    )
    data = json.loads(json.dumps(state.to_json()))
    assert Conversation.from_json(data) == state
    assert Conversation.from_json({**data, "added_by_a_later_version": 1}) == state
