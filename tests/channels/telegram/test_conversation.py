"""Whole conversations through python-telegram-bot and the fake Bot API, as a person sees them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Message
from locales import complete_languages, own_name, render
from tests.channels.fake_bot_api import FakeTelegram
from tests.channels.telegram.conftest import MakeHouse, running, served
from tests.channels.telegram.steps import notes, takes_part


async def whole_conversation(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights")
    receipt = await user.until("quiet nights")
    assert "✓" in receipt.labels[0]
    user.presses(receipt.labels[0], receipt.id)
    await fake.world.until(lambda: receipt.edits)
    assert receipt is user.last, "the receipt was changed in place"
    for question in ("What is ill-being for you?", "What do you do"):
        user.presses("Next question")
        await user.until(question)
    user.says("I say hello on the stairs")
    await user.until("I say hello on the stairs")
    user.says("/next")
    await user.until("matter most")
    user.presses("Done")
    await user.until("Thank you!")
    stored = await notes(house)
    assert [(one.question, one.text, one.author_code) for one in stored] == [
        (1, "quiet nights", "B1"),
        (3, "I say hello on the stairs", None),
    ]
    await fake.world.until(lambda: all(fake.world.queries.values()))


@pytest.mark.usefixtures("telegram")
async def test_whole_conversation_by_long_poll(fake: FakeTelegram, house: House) -> None:
    await whole_conversation(fake, house)


async def test_whole_conversation_by_webhook(fake: FakeTelegram, make_house: MakeHouse) -> None:
    async with served(make_house) as (house, _url):
        await whole_conversation(fake, house)
        await fake.world.until(lambda: not fake.world.updates)
        assert set(fake.webhook_statuses) <= {200, 503}


@pytest.mark.usefixtures("telegram")
async def test_an_edited_message_changes_its_note(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    ref = user.says("quite nights")
    await user.until("quite nights")
    user.edits(ref, "quiet nights")
    await user.until("quiet nights")
    assert [one.text for one in await notes(house)] == ["quiet nights"]
    assert not user.sees("quite nights"), "the receipt was changed in place"


@pytest.mark.usefixtures("telegram")
async def test_a_button_pressed_twice_confirms_once(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights")
    receipt = await user.until("quiet nights")
    data = receipt.rows[0][0]["callback_data"]
    first, second = user.presses_data(data, receipt.id), user.presses_data(data, receipt.id)
    await fake.world.until(lambda: fake.world.queries[first] and fake.world.queries[second])
    assert [one.author_code for one in await notes(house)] == ["B1"]


@pytest.mark.parametrize("data", ["ok:ZZZZZZZZ:B1", "no such thing", "ok", ""])
@pytest.mark.usefixtures("telegram")
async def test_an_unknown_button_is_answered_politely(fake: FakeTelegram, data: str) -> None:
    user = fake.user()
    await takes_part(user)
    shown = len(user.seen_from_bot)
    query = user.presses_data(data, 1)
    await fake.world.until(lambda: len(user.seen_from_bot) > shown)
    await fake.world.until(lambda: fake.world.queries[query])


@pytest.mark.usefixtures("telegram")
async def test_a_button_of_another_person_changes_nothing(fake: FakeTelegram, house: House) -> None:
    owner, other = fake.user(1), fake.user(2)
    await takes_part(owner)
    await takes_part(other)
    owner.says("a quiet idea of mine")
    receipt = await owner.until("a quiet idea of mine")
    query = other.presses_data(receipt.rows[0][0]["callback_data"], receipt.id)
    await fake.world.until(lambda: fake.world.queries[query])
    assert [one.author_code for one in await notes(house)] == [None]
    assert not other.sees("a quiet idea of mine")


@pytest.mark.usefixtures("telegram")
async def test_a_button_that_cannot_be_answered_any_more_does_no_harm(fake: FakeTelegram) -> None:
    user = fake.user()
    await takes_part(user)
    query = user.presses_data("next:1", 1)
    fake.world.queries[query] = True  # Telegram has forgotten it
    await user.until("What is ill-being for you?")


@pytest.mark.usefixtures("telegram")
async def test_a_voice_message_is_a_note_kept_encrypted(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.sends_voice(b"OggS my mother's voice", seconds=12)
    await user.until("🎤")
    async with house.database.read() as session:
        sealed, seconds = (await session.execute(sa.text("SELECT sealed, seconds FROM voice"))).one()
    assert b"mother" not in sealed
    assert (house.keyring.open(sealed), seconds) == (b"OggS my mother's voice", 12)


@pytest.mark.usefixtures("telegram")
async def test_a_voice_message_that_is_too_long_is_not_fetched(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.sends_voice(seconds=301)
    await user.until("too long")
    user.sends_voice(seconds=10, size=6_000_000)
    await fake.world.until(lambda: not fake.world.updates)
    assert not fake.world.calls("getFile")
    assert await notes(house) == []


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False}}, "sticker"),
        ({"contact": {"phone_number": "+30123", "first_name": "N"}}, "contacts"),
        ({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                   "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                   "allows_revoting": True, "members_only": False}}, "Polls"),
        ({"video_note": {"file_id": "v", "file_unique_id": "v", "length": 1, "duration": 1}}, "videos"),
        ({"hologram": {"file_id": "h"}}, "cannot read this kind"),
        ({"poll": {"of": "another shape than we know"}}, "cannot read this kind"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("telegram")
async def test_what_is_not_an_answer_gets_a_kind_one(
    fake: FakeTelegram, house: House, content: dict[str, object], answer: str
) -> None:
    user = fake.user()
    await takes_part(user)
    user.sends(**content)
    await user.until(answer)
    assert await notes(house) == []


@pytest.mark.usefixtures("telegram")
async def test_the_words_under_a_photo_are_a_note(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    photo = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
    user.sends(photo=[photo], caption="the bench under the plane tree")
    await user.until("plane tree")
    assert [one.text for one in await notes(house)] == ["the bench under the plane tree"]


@pytest.mark.usefixtures("telegram")
async def test_what_is_stored_comes_as_two_files(fake: FakeTelegram) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights")
    await user.until("quiet nights")
    user.says("/mydata")
    await fake.world.until(lambda: sum(one.file is not None for one in user.seen_from_bot) == 2)
    files = dict(one.file for one in user.seen_from_bot if one.file)
    assert all(b"quiet nights" in content for content in files.values())
    assert {name.rpartition(".")[2] for name in files} == {"txt", "json"}


@pytest.mark.usefixtures("telegram")
async def test_a_very_long_message_comes_in_several_with_the_buttons_at_the_end(
    fake: FakeTelegram, house: House
) -> None:
    long = "\n".join(f"{n} " + "🌳" * 40 for n in range(150))
    async with house.database.write() as session:
        await session.execute(sa.text("UPDATE consultation SET who_asks = json_object('en', :long)"), {"long": long})
    user = fake.user()
    user.says("/start DEMO")
    await user.until("I take part")
    pieces = user.seen_from_bot
    assert len(pieces) > 1
    assert "".join(one.text for one in pieces).count("🌳") == 150 * 40
    assert [bool(one.rows) for one in pieces] == [False] * (len(pieces) - 1) + [True]


@pytest.mark.usefixtures("telegram")
async def test_in_a_group_only_the_question_is_posted(fake: FakeTelegram, house: House) -> None:
    user, group = fake.user(), fake.group()
    group.says(user, "/question@wellsay_test_bot DEMO")
    await fake.world.until(lambda: group.seen_from_bot)
    (posted,) = group.seen_from_bot
    assert "What is well-being for you?" in posted.text
    assert posted.rows[0][0]["url"] == "https://t.me/wellsay_test_bot?start=DEMO"
    group.says(user, "I think the noise is awful")
    group.says(user, "/start@some_other_bot DEMO")
    user.says("/help")
    await user.until("/mine")
    assert len(group.seen_from_bot) == 1
    assert await notes(house) == []


@pytest.mark.usefixtures("telegram")
async def test_a_group_that_moves_is_followed(fake: FakeTelegram, house: House) -> None:
    user, group = fake.user(), fake.group()
    group.says(user, "/question")
    await fake.world.until(lambda: group.seen_from_bot)
    moved = group.moves(-1000000002001)
    moved.says(user, "/question")
    await fake.world.until(lambda: moved.seen_from_bot)
    async with house.database.read() as session:
        sealed = (await session.scalars(sa.text("SELECT sealed FROM address"))).all()
    assert [house.keyring.open(one) for one in sealed] == [b"-1000000002001"]


MENUS = 1 + len(complete_languages())
"""One for each language, and one for everybody else."""


async def test_menus_and_descriptions_are_set_once(fake: FakeTelegram, make_house: MakeHouse) -> None:
    async with running(await make_house()):
        await fake.world.until(lambda: len(fake.world.calls("setMyShortDescription", status=200)) == MENUS)
    first = len(fake.world.calls("setMyCommands"))
    names = [one["command"] for one in next(iter(fake.world.settings.values()))]
    assert first == MENUS
    assert "mine" in names
    before = len(fake.world.calls("getMyShortDescription"))
    async with running(await make_house()):
        await fake.world.until(lambda: len(fake.world.calls("getMyShortDescription", status=200)) >= 2 * before)
    assert len(fake.world.calls("setMyCommands")) == first


@pytest.mark.usefixtures("telegram")
async def test_a_text_with_a_part_that_nobody_can_read_is_still_a_note(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights", reply_to_message={"of": "another shape than we know"}, effect={"new": "thing"})
    await user.until("quiet nights")
    assert [one.text for one in await notes(house)] == ["quiet nights"]


@pytest.mark.usefixtures("telegram")
async def test_the_language_is_the_phones_and_can_be_changed(fake: FakeTelegram) -> None:
    languages = complete_languages()
    user = fake.user(language=languages[-1])
    user.says("/start DEMO")
    await user.until(render(Message("button.take_part"), languages[-1]))
    user.says("/language")
    await user.until(render(Message("language.ask"), languages[-1]))
    user.presses(own_name(languages[0]))
    await user.until(render(Message("welcome.facts", {"n": 3}), languages[0]))


@pytest.mark.usefixtures("telegram")
async def test_a_new_language_reaches_the_menu_and_what_stands_in_the_chat(fake: FakeTelegram) -> None:
    user = fake.user(language="en")
    await takes_part(user)
    user.says("quiet nights")
    await user.until(render(Message("code.B1.label"), "en"))
    user.says("/language")
    await user.until(render(Message("language.ask"), "en"))
    user.presses(own_name("el"))
    await user.until(render(Message("code.B1.label"), "el"))
    await user.until(render(Message("question.1"), "el"))
    labels = {button["text"] for shown in user.seen_from_bot for row in shown.rows for button in row}
    assert labels
    assert not [one for one in labels if re.search("[A-Za-z]", one)]
    (menu,) = [
        value
        for (what, scope, _), value in fake.world.settings.items()
        if what == "mycommands" and str(user.id) in scope
    ]
    assert [one["description"] for one in menu] == [render(Message(f"command.{one['command']}"), "el") for one in menu]
