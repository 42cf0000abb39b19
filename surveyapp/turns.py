"""Let writers of an SQLite file take turns: who has waited longest asks most often."""

from __future__ import annotations

import sqlite3
import time

LONGEST_NAP, SHORTEST_NAP = 0.004, 0.0005
EAGER_AFTER = 0.1
"""Seconds of waiting after which a writer naps as shortly as it may."""


def begin_in_turn(connection: sqlite3.Connection) -> bool:
    """Begin a transaction that may write; return false where the turn does not come in time.

    SQLite's own waiting naps longer the longer it waits, up to a tenth of a second, and so lets newcomers overtake
    for seconds. Here naps become shorter, and whoever is late is the likeliest to be next. The connection's
    `busy_timeout` says how long is in time.
    """
    began = time.monotonic()
    patient = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return True
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - began
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                if waited > patient / 1000:
                    return False
            time.sleep(max(SHORTEST_NAP, LONGEST_NAP * (1 - waited / EAGER_AFTER)))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patient}")
