"""surveyapp demo: see it work."""

from __future__ import annotations

import http.client
import json
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.engine import Engine

from surveyapp import database
from surveyapp.cli.database import opened
from surveyapp.cli.progress import bar
from surveyapp.demonstration.earlier_waves import write_earlier_waves
from surveyapp.demonstration.fieldwork import SLUG, Address, answers_for_simulators, field_survey, hold_fieldwork
from surveyapp.demonstration.frame import links
from surveyapp.demonstration.reporting import add_earlier_waves, report_with_all_waves
from surveyapp.identity.passwords import hash_password
from surveyapp.instruments import bundled
from surveyapp.services import accounts, collecting
from surveyapp.services.failures import Failure

HOST = "127.0.0.1"
PATIENCE = 60.0
PROCESSES = 2
WAVES = "earlier-waves"
MOST_A_WAVE = 240
PEOPLE = (
    ("researcher", "researcher@demo.invalid", "plans, starts reports, writes measures"),
    ("researcher", "statistician@demo.invalid", "checks, signs, publishes"),
    ("auditor", "director@demo.invalid", "reads the brief"),
)
"""Who looks at the demonstration's console: a role, an address, and what they come for."""


class DemoFailed(Failure):
    """The demonstration did not come to its end; the sentence says where."""


@click.command(name="demo")
@click.option("--once", is_flag=True, help="Do everything once and stop, without serving.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("demo"), show_default=True)
@click.option("--responses", type=click.IntRange(20, 100_000), default=400, show_default=True)
@click.option("--seed", type=int, default=2026, show_default=True)
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8000, show_default=True, help="Respondents; console on the next."
)
def command(once: bool, out: Path, responses: int, seed: int, port: int) -> None:
    """Build a database, let simulated respondents answer over HTTP, and write the report in Vietnamese and English.

    The report is compared with simulated earlier waves. Then serve the survey and the console until told to stop.
    Simulated data are labelled so on every page.

    Example: surveyapp demo --once --out demo --responses 400
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that its processes end with it
    file = out / "demo.sqlite3"
    _start_afresh(out, file)
    url = f"sqlite:///{file.resolve()}"
    settings, engine = opened(url)
    places, today = list(links(responses)), datetime.now(UTC).date()
    with _respondent_sides(url) as sides:
        with database.writing(engine) as session:
            field_survey(session, bundled(SLUG), places, secret=settings.secret_key, today=today)
        for side in sides:
            _wait_until_healthy(side)
        with bar("answers") as progress:
            outcomes = hold_fieldwork([side.address for side in sides], places, seed, progress)
        for side in sides:
            side.process.terminate()
        _check_nothing_lost(engine, outcomes)
    people = () if once else _people(engine)
    with bar("earlier waves") as progress:
        waves = write_earlier_waves(out / WAVES, min(responses, MOST_A_WAVE), seed, progress, today=today)
    add_earlier_waves(engine, SLUG, waves)
    with bar("report") as progress:
        files = report_with_all_waves(engine, SLUG, out, people[0].id if people else "", progress)
    (out / "answers.json").write_text(json.dumps(answers_for_simulators(), indent=1) + "\n", encoding="utf-8")
    for path in (*files, out / "answers.json", out / WAVES, file):
        click.echo(path)
    if people:
        _serve(url, people, port)


def _start_afresh(out: Path, file: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _check_nothing_lost(engine: Engine, outcomes: Counter[str]) -> None:
    with database.reading(engine) as session:
        stored = collecting.count_finished(session, SLUG)
    others = ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()) if outcome != "complete")
    click.echo(
        f"{outcomes['complete']} simulated people finished, {stored} responses are stored; {others or 'no others'}."
    )
    if stored != outcomes["complete"]:
        raise DemoFailed("Answers were lost between the survey and the database. Please report this with the seed.")


@dataclass(frozen=True, slots=True)
class _Side:
    """A process that serves respondents."""

    address: Address
    process: subprocess.Popen[bytes]


@contextmanager
def _respondent_sides(url: str) -> Iterator[tuple[_Side, ...]]:
    """Serve respondents in a few processes while the block runs: what the database promises, it promises to all."""
    sides = tuple(
        _Side(
            Address(HOST, port),
            _surveyapp("serve", "--side", "respondent", "--port", str(port), "--database", url, quiet=True),
        )
        for port in _free_ports(PROCESSES)
    )
    try:
        yield sides
    finally:
        _end([side.process for side in sides])


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who may sign in to the demonstration's console."""

    id: str
    email: str
    password: str
    comes_to: str


def _people(engine: Engine) -> tuple[_Person, ...]:
    made = []
    for role, email, comes_to in PEOPLE:
        password = secrets.token_urlsafe(9)
        with database.writing(engine) as session:
            account = accounts.create(session, email, role=role, password_hash=hash_password(password))
        made.append(_Person(account.id, email, password, comes_to))
    return tuple(made)


def _serve(url: str, people: Sequence[_Person], port: int) -> None:
    click.echo(f"\nThe survey    http://{HOST}:{port}/vi/s/{SLUG}")
    click.echo(f"The console   http://{HOST}:{port + 1}/")
    for person in people:
        click.echo(f"  {person.email:25}  {person.password}  {person.comes_to}")
    click.echo("Stop with Ctrl+C.")
    processes = [_surveyapp("serve", "--port", str(port), "--database", url), _surveyapp("worker", "--database", url)]
    try:
        processes[0].wait()
    except KeyboardInterrupt:
        click.echo("Stopping …")
    finally:
        _end(processes)


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(PATIENCE)


def _surveyapp(*arguments: str, quiet: bool = False) -> subprocess.Popen[bytes]:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.Popen([sys.executable, "-m", "surveyapp.cli.main", *arguments], stdout=output)  # noqa: S603


def _wait_until_healthy(side: _Side) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and side.process.poll() is None:
        connection = http.client.HTTPConnection(side.address.host, side.address.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise DemoFailed("The respondent side did not start; run `surveyapp serve` to see why.")


def _free_ports(number: int) -> tuple[int, ...]:
    with ExitStack() as opened_sockets:
        probes = [opened_sockets.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind((HOST, 0))
        return tuple(int(probe.getsockname()[1]) for probe in probes)
