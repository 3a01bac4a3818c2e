"""The example notes: how they are read, split and checked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coding.scores import FAMILY_OF, Temperatures, by_family, joint
from coding.training import check
from coding.training.figures import calibration_error, fitted, share
from coding.training.notes import BadFileError, Note, bare, is_held_out, parse, read, split_by_theme

FILE = """# A3 heating
2 heating stays off till Christmas
1 coming home to a warm flat
2 Heating stays off till Christmas!
# A10 bus-missing
2 the bus never comes
"""


def folder_of(tmp_path: Path, **texts: str) -> Path:
    for language, text in texts.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "A.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_headers_and_notes_are_read_without_duplicates(tmp_path: Path) -> None:
    notes = read(folder_of(tmp_path, en=FILE))
    assert notes[0] == Note("A3", "heating", 2, "en", "heating stays off till Christmas")
    assert [note.code for note in notes] == ["A3", "A3", "A10"]
    assert read(tmp_path, languages=["fr"]) == []


@pytest.mark.parametrize(
    "line", ["5 no such question", "# Z9 theme", "1no space", "words", "1 a note before any header"]
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(BadFileError, match=r"A\.txt:1"):
        list(parse(line, "en", "en/A.txt"))


def test_no_theme_is_on_both_sides_in_any_language() -> None:
    notes = read()
    seen, unseen = split_by_theme(notes)
    assert len(seen) + len(unseen) == len(notes)
    assert not {(note.code, note.theme) for note in seen} & {(note.code, note.theme) for note in unseen}
    assert 0.03 < len(unseen) / len(notes) < 0.15
    assert {note.language for note in unseen} == {note.language for note in notes}


def test_the_split_is_the_same_everywhere() -> None:
    assert is_held_out("A1", "hunger", 1.0)
    assert not is_held_out("A1", "hunger", 0.0)
    assert is_held_out("A1", "hunger", 0.5) == is_held_out("A1", "hunger", 0.5)


def test_bare_letters() -> None:
    assert bare("  Él, ÇA va?! ") == "el ca va"


def test_the_check_finds_planted_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frames = "\n".join(
        f"1 I would really like {word}" for word in ("bread", "rain", "peace", "trains", "kittens", "sleep")
    )
    planted = FILE + "2 the bus never ever comes\n# A6 having-a-job\n" + frames + "\n"
    folder_of(
        tmp_path,
        en=planted,
        fr="# A7 holidays-trips\n1 Benidorm Imserso 2019\n",
        es="# A7 holidays-trips\n1 imserso benidorm 2019\n",
    )
    by_language = check.load(tmp_path)
    assert [one.text for _, one in check.duplicates(by_language["en"])] == ["Heating stays off till Christmas!"]
    assert "the bus never ever comes" in [one.text for _, one in check.near_duplicates(by_language["en"])]
    assert [len(used) for _, used in check.templates(by_language["en"])] == [6]
    assert len(check.translations(by_language)) == 1
    assert check.report(tmp_path) > 0
    assert "templates" in capsys.readouterr().out


def test_joint_probabilities_add_up() -> None:
    scores = np.random.default_rng(1).normal(size=(5, 75)) * 3
    found = joint(scores, Temperatures(0.7, 1.3, 0.9))
    assert found.sum(-1) == pytest.approx(np.ones(5))
    assert by_family(found).shape == (5, 8)


def test_temperatures_mend_what_is_too_sure() -> None:
    random = np.random.default_rng(2)
    right = random.integers(0, 67, 400)
    scores = random.normal(size=(400, 75))
    scores[np.arange(400), right] += 2
    scores[np.arange(400), 67 + FAMILY_OF[right]] += 2
    assert fitted(scores * 4, right).component > 1.5 * fitted(scores, right).component


def test_figures_of_known_answers() -> None:
    right = np.array([True] * 80 + [False] * 20)
    assert calibration_error(np.full(100, 0.8), right) < 0.001
    assert calibration_error(np.full(100, 0.5), right) == pytest.approx(0.3)
    interval = share(right, [str(place % 10) for place in range(100)])
    assert interval.low <= interval.value == 0.8 <= interval.high
