"""`make evaluate`: how good the shipped model is on themes that it has not seen, in any language.

Prints tables per language, family and component with 95 % intervals, the commonest confusions, calibration, speed, and
how well personal data and the language of a note are found; writes ``figures.json`` beside the model.
"""

# ruff: noqa: T201 -- a command: it prints

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.nomenclature import FAMILIES, components
from coding.scores import FAMILY_OF, by_family
from coding.suggester import MODEL, ModelSuggester
from coding.training import calibration, finding
from coding.training.apart import read_apart
from coding.training.figures import NAMES, Hits, grouped, hits, share, truth
from coding.training.notes import EXAMPLES, Note, read, split_by_theme

CONFUSIONS = 12
SPEED_NOTES = 400
HEAD = f"{'':14}{'notes':>6}  {'family first':>24}{'in three':>24}{'component first':>24}{'in three':>24}"


def report(examples: Path, folder: Path) -> None:
    """Print everything and write ``figures.json``."""
    _, notes = split_by_theme(read(examples))
    suggester = ModelSuggester(folder)
    sample = calibration.sample(suggester, notes)
    calibrated = calibration.crosswise(sample)
    probabilities = calibrated[-len(notes) :]
    right = hits(probabilities, truth(notes))
    print(f"model {suggester.version}: {len(notes)} notes of {len({(n.code, n.theme) for n in notes})} unseen themes\n")
    found: dict[str, Any] = {"version": suggester.version, "notes": len(notes)}
    for title, key in _KEYS.items():
        found[title] = _table(title, notes, right, key)
    found["question"] = _questions(suggester, notes)
    found["apart"] = _apart(suggester)
    found["confusions"] = _confusions(probabilities, notes)
    found["calibration"] = _calibration(calibration.errors(sample, calibrated))
    found["speed"] = _speed(suggester, notes)
    found["finding"] = finding.report(notes)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.name != "figures.json") / 1e6
    found["megabytes"] = round(size, 1)
    print(f"files: {size:.1f} MB")
    (folder / "figures.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


_KEYS: dict[str, Callable[[Note], str]] = {
    "all": lambda _: "all",
    "language": lambda note: note.language,
    "family": lambda note: note.family,
    "component": lambda note: note.code,
}


def _table(
    title: str,
    notes: Sequence[Note],
    right: Hits,
    key: Callable[[Note], str],
    theme: Callable[[Note], str] = lambda note: f"{note.code} {note.theme}",
) -> dict[str, Any]:
    print(f"by {title}\n{HEAD}")
    found = {}
    for name, places in grouped(notes, key).items():
        themes = [theme(notes[place]) for place in places]
        shares = {kind: share(getattr(right, kind)[places], themes) for kind in NAMES}
        print(f"{name:14}{len(places):6}  " + "".join(f"{one!s:>24}" for one in shares.values()))
        values = {kind: [round(one.value, 4), round(one.low, 4), round(one.high, 4)] for kind, one in shares.items()}
        found[name] = {"notes": len(places), **values}
    print()
    return found


def _apart(suggester: ModelSuggester) -> dict[str, Any]:
    """On the notes kept apart from training, in the languages that have some."""
    notes = read_apart()
    probabilities = suggester.probabilities([note.text for note in notes], [note.question for note in notes])
    right = hits(probabilities, truth(notes))
    found: dict[str, Any] = {}
    for title in ("all", "language", "family"):
        found[title] = _table(f"{title}, notes kept apart", notes, right, _KEYS[title], theme=lambda note: note.code)
    return found


def _questions(suggester: ModelSuggester, notes: Sequence[Note]) -> dict[str, dict[str, float]]:
    """What it helps to know which question a note answers."""
    found = {}
    texts = [note.text for note in notes]
    for name, asked in (("unknown", [0] * len(notes)), ("known", [note.question for note in notes])):
        right = hits(suggester.probabilities(texts, asked), truth(notes))
        found[name] = {kind: round(float(getattr(right, kind).mean()), 4) for kind in NAMES}
        print(f"question {name:8}", "  ".join(f"{kind} {value:.1%}" for kind, value in found[name].items()))
    print()
    return found


def _confusions(probabilities: NDArray[np.float64], notes: Sequence[Note]) -> dict[str, Any]:
    codes, right = list(components()), truth(notes)
    best = probabilities.argmax(-1)
    families = by_family(probabilities).argmax(-1)
    matrix = [[int(((FAMILY_OF[right] == a) & (families == b)).sum()) for b in range(8)] for a in range(8)]
    print("family: right in rows, suggested in columns\n  " + "".join(f"{one:>6}" for one in FAMILIES))
    for name, row in zip(FAMILIES, matrix, strict=True):
        print(name + " " + "".join(f"{one:6}" for one in row))
    pairs = Counter((codes[a], codes[b]) for a, b in zip(right, best, strict=True) if a != b).most_common(CONFUSIONS)
    print("\ncommonest: " + ", ".join(f"{a} as {b} {count}" for (a, b), count in pairs) + "\n")
    return {"families": matrix, "components": [[a, b, count] for (a, b), count in pairs]}


def _calibration(errors: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Of the first suggestion's probability, and of the first family's."""
    print("expected calibration error")
    for name, kinds in errors.items():
        print(f"  {name:9}" + ", ".join(f"{kind} {value:.3f}" for kind, value in kinds.items()))
    print()
    return errors


def _speed(suggester: ModelSuggester, notes: Sequence[Note]) -> dict[str, float]:
    """In processor time, so that other work on the machine disturbs it less; there is one thread."""
    texts = [note.text for note in notes[:: max(1, len(notes) // SPEED_NOTES)]]
    suggester.suggest(texts[0])
    single = []
    for text in texts:
        start = time.process_time()
        suggester.suggest(text)
        single.append(time.process_time() - start)
    start = time.process_time()
    suggester.suggest_many(texts)
    speed = {
        "median_ms": round(statistics.median(single) * 1000, 2),
        "notes_a_second": round(len(texts) / (time.process_time() - start)),
    }
    print(f"one note: {speed['median_ms']} ms (median); in batches: {speed['notes_a_second']} notes/s; one thread\n")
    return speed


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="folder LANGUAGE/FAMILY.txt")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the model")
    chosen = parser.parse_args()
    report(chosen.examples, chosen.model)


if __name__ == "__main__":
    main()
