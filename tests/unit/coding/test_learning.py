from hypothesis import given, settings
from hypothesis import strategies as st

from coding.learning import CAP, ONE_PERSON, SHIFT_CAP, Lesson, Memory, words_of
from handlers.types import Suggestion

TEXTS = ("the Rubenspark at night", "Rubenspark again", "too much noise", "my friends", "park and friends", "νύχτα")
CODES = ("B1", "B3", "D3", "A8", "H4")
BASE = (Suggestion("B1", 0.4), Suggestion("D3", 0.3), Suggestion("A8", 0.2))

one_lesson = st.builds(
    lambda text, code, suggested, person, tapped: Lesson(words_of(text), code, suggested, person, tapped),
    st.sampled_from(TEXTS),
    st.sampled_from(CODES),
    st.sampled_from((*CODES, None)),
    st.integers(1, 6),
    st.booleans(),
)
of_the_poisoner = st.builds(
    lambda text, code, suggested: Lesson(words_of(text), code, suggested, "poisoner"),
    st.sampled_from(TEXTS),
    st.sampled_from(CODES),
    st.sampled_from(CODES),
)


def taught(text: str, code: str, *people: str, suggested: str = "B1", tapped: bool = False) -> list[Lesson]:
    return [Lesson(words_of(text), code, suggested, person, tapped) for person in people]


@given(st.lists(one_lesson, max_size=40), st.lists(of_the_poisoner, max_size=40), st.sampled_from(TEXTS))
@settings(max_examples=300, deadline=None)
def test_one_person_moves_no_component_by_more_than_the_cap(
    others: list[Lesson], poison: list[Lesson], text: str
) -> None:
    before, after = Memory(others).moves(text), Memory([*others, *poison]).moves(text)
    for code in CODES:
        assert abs(after.get(code, 0) - before.get(code, 0)) <= ONE_PERSON + 1e-6


@given(st.lists(one_lesson, max_size=60), st.sampled_from(TEXTS))
@settings(max_examples=200, deadline=None)
def test_whatever_is_taught_everything_is_capped(lessons: list[Lesson], text: str) -> None:
    memory = Memory(lessons)
    assert all(abs(shift) <= SHIFT_CAP for shift in memory.shifts.values())
    assert all(abs(move) <= CAP for move in memory.moves(text).values())
    adjusted = memory.adjust(text, BASE)
    assert sum(one.probability for one in adjusted) <= 1.00001
    assert [one.probability for one in adjusted] == sorted((one.probability for one in adjusted), reverse=True)


@given(st.lists(of_the_poisoner, max_size=200), st.sampled_from(TEXTS))
@settings(deadline=None)
def test_one_person_alone_or_two_change_nothing(poison: list[Lesson], text: str) -> None:
    second = [Lesson(one.words, one.code, one.suggested, "second") for one in poison]
    assert Memory([*poison, *second]).adjust(text, BASE) is BASE


def test_nothing_taught_changes_nothing() -> None:
    assert Memory([]).adjust("anything", BASE) is BASE
    assert Memory(taught("Rubenspark", "B3", *"abcdef")).adjust("🙂", ()) == ()


def test_a_local_name_is_learnt_from_several_people() -> None:
    memory = Memory(taught("sitting in the Rubenspark", "D3", *"abcdef", suggested="D3"))
    assert memory.adjust("Rubenspárk!", BASE)[0].code == "D3"
    assert memory.adjust("unpaid bills", BASE) is BASE


def test_what_the_suggester_alone_said_is_kept_beside() -> None:
    adjusted = Memory(taught("Rubenspark", "D3", *"abcdefgh")).adjust("Rubenspark", BASE)
    alone = {one.code: one.alone for one in adjusted}
    assert (alone["B1"], alone["D3"]) == (0.4, 0.3)


def test_a_component_that_people_refuse_gets_less_likely_for_all_notes() -> None:
    memory = Memory([one for number in range(30) for one in taught(f"word{number}", "D3", f"p{number}")])
    assert memory.shifts["D3"] > 0 > memory.shifts["B1"]
    assert memory.adjust("something else entirely", BASE)[0].code == "D3"


def test_one_tap_confirmations_move_no_shift_and_weigh_little() -> None:
    tapped = Memory(taught("Rubenspark", "B1", *"abcdef", tapped=True))
    chosen = Memory(taught("Rubenspark", "B1", *"abcdef", suggested="D3"))
    assert tapped.shifts == {}
    assert 0 < tapped.moves("Rubenspark")["B1"] < 0.3 * chosen.moves("Rubenspark")["B1"]


def test_many_notes_of_one_person_count_as_a_few() -> None:
    few = taught("Rubenspark", "D3", *"abc")
    many = [*few, *taught("Rubenspark", "D3", *["c"] * 500)]
    assert Memory(many).moves("Rubenspark")["D3"] <= Memory(few).moves("Rubenspark")["D3"] + ONE_PERSON
