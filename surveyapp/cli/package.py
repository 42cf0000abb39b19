"""surveyapp package: a data package of answers that were collected elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from surveyapp.tasks import collected

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="package")
@click.argument("file", type=FILE)
@click.option("--codebook", type=FILE, help="What the columns mean, as JSON.")
@click.option("--questionnaire", type=FILE, help="Instead, what was asked, in any format that can be read.")
@click.option("--from", "first", type=DAY, required=True, help="The first day of fieldwork.")
@click.option("--to", "last", type=DAY, help="The last day; the first without it.")
@click.option("--title", help="The survey's title; the codebook's or the file's name without it.")
@click.option("--language", metavar="TAG", help="The language of the labels; the codebook's, else en.")
@click.option("--mode", default="unknown", show_default=True, help="How people answered, such as web, phone, paper.")
@click.option(
    "--population", default="", help="Whom a probability sample was drawn from; without it only those who answered."
)
@click.option("--weights", default="", help="The column of design weights.")
@click.option("--strata", default="", help="The column of strata.")
@click.option("--clusters", default="", help="The column of clusters; their names may recur in other strata.")
@click.option("--fpc", default="", help="The column of the population's size by stratum, or of the share drawn.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
def command(
    file: Path, codebook: Path | None, questionnaire: Path | None, out: Path, title: str | None, **told: Any
) -> None:
    """Make a data package of FILE (.csv .sav .zsav .dta .parquet), to be reported like a survey of one's own.

    Prints how codes without an answer were read, and the columns that stay behind with the reason.

    \b
    Example: surveyapp package wave1.sav --from 2025-03-01 --to 2025-04-15 --mode phone --out package \\
               --population "Adults living in Da Nang" --weights w --strata district --clusters ward
             surveyapp report --data package --out report
    """
    if codebook and questionnaire:
        raise click.UsageError("Describe the columns with --codebook or with --questionnaire: one of the two.")
    origin = _origin(file, codebook, questionnaire, title, **told)
    made = collected.package(file, out, origin, codebook=codebook, questionnaire=questionnaire)
    for note in made.notes:
        click.echo(note)
    for why in dict.fromkeys(made.left_out.values()):
        names = [name for name, reason in made.left_out.items() if reason == why]
        click.echo(f"Left out: {', '.join(names)}, since {why}.")
    click.echo(f"{len(made.table)} responses and {len(made.codebook['variables'])} variables in {out}")


def _origin(
    file: Path,
    codebook: Path | None,
    questionnaire: Path | None,
    title: str | None,
    *,
    first: datetime,
    last: datetime | None,
    language: str | None,
    **told: str,
) -> collected.Origin:
    return collected.Origin(
        survey=file.stem,
        title=title or collected.title_of(codebook, questionnaire) or file.stem,
        language=language or collected.language_of(codebook, questionnaire) or "en",
        first=first.date(),
        last=(last or first).date(),
        **told,
    )
