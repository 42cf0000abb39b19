"""Let simulated respondents walk a questionnaire."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from surveyapp.cli.output import echo_json
from surveyapp.formats.reading import read
from surveyapp.questionnaire.rehearsal import Rehearsal, rehearse

_SHOWN = 10


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--respondents", default=200, show_default=True, type=click.IntRange(1, 100_000), help="How many walk.")
@click.option("--seed", default="", help="Answers, draws and orders come from it.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(file: Path, respondents: int, seed: str, as_json: bool) -> None:
    """Let simulated respondents walk a questionnaire; tell their routes and what nobody reached.

    Exit with 1 where a required question took no answer, with 2 where the file cannot be read.

    Example: surveyapp rehearse questionnaire.json --respondents 500
    """
    result = read(file)
    if result.questionnaire is None:
        errors = [f"  {problem.place}  {problem.text}" for problem in result.problems if problem.severity == "error"]
        click.echo("\n".join([f"surveyapp: {file} cannot be read.", *errors]), err=True)
        sys.exit(2)
    found = rehearse(result.questionnaire, respondents, seed)
    if as_json:
        echo_json(asdict(found))
    else:
        _print(found)
    sys.exit(1 if found.dead_ends else 0)


def _print(found: Rehearsal) -> None:
    click.echo(f"{found.respondents} respondents took {found.different_routes} routes.")
    if found.respondents < found.wanted:
        click.echo(f"The questionnaire is so long that {found.wanted - found.respondents} more did not walk.")
    for route in found.routes[:_SHOWN]:
        click.echo(f"{route.respondents:>6}  {route.questions} questions, {route.ending}: {' '.join(route.pages)}")
    for name, length in (("longest", found.longest), ("shortest", found.shortest)):
        if length is not None:
            click.echo(f"The {name} route asks {length.questions} questions on {len(length.pages)} pages.")
    for language, minutes in found.minutes.items():
        click.echo(f"{language}: {minutes.mean} minutes on average, {minutes.shortest} to {minutes.longest}.")
    for kind, places in asdict(found.never_reached).items():
        if places:
            more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
            what = "Checks that nobody failed" if kind == "checks" else f"Nobody reached these {kind}"
            click.echo(f"{what}: {', '.join(places[:_SHOWN])}{more}.")
    if found.not_invented:
        click.echo(f"No answer could be invented to {', '.join(found.not_invented)}; they were left empty.")
    for end in found.dead_ends:
        click.echo(f"{end.question} took no answer from {end.respondents} respondents.")
