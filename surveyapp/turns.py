"""Let writers of an SQLite file take turns: who has waited longest asks most often."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from typing import Any

LONGEST_NAP, SHORTEST_NAP = 0.004, 0.0005
EAGER_AFTER = 0.1
"""Seconds of waiting after which a writer naps as shortly as it may."""


def begin_in_turn(connection: sqlite3.Connection) -> bool:
    """Begin a transaction that may write; return false where the turn does not come in time.

    The connection's `busy_timeout` says how long is in time.
    """
    patient = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    return in_turn(connection, "BEGIN IMMEDIATE", patience=patient) is not None


def in_turn(
    connection: sqlite3.Connection, statement: str, parameters: Sequence[Any] = (), *, patience: int
) -> sqlite3.Cursor | None:
    """Execute what begins to write, or writes by itself, when its turn comes; return None where it does not in time.

    SQLite's own waiting naps longer the longer it waits, up to a tenth of a second, and so lets newcomers overtake
    for seconds. Here naps become shorter, and whoever is late is the likeliest to be next. `patience` is in
    milliseconds, and what the connection's `busy_timeout` is afterwards.
    """
    began = time.monotonic()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                return connection.execute(statement, parameters)
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - began
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                if waited > patience / 1000:
                    return None
            time.sleep(max(SHORTEST_NAP, LONGEST_NAP * (1 - waited / EAGER_AFTER)))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
