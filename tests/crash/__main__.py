"""``make crash``: a hundred kills; then a few with the acknowledgement before the commit, which must be noticed."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.crash.ledger import Verdict
from tests.crash.play import Play

SABOTAGED = 6


def play(kills: int, seed: int, *, sabotage: bool = False) -> Verdict:
    """One run in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(Play(Path(folder), seed, sabotage=sabotage).run(kills))


def main() -> int:
    """Run and print; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    verdict = play(asked.kills, asked.seed)
    sys.stdout.write(f"{verdict}\n" + "".join(f"  lost: {one}\n" for one in verdict.lost[:20]))
    sabotaged = play(min(SABOTAGED, asked.kills), asked.seed, sabotage=True)
    noticed = "noticed" if not sabotaged.good else "NOT noticed"
    sys.stdout.write(f"acknowledged before the commit: {sabotaged} - {noticed}\n")
    sys.stdout.flush()
    return 0 if verdict.good and not sabotaged.good else 1


if __name__ == "__main__":
    raise SystemExit(main())
