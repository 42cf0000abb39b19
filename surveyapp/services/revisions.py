"""Keep what a manuscript was before each change, so that any change can be taken back and no name is reused unseen."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from surveyapp.formats.native import write_native
from surveyapp.questionnaire.editing.names import Names, names_of, united
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import fielded
from surveyapp.store import revisions, surveys
from surveyapp.store.models.manuscript import ManuscriptRevision

if TYPE_CHECKING:
    from surveyapp.services.manuscripts import Manuscript

BEGUN: Final = "begin"
TAKEN_BACK: Final = "take back"
RESTORED: Final = "restore"
MOST_KEPT: Final = 300
"""Contents of a manuscript that are kept; the oldest leave first."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One change; `before` is the revision that taking it back leads to, None where there is none."""

    number: int
    before: int | None
    action: str
    place: str
    changed_by: str
    day: date


def record(
    session: Session,
    manuscript: Manuscript,
    questionnaire: Questionnaire,
    *,
    action: str,
    place: str,
    actor: str,
    today: date,
    before: int | None = None,
) -> None:
    """Keep the content that a manuscript gets with its next revision; `before` where it is not the one it has now."""
    current = revisions.newest_number(session, manuscript.id)
    if current is None:
        begin(session, manuscript.id, manuscript.questionnaire, number=manuscript.revision, actor=actor, today=today)
        current = manuscript.revision
    values = {
        "number": manuscript.revision + 1,
        "before": before if action == TAKEN_BACK else current,
        "action": action,
        "place": place[:200],
        "gone": names_of(manuscript.questionnaire).without(names_of(questionnaire)).as_json(),
    }
    _insert(session, manuscript.id, questionnaire, actor, today, values)
    revisions.empty_until(session, manuscript.id, manuscript.revision + 1 - MOST_KEPT)


def begin(
    session: Session, manuscript_id: str, questionnaire: Questionnaire, *, number: int, actor: str, today: date
) -> None:
    """Keep the first content of a manuscript."""
    values = {"number": number, "before": None, "action": BEGUN, "place": "", "gone": Names().as_json()}
    _insert(session, manuscript_id, questionnaire, actor, today, values)


def of(session: Session, manuscript: Manuscript) -> tuple[Revision, ...]:
    """Return every revision, the newest first."""
    return tuple(_plain(row) for row in revisions.listed(session, manuscript.id))


def newest(session: Session, manuscript: Manuscript) -> Revision | None:
    """Return the change that gave a manuscript its content; None where that was never kept.

    Behind changes that were taken back it is the one that is left, which leads to the same revision before it.
    """
    number = revisions.newest_number(session, manuscript.id)
    row = None if number is None else revisions.find(session, manuscript.id, number)
    while row is not None and row.action == TAKEN_BACK:
        row = revisions.find(session, manuscript.id, int(row.place))
    return None if row is None else _plain(row)


def content_at(session: Session, manuscript: Manuscript, number: int) -> Questionnaire | None:
    """Return what a manuscript was at a revision; None where that is no longer kept."""
    there = revisions.newest_number(session, manuscript.id, number)
    row = None if there is None else revisions.find(session, manuscript.id, there)
    return Questionnaire.model_validate_json(zlib.decompress(row.content)) if row is not None and row.content else None


def names_known(session: Session, manuscript: Manuscript) -> Names:
    """Return every id and code that the manuscript or a published version of its survey ever had."""
    survey = fielded.find_survey(session, manuscript.slug)
    found = []
    if survey is not None and survey.organisation_id == manuscript.organisation_id:
        for number, hashed in sorted(surveys.versions_of(session, survey.survey_id).items()):
            found.append(names_of(fielded.questionnaire_of(session, survey.survey_id, number, hashed)))
    rows = revisions.listed(session, manuscript.id)
    return united([*found, *(Names(row.gone["ids"], row.gone["codes"]) for row in reversed(rows))])


def forget(session: Session, manuscript_id: str) -> None:
    """Drop every revision of a manuscript."""
    revisions.remove_all(session, manuscript_id)


def _insert(
    session: Session,
    manuscript_id: str,
    questionnaire: Questionnaire,
    actor: str,
    today: date,
    values: Mapping[str, object],
) -> None:
    content = zlib.compress(write_native(questionnaire).encode())
    told = {"manuscript_id": manuscript_id, "content": content, "changed_by": actor, "day": today}
    revisions.insert_revision(session, {**told, **values})


def _plain(row: ManuscriptRevision) -> Revision:
    return Revision(row.number, row.before, row.action, row.place, row.changed_by, row.day)
