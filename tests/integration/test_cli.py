import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WELLSAY = Path(sys.executable).parent / "wellsay"


def wellsay(*arguments: str, folder: Path, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WELLSAY_")}
    return subprocess.run(  # noqa: S603 -- our own command
        [WELLSAY, *arguments], input=said, capture_output=True, text=True, cwd=folder, timeout=60, check=False,
        env={**kept, **environment},
    )  # fmt: skip


def test_a_conversation_in_the_terminal_is_counted(tmp_path: Path) -> None:
    talked = wellsay("chat", "--join", "DEMO", folder=tmp_path, said=":1\nmy friends\n:1\n:2\nnoise all night\n")
    assert talked.returncode == 0, talked.stderr
    assert "1 of 3" in talked.stdout
    counted = wellsay("tally", "--by", "question", "--by", "family", "--format", "json", folder=tmp_path)
    cells = json.loads(counted.stdout)
    assert sum(cell["notes"] for cell in cells) == 2
    assert {"question", "family", "notes", "people", "share"} == set(cells[0])
    assert sum(cell["share"] for cell in cells) == pytest.approx(1, abs=0.001)
    table = wellsay("tally", "--by", "question", folder=tmp_path)
    assert "question" in table.stdout
    assert "Traceback" not in table.stderr


HEAVY = "{'aiohttp', 'matplotlib', 'numpy', 'onnxruntime', 'pyarrow', 'scipy', 'spacy', 'sqlalchemy', 'telegram'}"


@pytest.mark.parametrize("arguments", [["--help"], ["tally", "--help"], ["export", "--help"], ["backup", "--help"]])
def test_help_does_not_wait_for_what_draws_and_counts(arguments: list[str]) -> None:
    run = f"app({arguments}, standalone_mode=False)"
    code = f"import sys\nfrom bot.cli import app\n{run}\nprint({HEAVY} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 -- ours
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "sentence"),
    [
        (("tally", "--by", "colour"), {}, 2, "cannot be counted by 'colour'"),
        (("tally", "--by", "family", "--format", "pdf"), {}, 2, "no format 'pdf'"),
        (("chat", "--language", "xx"), {}, 2, "no language 'xx'"),
        (("serve",), {"WELLSAY_LISTEN": "nowhere"}, 2, "WELLSAY_LISTEN"),
        (("serve",), {"WELLSAY_DATABASE_URL": "nonsense"}, 1, "WELLSAY_DATABASE_URL"),
        (("serve",), {"WELLSAY_SECRET_KEY": "short"}, 1, "WELLSAY_SECRET_KEY"),
        (
            ("serve",),
            {"WELLSAY_DATABASE_URL": "postgresql+asyncpg://127.0.0.1:1/x"},
            1,
            "WELLSAY_SECRET_KEY must be set",
        ),
        (("doctor",), {"WELLSAY_DATABASE_URL": "sqlite+aiosqlite:////no/such/folder/x.db"}, 1, ""),
        (("nonsense",), {}, 2, "nonsense"),
    ],
)
def test_a_mistake_is_one_sentence(
    arguments: tuple[str, ...], environment: dict[str, str], code: int, sentence: str, tmp_path: Path
) -> None:
    done = wellsay(*arguments, folder=tmp_path, **environment)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_and_doctor(tmp_path: Path) -> None:
    assert "run: wellsay migrate" in wellsay("doctor", folder=tmp_path).stderr
    assert "version" in wellsay("migrate", folder=tmp_path).stdout
    assert "Nothing to do" in wellsay("migrate", folder=tmp_path).stdout
    assert "in order" in wellsay("doctor", folder=tmp_path).stdout
