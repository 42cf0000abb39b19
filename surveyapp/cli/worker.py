"""Do the work that the console asked for."""

from __future__ import annotations

import logging
import sys

import click

from surveyapp.cli.database import database_choice, opened
from surveyapp.worker import run


@click.command(
    name="worker",
    epilog="""\b
Examples:
  surveyapp worker            wait for work until told to stop
  surveyapp worker --once     do what is waiting, then end""",
)
@click.option("--once", is_flag=True, help="End when nothing is waiting.")
@database_choice
def command(once: bool, database_url: str | None) -> None:
    """Write the reports that the console asked for, one after another.

    Stopped with SIGTERM it finishes what it is doing first. Killed, its work is taken up by the next worker.
    """
    logging.basicConfig(format="%(asctime)s %(message)s", stream=sys.stderr)
    logging.getLogger("surveyapp").setLevel(logging.INFO)
    settings, engine = opened(database_url)
    engine.dispose()
    click.echo("Waiting for work." if not once else "Doing what is waiting.", err=True)
    done = run(settings, once=once)
    click.echo(f"Done: {done}.", err=True)
