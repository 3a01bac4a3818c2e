"""`python -m coding.training.check`: whether the example notes are as varied as they must be, in figures.

Counts per component and language; the same note twice; near-duplicates and filled-in templates within a language; notes
of two languages that look like translations of each other.
"""

# ruff: noqa: T201 -- a command: it prints

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from coding.nomenclature import components
from coding.training.notes import EXAMPLES, Note, bare, parse

FEWEST = 25
"""Notes a component and language."""
NEAR = 0.62
"""Share of common three-letter groups (Jaccard) from which two notes are near-duplicates."""
COMMONEST = 60
"""Groups that more notes of a language share are not looked up: they say nothing."""
TEMPLATE_USES = 4
"""A frame of three words or more that is used more often in one component and language is a template."""
FRAME_WORDS = 3
SHOWN = 5
RARE_WORDS = 2
"""Numbers and words common to two languages' notes that make a translation of one by the other suspect."""


def load(folder: Path) -> dict[str, list[Note]]:
    """All notes by language, duplicates included."""
    found: dict[str, list[Note]] = defaultdict(list)
    for path in sorted(folder.glob("*/*.txt")):
        found[path.parent.name] += parse(path.read_text(encoding="utf-8"), path.parent.name, str(path))
    return dict(found)


def duplicates(notes: Sequence[Note]) -> list[tuple[Note, Note]]:
    """Notes with the same letters, each with the first of its kind."""
    first: dict[str, Note] = {}
    pairs = ((first.setdefault(bare(note.text), note), note) for note in notes)
    return [(known, note) for known, note in pairs if known is not note]


def near_duplicates(notes: Sequence[Note]) -> list[tuple[Note, Note]]:
    """Pairs that share most of their three-letter groups, exact duplicates not counted."""
    groups = [_groups(bare(note.text)) for note in notes]
    places: dict[str, list[int]] = defaultdict(list)
    letters = [bare(note.text) for note in notes]
    found = []
    for i, own in enumerate(groups):
        common = Counter(j for group in own if len(places[group]) < COMMONEST for j in places[group])
        for j, least in common.items():
            if least * 2 > len(own) * NEAR and _likeness(own, groups[j]) > NEAR and letters[i] != letters[j]:
                found.append((notes[j], notes[i]))
        for group in own:
            places[group].append(i)
    return found


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def templates(notes: Sequence[Note]) -> list[tuple[str, list[Note]]]:
    """Frames ("I want to … again") that several notes of one component fill in: all but one word in common."""
    frames: dict[tuple[str, str], set[Note]] = defaultdict(set)
    for note in notes:
        words = bare(note.text).split()
        for i in range(len(words)):
            frame = [*words[:i], "…", *words[i + 1 :]]
            if len(words) > FRAME_WORDS:
                frames[note.code, " ".join(frame)].add(note)
        for size in range(FRAME_WORDS, len(words)):
            frames[note.code, " ".join([*words[:size], "…"])].add(note)
    often = {frozenset(used): frame for (_, frame), used in frames.items() if len(used) > TEMPLATE_USES}
    found = [(frame, sorted(used, key=notes.index)) for used, frame in often.items()]
    return sorted(found, key=lambda one: -len(one[1]))


def translations(by_language: dict[str, list[Note]]) -> list[tuple[Note, Note]]:
    """Suspected: notes of two languages with the same code, theme and question, and mostly the same rare words.

    Rare: of four letters or more, or numbers, and in few notes at all. Kindred languages share some by their nature.
    """
    uses = Counter(word for notes in by_language.values() for note in notes for word in _signs(note))
    found = []
    places: dict[tuple[str, str, int], list[Note]] = defaultdict(list)
    for notes in by_language.values():
        for note in notes:
            places[note.code, note.theme, note.question].append(note)
    for together in places.values():
        for one, other in combinations(together, 2):
            if one.language != other.language:
                common = [word for word in _signs(one) & _signs(other) if uses[word] <= COMMONEST]
                if len(common) >= RARE_WORDS and 3 * len(common) >= 2 * min(len(_signs(one)), len(_signs(other))):
                    found.append((one, other))
    return found


def report(folder: Path = EXAMPLES) -> int:
    """Print all figures; returns how many components of a language have fewer than ``FEWEST`` notes of their own."""
    by_language = load(folder)
    missing = 0
    print(f"{'':4}{'notes':>7}{'fewest':>8}{'same':>6}{'near':>6}{'templates':>11}{'left':>7}")
    for language, notes in by_language.items():
        same, near, filled = duplicates(notes), near_duplicates(notes), templates(notes)
        out = {note for _, note in (*same, *near)} | {note for _, used in filled for note in used[1:]}
        left = Counter(note.code for note in notes if note not in out)
        few = [code for code, one in components().items() if not one.general and left[code] < FEWEST]
        missing += len(few)
        fewest = min((left[code] for code, one in components().items() if not one.general), default=0)
        print(
            f"{language:4}{len(notes):7}{fewest:8}{len(same):6}{len(near):6}{len(filled):11}{sum(left.values()):7}"
            + (f"  fewer than {FEWEST}: {' '.join(few)}" if few else ""),
        )
        for line in _shown(same, near, filled):
            print(f"      {line}")
    suspected = translations(by_language)
    print(f"suspected translations: {len(suspected)}")
    for one, other in suspected[:SHOWN]:
        print(f"      {one.language} {one.text} / {other.language} {other.text}")
    return missing


def _shown(
    same: Sequence[tuple[Note, Note]],
    near: Sequence[tuple[Note, Note]],
    filled: Sequence[tuple[str, list[Note]]],
) -> Iterator[str]:
    for name, pairs in (("same", same), ("near", near)):
        for one, other in pairs[:SHOWN]:
            yield f"{name}: {one.code} {one.text} / {other.code} {other.text}"
    for frame, used in filled[:SHOWN]:
        yield f"template, {len(used)} times: {used[0].code} {frame}"


def _groups(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


@cache
def _signs(note: Note) -> frozenset[str]:
    """Words of four letters or more, and numbers: what a translator carries over."""
    return frozenset(word for word in bare(note.text).split() if len(word) > FRAME_WORDS or word.isdigit())


if __name__ == "__main__":
    sys.exit(report(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES) > 0)
