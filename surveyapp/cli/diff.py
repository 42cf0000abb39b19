"""Show what changed between two versions of a questionnaire."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from surveyapp.cli.output import echo_json
from surveyapp.formats.native import content_hash
from surveyapp.formats.reading import read
from surveyapp.questionnaire.meaning import Mark
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.stability import unstable_codes
from surveyapp.questionnaire.versions import mark_of, refusals, structure_changes, unused_marks, wording_changes


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--mark", "marked", multiple=True, metavar="PLACE:LANGUAGE=MARK", help="typo or meaning; as often as needed."
)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def command(old: Path, new: Path, marked: tuple[str, ...], as_json: bool) -> None:
    """Show every wording of NEW that differs from OLD, whether it seems a slip or another meaning, and what works
    differently; exit with 1 if a locked question would change, with 2 if a file cannot be read.

    Example: surveyapp diff wave1.json wave2.json --mark INT1.text:vi=typo --json
    """
    before, after = _read(old), _read(new)
    shape = changes_as_json(before, after, marks_of(marked))
    if as_json:
        echo_json(shape)
    else:
        _print(shape)
    sys.exit(1 if any(problem["severity"] == "error" for problem in shape["problems"]) else 0)


def marks_of(marked: tuple[str, ...]) -> dict[str, Mark]:
    """Read marks written as PLACE:LANGUAGE=typo or =meaning."""
    found: dict[str, Mark] = {}
    for text in marked:
        key, sign, mark = text.rpartition("=")
        if not sign or ":" not in key or mark not in ("typo", "meaning"):
            raise click.BadParameter(f"{text!r} is not PLACE:LANGUAGE=typo or =meaning", param_hint="--mark")
        found[key] = "typo" if mark == "typo" else "meaning"
    return found


def changes_as_json(before: Questionnaire, after: Questionnaire, marks: dict[str, Mark]) -> dict[str, Any]:
    """Return the changes as plain values; `mark` is null where a wording came or went."""
    return {
        "old": {"id": before.id, "hash": content_hash(before)},
        "new": {"id": after.id, "hash": content_hash(after)},
        "wording": [
            {
                "place": change.place,
                "language": change.language,
                "before": change.before,
                "after": change.after,
                "locked": change.locked,
                "proposal": change.proposal,
                "mark": mark_of(change, marks),
            }
            for change in wording_changes(before, after)
        ],
        "structure": [
            {"place": change.place, "change": change.change, "locked": change.locked}
            for change in structure_changes(before, after)
        ],
        "problems": [
            {"code": problem.code, "severity": problem.severity, "place": problem.place, "text": problem.text}
            for problem in (
                *refusals(before, after, marks),
                *unstable_codes(before, after),
                *unused_marks(before, after, marks),
            )
        ],
    }


def _read(file: Path) -> Questionnaire:
    result = read(file)
    if result.questionnaire is None:
        click.echo(f"surveyapp: {file} cannot be read.", err=True)
        for problem in result.problems:
            click.echo(f"  {problem.place}  {problem.text}", err=True)
        sys.exit(2)
    return result.questionnaire


def _print(shape: dict[str, Any]) -> None:
    for change in shape["wording"]:
        locked = "  locked" if change["locked"] else ""
        click.echo(f"{change['place']}  {change['language']}  {_name_of(change)}{locked}")
        for sign, text in (("-", change["before"]), ("+", change["after"])):
            if text is not None:
                click.echo(f"  {sign} {text}")
    for change in shape["structure"]:
        click.echo(f"{change['place']}  {change['change']}{'  locked' if change['locked'] else ''}")
    for problem in shape["problems"]:
        click.echo(f"{problem['severity']}  {problem['place']}  {problem['text']}  [{problem['code']}]")
    click.echo(f"Changed: {len(shape['wording'])} in wording, {len(shape['structure'])} in structure")


def _name_of(change: dict[str, Any]) -> str:
    return str(change["mark"] or ("new" if not change["before"] else "gone"))
