"""surveyapp export: the data package of a survey."""

from pathlib import Path

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.tasks.exporting import write_package


@click.command(name="export")
@click.argument("survey")
@click.option("--format", "form", type=click.Choice(["csv"]), default="csv", show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
@database_choice
def command(survey: str, form: str, out: Path, database_url: str | None) -> None:
    """Write the data package of SURVEY: data.csv, codebook.json, design.json.

    Withdrawn and erased responses are left out. An empty field was not asked; the codebook names the missing codes.

    Example: surveyapp export interest-and-needs-2026 --format csv --out package
    """
    _, engine = opened(database_url)
    with database.reading(engine) as session:
        number = write_package(session, survey, out)
    click.echo(f"{number} responses in {out / 'data.csv'}")
