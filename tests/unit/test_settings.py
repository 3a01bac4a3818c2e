import re
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.network import only_here
from bot.settings import KEY_FILE, Settings, SettingsError
from storage.keys import new_secret

README = Path(__file__).parents[2] / "README.md"


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


def test_on_sqlite_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/town.db"
    sealed = settings(database_url=url).keyring().seal(b"x")
    assert settings(database_url=url).keyring().open(sealed) == b"x"
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_on_postgresql_the_key_must_be_set() -> None:
    with pytest.raises(SettingsError, match="WELLSAY_SECRET_KEY must be set"):
        settings(database_url="postgresql+asyncpg://host/db").keyring()
    settings(database_url="postgresql+asyncpg://host/db", secret_key=new_secret()).keyring()


@pytest.mark.parametrize("listen", ["8080", "localhost", ":80", "a:b"])
def test_a_bad_listen_address_is_refused(listen: str) -> None:
    with pytest.raises(ValidationError):
        settings(listen=listen)


def test_secrets_are_not_shown() -> None:
    shown = repr(settings(telegram_token="123:SECRET", secret_key="KEY"))
    assert "SECRET" not in shown
    assert "KEY" not in shown


def test_the_readme_names_every_setting_and_its_default() -> None:
    text = README.read_text("utf-8")
    rows = dict(re.findall(r"^\| `(WELLSAY_\w+)` \| ([^|]+) \|", text, re.MULTILINE))
    names = {f"WELLSAY_{name.upper()}" for name in Settings.model_fields}
    assert set(rows) == names
    for name in ("DATABASE_URL", "LISTEN", "PUBLIC_URL", "TELEGRAM_MODE"):
        default = Settings.model_fields[name.lower()].default
        assert f"`{default}`" in rows[f"WELLSAY_{name}"]


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:8080", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:80", True),
        ("http://0.0.0.0", True),
        ("http://192.168.1.7:8080", False),
        ("https://wellsay.example", False),
    ],
)
def test_addresses_that_only_this_machine_reaches(url: str, here: bool) -> None:  # noqa: FBT001 -- an expected value
    assert only_here(url) == here
