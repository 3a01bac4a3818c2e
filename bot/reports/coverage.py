"""Who is missing, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from storage.coverage import Coverage


def format_coverage(rows: Sequence[Coverage]) -> str:
    """A line for each tag, the most missing first."""
    lines = [["tag", "heard", "share", "target", "difference"]]
    lines += [
        [
            " ".join(one.tag.split()),
            str(one.heard),
            f"{one.share:.1%}",
            "-" if one.target is None else f"{one.target:.1%}",
            "-" if one.difference is None else f"{100 * one.difference:+.1f} points",
        ]
        for one in rows
    ]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    made = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([made[0], "-" * len(made[0]), *made[1:]]) + "\n"
