"""What it costs to collect answers: the reference survey REF10, answered over HTTP in the real product.

The reference survey, the floor program and the simulated respondents lie outside the repository, in the folder `bench`
beside the reference data.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from tests.bench.collection import servers
from tests.bench.collection.processes import Used, used_by
from tests.reference_data import REPOSITORY

CLIENTS: Final = 2
DATABASES: Final = ("postgresql", "sqlite")
LIMITS: Final = {"postgresql": (29, 18), "sqlite": (17, 11)}
"""Milliseconds of CPU per response that must be reached, and that are aimed at."""
MOST_OF_FLOOR: Final = 1.6
HEAD: Final = "| what | at once | n | CPU ms each | of it database | p50 ms | p95 | p99 | longest | errors | stored |"


@dataclass(frozen=True, slots=True)
class Met:
    """What a load met: seconds of CPU of the server and of the database behind it, milliseconds per posted page."""

    completed: int
    stored: int
    errors: tuple[str, ...]
    pages: tuple[float, ...]
    server: float
    database: float
    memory: Used

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU per completed response, the database's included."""
        return 1000 * (self.server + self.database) / max(1, self.completed)

    def page(self, share: float) -> float:
        """Return the time in milliseconds below which a share of the posted pages was answered."""
        return self.pages[min(len(self.pages) - 1, int(share * len(self.pages)))] if self.pages else 0.0


def main(arguments: Sequence[str]) -> None:
    """Print CPU per response beside the floor program's, then waiting times under more load."""
    chosen = _parser().parse_args(arguments)
    folder = material()
    if folder is None:
        print("\nCollection is not measured: the folder `bench` with REF10 is not beside the reference data.")
        return
    print(
        f"\nREF10 over HTTP, {chosen.journeys} responses each, the least CPU of {chosen.repeats} runs, "
        f"on {os.cpu_count()} cores\n"
    )
    print(HEAD)
    print("|---" * HEAD.count(" |") + "|")
    with reference_from(folder) as reference:
        for name in chosen.databases:
            _measure(name, reference, folder, chosen)


def material() -> Path | None:
    """Return the folder with the reference survey, None where it is absent."""
    data = Path(os.environ.get("REFERENCE_DATA", REPOSITORY.parent / "shared" / "data"))
    folder = data.parent / "bench"
    return folder if all((folder / name).exists() for name in ("ref10.py", "floor_app.py", "respond.py")) else None


@contextmanager
def reference_from(folder: Path) -> Iterator[ModuleType]:
    """Give the module that describes the reference survey."""
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("ref10")
    finally:
        sys.path.remove(str(folder))


def put_on(
    server: servers.Server,
    where: servers.Database,
    folder: Path,
    *,
    at_once: int,
    journeys: int,
    seconds: float = 600,
    seed: int = 1,
    takes: str = "gzip",
) -> Met:
    """Put a load on a server from processes of their own, and return what it met."""
    stored, before, database = server.stored(), used_by(server.processes), used_by(where.processes)
    shares = [at_once // CLIENTS + (place < at_once % CLIENTS) for place in range(CLIENTS)]
    running = [
        _client(folder, server, share, journeys // CLIENTS, seconds, seed * CLIENTS + place, takes)
        for place, share in enumerate(shares)
        if share
    ]
    met = [json.loads(process.communicate()[0]) for process in running]
    after, database_after = used_by(server.processes), used_by(where.processes)
    return Met(
        completed=sum(one["completed"] for one in met),
        stored=server.stored() - stored,
        errors=tuple(error for one in met for error in one["errors"]),
        pages=tuple(sorted(page for one in met for page in one["pages"])),
        server=after.cpu - before.cpu,
        database=database_after.cpu - database.cpu,
        memory=after,
    )


def _client(
    folder: Path, server: servers.Server, at_once: int, journeys: int, seconds: float, seed: int, takes: str
) -> subprocess.Popen[str]:
    given = (folder, server.port, ",".join(server.paths), at_once, journeys, seconds, seed, takes)
    command = [sys.executable, "-m", "tests.bench.collection.client", *map(str, given)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)


def _measure(name: str, reference: ModuleType, folder: Path, chosen: argparse.Namespace) -> None:
    with servers.database(name) as where:
        with servers.product(where, reference, chosen.workers) as ours:
            least = _least(ours, where, folder, chosen, f"surveyapp, {name}")
            for at_once, seconds in chosen.loads:
                met = put_on(ours, where, folder, at_once=at_once, journeys=10**6, seconds=seconds, takes=chosen.takes)
                print(_row(f"surveyapp, {name}, {seconds:g} s", at_once, met), flush=True)
            memory = used_by(ours.processes)
        with servers.floor(where, reference, folder) as under:
            floor = _least(under, where, folder, chosen, f"floor (Core), {name}")
    must, aim = LIMITS[name]
    print(
        f"\n{name}: {least.cpu:.1f} ms of CPU a response (must: <= {must}, aim: {aim}), "
        f"{least.cpu / floor.cpu:.2f} x the floor's {floor.cpu:.1f} (must: <= {MOST_OF_FLOOR}); "
        f"memory of the lead and {chosen.workers} workers PSS {memory.pss:.0f} MB (with two and sqlite must: <= 150), "
        f"RSS {memory.rss:.0f} MB\n"
    )


def _least(server: servers.Server, where: servers.Database, folder: Path, chosen: argparse.Namespace, what: str) -> Met:
    """Warm up, measure several times, and return the run that cost least."""
    put_on(server, where, folder, at_once=8, journeys=20, takes=chosen.takes)
    runs = [
        put_on(server, where, folder, at_once=8, journeys=chosen.journeys, seed=2 + place, takes=chosen.takes)
        for place in range(chosen.repeats)
    ]
    least = min(runs, key=lambda met: met.cpu)
    print(_row(what, 8, least), flush=True)
    return least


def _row(what: str, at_once: int, met: Met) -> str:
    database = 1000 * met.database / max(1, met.completed)
    times = [f"{met.page(share):.0f}" for share in (0.5, 0.95, 0.99, 1.0)]
    stored = f"{met.stored} of {met.completed}"
    cells = (what, at_once, met.completed, f"{met.cpu:.1f}", f"{database:.1f}", *times, len(met.errors), stored)
    errors = f"\n  first errors: {'; '.join(met.errors[:3])}" if met.errors else ""
    return "| " + " | ".join(map(str, cells)) + " |" + errors


def _load(given: str) -> tuple[int, float]:
    at_once, _, seconds = given.partition(":")
    return int(at_once), float(seconds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench collection", description=__doc__)
    parser.add_argument("--journeys", type=int, default=200, help="responses of one measurement, 8 at once")
    parser.add_argument("--repeats", type=int, default=3, help="measurements, of which the least counts")
    parser.add_argument("--workers", type=int, default=2, help="processes that serve the product")
    parser.add_argument(
        "--takes", choices=("gzip", "br"), default="gzip", help="what respondents' browsers take; the floor sends none"
    )
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument(
        "--loads",
        nargs="*",
        type=_load,
        default=[(32, 15.0), (128, 60.0)],
        metavar="AT_ONCE:SECONDS",
        help="further loads, for waiting times",
    )
    return parser
