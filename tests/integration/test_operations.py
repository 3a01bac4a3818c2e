"""The commands that look after the installation, as whoever runs it types them."""

import asyncio
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.support.person import Person
from tests.support.world import SECRET, demo_house, sqlite_url


@dataclass(frozen=True, slots=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder of its own, without settings."""
    for name in [one for one in os.environ if one.startswith("WELLSAY_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def wellsay(*arguments: str, folder: Path, **environment: str) -> Done:  # noqa: ARG001 -- the fixture has gone there
    """The command, in this process: starting one takes seconds."""
    done = CliRunner().invoke(app, arguments, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def talk(folder: Path) -> None:
    """Somebody wrote two notes; the key is in the key file."""
    (folder / "wellsay.key").touch(mode=0o600)
    (folder / "wellsay.key").write_text(SECRET)

    async def two_notes() -> None:
        house = await demo_house(sqlite_url(folder))
        person = Person(house)
        await person.joins()
        await person.says("friends")
        await person.says("quiet nights")
        await house.close()

    asyncio.run(two_notes())
    for one in folder.glob("wellsay.db*"):
        one.chmod(0o600)


def notes(folder: Path) -> int:
    connection = sqlite3.connect(folder / "wellsay.db")
    count = connection.execute("SELECT count(*) FROM note").fetchone()[0]
    connection.close()
    return int(count)


def test_backup_forget_and_restore(tmp_path: Path) -> None:
    talk(tmp_path)
    made = wellsay("backup", "one.backup", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "wellsay.key in another place" in made.stdout
    again = wellsay("backup", "one.backup", folder=tmp_path)
    assert (again.returncode, again.stdout) == (1, "")
    assert "exists already" in again.stderr
    for one in tmp_path.glob("wellsay.db*"):
        one.unlink()
    back = wellsay("restore", "one.backup", folder=tmp_path)
    assert back.returncode == 0, back.stderr
    assert notes(tmp_path) == 2
    (tmp_path / "wellsay.key").unlink()
    wrong = wellsay("restore", "one.backup", folder=tmp_path)
    assert wrong.returncode == 1
    assert "another key" in wrong.stderr
    assert wellsay("restore", "one.backup", "--lost-key", folder=tmp_path).returncode == 0


def test_mistakes_are_one_sentence(tmp_path: Path) -> None:
    assert "run: wellsay migrate" in wellsay("backup", "one", folder=tmp_path).stderr
    wellsay("migrate", folder=tmp_path)
    (tmp_path / "letter").write_text("dear mother")
    for arguments, sentence in (
        (("backup", "no/such/folder/one"), "cannot be written"),
        (("restore", "nothing"), "there is no file"),
        (("restore", "letter"), "not a backup"),
        (("move", "sqlite+aiosqlite:///other.db"), "from SQLite"),
        (("move", "postgresql+asyncpg://127.0.0.1:1/x"), "cannot be used"),
    ):
        done = wellsay(*arguments, folder=tmp_path)
        assert done.returncode in {1, 2}
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_new_key_in_the_key_file(tmp_path: Path) -> None:
    talk(tmp_path)
    before = (tmp_path / "wellsay.key").read_text()
    done = wellsay("rotate", "--new-key", folder=tmp_path)
    assert "1 of 1 addresses" in done.stdout
    lines = (tmp_path / "wellsay.key").read_text().split()
    assert lines[1:] == [before]
    assert (tmp_path / "wellsay.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "wellsay.key").write_text(lines[0])
    assert "in order" in wellsay("doctor", folder=tmp_path).stdout
    assert "WELLSAY_OLD_SECRET_KEYS" in wellsay(
        "rotate", "--new-key", folder=tmp_path, WELLSAY_SECRET_KEY=lines[0]
    ).stderr  # fmt: skip


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(tmp_path: Path) -> None:
    talk(tmp_path)
    well = wellsay("doctor", folder=tmp_path)
    assert well.returncode == 0, well.stderr
    assert "leads to this machine only" in well.stdout
    assert "Telegram is off" in well.stdout
    (tmp_path / "wellsay.key").chmod(0o644)
    (tmp_path / ".env").write_text("WELLSAY_TELEGRAM_RATE=20\n")
    (tmp_path / ".env").chmod(0o644)
    connection = sqlite3.connect(tmp_path / "wellsay.db")
    connection.execute("UPDATE inbound SET at = '2999-01-01 00:00:00.000000'")
    connection.commit()
    connection.close()
    ill = wellsay(
        "doctor", folder=tmp_path, WELLSAY_TELEGRAM_TOKEN="1:x", WELLSAY_TELEGRAM_API_URL="http://127.0.0.1:1",
        WELLSAY_TELEGRAM_MODE="webhook", WELLSAY_SECRET_KEY="A" * 43,
    )  # fmt: skip
    assert ill.returncode == 1
    for words in (
        "chmod 600 .env", "set the clock right", "Telegram cannot be reached", "HTTPS addresses only",
        "1 addresses were sealed with a key that is not known",
    ):  # fmt: skip
        assert words in ill.stderr, words
    assert "chmod 600" in wellsay("doctor", folder=tmp_path).stderr


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    talk(tmp_path)
    (tmp_path / "closed").write_text("a file, so nobody can write into it, root neither", "utf-8")
    done = wellsay("backup", "closed/one", folder=tmp_path)
    assert "cannot be written" in done.stderr
