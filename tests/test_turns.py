"""Writers of an SQLite file wait for their turn, and nobody waits for ever."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from surveyapp.turns import begin_in_turn
from tests.patience import LONGEST

FEWEST = 5


def opened(file: Path, *, patience: int = 90_000) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA busy_timeout = {patience}")
    connection.execute("CREATE TABLE IF NOT EXISTS counted (n)")
    return connection


def test_a_turn_comes_as_soon_as_the_writer_before_is_done(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "one"), opened(tmp_path / "one")
    first.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.2, lambda: first.execute("COMMIT"))
    done.start()
    assert begin_in_turn(second)
    assert second.in_transaction
    second.execute("COMMIT")


def test_a_turn_that_does_not_come_in_time_is_given_up_and_patience_is_kept(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "one"), opened(tmp_path / "one", patience=30)
    first.execute("BEGIN IMMEDIATE")
    assert not begin_in_turn(second)
    assert second.execute("PRAGMA busy_timeout").fetchone() == (30,)
    assert not second.in_transaction


def test_other_errors_are_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"no database at all, but long enough to be read as one" * 50)
    connection = sqlite3.connect(tmp_path / "broken", isolation_level=None, timeout=10 * LONGEST)
    began = time.monotonic()
    with pytest.raises(sqlite3.DatabaseError):
        begin_in_turn(connection)
    assert time.monotonic() - began < LONGEST


def test_nobody_is_overtaken_for_ever(tmp_path: Path) -> None:
    """Every one of six writers that never pause gets turns while the others go on."""
    counts = [0] * 6
    until = time.monotonic() + LONGEST

    def write(at: int) -> None:
        connection = opened(tmp_path / "one")
        while min(counts) < FEWEST and time.monotonic() < until:
            assert begin_in_turn(connection)
            connection.execute("INSERT INTO counted VALUES (1)")
            connection.execute("COMMIT")
            counts[at] += 1

    writers = [threading.Thread(target=write, args=(at,)) for at in range(6)]
    opened(tmp_path / "one").close()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert min(counts) >= FEWEST
