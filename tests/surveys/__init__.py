"""Hold one tiny questionnaire per feature, in the native format."""

from __future__ import annotations

from pathlib import Path

from surveyapp.formats.native import read_native
from surveyapp.questionnaire.schema import Questionnaire

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def survey(name: str) -> Questionnaire:
    """Read one of the tiny questionnaires."""
    found = read_native(FOLDER / f"{name}.json")
    if isinstance(found, list):
        raise AssertionError(found)
    return found
