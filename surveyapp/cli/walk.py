"""Show what a respondent with some answers is asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from surveyapp.cli.output import echo_json
from surveyapp.cli.walk_as_json import walk_as_json
from surveyapp.formats.reading import read
from surveyapp.questionnaire.walk import walk


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), help='JSON: {"QUESTION": value}.')
@click.option("--lang", "language", help="Language of the texts; the base language if left out.")
@click.option("--seed", default="", help="Draws and orders come from it.")
@click.option(
    "--context", "context_file", type=click.Path(path_type=Path), help="JSON: what the link or operator sets."
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
        errors = [problem.text for problem in result.problems if problem.severity == "error"]
        _refuse(" ".join(errors) or f"{file} cannot be read.")
    answers = {} if answers_file is None else _object(answers_file)
    context = {} if context_file is None else _object(context_file)
    found = walk(result.questionnaire, answers, seed=seed, context=context)
    shape = walk_as_json(found, result.questionnaire, language or result.questionnaire.base_language)
    if as_json:
        echo_json(shape)
    else:
        _print(shape)


def _object(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        _refuse(f"{file} cannot be read: {error}")
    if not isinstance(found, dict):
        _refuse(f"{file} holds no JSON object.")
    return found


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
