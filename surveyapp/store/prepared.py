"""Put a statement into the words of a database once, and ask it as often as pages come.

Statements are made of tables as everywhere in the store. What every page asks would cost more to make, to compile and
to look up than the database takes to answer it; here that is done once a dialect, and the driver gets plain SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Dialect
from sqlalchemy.orm import Session

Process = Callable[[Any], Any]
Row = tuple[Any, ...]
DRIVER: Final = "driver"
"""Under this name a session's `info` holds the driver it may speak to itself, if there is one."""


class Driver(Protocol):
    """Ask a database without the session in between, in the session's transaction where one has begun.

    `writes` says that the statement changes rows, `returns` that it gives some, of which the first is returned.
    """

    dialect: Dialect

    def ask(self, sql: str, parameters: Any, *, writes: bool, returns: bool) -> Sequence[Any] | None: ...


@dataclass(frozen=True, slots=True)
class _Words:
    """A statement in SQL, with what turns given values into the driver's and columns into ours.

    `order` names the parameters by place, None where the driver takes them by name; `fixed` are those that the
    statement itself brings.
    """

    sql: str
    order: tuple[str, ...] | None
    given: tuple[tuple[str, Process | None], ...]
    fixed: Mapping[str, Any]
    columns: tuple[tuple[int, Process], ...]
    returns: bool

    def parameters(self, given: Mapping[str, Any]) -> Any:
        values = {
            name: given[name] if process is None or given[name] is None else process(given[name])
            for name, process in self.given
        }
        values.update(self.fixed)
        return values if self.order is None else tuple(values[name] for name in self.order)

    def read(self, row: Sequence[Any]) -> Row:
        if not self.columns:
            return tuple(row)
        read = list(row)
        for at, process in self.columns:
            if read[at] is not None:
                read[at] = process(read[at])
        return tuple(read)


class Prepared:
    """A statement that is compiled once; `by_dialect` holds it where databases need different ones."""

    def __init__(self, statement: Any = None, *, writes: bool = False, **by_dialect: Any) -> None:
        self._writes, self._statements = writes, by_dialect
        self._statement = statement
        self._words: dict[str, _Words] = {}

    def first(self, session: Session, given: Mapping[str, Any]) -> Row | None:
        """Return the first row, None where there is none."""
        driver: Driver | None = session.info.get(DRIVER)
        if driver is not None:
            session.flush()
            words = self._in_words_of(driver.dialect)
            parameters = words.parameters(given)
            row = driver.ask(words.sql, parameters, writes=self._writes, returns=words.returns)
            return None if row is None else words.read(row)
        connection = connection_of(session)
        words = self._in_words_of(connection.dialect)
        result = connection.exec_driver_sql(words.sql, words.parameters(given))
        found = result.first() if result.returns_rows else None
        return None if found is None else words.read(found)

    def execute(self, session: Session, given: Mapping[str, Any]) -> None:
        """Change rows."""
        self.first(session, given)

    def _in_words_of(self, dialect: Dialect) -> _Words:
        words = self._words.get(dialect.name)
        if words is None:
            words = self._words[dialect.name] = _put(self._statements.get(dialect.name, self._statement), dialect)
        return words


def connection_of(session: Session) -> Connection:
    """Return the connection a session is bound to, or the one of its transaction; what it was given goes first."""
    session.flush()
    return session.bind if isinstance(session.bind, Connection) else session.connection()


def is_sqlite(session: Session) -> bool:
    """Tell whether a session speaks with SQLite."""
    return session.get_bind().dialect.name == "sqlite"


def _put(statement: Any, dialect: Dialect) -> _Words:
    compiled = statement.compile(dialect=dialect)
    given, fixed = [], {}
    for bind, name in compiled.bind_names.items():
        process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if bind.required:
            given.append((name, process))
        else:
            value = bind.effective_value
            fixed[name] = value if process is None or value is None else process(value)
    returned = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in _columns(statement)]
    return _Words(
        sql=str(compiled),
        order=tuple(compiled.positiontup) if compiled.positional else None,
        given=tuple(given),
        fixed=fixed,
        columns=tuple((at, process) for at, process in enumerate(returned) if process is not None),
        returns=bool(returned),
    )


def _columns(statement: Any) -> Sequence[Any]:
    return list(statement.exported_columns) if statement.is_select or statement.is_dml else []
