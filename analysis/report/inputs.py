"""Gather what a report is made from beside the answers and the plan: what persons stated and decided."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from surveyapp.stated.register import FILE as MEASURES_FILE
from surveyapp.stated.register import Register, read_register
from surveyapp.stated.statements import FILE as STATEMENTS_FILE
from surveyapp.stated.statements import Statements, read_statements


@dataclass(frozen=True)
class Inputs:
    """What is not given is taken from the package, where it lies. `previous` are earlier waves, the last first.

    `snapshot` is what the store knows the package's responses by, nothing where it came from elsewhere.
    """

    statements: Statements | None = None
    measures: Register | None = None
    previous: tuple[Path, ...] = ()
    snapshot: str = ""


NOTHING = Inputs()


def statements_for(package: Path, inputs: Inputs) -> Statements:
    """Return the statements given, else those of the package, else none."""
    if inputs.statements is not None:
        return inputs.statements
    file = package / STATEMENTS_FILE
    return read_statements(file) if file.exists() else Statements()


def register_for(package: Path, inputs: Inputs) -> Register:
    """Return the measures given, else those of the package, else none."""
    if inputs.measures is not None:
        return inputs.measures
    file = package / MEASURES_FILE
    return read_register(file) if file.exists() else Register()
