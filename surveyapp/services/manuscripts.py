"""Look after questionnaires that authors work on: read, changed, compared, tried, and published by a second person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hmac import compare_digest
from typing import Any, Final

from sqlalchemy.orm import Session

from surveyapp.formats.native import content_hash, write_native
from surveyapp.formats.result import Lost, ReadResult
from surveyapp.questionnaire.meaning import Mark
from surveyapp.questionnaire.problems import Problem, problem_from_json, problem_to_json
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import publishing, revisions
from surveyapp.services.codes import derive_code
from surveyapp.services.failures import StaleManuscript, UnknownManuscript
from surveyapp.services.fielded import FieldedSurvey, Point, parsed
from surveyapp.store import manuscripts
from surveyapp.store.manuscripts import Listed
from surveyapp.store.storable import storable_text

_PREVIEW: Final = "preview"
PREVIEW_POINT: Final = Point("web", 1, "web", "web", "web", None, {})
"""Where somebody is met who tries a manuscript: as at a survey's own address."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A questionnaire before it is published; `changed_by` is the account that changed it last.

    `lost`, `problems` and `notes` are what reading its file told, `added` the questions that are not its author's;
    `rehearsal` is {} before the first.
    """

    id: str
    organisation_id: str
    slug: str
    file_name: str
    source: str
    questionnaire: Questionnaire
    content_hash: str
    lost: tuple[Lost, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    added: frozenset[str]
    marks: Mapping[str, Mark]
    rehearsal: Mapping[str, Any]
    revision: int
    changed_by: str
    day: date


def add(
    session: Session,
    organisation_id: str,
    slug: str,
    questionnaire: Questionnaire,
    reading: ReadResult,
    *,
    file_name: str,
    actor: str,
    today: date,
) -> str:
    """Keep what was read from a file, meant for the address `slug`, and return its id."""
    manuscript_id, stored = str(uuid.uuid4()), publishing.as_stored(questionnaire)
    told = {
        "lost": [asdict(one) for one in reading.lost],
        "problems": [problem_to_json(one) for one in reading.problems],
        "notes": [],
        "added": sorted(reading.added),
    }
    values = {
        "id": manuscript_id,
        "organisation_id": organisation_id,
        "slug": slug,
        "file_name": file_name,
        "source": reading.format,
        "reading": told,
        **_content(stored),
        "marks": {},
        "rehearsal": {},
        "revision": 1,
        "changed_by": actor,
        "day": today,
    }
    manuscripts.insert_manuscript(session, values)
    revisions.begin(session, manuscript_id, stored, number=1, actor=actor, today=today)
    return manuscript_id


def find(session: Session, manuscript_id: str) -> Manuscript | None:
    """Return a manuscript by its id."""
    row = manuscripts.find(session, storable_text(manuscript_id))
    if row is None:
        return None
    return Manuscript(
        id=row.id,
        organisation_id=row.organisation_id,
        slug=row.slug,
        file_name=row.file_name,
        source=row.source,
        questionnaire=parsed(row.content_hash, lambda: row.content),
        content_hash=row.content_hash,
        lost=tuple(Lost(**one) for one in row.reading["lost"]),
        problems=tuple(problem_from_json(one) for one in row.reading["problems"]),
        notes=tuple(row.reading["notes"]),
        added=frozenset(row.reading.get("added", ())),
        marks=row.marks,
        rehearsal=row.rehearsal,
        revision=row.revision,
        changed_by=row.changed_by,
        day=row.day,
    )


def of_organisations(session: Session, organisation_ids: Iterable[str]) -> Sequence[Listed]:
    """Return organisations' manuscripts, without their content, by the address they are meant for."""
    return manuscripts.of_organisations(session, list(organisation_ids))


def change(
    session: Session,
    manuscript: Manuscript,
    questionnaire: Questionnaire,
    *,
    actor: str,
    today: date,
    notes: Iterable[str] = (),
    action: str = "change",
    place: str = "",
) -> None:
    """Put another content in a manuscript's place; what was rehearsed is forgotten. Raises StaleManuscript.

    `action` and `place` say in its history what was done to which part.
    """
    told = {
        "lost": [asdict(one) for one in manuscript.lost],
        "problems": [problem_to_json(one) for one in manuscript.problems],
        "notes": list(dict.fromkeys([*manuscript.notes, *notes])),
        "added": sorted(manuscript.added),
    }
    stored = publishing.as_stored(questionnaire)
    values = {"reading": told, **_content(stored), "rehearsal": {}, "changed_by": actor, "day": today}
    _change(session, manuscript, values)
    revisions.record(session, manuscript, stored, action=action, place=place, actor=actor, today=today)


def take_back(session: Session, manuscript: Manuscript, *, actor: str, today: date) -> revisions.Revision | None:
    """Undo the newest change and return it; the next call undoes the one before it. None where nothing is left.

    Taking back is a change as well, which the history lists. Raises StaleManuscript.
    """
    newest = revisions.newest(session, manuscript)
    if newest is None or newest.before is None:
        return None
    done = _put_back(session, manuscript, newest.before, revisions.TAKEN_BACK, actor=actor, today=today)
    return newest if done else None


def restore(session: Session, manuscript: Manuscript, number: int, *, actor: str, today: date) -> bool:
    """Give a manuscript the content it had at a revision; false where that is not kept. Raises StaleManuscript."""
    return _put_back(session, manuscript, number, revisions.RESTORED, actor=actor, today=today)


def _put_back(session: Session, manuscript: Manuscript, number: int, action: str, *, actor: str, today: date) -> bool:
    kept = {one.number: one.before for one in revisions.of(session, manuscript)}
    there = revisions.content_at(session, manuscript, number) if number in kept else None
    if there is None:
        return False
    _change(session, manuscript, {**_content(there), "rehearsal": {}, "changed_by": actor, "day": today})
    told = {"action": action, "place": str(number)}
    revisions.record(session, manuscript, there, **told, actor=actor, today=today, before=kept[number])
    return True


def mark(session: Session, manuscript: Manuscript, marks: Mapping[str, Mark], *, actor: str, today: date) -> None:
    """Keep what an author says of changed wordings beside what was said before. Raises StaleManuscript."""
    values = {"marks": {**manuscript.marks, **marks}, "changed_by": actor, "day": today}
    _change(session, manuscript, values)


def keep_rehearsal(session: Session, manuscript: Manuscript, found: Mapping[str, Any]) -> None:
    """Keep what a rehearsal of this content found. Raises StaleManuscript."""
    _change(session, manuscript, {"rehearsal": found})


def discard(session: Session, manuscript: Manuscript) -> None:
    """Forget a manuscript. Raises StaleManuscript."""
    revisions.forget(session, manuscript.id)
    if not manuscripts.remove(session, manuscript.id, manuscript.revision):
        raise StaleManuscript


def preview_slug(manuscript_id: str, secret: str) -> str:
    """Return the address under which whoever has it may try a manuscript, as long as it is one; nothing is stored."""
    code = derive_code(secret, _PREVIEW, manuscript_id).replace("-", "").lower()
    return f"{_PREVIEW}.{manuscript_id}.{code}"


def previewed(session: Session, slug: str, secret: str) -> FieldedSurvey | None:
    """Return the manuscript at such an address as if it were fielded."""
    if not slug.startswith(f"{_PREVIEW}."):
        return None
    manuscript_id = slug.split(".")[1]
    if not compare_digest(slug.encode(), preview_slug(manuscript_id, secret).encode()):
        return None
    found = find(session, manuscript_id)
    if found is None:
        return None
    return FieldedSurvey(
        survey_id=found.id,
        organisation_id=found.organisation_id,
        slug=slug,
        version=0,
        content_hash=found.content_hash,
        questionnaire=found.questionnaire,
        state="preview",
        settings={},
    )


def _content(stored: Questionnaire) -> dict[str, str]:
    return {"content": write_native(stored), "content_hash": content_hash(stored)}


def _change(session: Session, manuscript: Manuscript, values: Mapping[str, Any]) -> None:
    if not manuscripts.change(session, manuscript.id, manuscript.revision, values):
        raise StaleManuscript if manuscripts.find(session, manuscript.id) else UnknownManuscript
