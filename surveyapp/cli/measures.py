"""surveyapp measures: confirm measures of a register on the figures of a report."""

from datetime import UTC, datetime
from pathlib import Path

import click

from surveyapp.tasks import reporting

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="measures")
@click.argument("register", type=FILE)
@click.option("--evidence", type=FILE, required=True, help="The evidence.json of the report.")
@click.option("--confirm", "ids", multiple=True, required=True, help="The id of a measure; may be given again.")
@click.option("--by", required=True, help="Who confirms: a name.")
def command(register: Path, evidence: Path, ids: tuple[str, ...], by: str) -> None:
    """Confirm measures of REGISTER: from now on they go stale when a figure they cite moves.

    \b
    Example: surveyapp measures measures.json --evidence reports/evidence.json --confirm M1 --by "Nguyen Van An"
    """
    reporting.confirm_measures(register, evidence, ids, by=by, today=datetime.now(UTC).date())
    click.echo(f"{', '.join(ids)} confirmed by {by} in {register}")
