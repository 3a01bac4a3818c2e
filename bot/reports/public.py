"""What may be published of a tally: small numbers are left out, and nothing that is left out can be worked out again.

Cells of fewer people than the threshold are left out (primary). Because sums are published beside their parts, more
must go (complementary): for every sum that is published, what is left out of it belongs together to at least the
threshold of people; and no cell left out may follow from the sums around it. A table of two dimensions with its sums is
a bipartite graph, lines as nodes and cells left out as edges: a cell follows from the sums exactly if its edge is a
bridge (D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17, 1988).

All tables of one publication are looked at together: what is left out of one is left out of the others. That holds only
if no table is a sum of another by a way of its own, so components are published beside their family, blocks beside
their families, and either groups or tags.

What was published before is still known. So a cell whose number differs from an earlier one by a few people, or by
notes of a few people, is left out; a cell that was left out once stays out; and a cell whose earlier number is still
about right protects nothing when it is left out now (it is *weak*).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from bot.reports import wish
from storage.columns import Columns
from storage.scope import check
from storage.tallies import Cell, count

THRESHOLD = wish.THRESHOLD
TABLES = (("family",), ("block", "family"), ("family", "component"), ("question", "family"), ("language",), ("month",))
"""What is published of a consultation, beside groups or tags."""
PARENT = {"component": "family", "block": "family"}
MOST = 2

Key = tuple[object, ...]
"""A cell: a value for each dimension; ``ALL`` for the sum over it."""
Name = frozenset[tuple[str, object]]
"""The same cell under a name that all tables share: its dimensions and values, without sums."""


class _All:
    def __repr__(self) -> str:
        return "all"


ALL = _All()


class CannotPublishError(ValueError):
    """These tables together would give away what is left out."""


@dataclass(frozen=True, slots=True)
class PublicCell:
    """A cell as everybody may see it; ``notes``, ``people`` and ``share`` are ``None`` where it was left out."""

    values: Key
    notes: int | None
    people: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Published:
    """Tables that were published at a time: the dimensions of each, and its cells."""

    at: dt.datetime
    tables: Sequence[tuple[tuple[str, ...], Sequence[PublicCell]]]


@dataclass(slots=True)
class Table:
    """A tally with all its sums, and the keys that are left out so far."""

    by: tuple[str, ...]
    cells: dict[Key, Cell]
    hidden: set[Key] = field(default_factory=set)
    weak: set[Key] = field(default_factory=set)

    @property
    def unknown(self) -> set[Key]:
        """What nobody outside can know, not even roughly."""
        return self.hidden - self.weak

    def name(self, key: Key) -> Name:
        """What this cell is called in every table."""
        return frozenset((one, value) for one, value in zip(self.by, key, strict=True) if value is not ALL)

    def lines(self) -> Iterator[tuple[Key, list[Key]]]:
        """Each sum with its parts."""
        for place in range(len(self.by)):
            parts: dict[Key, list[Key]] = {}
            for key in self.cells:
                if key[place] is not ALL:
                    parts.setdefault((*key[:place], ALL, *key[place + 1 :]), []).append(key)
            yield from parts.items()


def public_tables(
    columns: Columns, bys: Sequence[Sequence[str]], threshold: int = THRESHOLD, earlier: Sequence[Published] = ()
) -> list[list[PublicCell]]:
    """These tables as they may be published, with their sums, after what was published ``earlier``.

    Raises:
        CannotPublishError: these tables together cannot be published safely.
    """
    refuse(bys)
    tables = [table_of(columns, by) for by in bys]
    suppress(tables, threshold, _known_before(columns, tables, earlier, threshold))
    return [shown(table) for table in tables]


def refuse(bys: Sequence[Sequence[str]]) -> None:
    """Refuse tables that would give away what is left out of others.

    Raises:
        CannotPublishError: with a sentence that says which.
    """
    for by in bys:
        check(by)
        if not 0 < len(by) <= MOST:
            msg = f"one or two dimensions can be published together, not {len(by)}"
            raise CannotPublishError(msg)
        for child, parent in PARENT.items():
            if child in by and set(by) != {child, parent}:
                msg = f"{child} can only be published together with {parent}, and with nothing else"
                raise CannotPublishError(msg)
    used = {one for by in bys for one in by}
    if len(used & {"group", "tag"}) > 1:
        msg = "groups and tags cannot both be published: the one can be worked out from the other"
        raise CannotPublishError(msg)


def table_of(columns: Columns, by: Sequence[str]) -> Table:
    """A tally with its sums: rows, columns, everything."""
    cells: dict[Key, Cell] = {}
    for size in range(len(by) + 1):
        for some in combinations(range(len(by)), size):
            for cell in count(columns, [by[place] for place in some]):
                values = dict(zip(some, cell.values, strict=True))
                cells[tuple(values.get(place, ALL) for place in range(len(by)))] = cell
    return Table(tuple(by), cells)


def suppress(tables: Sequence[Table], threshold: int = THRESHOLD, hidden: Iterable[Name] = ()) -> None:
    """Leave out of all tables what must be left out; see the module."""
    gone: set[Name] = set(hidden)
    for table in tables:
        gone |= {table.name(key) for key, cell in table.cells.items() if heads(cell) < threshold}
    while True:
        before = len(gone)
        for table in tables:
            table.hidden |= {key for key in table.cells if table.name(key) in gone}
            _protect(table, threshold)
            gone |= {table.name(key) for key in table.hidden}
        if len(gone) == before and all(
            {t.name(key) for key in t.cells} & gone == {t.name(k) for k in t.hidden} for t in tables
        ):
            return


def shown(table: Table) -> list[PublicCell]:
    """The table as everybody may see it."""
    return [
        PublicCell(key, None, None, None)
        if key in table.hidden
        else PublicCell(key, cell.notes, cell.people, cell.share)
        for key, cell in table.cells.items()
    ]


def heads(cell: Cell) -> int:
    """How many people a cell tells about, at least."""
    return cell.notes if cell.people is None else cell.people


def _protect(table: Table, threshold: int) -> None:
    """Leave out more until nothing can be worked out."""
    lines = list(table.lines())
    while True:
        more = _from_one_sum(table, lines, threshold) or _from_many_sums(table, lines)
        if not more:
            return
        table.hidden |= more


def _from_one_sum(table: Table, lines: Sequence[tuple[Key, list[Key]]], threshold: int) -> set[Key]:
    """What to leave out because a published sum would tell a part, or how few people the missing parts are.

    The missing parts belong to at least as many people as the largest of them; the sum of their people would count
    somebody twice who is in several.
    """
    unknown = table.unknown
    for total, parts in lines:
        missing = [key for key in parts if key in unknown]
        if not any(key in table.hidden for key in parts) or total in unknown:
            continue
        if len(missing) > 1 and max(heads(table.cells[key]) for key in missing) >= threshold:
            continue
        other = _smallest(table, [*parts, total])
        if other is None:
            msg = "too little has changed since results were last published; please wait until more people have written"
            raise CannotPublishError(msg)
        return {other}
    return set()


def _from_many_sums(table: Table, lines: Sequence[tuple[Key, list[Key]]]) -> set[Key]:
    """What to leave out because several sums together would tell a part."""
    if len(table.by) < MOST:
        return set()
    for key in _bridges(table.unknown):
        around = [part for total, parts in lines if key in (total, *parts) for part in (*parts, total)]
        other = _smallest(table, around)
        if other is not None:
            return {other}
    return set()


def _smallest(table: Table, keys: Collection[Key]) -> Key | None:
    """The one that is missed least: no sum, in a row and a column where something is left out already, few notes."""
    touched = {(place, value) for key in table.hidden for place, value in enumerate(key)}

    def missed(key: Key) -> tuple[int, int, int, str]:
        fresh = sum((place, value) not in touched for place, value in enumerate(key))
        return key.count(ALL), fresh, table.cells[key].notes, str(key)

    there = [key for key in keys if key not in table.hidden and key not in table.weak]
    return min(there, key=missed, default=None)


def _bridges(edges: Iterable[Key]) -> list[Key]:
    """The edges (row, column) without which their ends would no longer hang together.

    Depth first, without recursion: an edge to a child is a bridge if nothing below it reaches back above it.
    """
    near: dict[tuple[int, object], list[tuple[tuple[int, object], Key]]] = {}
    for edge in edges:
        row, column = (0, edge[0]), (1, edge[1])
        near.setdefault(row, []).append((column, edge))
        near.setdefault(column, []).append((row, edge))
    order: dict[tuple[int, object], int] = {}
    low: dict[tuple[int, object], int] = {}
    found: list[Key] = []
    for root in list(near):
        if root in order:
            continue
        order[root] = low[root] = len(order)
        stack: list[tuple[tuple[int, object], Key | None, Iterator[tuple[tuple[int, object], Key]]]] = [
            (root, None, iter(near[root]))
        ]
        while stack:
            node, came, rest = stack[-1]
            for other, edge in rest:
                if edge == came:
                    continue
                if other in order:
                    low[node] = min(low[node], order[other])
                    continue
                order[other] = low[other] = len(order)
                stack.append((other, edge, iter(near[other])))
                break
            else:
                stack.pop()
                if came is not None:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > order[above]:
                        found.append(came)
    return found


def _known_before(columns: Columns, tables: Sequence[Table], earlier: Sequence[Published], threshold: int) -> set[Name]:
    """Which cells must be left out because of what was published before; marks the weak ones."""
    gone: set[Name] = set()
    for one in earlier:
        before: dict[Name, PublicCell] = {}
        for by, cells in one.tables:
            past = Table(by, {})
            before |= {past.name(cell.values): cell for cell in cells}
        since = columns.after(one.at)
        for table in tables:
            new = {key: heads(cell) for key, cell in table_of(since, table.by).cells.items()}
            for key, cell in table.cells.items():
                old = before.get(table.name(key))
                if old is None:
                    continue
                if old.notes is None:
                    gone.add(table.name(key))
                    continue
                notes, people = abs(cell.notes - old.notes), abs((cell.people or 0) - (old.people or 0))
                if notes < threshold:
                    table.weak.add(key)
                if 0 < notes < threshold or 0 < people < threshold or (notes and 0 < new.get(key, 0) < threshold):
                    gone.add(table.name(key))
    return gone
