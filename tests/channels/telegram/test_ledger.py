"""The whole story of a consultation with thirty people, the program killed twice; ``make ledger`` has a thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.fake_bot_api.world import Call
from tests.crash.received import Wanted, compare
from tests.crash.story import Story


@pytest.mark.timeout(300)
async def test_everybody_gets_what_they_were_promised_and_nothing_else(tmp_path: Path) -> None:
    receipt = await Story(tmp_path, people=30, kills=2, rate=100).run()
    assert receipt.good, f"{receipt} {receipt.lost[:5]} {receipt.unexpected[:5]}"
    assert receipt.kills == 2
    assert min(receipt.wanted.values()) >= 2


def sent(chat: int, text: str, at: float, method: str = "sendmessage", status: int = 200) -> Call:
    return Call(method, {"chat_id": chat, "caption" if method == "sendphoto" else "text": text}, at, status)


ANSWER, RESULTS = Wanted("answer", ("mine", "yes")), Wanted("results", ("numbers",), photo=True)


def test_the_comparison_finds_what_is_missing_too_much_or_wrong() -> None:
    wanted = {1: [ANSWER, RESULTS], 2: [ANSWER]}
    calls = [sent(1, "mine: yes", 1), sent(1, "numbers", 1, "sendphoto"), sent(2, "mine: yes", 1)]
    assert compare(calls, [], wanted).good
    assert compare(calls[1:], [], wanted).lost
    assert compare([*calls, sent(2, "numbers", 2, "sendphoto")], [], wanted).unexpected
    assert compare([*calls, sent(2, "mine again: yes", 2)], [], wanted).unexpected
    refused = compare([sent(1, "mine: yes", 1, status=429), *calls[1:]], [], wanted)
    assert len(refused.lost) == 1
    words_alone = compare([calls[0], sent(1, "numbers", 1), calls[2]], [], wanted)
    assert (len(words_alone.lost), len(words_alone.unexpected)) == (1, 1)


def test_the_comparison_counts_what_came_twice_over_a_kill() -> None:
    wanted = {1: [ANSWER]}
    once = compare([sent(1, "mine: yes", 1), sent(1, "mine: yes", 3)], [2], wanted)
    assert (once.doubles, once.good) == (1, True)
    again = compare([sent(1, "mine: yes", 1), sent(1, "mine: yes", 1.5), sent(1, "mine: yes", 3)], [2], wanted)
    assert not again.good
