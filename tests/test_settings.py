"""Settings come from the environment, and the secret key is made once and kept."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from surveyapp.services.failures import SettingsUnusable
from surveyapp.settings import DEFAULT_DATABASE, KEY_FILE, kept_secret, read_settings
from tests.services.racing import all_at_once

LONG = "x" * 40


def test_the_secret_is_kept_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'instance' / 'x.sqlite3'}"
    settings = read_settings({"DATABASE_URL": url})
    kept = tmp_path / "instance" / KEY_FILE
    assert settings.instance == tmp_path / "instance"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert settings.secret_key == kept.read_text().strip()
    assert read_settings({"DATABASE_URL": url}) == settings


def test_many_processes_starting_at_once_keep_one_secret(tmp_path: Path) -> None:
    secrets = all_at_once(16, lambda _: kept_secret(tmp_path / "instance"))
    assert len(set(secrets)) == 1
    assert [path.name for path in (tmp_path / "instance").iterdir()] == [KEY_FILE]


def test_what_is_given_goes_before_what_is_kept(tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": "postgresql://user:hidden-word@host/name",
        "SECRET_KEY": LONG,
        "INSTANCE_FOLDER": str(tmp_path),
        "RESPONDENT_URL": "https://survey.example/",
        "TRUSTED_PROXIES": "2",
    }
    settings = read_settings(environment)
    assert settings.secret_key == LONG
    assert settings.instance == tmp_path
    assert settings.respondent_url == "https://survey.example"
    assert settings.proxies == 2
    assert list(tmp_path.iterdir()) == []
    assert "hidden-word" not in repr(settings)
    assert LONG not in repr(settings)


def test_an_address_on_the_command_line_goes_before_the_environment() -> None:
    environment = {"DATABASE_URL": "sqlite:///other.sqlite3", "SECRET_KEY": LONG}
    assert read_settings(environment, database_url="sqlite:///mine.sqlite3").database_url == "sqlite:///mine.sqlite3"
    assert read_settings({"SECRET_KEY": LONG}).database_url == DEFAULT_DATABASE


@pytest.mark.parametrize(
    "environment",
    [
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": LONG, "TRUSTED_PROXIES": "many"},
        {"SECRET_KEY": LONG, "LARGEST_POST": "-1"},
    ],
)
def test_settings_that_make_no_sense_are_refused(environment: dict[str, str]) -> None:
    name = list(environment)[-1]
    with pytest.raises(SettingsUnusable, match=name):
        read_settings(environment)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsUnusable, match="INSTANCE_FOLDER"):
        read_settings({"INSTANCE_FOLDER": str(tmp_path / "file")})


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe"])
def test_a_damaged_secret_is_refused_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(SettingsUnusable, match=KEY_FILE):
        kept_secret(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == content
