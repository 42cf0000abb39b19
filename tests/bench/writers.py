"""How long a writer waits for its turn while eight processes write to one SQLite file without a pause."""

from __future__ import annotations

import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from surveyapp.turns import begin_in_turn

PROCESSES, SECONDS = 8, 8.0


def main(arguments: list[str]) -> None:
    """Print the longest wait and the 99th percentile, ours beside SQLite's own way of waiting."""
    seconds = float(arguments[0]) if arguments else SECONDS
    print(f"\nSQLite, {PROCESSES} processes writing without a pause for {seconds:g} s, synchronous = FULL\n")
    print("| waiting | writes | longest wait, s | p99, s | fewest to most turns of a process |")
    print("|---|---|---|---|---|")
    for name, begin in (("in turn", begin_in_turn), ("SQLite's own", _own)):
        waits = measured(begin, seconds)
        every = sorted(wait for process in waits for wait in process)
        turns = sorted(len(process) for process in waits)
        late = every[int(len(every) * 0.99)]
        print(f"| {name} | {len(every)} | {every[-1]:.3f} | {late:.3f} | {turns[0]} to {turns[-1]} |")


def measured(begin: Callable[[sqlite3.Connection], bool], seconds: float) -> list[list[float]]:
    """Return every wait of every process, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.sqlite3"
        connection = _opened(file)
        connection.execute("CREATE TABLE counted (n)")
        connection.close()
        context = multiprocessing.get_context("fork")
        with context.Pool(PROCESSES) as pool:
            return pool.starmap(_write, [(str(file), begin, seconds)] * PROCESSES, chunksize=1)


def _write(file: str, begin: Callable[[sqlite3.Connection], bool], seconds: float) -> list[float]:
    connection, waits = _opened(Path(file)), []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        begin(connection)
        waits.append(time.monotonic() - began)
        connection.execute("INSERT INTO counted VALUES (1)")
        connection.execute("COMMIT")
    connection.close()
    return waits


def _own(connection: sqlite3.Connection) -> bool:
    connection.execute("BEGIN IMMEDIATE")
    return True


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 60000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
