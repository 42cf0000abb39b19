"""Serve respondents, the console, or both: processes that share code, not routes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final, NoReturn

import click

from surveyapp.cli.database import database_choice, opened
from surveyapp.services.failures import Failure
from surveyapp.settings import Settings

SIDES: Final = ("respondent", "console")
THREADS: Final = {"respondent": 2, "console": 8}
"""Of one worker: what respondents wait for is work, and threads that take it from each other add to it.

On SQLite respondents have one: of all who want to write, one does, and each of the others asks for its turn.
"""
PATIENCE: Final = 20.0
"""Seconds a side may take to end, its workers included, before it is ended."""


class PortTaken(Failure):
    """Somebody else listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Choose another with --port, or stop the program that listens there.")


@click.command(
    name="serve",
    epilog="""\b
Example:
  surveyapp serve --port 8000                        respondents on 8000, the console on 8001
  surveyapp serve --side respondent --workers 4      respondents alone, by four processes""",
)
@click.option("--side", type=click.Choice(["both", *SIDES]), default="both", show_default=True, help="What to serve.")
@click.option("--port", type=click.IntRange(1, 65534), default=8000, show_default=True, help="The (first) port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processes that serve respondents: about one a core.",
)
@database_choice
def command(side: str, port: int, host: str, workers: int, database_url: str | None) -> None:
    """Serve respondents, the console, or both until told to stop.

    With both, respondents are served on the port and the console on the next one. A worker that dies is replaced; told
    to stop, all of them first answer what they have begun. The database is brought up to date first.
    """
    ports = {name: port + (place if side == "both" else 0) for place, name in enumerate(chosen(side))}
    for taken in ports.values():
        refuse_taken(host, taken)
    settings = with_addresses(brought_up_to_date(database_url), host, ports)
    for name, listening in ports.items():
        told = "Respondents" if name == "respondent" else "Console"
        click.echo(f"{told + ':':<13}http://{host}:{listening}/")
    if side != "both":
        serve_side(side, settings, host, port, workers)
    sys.exit(serve(settings, host, ports, workers))


def brought_up_to_date(database_url: str | None) -> Settings:
    """Bring the database up to date in a process of its own, whose memory is free again afterwards."""
    context = multiprocessing.get_context("fork")
    answer, telling = context.Pipe(duplex=False)
    apart = context.Process(target=_open, args=(database_url, telling))
    apart.start()
    telling.close()
    try:
        settings: Settings | Failure = answer.recv()
    except EOFError:
        sys.exit(1)  # the process has said why
    finally:
        apart.join()
    if isinstance(settings, Failure):
        raise settings
    return settings


def _open(database_url: str | None, telling: Connection) -> None:
    try:
        settings, engine = opened(database_url)
        engine.dispose()
        telling.send(settings)
    except Failure as failure:
        telling.send(failure)


def chosen(side: str) -> tuple[str, ...]:
    """Return the sides to serve, in the order of their ports."""
    return SIDES if side == "both" else (side,)


def with_addresses(settings: Settings, host: str, ports: Mapping[str, int]) -> Settings:
    """Say in the settings where each side is found, unless the environment says it."""
    respondent, console = (
        f"http://{host}:{ports[side]}" if side in ports and f"{side}_url".upper() not in os.environ else kept
        for side, kept in (("respondent", settings.respondent_url), ("console", settings.console_url))
    )
    return replace(settings, respondent_url=respondent, console_url=console)


def refuse_taken(host: str, port: int) -> None:
    """Raise PortTaken where somebody listens already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(port) from error


def serve(settings: Settings, host: str, ports: Mapping[str, int], workers: int) -> int:
    """Run each side until a signal ends them, or one of them ends by itself; return the exit code."""
    context = multiprocessing.get_context("spawn")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    running = []
    for side, port in ports.items():
        process = context.Process(target=serve_side, args=(side, settings, host, port, workers, os.getpid()), name=side)
        process.start()
        running.append(process)
    while not stopping.wait(0.2) and all(process.is_alive() for process in running):
        continue
    fell = [process for process in running if not process.is_alive()]
    for process in running:
        process.terminate()
    for process in running:
        await_end(process)
    for process in fell:
        click.echo(f"surveyapp: the {process.name} side ended by itself; see its message above.", err=True)
    return 1 if fell and not stopping.is_set() else 0


def await_end(process: SpawnProcess) -> None:
    """Wait for a process that was asked to end, and end it where it does not."""
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()


def serve_side(
    side: str, settings: Settings, host: str, port: int, workers: int, parent: int | None = None
) -> NoReturn:
    """Serve one side, led by this process, until SIGTERM or SIGINT."""
    from surveyapp.cli.workers import lead_workers

    some = workers if side == "respondent" else 1
    make = partial(make_application, side, settings)
    alone = side == "respondent" and settings.database_url.startswith("sqlite")
    lead_workers(make, host, port, workers=some, threads=1 if alone else THREADS[side], parent=parent)
    sys.exit(0)


def make_application(side: str, settings: Settings) -> Any:
    """Make the application of a side; only that one is imported."""
    if side == "console":
        from surveyapp.console.app import create_app

        return create_app(settings)
    from surveyapp.respondent import app as respondent

    made = respondent.create_app(settings)
    respondent.warm_up(made)
    return made
