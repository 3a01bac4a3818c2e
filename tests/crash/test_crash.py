"""A short version of ``make crash``, and that the judge notices what it must."""

from pathlib import Path

import pytest

from tests.channels.fake_bot_api.world import Call
from tests.crash.ledger import judge
from tests.crash.play import Play


@pytest.mark.timeout(300)
async def test_killed_at_any_moment_nothing_is_lost_and_little_comes_twice(tmp_path: Path) -> None:
    verdict = await Play(tmp_path, seed=3, sabotage=False).run(3)
    assert verdict.good, f"{verdict} {verdict.lost[:5]}"


@pytest.mark.timeout(300)
async def test_acknowledging_before_the_commit_is_noticed(tmp_path: Path) -> None:
    verdict = await Play(tmp_path, seed=3, sabotage=True).run(2)
    assert verdict.lost


def sent(chat: int, text: str, at: float, status: int = 200) -> Call:
    return Call("sendmessage", {"chat_id": chat, "text": text}, at, status)


def test_the_judge_counts_what_came_twice_over_each_kill() -> None:
    calls = [sent(1, "a", 1), sent(2, "b", 1), sent(1, "a", 3), sent(2, "b", 3), sent(1, "c", 4), sent(1, "c", 6)]
    verdict = judge(calls, [2, 5], {1: ["a", "c"], 2: ["b"]})
    assert verdict.good
    assert [dict(one) for one in verdict.twice] == [{1: 1, 2: 1}, {1: 1}, {}]
    more = judge([*calls, sent(1, "d", 1), sent(1, "d", 3)], [2, 5], {})
    assert more.most_to_one == 2
    assert not more.good


def test_the_judge_misses_what_was_refused_or_never_sent() -> None:
    verdict = judge([sent(1, "a", 1, 429)], [], {1: ["a"], 2: ["b"]})
    assert verdict.lost == ["1: a", "2: b"]
