"""surveyapp plan: write down what a report would show, to be changed before it is written, and prove a changed one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.cli.problem_lines import language_option
from surveyapp.tasks import reporting
from surveyapp.tasks.exporting import write_package

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(name="plan")
@click.argument("survey", required=False)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A data package instead.")
@click.option("--out", type=FILE, help="File to write.")
@click.option("--check", "checked", type=FILE, help="Say every mistake in this plan instead; exit with 1 if any.")
@language_option
@database_choice
def command(
    survey: str | None,
    data: Path | None,
    out: Path | None,
    checked: Path | None,
    language: str,
    database_url: str | None,
) -> None:
    """Write the plan that the codebook of SURVEY suggests, with proposed themes of its open answers.

    Change it, check it, and give it to surveyapp report --plan.

    \b
    Example: surveyapp plan interest-and-needs-2026 --out plan.json
             surveyapp plan interest-and-needs-2026 --check plan.json --lang vi
    """
    if (survey is None) == (data is None):
        raise click.UsageError("Name a survey, or a data package with --data: one of the two.")
    if (out is None) == (checked is None):
        raise click.UsageError("Say where to write with --out, or what to check with --check: one of the two.")
    with _package(survey, data, database_url) as package:
        if checked is not None:
            mistakes = reporting.plan_mistakes(package, checked, language)
            for line in mistakes:
                click.echo(line)
            sys.exit(1 if mistakes else 0)
        text = reporting.plan_of_package(package)
    Path(str(out)).write_text(text, "utf-8")
    click.echo(out)


@contextmanager
def _package(survey: str | None, data: Path | None, database_url: str | None) -> Iterator[Path]:
    """Give the data package named, else export the survey's for as long as it is needed."""
    if data is not None:
        yield data
        return
    _, engine = opened(database_url)
    with tempfile.TemporaryDirectory() as folder, database.reading(engine) as session:
        write_package(session, str(survey), Path(folder))
        yield Path(folder)
