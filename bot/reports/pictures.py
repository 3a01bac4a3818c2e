"""Pictures of tallies: SVG and PNG, with an alt text and the table of what they show.

Colours are those of M. Okabe and K. Ito (https://jfly.uni-koeln.de/color/), which people with any colour vision tell
apart; bars are also told apart by hatching, and heat maps carry their numbers. matplotlib shapes Arabic by itself from
3.11 on; for right-to-left languages, the picture is mirrored. Bars are drawn in SVG as paths, so no font is needed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import numpy as np
from babel.numbers import format_decimal, format_percent

from bot.reports.words import head, label, say
from handlers.facilitator.families import Family
from locales import direction
from locales.languages import locale
from storage.scope import NO_CODE
from storage.tallies import Cell

if TYPE_CHECKING:
    import matplotlib as mpl
    from matplotlib.figure import Figure

BLOCK_COLOURS = {**dict.fromkeys("AB", "#0072B2"), **dict.fromkeys("CDE", "#009E73"), **dict.fromkeys("FGH", "#CC79A7")}
WELL, ILL, OTHER = "#0072B2", "#E69F00", "#999999"
MOST_ROWS = 40
"""Groups in one heat map; of more, those with most notes are shown."""
DPI = 150
PHONE, PHONE_DPI, PHONE_ROW = 360, 72, 30
"""Width of a picture for phones and height of its rows, in pixels of their screen; drawn with twice as many."""
PHONE_LINE = 36
"""About so many letters stand in a line of it."""
BAR = 0.8
"""The longest bar, in parts of the width; the number has the rest."""
STYLE: Any = {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "wellsay", "axes.spines.top": False}


class Picture:
    """What a picture says in words, its numbers (the first row is the head), and the picture itself.

    It is drawn when it is asked for: matplotlib takes a second to load, and pages need the words only.
    """

    def __init__(self, draw: Callable[[], Figure], alt: str, table: Sequence[Sequence[object]]) -> None:
        self._draw = draw
        self.alt = alt
        self.table = table

    @cached_property
    def svg(self) -> bytes:
        """Its alt text is its title."""
        import matplotlib as mpl

        made = io.BytesIO()
        with mpl.rc_context(STYLE):
            self._figure.savefig(made, format="svg", metadata={"Date": None, "Creator": "Wellsay"})
        named = made.getvalue().replace(b"<svg ", b'<svg role="img" aria-labelledby="alt" ', 1)
        after = named.index(b">", named.index(b"<svg ")) + 1
        told = f'\n <title id="alt">{escape(self.alt)}</title>'.encode()
        return named[:after] + told + named[after:]

    @cached_property
    def png(self) -> bytes:
        """Its alt text is its description."""
        import matplotlib as mpl

        made = io.BytesIO()
        with mpl.rc_context(STYLE):
            about = {"Software": "Wellsay", "Description": self.alt}
            self._figure.savefig(made, format="png", dpi=DPI, metadata=about)
        return made.getvalue()

    @cached_property
    def _figure(self) -> Figure:
        return self._draw()


def families(cells: Sequence[Cell], language: str) -> Picture:
    """Bars of a tally by family."""
    names = [label(language, "family", cell.values[0]) for cell in cells]

    def draw() -> Figure:
        figure, axes = _start(language, say(language, "pic.families"), 1.2 + 0.42 * max(len(cells), 1))
        colours = [BLOCK_COLOURS.get(str(cell.values[0]), OTHER) for cell in cells]
        bars = axes.barh(names, [cell.notes for cell in cells], color=colours)
        axes.bar_label(bars, [f" {_percent(cell.share, language)} " for cell in cells])
        axes.invert_yaxis()
        axes.set_xlabel(say(language, "pic.notes"))
        _from_the_right(axes, language)
        return figure

    shown = [(name, cell.notes, cell.people, cell.share) for name, cell in zip(names, cells, strict=True)]
    table: list[Sequence[object]] = [[head(language, one) for one in ("family", "notes", "people", "share")], *shown]
    return _picture(
        draw, language, "pic.families", [(name, _percent(share, language)) for name, _, _, share in shown], table
    )


def feelings(cells: Sequence[Cell], language: str, wholes: Mapping[object, int] | None = None) -> Picture:
    """Well-being against ill-being: bars to both sides, of a tally by question and family.

    ``wholes``: all notes of each question, where some cells were left out.
    """
    there = {(cell.values[0], cell.values[1]): cell.notes for cell in cells}
    codes = sorted(
        {str(code) for question, code in there if question in {1, 2}}, key=lambda code: (code == NO_CODE, code)
    )
    wholes = wholes or {question: sum(there.get((question, code), 0) for code in codes) for question in (1, 2)}
    sums = {question: max(1, wholes.get(question, 0)) for question in (1, 2)}
    shares = {question: [there.get((question, code), 0) / sums[question] for code in codes] for question in (1, 2)}
    names = [label(language, "family", code) for code in codes]

    def draw() -> Figure:
        figure, axes = _start(language, say(language, "pic.feelings"), 1.6 + 0.42 * max(len(codes), 1))
        sides = ((1, "pic.well", WELL, "", 1), (2, "pic.ill", ILL, "//", -1))
        for question, message, colour, hatch, side in sides:
            bars = axes.barh(
                names, [side * 100 * one for one in shares[question]], color=colour, hatch=hatch, edgecolor="white",
                label=say(language, message),
            )  # fmt: skip
            axes.bar_label(bars, [f" {_percent(one, language)} " for one in shares[question]])
        axes.invert_yaxis()
        axes.axvline(0, color="black", linewidth=0.8)
        axes.margins(x=0.15)
        axes.set_xticks([])
        axes.set_xlabel(say(language, "pic.of_notes"))
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False)
        _from_the_right(axes, language)
        return figure

    table: list[Sequence[object]] = [
        [head(language, "family"), say(language, "pic.well"), say(language, "pic.ill")],
        *([name, *pair] for name, *pair in zip(names, shares[1], shares[2], strict=True)),
    ]
    items = [
        (
            name,
            ", ".join(
                f"{say(language, message)} {_percent(share, language)}"
                for message, share in (("pic.well", well), ("pic.ill", ill))
            ),
        )
        for name, well, ill in zip(names, shares[1], shares[2], strict=True)
    ]
    return _picture(draw, language, "pic.feelings", items, table)


def groups(
    cells: Sequence[Cell],
    language: str,
    by: tuple[str, str] = ("group", "component"),
    wholes: Mapping[object, int] | None = None,
) -> Picture:
    """A heat map: how much of what each group wrote is about each topic; of a tally by the two.

    ``wholes``: all notes of each group, where some cells were left out.
    """
    sums = dict(wholes or {})
    for cell in () if wholes else cells:
        sums[cell.values[0]] = sums.get(cell.values[0], 0) + cell.notes
    rows = sorted(sorted(sums, key=lambda one: -sums[one])[:MOST_ROWS], key=str)
    columns = list(dict.fromkeys(cell.values[1] for cell in sorted(cells, key=lambda one: _code_order(one.values[1]))))
    grid = np.zeros((len(rows), len(columns)))
    for cell in cells:
        if cell.values[0] in rows:
            grid[rows.index(cell.values[0]), columns.index(cell.values[1])] = cell.notes / sums[cell.values[0]]
    heads = [str(one) if by[1] == "component" else label(language, by[1], one) for one in columns]

    def draw() -> Figure:
        figure, axes = _start(
            language, say(language, "pic.groups"), 1.6 + 0.3 * max(len(rows), 1), max(8.0, 2.5 + 0.3 * len(columns))
        )
        if grid.size:
            axes.imshow(100 * grid, cmap="cividis", aspect="auto")
            middle = grid.max() / 2
            for row, column in zip(*np.nonzero(grid >= 0.005), strict=True):
                axes.text(
                    column, row, f"{100 * grid[row, column]:.0f}", ha="center", va="center", fontsize=7,
                    color="white" if grid[row, column] < middle else "black",
                )  # fmt: skip
        axes.set_xticks(range(len(columns)), heads, rotation=90, fontsize=8)
        axes.set_yticks(range(len(rows)), [label(language, by[0], one) for one in rows], fontsize=8)
        axes.set_xlabel(say(language, "pic.of_notes"))
        _from_the_right(axes, language)
        return figure

    table: list[Sequence[object]] = [
        [head(language, by[0]), *heads],
        *([label(language, by[0], one), *line.tolist()] for one, line in zip(rows, grid, strict=True)),
    ]
    best = [
        (label(language, by[0], one), label(language, by[1], columns[int(line.argmax())]))
        for one, line in zip(rows, grid, strict=True)
    ]
    return _picture(draw, language, "pic.groups", best, table)


def over_time(cells: Sequence[Cell], language: str) -> Picture:
    """A line of a tally by month."""
    names = [label(language, "month", cell.values[0]) for cell in cells]

    def draw() -> Figure:
        figure, axes = _start(language, say(language, "pic.time"), 3.5)
        from matplotlib.ticker import MaxNLocator

        axes.plot(names, [cell.notes for cell in cells], color=WELL, marker="o")
        axes.set_ylim(bottom=0)
        axes.set_ylabel(say(language, "pic.notes"))
        axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        _from_the_right(axes, language)
        return figure

    shown = [(name, cell.notes, cell.people) for name, cell in zip(names, cells, strict=True)]
    table: list[Sequence[object]] = [[head(language, one) for one in ("month", "notes", "people")], *shown]
    items = [(name, str(format_decimal(notes, locale=locale(language)))) for name, notes, _ in shown]
    return _picture(draw, language, "pic.time", items, table)


def phone(shown: Sequence[Family], language: str) -> bytes:
    """The families for a phone, as PNG: names above their bars, readable at ``PHONE`` pixels of a screen.

    What was left out says so in place of its bar.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    right = direction(language) == "rtl"
    edge, side = (1.0, "right") if right else (0.0, "left")
    names = [fill(say(language, one.name.id), PHONE_LINE) for one in shown]
    lines = [1.45 + name.count("\n") * 0.62 for name in names]
    title = fill(say(language, "pic.families"), PHONE_LINE - 8)
    top = 1.25 + title.count("\n") * 0.85
    height = top + sum(lines) + 0.2
    most = max((one.share or 0 for one in shown), default=0) or 1
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(PHONE / PHONE_DPI, height * PHONE_ROW / PHONE_DPI))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.045, 0, 0.91, 1))
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(height, 0)
        axes.text(edge, 0.35, title, ha=side, va="top", fontsize=_points(18), fontweight="bold")
        at = top
        for one, name, room in zip(shown, names, lines, strict=True):
            axes.text(edge, at, name, ha=side, va="top", fontsize=_points(15.5))
            bar = at + room - 0.55
            long = BAR * (one.share or 0) / most
            axes.barh(bar, -long if right else long, height=0.42, left=edge, color=BLOCK_COLOURS.get(one.code, OTHER))
            number = say(language, "results.left_out") if one.notes is None else _percent(one.share or 0, language)
            away = long + 0.02
            axes.text(edge - away if right else edge + away, bar, number, ha=side, va="center", fontsize=_points(15.5))
            at += room
        png = io.BytesIO()
        figure.savefig(png, format="png", dpi=2 * PHONE_DPI, metadata={"Software": "Wellsay"})
    return png.getvalue()


def _points(pixels: float) -> float:
    """A size of letters, in points, that comes out as so many pixels of a phone's screen."""
    return pixels * 72 / PHONE_DPI


def _start(language: str, title: str, height: float, width: float = 8.0) -> tuple[Figure, mpl.axes.Axes]:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
    figure.suptitle(
        title, ha="right" if direction(language) == "rtl" else "left", x=0.99 if direction(language) == "rtl" else 0.01
    )
    return figure, axes


def _from_the_right(axes: mpl.axes.Axes, language: str) -> None:
    """Mirrored for right-to-left readers."""
    if direction(language) == "rtl":
        axes.invert_xaxis()
        axes.yaxis.tick_right()
        axes.yaxis.set_label_position("right")
        axes.spines["left"].set_visible(False)
    else:
        axes.spines["right"].set_visible(False)


def _picture(
    draw: Callable[[], Figure],
    language: str,
    title: str,
    items: Sequence[tuple[str, str]],
    table: Sequence[Sequence[object]],
) -> Picture:
    listed = [say(language, "pic.item", name=name, number=number) for name, number in items]
    return Picture(draw, say(language, "pic.alt", title=say(language, title), items="; ".join(listed) or "-"), table)


def _percent(share: float, language: str) -> str:
    return str(format_percent(share, locale=locale(language)))


def _code_order(code: object) -> tuple[bool, str, int]:
    text = str(code)
    return text == NO_CODE, text[:1], int(text[1:]) if text[1:].isdigit() else 0
