"""Read the settings of the application from its environment, once, into a frozen value."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from surveyapp.services.failures import SettingsUnusable

DEFAULT_DATABASE = "sqlite:///instance/surveyapp.sqlite3"
KEY_FILE = "secret-key"
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Settings:
    """Hold what differs between installations.

    `secret_key` keys every HMAC (receipt codes, resume codes, link tokens) and signs form fields: losing it makes the
    codes people hold unreadable. `proxies` is the number of trusted proxies in front.
    """

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    instance: Path
    respondent_url: str = "http://127.0.0.1:8000"
    console_url: str = "http://127.0.0.1:8001"
    proxies: int = 0
    largest_post: int = 1_000_000
    """Bytes of one posted form."""


def read_settings(environment: Mapping[str, str] | None = None, *, database_url: str | None = None) -> Settings:
    """Read the environment; `database_url` given on a command line goes before `DATABASE_URL`.

    Reads DATABASE_URL, SECRET_KEY, INSTANCE_FOLDER, RESPONDENT_URL, CONSOLE_URL, TRUSTED_PROXIES, LARGEST_POST. Without
    SECRET_KEY a key is made once and kept in the instance folder, which for SQLite is the folder of the database.
    Raises SettingsUnusable with a sentence saying what to do.
    """
    found = os.environ if environment is None else environment
    url = (found.get("DATABASE_URL") or DEFAULT_DATABASE) if database_url is None else database_url
    instance = Path(found["INSTANCE_FOLDER"]) if found.get("INSTANCE_FOLDER") else _folder_of(url)
    return Settings(
        database_url=url,
        secret_key=_given_secret(found) or kept_secret(instance),
        instance=instance,
        respondent_url=found.get("RESPONDENT_URL", Settings.respondent_url).rstrip("/"),
        console_url=found.get("CONSOLE_URL", Settings.console_url).rstrip("/"),
        proxies=_count(found, "TRUSTED_PROXIES", Settings.proxies),
        largest_post=_count(found, "LARGEST_POST", Settings.largest_post),
    )


def kept_secret(folder: Path) -> str:
    """Return the secret kept in a folder, making it first where there is none.

    Many processes may start at once: the file appears whole or not at all, and all of them read the same one.
    """
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsUnusable(
            f"The secret key cannot be kept in {path}. Set SECRET_KEY, or INSTANCE_FOLDER to a writable folder."
        ) from error
    return _long_enough(secret, str(path))


def _make_secret(path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = path.with_name(f"{KEY_FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink()


def _given_secret(environment: Mapping[str, str]) -> str | None:
    given = environment.get("SECRET_KEY")
    return _long_enough(given, "SECRET_KEY") if given else None


def _long_enough(secret: str, source: str) -> str:
    if len(secret) < SHORTEST_SECRET:
        raise SettingsUnusable(f"{source} must hold at least {SHORTEST_SECRET} characters that nobody can guess.")
    return secret


def _folder_of(url: str) -> Path:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return Path("instance")
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)).parent if is_file else Path("instance")


def _count(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit():
        raise SettingsUnusable(f"{name} must be a whole number, not {given!r}.")
    return int(given)
