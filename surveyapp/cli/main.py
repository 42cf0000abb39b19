"""Open the command line: one module a command, imported only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import cast

import click

from surveyapp.services.failures import Failure

COMMANDS = {
    "demo": "See it work: a simulated audience answers over HTTP, and the report is written.",
    "serve": "Serve respondents, the console, or both.",
    "worker": "Do the work that the console asked for.",
    "account": "Create accounts for the console.",
    "check": "Prove a questionnaire sound, or list every problem.",
    "convert": "Read anybody's questionnaire into the native format; list what is lost.",
    "diff": "Show what changed between two versions, wording by wording.",
    "walk": "Show what a respondent with these answers is asked.",
    "rehearse": "Let simulated respondents walk a questionnaire; tell what nobody reached.",
    "instrument": "Write the bundled questionnaire, or its kiosk or pulse cut, to a file.",
    "publish": "Field a questionnaire.",
    "close": "Close a survey: take no more answers.",
    "reopen": "Open a closed survey again.",
    "count": "Print how many responses are finished.",
    "export": "Write the data package of a survey.",
    "package": "Make a data package of answers collected elsewhere.",
    "report": "Write the report of a survey or of a data package.",
    "plan": "Write down what a report would show, to be changed first.",
    "measures": "Confirm measures of a register on the figures of a report.",
    "audit": "Prove that the audit trail is whole.",
}


class Contents(click.Group):
    """List every command without importing any."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return cast(click.Command, importlib.import_module(f"surveyapp.cli.{name}").command)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Contents, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="surveyapp")
def contents() -> None:
    """Survey foreigners and the overseas Vietnamese community, and write what follows from their answers.

    Start with `surveyapp demo`. Every command explains itself with --help.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; a failure that was foreseen, or a file in the way, is one sentence on stderr and exit code 1."""
    try:
        contents.main(args=arguments, prog_name="surveyapp", standalone_mode=True)
    except Failure as failure:
        click.echo(f"surveyapp: {failure}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None or error.strerror is None:
            raise
        click.echo(f"surveyapp: {error.filename} cannot be used: {error.strerror}.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
