"""The shipped model on notes that no training and no calibration saw: one for each component, in two languages.

They were written after the example notes, by the same authors, so strangers' notes will do somewhat worse.
"""

from pathlib import Path

import pytest

from coding.suggester import ModelSuggester

NOTES = Path(__file__).parents[3] / "coding" / "training" / "apart.tsv"
ROWS = [line.split("\t") for line in NOTES.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("column", [1, 2], ids=["en", "it"])
def test_the_right_code_comes_first_or_among_the_first_three(column: int) -> None:
    found = [[one.code for one in some] for some in ModelSuggester().suggest_many([row[column] for row in ROWS])]
    right = list(zip(found, [row[0] for row in ROWS], strict=True))
    assert len(right) == 67
    assert sum(codes[0][0] == code[0] for codes, code in right) / 67 > 0.8
    assert sum(codes[0] == code for codes, code in right) / 67 > 0.7
    assert sum(code in codes[:3] for codes, code in right) / 67 > 0.9
