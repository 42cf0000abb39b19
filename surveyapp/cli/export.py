"""surveyapp export: the data package of a survey."""

from pathlib import Path

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.tasks.data_package import CAREFUL, FORMATS, export_data


@click.command(name="export")
@click.argument("survey")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--lang", "language", help="Language of the labels; the survey's own without it.")
@click.option(
    "--leave-out", type=click.Choice(CAREFUL), multiple=True, help="Leave free texts, or sensitive answers, behind."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
@database_choice
def command(
    survey: str, form: str, language: str | None, leave_out: tuple[str, ...], out: Path, database_url: str | None
) -> None:
    """Write the data package of SURVEY: its data, codebook.json, design.json and a list of its variables.

    Withdrawn and erased responses are left out. An empty field was not asked; the codebook names the missing codes.
    csv is for programs; for a spreadsheet take xlsx or csv-labels, which run no formula that somebody typed.

    \b
    Example: surveyapp export interest-and-needs-2026 --format csv --out package
             surveyapp export interest-and-needs-2026 --format sav --lang vi --leave-out texts --out spss
    """
    _, engine = opened(database_url)
    with database.reading(engine) as session:
        number, files = export_data(session, survey, out, form=form, language=language, leave_out=leave_out)
    click.echo(f"{number} responses in {', '.join(file.name for file in files)}")
