"""Every command explains itself, with an example."""

import importlib

import pytest
from click.testing import CliRunner

from surveyapp.cli.main import COMMANDS, contents


def test_help_lists_every_command() -> None:
    printed = CliRunner().invoke(contents, ["--help"]).output
    assert [name for name in COMMANDS if name not in printed] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example(name: str) -> None:
    assert importlib.import_module(f"surveyapp.cli.{name}").command
    outcome = CliRunner().invoke(contents, [name, "--help"])
    assert outcome.exit_code == 0
    assert f"surveyapp {name}" in outcome.output.split("Usage:", 1)[1].split("\n", 1)[1]
