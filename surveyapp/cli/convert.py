"""Read anybody's questionnaire into the native format; list what is lost."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from surveyapp.cli.output import echo_json
from surveyapp.cli.problem_lines import line_of, terminal_language
from surveyapp.formats.overview import overview
from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult, count_kept
from surveyapp.formats.writing import TARGETS, Written, write
from surveyapp.questionnaire.schema import Questionnaire


@click.command(name="convert")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Choice(list(TARGETS)), default="native", help="The format to write.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; without it, nothing is written.")
@click.option("--language", default="", help="The language of a printed questionnaire; without it, the base language.")
@click.option("--json", "as_json", is_flag=True, help="Print what is kept, lost and wrong as JSON.")
def command(file: Path, target: str, out: Path | None, language: str, as_json: bool) -> None:
    """Read FILE (any known format), write it in another one, and list what is lost on either way.

    Loss exits with 0, any error with 1; then nothing is written. Where FILE is a folder, print a table in Markdown of
    what is kept and lost of every file in it, and exit with 0.

    Example: surveyapp convert household.xlsx --to html --language vi --out household.html --json
    """
    if file.is_dir():
        for line in overview(file):
            click.echo(line)
        return
    result = read(file)
    written = None
    if out is not None and result.questionnaire is not None and not result.refused:
        written = _written(result.questionnaire, target, language)
        _save(written.content, out)
    if as_json:
        echo_json(shape_of(result) | ({} if written is None else written_shape(target, written)))
    else:
        _print(result, written)
    sys.exit(1 if result.refused else 0)


def shape_of(result: ReadResult) -> dict[str, Any]:
    """Return the result as the contract words it: format, kept, lost, problems."""
    kept: dict[str, Any] = {"pages": 0, "questions": 0, "choices": 0, "languages": []}
    if result.questionnaire is not None:
        kept = asdict(count_kept(result.questionnaire, result.added))
    return {
        "format": result.format,
        "kept": kept,
        "lost": [asdict(lost) for lost in result.lost],
        "problems": [asdict(problem) for problem in result.problems],
    }


def written_shape(target: str, written: Written) -> dict[str, Any]:
    """Return what was written: the format, and what of the questionnaire it does not say."""
    return {"written": {"format": target, "lost": [asdict(lost) for lost in written.lost]}}


def _written(questionnaire: Questionnaire, target: str, language: str) -> Written:
    try:
        return write(questionnaire, target, language)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _save(content: bytes, out: Path) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


def _print(result: ReadResult, written: Written | None) -> None:
    shape = shape_of(result)
    kept = shape["kept"]
    click.echo(
        f"{result.format}: {kept['pages']} pages, {kept['questions']} questions, {kept['choices']} choices "
        f"in {', '.join(kept['languages']) or 'no language'}"
    )
    for lost in result.lost:
        click.echo(f"lost  {lost.place}  {lost.what}: {lost.why}")
    for problem in result.problems:
        click.echo(line_of(problem, terminal_language()))
    for lost in written.lost if written else ():
        click.echo(f"not written  {lost.place}  {lost.what}: {lost.why}")
