"""Prove a questionnaire sound, or list every problem."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from surveyapp.cli.output import echo_json
from surveyapp.formats.reading import read
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.problems import Problem


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def command(file: Path, as_json: bool) -> None:
    """Prove a questionnaire sound, or list every problem at once; exit with 1 if any is an error.

    Example: surveyapp check questionnaire.json --json
    """
    problems = problems_of_file(file)
    if as_json:
        echo_json({"problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            click.echo(f"{problem.severity}  {problem.place}  {problem.text}  [{problem.code}]")
        errors = sum(problem.severity == "error" for problem in problems)
        click.echo(f"{errors} errors, {len(problems) - errors} warnings")
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def problems_of_file(file: Path) -> list[Problem]:
    """Return what reading a file complains of, and what is wrong with the questionnaire in it."""
    result = read(file)
    own = [] if result.questionnaire is None else problems_in(result.questionnaire, publishing=False)
    return list(dict.fromkeys([*result.problems, *own]))
