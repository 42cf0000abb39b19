"""Write the bundled questionnaire, or a cut of it, as a file to be read, changed and published."""

from __future__ import annotations

from pathlib import Path

import click

from surveyapp.formats.native import write_native
from surveyapp.instruments import bundled, bundled_cut
from surveyapp.questionnaire.rehearsal.timing import most_minutes


@click.command(name="instrument")
@click.option("--cut", type=click.Choice(["kiosk", "pulse"]), help="Only the questions of this cut.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write, in the native format.")
def command(cut: str | None, out: Path) -> None:
    """Write the bundled questionnaire, whole or cut down, to a file.

    Example: surveyapp instrument --cut kiosk --out kiosk.json
    """
    questionnaire = bundled_cut(cut) if cut else bundled()
    out.write_text(write_native(questionnaire), "utf-8")
    click.echo(
        f"{out}: {sum(1 for one in questionnaire.questions())} questions in {len(questionnaire.languages)} languages"
    )
    longest = ", ".join(f"{tag} {minutes:.1f}" for tag, minutes in most_minutes(questionnaire).items())
    click.echo(f"Estimated minutes for somebody who is asked everything: {longest}")
