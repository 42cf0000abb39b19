"""Open the database: engines, sessions, transactions, the schema, and failures with names.

A transaction only reads unless it says otherwise. One that will write says so before its first statement
(`writing`, `open_for_writing`, or a session made with `execution_options={"writing": True}`): on SQLite it then begins
with BEGIN IMMEDIATE and waits its turn, where a reader that turns writer would fail at once. PostgreSQL needs no such
word and ignores it.
"""

from __future__ import annotations

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from surveyapp import places
from surveyapp.services.failures import DatabaseBusy, DatabaseUnavailable, DiskFull, Failure
from surveyapp.store.storable import to_json
from surveyapp.store.together import FOR_SQLITE
from surveyapp.turns import begin_in_turn

if TYPE_CHECKING:
    import psycopg

WRITING = {"writing": True}
PATIENCE = 20
"""Seconds a writer waits for its turn before DatabaseBusy."""
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_MIGRATION_LOCK = 7_221_053
_PATIENCE = f"PRAGMA busy_timeout = {PATIENCE * 1000}"
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_size = -500",
    _PATIENCE,
)


def make_engine(url: str, *, pool_size: int = 20) -> Engine:
    """Make an engine for SQLite or PostgreSQL without connecting yet.

    Raises DatabaseUnavailable where the address cannot be read; from then on every connection and statement raises
    DatabaseUnavailable, DatabaseBusy or DiskFull instead of the driver's own errors of that kind.
    """
    address = _read(url)
    hidden = without_secrets(address)
    try:
        engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address, pool_size)
    except (NoSuchModuleError, ImportError, ArgumentError, TypeError) as error:
        raise DatabaseUnavailable(f"The database address {hidden} cannot be used. Check DATABASE_URL.") from error
    event.listen(engine, "handle_error", partial(_name_failure, hidden))
    return engine


def without_secrets(address: URL) -> str:
    """Return an address as it may be shown: a password may stand in the query too."""
    return address.set(query={}).render_as_string(hide_password=True)


def open_for_writing(session: Session) -> None:
    """Begin the session's transaction as a writer; call before its first statement."""
    session.connection(execution_options=WRITING)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session for one transaction that only reads."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Give a session for one transaction that writes; commit at the end, roll back on any error."""
    with Session(engine, expire_on_commit=False, execution_options=WRITING) as session, session.begin():
        open_for_writing(session)
        yield session


def check(engine: Engine) -> None:
    """Connect and ask one question; raise DatabaseUnavailable where that fails."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def forget_deleted(engine: Engine) -> bool:
    """Take what was erased, withdrawn drafts and old versions of rows out of the files, as far as the database can.

    SQLite overwrites deleted pages but keeps their old images in its log until this is called; PostgreSQL keeps old
    versions of rows until a vacuum. Call it regularly: it makes nobody wait, and returns false where somebody who was
    reading or writing kept it from being done.
    """
    if engine.dialect.name == "sqlite":
        return _empty_log(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM draft, response")
    return True


def _empty_log(engine: Engine) -> bool:
    """Copy SQLite's log into the database and empty it, without waiting: whoever waits here keeps writers out."""
    pooled = engine.raw_connection()
    try:
        cursor = pooled.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept_from_it, *_pages = cursor.fetchone() or (1,)
        cursor.execute(_PATIENCE)
    finally:
        pooled.close()
    return not kept_from_it


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision; safe when several processes start at once."""
    _move(engine, "upgrade", revision)


def migrate_down(engine: Engine, revision: str = "base") -> None:
    """Take the schema back to a revision; what later revisions added is lost."""
    _move(engine, "downgrade", revision)


def _move(engine: Engine, verb: Literal["upgrade", "downgrade"], revision: str) -> None:
    from alembic import command  # here, because no process that serves pages needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(places.migrations()).replace("%", "%%"))
    with _naming_foreign_tables(engine), engine.execution_options(**WRITING).begin() as connection:
        _alone(connection)
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)


@contextmanager
def _naming_foreign_tables(engine: Engine) -> Iterator[None]:
    """Raise DatabaseUnavailable where the tables are another program's, or a later version's of this one."""
    from alembic.util import CommandError

    try:
        yield
    except (CommandError, OperationalError, ProgrammingError) as error:
        if not isinstance(error, CommandError) and "already exists" not in str(error.orig):
            raise
        hidden = without_secrets(engine.url)
        raise DatabaseUnavailable(
            f"The database at {hidden} holds tables of another program or of a later version of this one. "
            "Choose an empty database in DATABASE_URL, or install the later version."
        ) from error


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})


def _read(url: str) -> URL:
    try:
        address = make_url(url.strip())
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnavailable(
            "The database address cannot be read. Write DATABASE_URL like sqlite:///instance/surveyapp.sqlite3 "
            "or postgresql://user:password@host/name."
        ) from error
    backend, _, driver = address.drivername.partition("+")
    if backend not in _DRIVERS or driver not in ("", "psycopg", "pysqlite"):
        raise DatabaseUnavailable(
            f"A database of the kind {address.drivername!r} is not supported. Use sqlite or postgresql in DATABASE_URL."
        )
    return address.set(drivername=_DRIVERS[backend])


def _sqlite(address: URL) -> Engine:
    if address.database not in (None, "", ":memory:"):
        _make_folder(Path(str(address.database)).parent)
    engine = create_engine(address, json_serializer=to_json, hide_parameters=True, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(address: URL, pool_size: int) -> Engine:
    engine = create_engine(
        address,
        json_serializer=to_json,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=PATIENCE,
        connect_args={"connect_timeout": 5, "client_encoding": "utf8", "prepare_threshold": 1},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkout", _refuse_closed)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The folder {folder} of the database does not exist and cannot be made. Check DATABASE_URL."
        ) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own: `_begin_sqlite` does
    for statement in (*_PRAGMAS, *FOR_SQLITE):
        connection.execute(statement)


def _prepare_postgresql(connection: psycopg.Connection[Any], _record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.execute("SET plan_cache_mode = force_generic_plan")  # by key: planning costs more than asking
    connection.commit()


def _refuse_closed(connection: psycopg.Connection[Any], _record: Any, _pooled: Any) -> None:
    """Raise InvalidatePoolError where the server has closed a connection since it was used, as a restart does.

    Looking costs nothing, where asking would cost every request a round trip: an idle connection has nothing to read
    but its end, or a notice, for which opening another is no loss.
    """
    if is_closed(connection):
        raise InvalidatePoolError


def is_closed(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether something has come over an idle connection, which can only be its end or a notice."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _begin_postgresql(connection: Connection) -> None:
    """Let the driver begin a transaction, where a request has spoken over the connection without one."""
    plain = cast("psycopg.Connection[Any]", connection.connection.dbapi_connection)
    if plain.autocommit and connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        plain.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get("writing", False))
    plain = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    begun = True
    try:
        begun = begin_in_turn(plain) if writes else bool(plain.execute("BEGIN"))
    except sqlite3.Error:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")  # the same error, where it gets its name
    if not begun:
        raise DatabaseBusy


def _name_failure(address: str, context: ExceptionContext) -> None:
    """Raise the named failure for errors that are the database's and not the program's."""
    error = context.original_exception
    failure = failure_of(error, address, disconnected=context.is_disconnect)
    if failure is not None:
        raise failure from error


def failure_of(error: BaseException, address: str, *, disconnected: bool) -> Failure | None:
    """Name an error of a driver that is the database's and not the program's."""
    state = getattr(error, "sqlstate", None)
    words = str(error).lower()
    if state in ("53100", "53200") or (isinstance(error, sqlite3.Error) and "disk is full" in words):
        return DiskFull()
    if isinstance(error, sqlite3.OperationalError) and ("is locked" in words or "is busy" in words):
        return DatabaseBusy()
    if state in ("40001", "40P01", "55P03"):
        return DatabaseBusy()
    if disconnected or _is_unreachable(error, state, words):
        return DatabaseUnavailable(
            f"The database at {address} cannot be used. Check DATABASE_URL, and that it runs and may be written."
        )
    return None


def _is_unreachable(error: BaseException, state: str | None, words: str) -> bool:
    if isinstance(error, sqlite3.Error):
        signs = ("unable to open", "disk i/o", "readonly", "not a database", "malformed", "no such table")
        return any(sign in words for sign in signs)
    if state is not None:
        return state[:2] in ("08", "28", "3D", "53", "57") or state == "42P01"
    if not type(error).__module__.startswith("psycopg"):
        return False
    return "invalid connection option" in words or type(error).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
        "ConnectionFailure",
    )
