"""Keep an unfinished interview: every answer ever given, saved page by page, compared and set by revision."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import codes
from surveyapp.services.answering.tallying import tally
from surveyapp.services.failures import StaleAnswer, UnknownDraft
from surveyapp.services.fielded import FieldedSurvey, fielded, find_survey, questionnaire_of
from surveyapp.store import arrivals, drafts, responses, together
from surveyapp.store.storable import storable, storable_text
from surveyapp.store.tallies import Steps

RESUME_CODE = "resume"
RESUME_LOOKUP = "resume-lookup"
RECEIPT_CODE = "receipt"
RECEIPT_LOOKUP = "receipt-lookup"
CORRECTS = "corrects"
"""In the document of a draft that corrects a finished response: that one's id."""
_EXPIRED_AT_ONCE = 500
_POSTS_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class DraftState:
    """An unfinished interview as stored.

    `doc` is {"answers": {question: {"v": value, "l": language}}, "shown", "drawn", "seed", "seconds": {page: class},
    "soft": [question], "language", "context"}; `posts` maps a revision to the digest of the post made from it.
    """

    survey_id: str
    draft_id: str
    version: int
    point_id: str
    wave: int
    revision: int
    doc: Mapping[str, Any]
    posts: Mapping[str, str]
    questionnaire: Questionnaire

    @property
    def seed(self) -> str:
        return str(self.doc["seed"])

    @property
    def language(self) -> str:
        """The language the interview is shown in now."""
        return str(self.doc["language"])

    @property
    def answers(self) -> dict[str, Any]:
        """Every value given, by question."""
        return {question: held["v"] for question, held in self.doc["answers"].items()}

    @property
    def drawn(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(codes) for name, codes in self.doc["drawn"].items()}


def load(session: Session, survey_id: str, draft_id: str, *, for_update: bool = False) -> DraftState | None:
    """Return an unfinished interview with the questionnaire of the version it was begun in.

    `for_update` makes everybody else who would change or finish it wait for this transaction.
    """
    if not is_id(draft_id):
        return None
    row = drafts.select_draft(session, survey_id, draft_id, for_update=for_update)
    return None if row is None else draft_of(session, row)


def find_with_draft(session: Session, slug: str, draft_id: str) -> tuple[FieldedSurvey, DraftState | None] | None:
    """Return what is fielded at an address with one of its unfinished interviews, in one statement."""
    if not is_id(draft_id):
        survey = find_survey(session, slug)
        return None if survey is None else (survey, None)
    found = arrivals.with_draft(session, storable_text(slug), draft_id)
    if found is None:
        return None
    return fielded(session, found.newest), None if found.draft is None else draft_of(session, found.draft)


def draft_of(session: Session, row: drafts.DraftRow) -> DraftState:
    """Return a stored draft as a plain value."""
    return DraftState(
        survey_id=row.survey_id,
        draft_id=row.id,
        version=row.version,
        point_id=row.point_id,
        wave=row.wave,
        revision=row.revision,
        doc=row.doc,
        posts=row.posts,
        questionnaire=questionnaire_of(session, row.survey_id, row.version, row.begun_hash),
    )


def save(
    session: Session,
    survey_id: str,
    draft_id: str,
    *,
    page_key: str,
    revision: int,
    changes: Mapping[str, Any],
    language: str,
    seconds: str | None = None,
    shown: Mapping[str, Iterable[str]] | None = None,
    drawn: Mapping[str, Iterable[str]] | None = None,
    soft: Iterable[str] = (),
    counting: Iterable[str] = (),
    today: date | None = None,
) -> DraftState:
    """Store what one page gave, if nobody saved since the page was served at `revision`.

    A change to None takes the answer out; other questions are left alone. The same post sent again returns what is
    stored and changes nothing. `seconds` is the coarse class of time spent, `shown` and `drawn` add to what is kept,
    `soft` names soft checks overridden. `counting` names steps to count `today` if this is what is stored.
    Raises StaleAnswer with the present state, UnknownDraft where there is none.
    """
    now = loaded(session, survey_id, draft_id)
    if now.revision == revision:
        kept: dict[str, Any] = {"seconds": seconds, "shown": shown, "drawn": drawn, "soft": soft}
        after = expected(now, page_key=page_key, changes=changes, language=language, **kept)
        if put(session, after, counting=counting, today=today):
            return after
        now = loaded(session, survey_id, draft_id)
    if now.posts.get(str(revision)) == _digest(page_key, storable(changes), language):
        return now
    raise StaleAnswer(now)


def expected(
    now: DraftState,
    *,
    page_key: str,
    changes: Mapping[str, Any],
    language: str,
    seconds: str | None = None,
    shown: Mapping[str, Iterable[str]] | None = None,
    drawn: Mapping[str, Iterable[str]] | None = None,
    soft: Iterable[str] = (),
) -> DraftState:
    """Return what a draft will be once `save` or `put` has stored these changes, if nobody saves before."""
    given = storable(changes)
    doc = _changed(now.doc, given, language, storable(shown or {}), storable(drawn or {}), storable(tuple(soft)))
    if seconds is not None:
        doc["seconds"] = {**doc["seconds"], page_key: seconds}
    newest = sorted(now.posts, key=int)[-_POSTS_REMEMBERED:]
    posts = {made_from: now.posts[made_from] for made_from in newest}
    posts[str(now.revision)] = _digest(page_key, given, language)
    return replace(now, revision=now.revision + 1, doc=doc, posts=posts)


def put(session: Session, after: DraftState, *, counting: Iterable[str] = (), today: date | None = None) -> bool:
    """Store what `expected` returned and count steps, if the draft is still as it was; return false where it is not."""
    given = {"survey": after.survey_id, "draft": after.draft_id, "before": after.revision - 1, "after": after.revision}
    steps = Steps(after.point_id, today or date.min, after.language, tuple(counting) if today else ())
    return together.save_and_count(session, {**given, "new_doc": after.doc, "new_posts": after.posts}, steps)


def leave(session: Session, draft: DraftState, *, outcome: str, today: date) -> None:
    """End an interview without keeping anything of it but the count of its outcome.

    Where it was to correct a response, that one is erased: its respondent no longer agrees, or never belonged.
    """
    if drafts.take_draft(session, draft.survey_id, draft.draft_id) is not None:
        if CORRECTS in draft.doc:
            responses.empty_response(session, draft.survey_id, draft.doc[CORRECTS])
        else:
            tally(session, draft.survey_id, draft.point_id, today, draft.language, outcome)


def resume_code(secret: str, draft_id: str) -> str:
    """Return the code with which an interview can be continued on another device."""
    return codes.derive_code(secret, RESUME_CODE, draft_id)


def resume(session: Session, survey_id: str, code: str, secret: str) -> str | None:
    """Return the id of the interview a resume code belongs to, however the code was typed."""
    read = codes.read_code(code)
    if read is None:
        return None
    return drafts.draft_by_resume_code(session, survey_id, codes.keyed_hash(secret, RESUME_LOOKUP, read))


def count_unfinished(session: Session, survey_id: str) -> int:
    """Return how many interviews have begun and are not finished, corrections among them."""
    return drafts.count_drafts(session, survey_id)


def expire(session: Session, *, now: datetime) -> int:
    """Delete interviews nobody came back to, at most 500 at once, count them, and return how many there were."""
    taken = drafts.take_expired(session, int(now.timestamp()) // 3600, _EXPIRED_AT_ONCE)
    counts = Counter(
        (row.survey_id, row.point_id, str(row.doc["language"])) for row in taken if CORRECTS not in row.doc
    )
    for (survey_id, point_id, language), n in sorted(counts.items()):
        tally(session, survey_id, point_id, now.astimezone(UTC).date(), language, "expired", n=n)
    return len(taken)


def _changed(
    doc: Mapping[str, Any],
    changes: Mapping[str, Any],
    language: str,
    shown: Mapping[str, Any],
    drawn: Mapping[str, Any],
    soft: Iterable[str],
) -> dict[str, Any]:
    answers = {question: held for question, held in doc["answers"].items() if changes.get(question, ...) is not None}
    for question, value in changes.items():
        held = answers.get(question)
        if value is not None and (held is None or held["v"] != value):
            answers[question] = {"v": value, "l": language}
    return {
        **doc,
        "answers": answers,
        "shown": {**doc["shown"], **shown},
        "drawn": {**doc["drawn"], **drawn},
        "soft": [*doc["soft"], *(question for question in soft if question not in doc["soft"])],
        "language": language,
    }


def _digest(page_key: str, changes: Mapping[str, Any], language: str) -> str:
    posted = json.dumps([page_key, language, changes], sort_keys=True)
    return hashlib.sha256(posted.encode()).hexdigest()[:20]


def loaded(session: Session, survey_id: str, draft_id: str) -> DraftState:
    """Return an unfinished interview; raise UnknownDraft where there is none."""
    found = load(session, survey_id, draft_id)
    if found is None:
        raise UnknownDraft
    return found


def is_id(draft_id: str) -> bool:
    """Tell whether a draft may have such an id."""
    try:
        return str(uuid.UUID(draft_id)) == draft_id
    except ValueError:
        return False
