"""Show what the newest version of a survey changed, and keep what a person says of each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from surveyapp.questionnaire.meaning import Mark
from surveyapp.questionnaire.versions import StructureChange, WordingChange, structure_changes, wording_changes
from surveyapp.services.fielded import questionnaire_by_number
from surveyapp.store import surveys


@dataclass(frozen=True, slots=True)
class Changes:
    """What version `number` changed of the one before; `marks` are kept by `WordingChange.key`."""

    number: int
    wording: tuple[WordingChange, ...]
    structure: tuple[StructureChange, ...]
    marks: Mapping[str, str]


def newest_changes(session: Session, survey_id: str) -> Changes | None:
    """Return what the newest version changed; None where it is the first."""
    numbers = sorted(surveys.versions_of(session, survey_id))
    if len(numbers) < 2:
        return None
    before, after = (questionnaire_by_number(session, survey_id, number) for number in numbers[-2:])
    marks = surveys.marks_of(session, survey_id, numbers[-1])
    return Changes(numbers[-1], wording_changes(before, after), structure_changes(before, after), marks)


def mark(session: Session, survey_id: str, said: Mapping[str, str]) -> dict[str, Mark]:
    """Keep marks of the newest version's changes and return those that are new.

    What is no change of wording, no mark, or would give a locked question another meaning is passed over.
    """
    changes = newest_changes(session, survey_id)
    if changes is None:
        return {}
    new: dict[str, Mark] = {}
    for change in changes.wording:
        given = said.get(change.key)
        if given == changes.marks.get(change.key) or change.proposal is None:
            continue
        if given == "typo" or (given == "meaning" and not change.locked):
            new[change.key] = "typo" if given == "typo" else "meaning"
    if new:
        surveys.set_marks(session, survey_id, changes.number, {**changes.marks, **new})
    return new
