"""What was acknowledged is there after the process was killed in the middle of its work."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveyapp.database import reading
from surveyapp.services import answering
from tests.reference_data import REPOSITORY
from tests.services.fieldwork import SECRET, TODAY, fielded, finish, publish_tiny

KILLS = 3
"""In the everyday run; the full figure is reached by more of the same."""


@pytest.mark.parametrize("kill", range(KILLS))
def test_nothing_acknowledged_is_lost_by_a_kill(engine: Engine, database_url: str, kill: int) -> None:
    publish_tiny(engine)
    acknowledged = list(_acknowledged_until_killed(database_url, random.Random(kill).randint(20, 120)))
    ages = {line[1]: int(line[2]) for line in acknowledged if line[0] == "saved"}
    codes = {line[1]: line[2] for line in acknowledged if line[0] == "finished"}
    assert codes and ages
    with reading(engine) as session:
        survey = fielded(session)
        for code in codes.values():
            assert answering.view_receipt(session, code, SECRET, TODAY).state == "finished"
        lost = [draft_id for draft_id, age in ages.items() if not _is_kept(session, survey, draft_id, age)]
    assert lost == []


def _acknowledged_until_killed(url: str, lines: int) -> Iterator[list[str]]:
    """Yield the lines of a saver that is killed (signal 9) after so many; one cut in half was not acknowledged."""
    command = [sys.executable, "-m", "tests.store.saver", url]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(lines):
            yield process.stdout.readline().split()
        process.kill()
        for line in process.stdout:
            if line.endswith("\n"):
                yield line.split()


def _is_kept(session: Session, survey: answering.FieldedSurvey, draft_id: str, age: int) -> bool:
    """Say whether the age acknowledged last is in the draft or response, or one saved after it without a word."""
    draft = answering.load(session, survey.survey_id, draft_id)
    if draft is not None:
        return draft.answers["AGE"] in (age, 18 + (age + 1) % 80)
    code = finish(session, survey, draft_id).code
    return bool(answering.view_receipt(session, code, SECRET, TODAY).answers["AGE"]["v"] == age)
