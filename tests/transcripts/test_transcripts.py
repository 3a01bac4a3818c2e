from pathlib import Path

import pytest

from locales import LANGUAGES
from tests.support.world import Clock, demo_house, sqlite_url
from tests.transcripts.driver import Player, read, write

FILES = sorted(Path(__file__).parent.glob("*.txt"))


def test_there_are_transcripts() -> None:
    assert {read(path)[0]["language"] for path in FILES} == set(LANGUAGES)


@pytest.mark.parametrize("channel", ["web", "terminal"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_conversation(path: Path, channel: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    clock = Clock()
    settings, steps = read(path)
    house = await demo_house(sqlite_url(tmp_path), clock, blind_share=float(settings.get("blind share", "0")))
    try:
        player = Player(house, clock, settings, channel)
        await player.set_up(settings)
        for step in steps:
            answer = await player.play(step)
            if request.config.getoption("--update"):
                step.answer = answer
            assert answer == step.answer, step.line
    finally:
        await house.close()
    if request.config.getoption("--update"):
        write(path, settings, steps)
