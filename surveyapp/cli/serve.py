"""Serve respondents, the console, or both: two processes that share code, not routes."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.context import SpawnProcess
from typing import Any, Final

import click

from surveyapp.cli.database import database_choice, opened
from surveyapp.services.failures import Failure
from surveyapp.settings import Settings

SIDES: Final = ("respondent", "console")
THREADS: Final = {"respondent": 4, "console": 8}
"""Of one process: what respondents wait for is work, and threads that take it from each other add to it."""
PATIENCE: Final = 15.0
"""Seconds a side may take to answer what it has begun before it is ended."""


class PortTaken(Failure):
    """Somebody else listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. Choose another with --port, or stop the program that listens there.")


@click.command(
    name="serve",
    epilog="""\b
Example:
  surveyapp serve --port 8000        respondents on 8000, the console on 8001""",
)
@click.option("--side", type=click.Choice(["both", *SIDES]), default="both", show_default=True, help="What to serve.")
@click.option("--port", type=click.IntRange(1, 65534), default=8000, show_default=True, help="The (first) port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@database_choice
def command(side: str, port: int, host: str, database_url: str | None) -> None:
    """Serve respondents, the console, or both until told to stop.

    With both, respondents are served on the port and the console on the next one, by two processes. The database is
    brought up to date first.
    """
    ports = {name: port + (place if side == "both" else 0) for place, name in enumerate(chosen(side))}
    for taken in ports.values():
        refuse_taken(host, taken)
    settings, engine = opened(database_url)
    engine.dispose()
    sys.exit(serve(with_addresses(settings, host, ports), host, ports))


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


def serve(settings: Settings, host: str, ports: Mapping[str, int]) -> int:
    """Run one process for each side until a signal ends them, or one of them ends by itself; return the exit code."""
    context = multiprocessing.get_context("spawn")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    running = []
    for side, port in ports.items():
        process = context.Process(target=serve_side, args=(side, settings, host, port), name=side)
        process.start()
        running.append(process)
        name = "Respondents" if side == "respondent" else "Console"
        click.echo(f"{name + ':':<13}http://{host}:{port}/")
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


def serve_side(side: str, settings: Settings, host: str, port: int) -> None:
    """Serve one side in this process until SIGTERM."""
    from waitress import create_server

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that somebody waits for a thread is no news
    threading.Thread(target=end_with_parent, daemon=True).start()
    server = create_server(
        make_application(side, settings),
        host=host,
        port=port,
        threads=THREADS[side],
        ident=None,
        clear_untrusted_proxy_headers=settings.proxies == 0,
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run()
    finally:
        server.close()


def end_with_parent() -> None:
    """Wait for the parent process to end, however it does, and end this one too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def make_application(side: str, settings: Settings) -> Any:
    """Make the application of a side; only that one is imported."""
    if side == "respondent":
        from surveyapp.respondent.app import create_app
    else:
        from surveyapp.console.app import create_app
    return create_app(settings)
