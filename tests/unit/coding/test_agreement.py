import random

import numpy as np
import pytest

from coding import agreement as module
from coding.agreement import Agreement, Figure, agreement, difference


def figures(codes: list[tuple[str | None, ...]], people: list[int | None] | None = None) -> Agreement:
    return agreement(codes, people or [None] * len(codes), np.random.default_rng(1))


def value(figure: Figure | None) -> float:
    assert figure is not None
    assert figure.value is not None
    return figure.value


def units(*coders: str) -> list[tuple[str | None, ...]]:
    """Each coder's values for all units, "." where they gave none, as Krippendorff prints them."""
    rows = [[None if one == "." else one for one in coder.split()] for coder in coders]
    return list(zip(*rows, strict=True))


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FEWEST_NOTES", 1)
    monkeypatch.setattr(module, "FEWEST_PEOPLE", 1)


@pytest.mark.usefixtures("few_are_enough")
@pytest.mark.parametrize(
    ("codes", "alpha"),
    [
        # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections A, B and C
        (units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        (units("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692),
        (
            units(
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
        ),
    ],
)
def test_alpha_is_that_of_the_published_examples(codes: list[tuple[str | None, ...]], alpha: float) -> None:
    assert value(figures(codes).alpha) == pytest.approx(alpha, abs=0.0005)


def test_kappa_is_that_of_the_textbook_example() -> None:
    # J. Sim and C. Wright, "The Kappa Statistic in Reliability Studies", 2005, table 1: 22, 2, 4 and 11 of 39
    table = [("yes", "yes")] * 22 + [("yes", "no")] * 2 + [("no", "yes")] * 4 + [("no", "no")] * 11
    found = figures([*table])
    assert value(found.kappa) == pytest.approx(0.67, abs=0.005)
    assert value(found.raw) == pytest.approx(33 / 39)


def test_full_agreement_is_one_and_chance_is_about_zero() -> None:
    source = random.Random(5)  # noqa: S311 -- repeatable
    same = [(one, one) for one in "ABCDE" * 20]
    assert value(figures([*same]).kappa) == value(figures([*same]).alpha) == 1
    chance = figures([(source.choice("ABCD"), source.choice("ABCD")) for _ in range(800)])
    assert chance.kappa is not None
    assert chance.kappa.low is not None
    assert chance.kappa.high is not None
    assert chance.kappa.low < 0 < chance.kappa.high


def test_too_few_is_said_not_computed() -> None:
    assert not figures([("A", "A")] * 19).enough
    one_person = figures([("A", "B"), ("A", "A")] * 50, [1] * 100)
    assert (one_person.notes, one_person.people, one_person.enough) == (100, 1, False)
    assert figures([("A", None)] * 50).notes == 0


def test_one_code_for_everything_has_no_kappa() -> None:
    found = figures([("A", "A")] * 30)
    assert value(found.raw) == 1
    assert found.kappa == Figure(None)


def width(found: Agreement) -> float:
    assert found.raw is not None
    assert found.raw.high is not None
    assert found.raw.low is not None
    return found.raw.high - found.raw.low


def test_people_are_drawn_not_notes() -> None:
    """Ten people who always agree and ten who never do: ten notes of each say no more than one."""
    each: list[tuple[str | None, ...]] = [("A", "A") if person % 2 else ("A", "B") for person in range(20)]
    once = figures(each)
    ten_times = figures(each * 10, [*range(20)] * 10)
    by_notes = figures(each * 10)
    assert width(ten_times) == pytest.approx(width(once), abs=0.05)
    assert width(by_notes) < width(ten_times) / 2


def test_the_same_randomness_gives_the_same_interval() -> None:
    source = random.Random(5)  # noqa: S311 -- repeatable
    codes: list[tuple[str | None, ...]] = [(source.choice("AB"), source.choice("AB")) for _ in range(60)]
    assert figures(codes) == figures(codes)


def test_difference_tells_led_from_chance() -> None:
    people = list(range(200))
    led = difference(
        [True] * 180 + [False] * 20, people, [True] * 30 + [False] * 20, people[:50], np.random.default_rng(1)
    )
    assert value(led) == pytest.approx(0.3)
    assert led.low is not None
    assert led.low > 0
    none = difference([True, False] * 50, people[:100], [True, False] * 20, people[:40], np.random.default_rng(1))
    assert none.low is not None
    assert none.high is not None
    assert none.low < 0 < none.high
