"""Show what a respondent with some answers is asked."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from surveyapp.cli.output import echo_json
from surveyapp.cli.walk_as_json import walk_as_json
from surveyapp.formats.native import whole_number
from surveyapp.formats.reading import read
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import walk


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help='JSON: {"QUESTION": value}.')
@click.option("--lang", "language", help="Language of the texts; the base language if left out.")
@click.option("--seed", default="", help="Draws and orders come from it.")
@click.option(
    "--context",
    "context_file",
    type=click.Path(path_type=Path),
    help="JSON: what the link or operator sets; `today` is the date of the interview.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole walk as JSON.")
def command(
    file: Path, answers_file: Path | None, language: str | None, seed: str, context_file: Path | None, as_json: bool
) -> None:
    """Show what a respondent with these answers is asked, what counts and what is wrong; exit with 2 if unreadable.

    Example: surveyapp walk questionnaire.json --answers answers.json --lang vi --json
    """
    result = read(file)
    if result.questionnaire is None:
        errors = [f"  {problem.place}  {problem.text}" for problem in result.problems if problem.severity == "error"]
        _refuse("\n".join([f"{file} cannot be read.", *errors]))
    answers = {} if answers_file is None else _object(answers_file)
    context = {} if context_file is None else _object(context_file)
    context.setdefault("today", datetime.date.today().isoformat())
    found = walk(result.questionnaire, answers, seed=seed, context=context)
    shape = walk_as_json(found, result.questionnaire, _spoken(language, result.questionnaire))
    if as_json:
        echo_json(shape)
    else:
        _print(shape)


def _object(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes(), parse_constant=_no_number, parse_int=whole_number)
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror or error}.")
    except RecursionError:
        _refuse(f"{file} cannot be read: it is nested too deeply.")
    except ValueError as error:
        _refuse(f"{file} cannot be read as JSON: {error}.")
    if not isinstance(found, dict):
        _refuse(f"{file} holds no JSON object.")
    return found


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number of JSON")


def _spoken(language: str | None, questionnaire: Questionnaire) -> str:
    """Return the language to show; say where the questionnaire has none of that name."""
    if language is None:
        return questionnaire.base_language
    parts = language.split("-")
    if not {"-".join(parts[:length]) for length in range(1, len(parts) + 1)}.intersection(questionnaire.languages):
        click.echo(
            f"surveyapp: the questionnaire does not speak {language!r}, so its base language is shown. "
            f"It speaks {', '.join(questionnaire.languages)}.",
            err=True,
        )
    return language


def _refuse(text: str) -> NoReturn:
    click.echo(f"surveyapp: {text}", err=True)
    sys.exit(2)


def _print(shape: dict[str, Any]) -> None:
    for page in shape["pages"]:
        click.echo(f"{page['id']}  {page['title'] or ''}".rstrip())
        for question in page["questions"]:
            given = json.dumps(shape["counted"].get(question["id"]), ensure_ascii=False)
            click.echo(f"  {question['id']}  {question['text']}  {given}")
    for problem in shape["problems"]:
        click.echo(f"{problem['question']}: {problem['text']} [{problem['code']}]")
    click.echo("complete" if shape["complete"] else "not complete")
