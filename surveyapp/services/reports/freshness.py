"""Say what has changed since a report was written, without looking at an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from sqlalchemy.orm import Session

from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import inputs
from surveyapp.services.reports.inputs import Kind
from surveyapp.store import reports

KINDS: Final[tuple[Kind, ...]] = ("plan", "statements", "measures")


def state_of(session: Session, survey: FieldedSurvey) -> dict[str, Any]:
    """Return what a report written now is made from: responses by state, the version, the revision of each input.

    A response that is added, corrected, withdrawn or erased changes it.
    """
    counted = reports.count_by_state(session, survey.survey_id)
    revisions = {kind: inputs.find(session, survey.survey_id, kind).revision for kind in KINDS}
    return {
        "responses": {state: list(n) for state, n in sorted(counted.items())},
        "version": survey.version,
    } | revisions


def changed_since(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which of data, questionnaire, plan, statements and measures have changed."""
    named = {"responses": "data", "version": "questionnaire"} | {kind: kind for kind in KINDS}
    return tuple(name for key, name in named.items() if then.get(key) != now.get(key))


def inputs_changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Return which of plan, statements and measures are others: answers and versions that came later are not in it."""
    return tuple(kind for kind in KINDS if then.get(kind) != now.get(kind))


def gone_since(then: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    """Return how many responses were withdrawn or erased since."""
    return max(0, _gone(now) - _gone(then))


def _gone(state: Mapping[str, Any]) -> int:
    counted = cast("Mapping[str, list[int]]", state.get("responses", {}))
    return sum(counted.get(name, [0])[0] for name in ("withdrawn", "erased"))
