"""Prove a questionnaire sound, or list every problem."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from surveyapp.cli.output import echo_json
from surveyapp.cli.problem_lines import language_option, line_of, problems_as_json
from surveyapp.formats.reading import read
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.rehearsal.timing import most_minutes
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.stability import unstable_codes
from surveyapp.questionnaire.versions import refusals
from surveyapp.web.problem_words import said_in


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), help="An earlier version that this one follows.")
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def command(file: Path, against: Path | None, language: str, as_json: bool) -> None:
    """Prove a questionnaire sound, or list every problem at once; exit with 1 if any is an error.

    With --against also what keeps answers from being compared with an earlier version: codes that changed their
    meaning, and locked questions that changed theirs.

    Example: surveyapp check questionnaire.json --against wave1.json --lang vi
    """
    questionnaire, problems = questionnaire_and_problems(file)
    if against is not None:
        problems += _against(questionnaire, against)
    minutes = {} if questionnaire is None else most_minutes(questionnaire)
    if as_json:
        echo_json({"problems": problems_as_json(problems, language), "minutes": minutes})
    else:
        for problem in problems:
            click.echo(line_of(problem, language))
        for tag, most in minutes.items():
            told = sentence("{language}: {n} minutes for somebody who is asked everything", language=tag, n=most)
            click.echo(said_in(language, told))
        errors = sum(problem.severity == "error" for problem in problems)
        counted = sentence("{errors} errors, {warnings} warnings", errors=errors, warnings=len(problems) - errors)
        click.echo(said_in(language, counted))
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _against(questionnaire: Questionnaire | None, against: Path) -> list[Problem]:
    earlier = read(against)
    if earlier.questionnaire is None:
        return [replace(problem, place=f"{against.name}: {problem.place}") for problem in earlier.problems]
    if questionnaire is None:
        return []
    return [*unstable_codes(earlier.questionnaire, questionnaire), *refusals(earlier.questionnaire, questionnaire, {})]


def questionnaire_and_problems(file: Path) -> tuple[Questionnaire | None, list[Problem]]:
    """Return the questionnaire of a file, None where it cannot be read, with all its problems."""
    result = read(file)
    own = [] if result.questionnaire is None else problems_in(result.questionnaire, publishing=False)
    return result.questionnaire, list(dict.fromkeys([*result.problems, *own]))
