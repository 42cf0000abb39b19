"""A database that cannot be used is one sentence and exit code 1 for every command, and no password is shown."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from surveyapp.cli.main import main
from surveyapp.database import make_engine, migrate
from tests.surveys import FOLDER

PASSWORD = "geheim-geheim"
COMMANDS = {
    "publish": [str(FOLDER / "gates.json"), "--slug", "gates"],
    "count": ["gates"],
    "close": ["gates"],
    "reopen": ["gates"],
    "audit verify": ["gates"],
    "export": ["gates", "--out", "package"],
    "report": ["gates", "--out", "reports"],
    "plan": ["gates", "--out", "plan.json"],
    "serve": ["--side", "respondent", "--port", "18653"],
    "worker": ["--once"],
    "account create": ["an@example.org", "--role", "researcher", "--password-stdin"],
    "account password": ["an@example.org", "--password-stdin"],
    "account suspend": ["an@example.org"],
    "account restore": ["an@example.org"],
}
ADDRESSES = {
    "unknown-driver": f"mysql://u:{PASSWORD}@host/name",
    "no-address": "",
    "port": f"postgresql://u:{PASSWORD}@host:port/name",
    "nobody-listens": f"postgresql://u:{PASSWORD}@127.0.0.1:9/name",
    "unknown-host": f"postgresql://u:{PASSWORD}@no-such-host.invalid/name",
    "unknown-setting": f"postgresql://u:{PASSWORD}@127.0.0.1:9/name?nonsense=1",
    "password-in-query": f"postgresql://u@127.0.0.1:9/name?password={PASSWORD}",
    "folder": "sqlite:///folder.sqlite3",
    "no-database": "sqlite:///text.sqlite3",
    "foreign": "sqlite:///foreign.sqlite3",
    "later": "sqlite:///later.sqlite3",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder that holds every kind of file that is no database of ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough password\n" * 2))
    Path("folder.sqlite3").mkdir()
    Path("text.sqlite3").write_text("no database " * 100)
    with sqlite3.connect("foreign.sqlite3") as connection:
        connection.execute("CREATE TABLE survey (x)")


def refused(command: str, address: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), *COMMANDS[command], "--database", address])
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (1, "")
    assert PASSWORD not in told.err
    sentence, *more = told.err.splitlines()
    assert sentence.startswith("surveyapp: ") and not more
    return sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_in_one_sentence(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "'mysql' is not supported" in refused(command, ADDRESSES["unknown-driver"], capsys)
    assert "cannot be used" in refused(command, ADDRESSES["folder"], capsys)


@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_kind_of_broken_address_is_named(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    if kind == "later":
        engine = make_engine(ADDRESSES[kind])
        migrate(engine)
        engine.dispose()
        with sqlite3.connect("later.sqlite3") as connection:
            connection.execute("UPDATE alembic_version SET version_num = 'later'")
    said = refused("count", ADDRESSES[kind], capsys)
    assert "DATABASE_URL" in said
    assert ("later version" in said) == (kind in ("foreign", "later"))
