"""surveyapp package: a data package of answers that were collected elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from surveyapp.tasks import collected

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
TYPES = ("JK1", "JKn", "BRR", "Fay", "bootstrap", "subbootstrap", "other")


@click.command(name="package")
@click.argument("file", type=FILE)
@click.option("--codebook", type=FILE, help="What the columns mean, as JSON.")
@click.option("--questionnaire", type=FILE, help="Instead, what was asked, in any format that can be read.")
@click.option("--from", "first", type=DAY, required=True, help="The first day of fieldwork.")
@click.option("--to", "last", type=DAY, help="The last day; the first without it.")
@click.option("--title", help="The survey's title; the codebook's or the file's name without it.")
@click.option(
    "--language",
    "languages",
    metavar="TAG",
    multiple=True,
    help="The language of the labels, the first of several; the codebook's, else en.",
)
@click.option(
    "--several",
    "sets",
    metavar="NAME=COLUMN,…",
    multiple=True,
    help="Columns of 1 that are the answers to one question.",
)
@click.option("--mode", default="unknown", show_default=True, help="How people answered, such as web, phone, paper.")
@click.option(
    "--population", default="", help="Whom a probability sample was drawn from; without it only those who answered."
)
@click.option("--weights", default="", help="The column of design weights.")
@click.option("--strata", multiple=True, help="The column of strata; again for those of further stages.")
@click.option("--clusters", multiple=True, help="The column of clusters, outermost first; names may recur above.")
@click.option(
    "--fpc",
    multiple=True,
    help="The column of the population's size, or of the share drawn; one a stage.",
)
@click.option("--replicates", metavar="PREFIX", help="Replicate weights: the columns PREFIX1, PREFIX2 …")
@click.option("--replicate-type", type=click.Choice(TYPES), help="How they were made.")
@click.option("--scale", type=float, help="What the sum of their squares is multiplied with.")
@click.option("--rscales", default="1", show_default=True, help="A scale for each, by commas; or one for all.")
@click.option("--mse", is_flag=True, help="Their squares are about the figure itself, not about their mean.")
@click.option("--factors", is_flag=True, help="They multiply the design weights instead of holding them.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
def command(
    file: Path, codebook: Path | None, questionnaire: Path | None, out: Path, title: str | None, **told: Any
) -> None:
    """Make a data package of FILE (.csv .sav .zsav .dta .parquet), to be reported like a survey of one's own.

    Prints how codes without an answer were read, and the columns that stay behind with the reason.

    \b
    Example: surveyapp package wave1.sav --from 2025-03-01 --to 2025-04-15 --mode phone --out package \\
               --population "Adults living in Da Nang" --weights w --strata district --clusters ward
             surveyapp package wave1.csv --from 2025-03-01 --population Adults --weights w --out package \\
               --replicates rep_ --replicate-type JK1 --scale 0.98
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
    languages: tuple[str, ...],
    sets: tuple[str, ...],
    mode: str,
    population: str,
    **drawn: Any,
) -> collected.Origin:
    known = [*languages, *collected.languages_of(codebook, questionnaire)] or ["en"]
    return collected.Origin(
        survey=file.stem,
        title=title or collected.title_of(codebook, questionnaire) or file.stem,
        language=known[0],
        languages=tuple(known),
        first=first.date(),
        last=(last or first).date(),
        mode=mode,
        population=population,
        drawing=_drawing(**drawn),
        sets=dict(_set(text) for text in sets),
    )


def _drawing(
    *,
    replicates: str | None,
    replicate_type: str | None,
    scale: float | None,
    rscales: str,
    mse: bool,
    factors: bool,
    **columns: Any,
) -> collected.Drawing:
    if replicates is None:
        if replicate_type or scale is not None or mse or factors:
            raise click.UsageError("Name the replicate weights with --replicates.")
        return collected.Drawing(**columns)
    if replicate_type is None or scale is None:
        raise click.UsageError("Replicate weights need --replicate-type and --scale: nothing about them is inferred.")
    try:
        each = tuple(float(part) for part in rscales.split(","))
    except ValueError:
        raise click.UsageError(f"--rscales are numbers, separated by commas, not {rscales!r}.") from None
    said = collected.Replicates(replicates, replicate_type, scale, each, mse, not factors)
    return collected.Drawing(**columns, replicates=said)


def _set(text: str) -> tuple[str, collected.MultipleResponse]:
    name, _, columns = text.partition("=")
    listed = tuple(column.strip() for column in columns.split(",") if column.strip())
    if not name or not listed:
        raise click.UsageError(f"--several is like hobbies=reading,music, not {text!r}.")
    return name, collected.MultipleResponse(name, listed, "1")
