"""Messages with a picture: a photo with the words under it, or before them where they are too long."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.reports import pictures
from bot.wiring import House
from handlers.facilitator.families import counted, picture
from tests.channels.fake_bot_api import FakeTelegram, Fault
from tests.channels.telegram.steps import settled, takes_part
from tests.support.many import broadcasts, plan

LABELS = ("I take part", "I take part", "Je participe")
QUESTIONS = ("1 of 3", "1 of 3", "1 sur 3")
NAME = picture(counted({"A": 3, "B": 1})) or ""


async def tells(house: House, text: str) -> None:
    await plan(house, text, document=NAME, exempt=True)
    await broadcasts(house).work()


@pytest.mark.usefixtures("telegram")
async def test_the_words_stand_under_the_picture(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    await tells(house, "Results")
    shown = await user.until("Results")
    assert shown.file is not None
    assert Image.open(BytesIO(shown.file[1])).width == 720
    await settled(house)


@pytest.mark.usefixtures("telegram")
async def test_words_too_long_for_a_caption_come_after_the_picture(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    await tells(house, "long words " * 100)
    await user.until("long words")
    *_, photo, words = user.seen_from_bot
    assert (photo.text, photo.file is not None) == ("", True)
    assert (len(words.text) > 1024, words.file) == (True, None)
    await settled(house)


@pytest.mark.usefixtures("telegram")
async def test_where_no_picture_is_taken_the_words_come_alone(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    fake.trouble.plan(Fault("sendPhoto", status=400, description="Bad Request: not enough rights to send photos"))
    await tells(house, "Results")
    shown = await user.until("Results")
    assert shown.file is None
    await settled(house)


@pytest.mark.usefixtures("telegram")
async def test_a_picture_that_cannot_be_drawn_keeps_nobody_waiting(
    fake: FakeTelegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError

    monkeypatch.setattr(pictures, "phone", broken)
    user = fake.user()
    await takes_part(user)
    await tells(house, "Results")
    assert (await user.until("Results")).file is None


@pytest.mark.usefixtures("telegram")
async def test_it_is_drawn_once_for_each_language(
    fake: FakeTelegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = pictures.phone

    def counting(shown: object, language: str) -> bytes:
        drawn.append(language)
        return draw(shown, language)  # type: ignore[arg-type]

    monkeypatch.setattr(pictures, "phone", counting)
    people = [fake.user(number, language) for number, language in ((1, "en"), (2, "en"), (3, "fr"))]
    for one, label, question in zip(people, LABELS, QUESTIONS, strict=True):
        one.says("/start DEMO")
        await one.until(label)
        one.presses(label)
        await one.until(question)
    await settled(house)
    await tells(house, "Results")
    for one in people:
        await one.until("Results")
    assert sorted(drawn) == ["en", "fr"]
