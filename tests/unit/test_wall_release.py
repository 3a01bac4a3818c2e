"""When notes come onto the wall: at once, or together where few people are there."""

from __future__ import annotations

import datetime as dt

from storage.wall_release import BATCH, SMALL, Room, Waiting, due
from tests.support.world import START

EN = {"en": 3}


def notes(*people: int | None, language: str = "en", over: bool = False) -> list[Waiting]:
    return [Waiting(key, person, language, over, START) for key, person in enumerate(people, 1)]


def test_in_a_large_group_every_note_comes_at_once() -> None:
    assert due(notes(1), Room(SMALL, {})) == [1]


def test_in_a_small_group_they_come_five_at_a_time_by_at_least_two_people() -> None:
    assert due(notes(1, 2, 1, 2), Room(3, EN)) == []
    assert due(notes(1, 1, 1, 1, 1, 1), Room(3, EN)) == []
    assert due(notes(1, 2, 1, 2, 1, 2), Room(3, EN)) == [1, 2, 3, 4, 5, 6]


def test_one_person_alone_sees_five_together() -> None:
    assert due(notes(1, 1, 1, 1), Room(1, {"en": 1})) == []
    assert len(due(notes(1, 1, 1, 1, 1), Room(1, {"en": 1}))) == BATCH


def test_when_a_question_is_over_its_rest_comes() -> None:
    assert due(notes(1, 2, over=True), Room(3, EN)) == [1, 2]


def test_a_language_that_tells_the_author_waits_even_then() -> None:
    room = Room(3, {"en": 2, "ar": 1})
    assert due(notes(1, 2, 1, 2, 3, language="ar", over=True), room) == []
    assert due(notes(1, 2, 1, 2, 3, language="ar", over=True), Room(SMALL, {})) == [1, 2, 3, 4, 5]


def test_paper_does_not_wait() -> None:
    assert due(notes(None, 1), Room(3, EN)) == [1]


def test_without_a_meeting_the_next_full_hour_brings_the_rest() -> None:
    hour = START.replace(minute=0)
    assert due(notes(1), Room(3, EN, hour)) == []
    assert due(notes(1), Room(3, EN, hour + dt.timedelta(hours=1))) == [1]
