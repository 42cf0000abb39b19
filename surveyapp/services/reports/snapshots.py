"""Keep what of a survey a report was made from, so that it is made again from the same while others still answer.

A snapshot names the finished responses and everything else of a data package that goes on changing in a survey that is
open. It holds no answer: whoever withdraws later is gone from every package that is written from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services import collecting
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.store import reports


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`version` is the newest questionnaire's number, `points` are collection points by id, `tallies` counted steps."""

    version: int
    simulated: bool
    points: tuple[str, ...]
    tallies: Mapping[str, int]
    responses: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Return the hash by which a manifest names it."""
        held = [self._about(), self.responses]
        return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()

    def _about(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "simulated": self.simulated,
            "points": list(self.points),
            "tallies": dict(self.tallies),
        }


def take(session: Session, survey: FieldedSurvey, *, without: frozenset[str] = frozenset()) -> Snapshot:
    """Return what a report written now is made from, but for some responses."""
    return Snapshot(
        version=survey.version,
        simulated=bool(survey.settings.get("simulated")),
        points=tuple(point.id for point in collecting.points(session, survey.survey_id)),
        tallies=collecting.steps_tallied(session, survey.survey_id),
        responses=tuple(sorted(reports.finished_ids(session, survey.survey_id) - without)),
    )


def keep(session: Session, survey_id: str, snapshot: Snapshot, *, today: date) -> None:
    """Keep a snapshot; one that is there already stays."""
    about = snapshot._about()
    values = {"about": about, "responses": list(snapshot.responses), "digest": snapshot.digest}
    reports.insert_snapshot(session, {"survey_id": survey_id, "day": today, **values})


def find(session: Session, survey_id: str, digest: str) -> Snapshot | None:
    """Return the snapshot that a manifest names; None where this store has no such."""
    row = reports.find_snapshot(session, survey_id, digest) if digest else None
    if row is None:
        return None
    told: Mapping[str, Any] = row.about
    return Snapshot(
        int(told["version"]), bool(told["simulated"]), tuple(told["points"]), told["tallies"], tuple(row.responses)
    )


def gone_from(session: Session, survey_id: str, snapshot: Snapshot, *, held: bool = False) -> int:
    """Count the responses withdrawn, erased or corrected since; `held`, none is until the transaction ends."""
    standing = reports.finished_ids(session, survey_id, held=held)
    return sum(one not in standing for one in snapshot.responses)
