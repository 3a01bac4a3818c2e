"""Small numbers: what is left out cannot be worked out again, whatever the table looks like."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bot.reports.public import ALL, THRESHOLD, CannotPublishError, Table, heads, refuse, suppress
from storage.tallies import Cell


def table(by: tuple[str, ...], grid: Any) -> Table:
    """A table with its sums; each entry of the grid is as many notes by as many people."""
    grid = np.asarray(grid)
    cells: dict[Any, Cell] = {}
    for level in itertools.product((False, True), repeat=grid.ndim):
        for place in itertools.product(
            *(range(size) if keep else [None] for size, keep in zip(grid.shape, level, strict=True))
        ):
            some = grid[tuple(slice(None) if one is None else one for one in place)]
            if some.sum():
                key = tuple(ALL if one is None else f"{name}{one}" for name, one in zip(by, place, strict=True))
                cells[key] = Cell(key, int(some.sum()), int(some.sum()), 0.0)
    return Table(by, cells)


def ranges(tables: list[Table]) -> dict[Any, tuple[float, float]]:
    """For each cell that was left out: between what and what it must lie, for somebody who can reckon."""
    unknown = sorted({t.name(key) for t in tables for key in t.hidden}, key=str)
    index = {name: place for place, name in enumerate(unknown)}
    rows, right = [], []
    for one in tables:
        for total, parts in one.lines():
            row, value = np.zeros(len(unknown)), 0
            for key, sign in [(total, -1), *((part, 1) for part in parts)]:
                if key in one.hidden:
                    row[index[one.name(key)]] += sign
                else:
                    value -= sign * one.cells[key].notes
            if row.any():
                rows.append(row)
                right.append(value)
    found = {}
    for name, place in index.items():
        aim = np.zeros(len(unknown))
        aim[place] = 1
        both = []
        for sign in (1, -1):
            done = linprog(sign * aim, A_eq=np.array(rows) if rows else None, b_eq=right or None, bounds=(0, None))
            both.append(sign * done.fun if done.status == 0 else np.inf)
        found[name] = (both[0], both[1])
    return found


GRIDS = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=size[1], max_size=size[1]),
        min_size=size[0], max_size=size[0],
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRIDS)
def test_nothing_left_out_can_be_worked_out(grid: Any) -> None:
    one = table(("family", "month"), grid)
    both = [one, table(("family",), np.asarray(grid).sum(axis=1))]
    suppress(both)
    for each in both:
        for key, cell in each.cells.items():
            assert key in each.hidden or heads(cell) >= THRESHOLD
        for total, parts in each.lines():  # what a published sum says about the rest is no small number either
            missing = sum(each.cells[key].notes for key in parts if key in each.hidden)
            assert total in each.hidden or missing == 0 or missing >= THRESHOLD
    for low, high in ranges(both).values():
        assert high - low > 0.5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_one_dimension(values: list[int]) -> None:
    one = table(("family",), values)
    suppress([one])
    assert all(high - low > 0.5 for low, high in ranges([one]).values())


def test_big_numbers_stay() -> None:
    one = table(("family", "month"), [[5, 50], [70, 9]])
    suppress([one])
    assert not one.hidden


def test_a_small_cell_takes_as_few_others_as_needed() -> None:
    one = table(("family", "month"), [[3, 50, 20], [70, 90, 30], [40, 60, 80]])
    suppress([one])
    assert len(one.hidden) == 4
    assert ("family0", "month0") in one.hidden


def test_two_rings_with_a_bridge_between_them() -> None:
    """Every line has two cells left out, and still one of them follows from all sums together."""
    grid = np.full((4, 4), 40)
    for place in ((0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)):
        grid[place] = 4
    grid[0, 1] = grid[1, 0] = grid[2, 3] = grid[3, 2] = 30
    one = table(("family", "month"), grid)
    one.hidden = {(f"family{a}", f"month{b}") for a, b in ((0, 1), (1, 0), (2, 3), (3, 2))}
    suppress([one])
    assert all(high - low > 0.5 for low, high in ranges([one]).values())


def test_what_one_table_leaves_out_no_other_tells() -> None:
    grid = np.array([[2, 90], [30, 80], [60, 70]])
    both = [
        table(("family", "month"), grid),
        table(("family", "question"), grid[:, ::-1]),
        table(("family",), grid.sum(axis=1)),
    ]
    suppress(both, hidden=[frozenset({("family", "family2")})])
    assert ("family2",) in both[2].hidden
    assert ("family2", ALL) in both[0].hidden
    assert ("family2", ALL) in both[1].hidden
    assert all(high - low > 0.5 for low, high in ranges(both).values())


def test_too_few_people_at_all() -> None:
    one = table(("family", "month"), [[1, 1], [1, 1]])
    suppress([one])
    assert one.hidden == set(one.cells)


@pytest.mark.parametrize(
    ("bys", "why"),
    [
        ([["family", "month", "question"]], "one or two"),
        ([["component", "month"]], "component"),
        ([["component"]], "component"),
        ([["group"], ["tag"]], "groups and tags"),
    ],
)
def test_tables_that_would_tell_on_each_other_are_refused(bys: list[list[str]], why: str) -> None:
    with pytest.raises(CannotPublishError, match=why):
        refuse(bys)
