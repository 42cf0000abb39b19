"""Keep connections between requests, each with its session and the driver beneath it.

Taking a connection from a pool, making a session and beginning a transaction cost more than the two statements of a
page. A request takes what an earlier one left: prepared statements go straight to the driver and are each by
themselves, everything else goes through the session and begins a transaction, as everywhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from surveyapp.database import PATIENCE, WRITING, failure_of, is_closed, without_secrets
from surveyapp.services.failures import DatabaseBusy
from surveyapp.store.prepared import DRIVER
from surveyapp.turns import in_turn

if TYPE_CHECKING:
    import psycopg


class Kept:
    """A connection that is kept, and its session, which speaks over it.

    What writes does so in a transaction; only the one statement that was announced (`once`) is by itself.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.connection, self.dialect = connection, connection.dialect
        self.session = Session(connection, expire_on_commit=False)
        self.session.info[DRIVER] = self
        self.plain: Any = connection.connection.dbapi_connection
        self.once = self.writing = False

    def begin_to_write(self, *, once: bool) -> None:
        """End what was only read, and begin a transaction that writes, or announce the one statement that does."""
        if self.connection.in_transaction():
            if self.writing:
                return
            self.session.rollback()
            self.connection.rollback()
        self.once = once
        if not once:
            self.writing = True
            self.connection.execution_options(**WRITING)
            self.connection.begin()

    def ask(self, sql: str, parameters: Any, *, writes: bool, returns: bool) -> Sequence[Any] | None:
        """Execute a statement; errors are as the engine raises them."""
        begun = self.connection.in_transaction()
        if writes and not begun and not self.once:
            self.connection.begin()
            begun = True
        try:
            return self.execute(sql, parameters, waits=writes and not begun, begun=begun, returns=returns)
        except self.dialect.loaded_dbapi.Error as error:
            raise self.named(sql, error) from error
        finally:
            self.once = self.once and not writes

    def execute(self, sql: str, parameters: Any, *, waits: bool, begun: bool, returns: bool) -> Sequence[Any] | None:
        """Execute a statement by the driver; `waits` says that it writes without a transaction that has its turn."""
        raise NotImplementedError

    def named(self, sql: str, error: Exception) -> Exception:
        """Return what the engine would raise for an error of the driver, and give up a connection that has ended."""
        dialect, proxied = self.dialect, self.connection.connection
        ended = dialect.is_disconnect(cast(Any, error), proxied, None)
        if ended:
            self.connection.invalidate(error)
        named = failure_of(error, without_secrets(self.connection.engine.url), disconnected=ended)
        if named is not None:
            return named
        kinds = dialect.loaded_dbapi.Error
        return DBAPIError.instance(sql, None, error, kinds, hide_parameters=True, dialect=dialect)

    def rest(self) -> None:
        """Roll back what was not committed, and forget what the session held."""
        if self.session.in_transaction() or self.session.identity_map:
            self.session.close()
        if self.connection.in_transaction():
            self.connection.rollback()
        if self.writing:
            self.connection.execution_options(writing=False)
        self.once = self.writing = False

    def is_fit(self) -> bool:
        """Tell whether another request may use the connection."""
        return not (self.connection.closed or self.connection.invalidated)

    def give_up(self) -> None:
        """Close the session and give the connection back to the engine."""
        self.session.close()
        self.connection.close()


class KeptSqlite(Kept):
    """Over SQLite what writes by itself waits for its turn, as a transaction that will write does."""

    plain: sqlite3.Connection

    def execute(self, sql: str, parameters: Any, *, waits: bool, begun: bool, returns: bool) -> Sequence[Any] | None:
        if waits:
            cursor = in_turn(self.plain, sql, parameters, patience=PATIENCE * 1000)
            if cursor is None:
                raise DatabaseBusy
        else:
            cursor = self.plain.execute(sql, parameters)
        rows = cursor.fetchall()  # all of them, since a statement that is not at its end goes on reading
        return rows[0] if rows else None


class KeptPostgreSQL(Kept):
    """Over PostgreSQL the driver begins no transaction until the session does (`database._begin_postgresql`)."""

    plain: psycopg.Connection[Any]

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self.plain.autocommit = True
        self.cursor = self.plain.cursor()

    def execute(self, sql: str, parameters: Any, *, waits: bool, begun: bool, returns: bool) -> Sequence[Any] | None:
        if not begun and not self.plain.autocommit:
            self.plain.autocommit = True
        self.cursor.execute(sql, parameters)
        return self.cursor.fetchone() if returns else None

    def is_fit(self) -> bool:
        return super().is_fit() and not self.plain.closed and not is_closed(self.plain)

    def give_up(self) -> None:
        if not self.plain.closed:
            self.plain.autocommit = False
        super().give_up()


class Connections:
    """Keep as many connections of an engine as requests were answered at once."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.ready: list[Kept] = []
        sa.event.listen(engine, "engine_disposed", self.forget)

    def take(self) -> Kept:
        """Return a connection that no other request uses; connect where there is none."""
        while self.ready:
            try:
                kept = self.ready.pop()
            except IndexError:  # another thread took the last one
                break
            if kept.is_fit():
                return kept
            kept.give_up()
        make = KeptSqlite if self.engine.dialect.name == "sqlite" else KeptPostgreSQL
        return make(self.engine.connect())

    def give_back(self, kept: Kept) -> None:
        """Keep a connection for the next request."""
        try:
            kept.rest()
        except BaseException:
            kept.give_up()
            raise
        if kept.is_fit():
            self.ready.append(kept)
        else:
            kept.give_up()

    def forget(self, _engine: sa.Engine) -> None:
        """Give up what is kept, since the engine has closed what it held."""
        while self.ready:
            self.ready.pop().give_up()
