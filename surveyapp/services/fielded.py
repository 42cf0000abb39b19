"""Know what is in the field: surveys with their newest questionnaire, and the points where people are met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import reads_today
from surveyapp.services.codes import keyed_hash
from surveyapp.store import arrivals, surveys
from surveyapp.store.models.survey import CollectionPoint
from surveyapp.store.storable import storable_text

LINK = "link"
_MOST_PARSED = 64


@dataclass(frozen=True, slots=True)
class FieldedSurvey:
    """A survey with its newest version; `state` is `open` or `closed`, or `preview` of what is not published yet."""

    survey_id: str
    organisation_id: str
    slug: str
    version: int
    content_hash: str
    questionnaire: Questionnaire
    state: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """Where and how a respondent was met; `design` is what is known of the chance of being chosen, {} if nothing.

    `label`, `place` and `kind` are for people; `languages` are those of its poster and kiosk, none meaning all.
    """

    id: str
    wave: int
    sample_source: str
    channel: str
    mode: str
    country: str | None
    design: Mapping[str, Any]
    label: str = ""
    place: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()


DRAFT_DAYS = 30
"""How long an unfinished interview is kept, unless the survey's `draft_days` says otherwise."""


def draft_days(settings: Mapping[str, Any]) -> int:
    """Return for how many days an unfinished interview of a survey is kept."""
    return int(settings.get("draft_days", DRAFT_DAYS))


def find_survey(session: Session, slug: str) -> FieldedSurvey | None:
    """Return what is fielded at an address: one statement, and the questionnaire is parsed once a process."""
    newest = surveys.with_newest_version(session, storable_text(slug))
    return None if newest is None else fielded(session, newest)


def surveys_of(session: Session, organisation_ids: Iterable[str]) -> tuple[FieldedSurvey, ...]:
    """Return what is fielded by some organisations, by address."""
    return tuple(fielded(session, newest) for newest in surveys.of_organisations(session, list(organisation_ids)))


def find_with_point(
    session: Session, slug: str, token: str | None, *, secret: str
) -> tuple[FieldedSurvey, Point | None] | None:
    """Return what is fielded at an address with the collection point a link's token belongs to, in one statement."""
    found = arrivals.with_point(session, storable_text(slug), keyed_hash(secret, LINK, token) if token else None)
    if found is None:
        return None
    return fielded(session, found.newest), None if found.point is None else point_of(found.point)


def fielded(session: Session, newest: surveys.NewestVersion) -> FieldedSurvey:
    """Return a survey with its newest version as a plain value."""
    survey, number, content_hash = newest
    return FieldedSurvey(
        survey_id=survey.id,
        organisation_id=survey.organisation_id,
        slug=survey.slug,
        version=number,
        content_hash=content_hash,
        questionnaire=questionnaire_of(session, survey.id, number, content_hash),
        state=survey.state,
        settings=survey.settings,
    )


def find_point(session: Session, survey_id: str, token: str | None, *, secret: str) -> Point | None:
    """Return the collection point a link's token belongs to, or without a token the survey's own address."""
    found = surveys.find_point(session, survey_id, keyed_hash(secret, LINK, token) if token else None)
    return None if found is None else point_of(found)


def point_of(row: CollectionPoint | arrivals.PointRow) -> Point:
    """Return a stored collection point as a plain value."""
    return Point(
        id=row.id,
        wave=row.wave,
        sample_source=row.sample_source,
        channel=row.channel,
        mode=row.mode,
        country=row.country,
        design=row.design,
        label=row.label,
        place=row.place,
        kind=row.kind,
        languages=tuple(row.languages),
    )


def context_of(
    settings: Mapping[str, Any], point: Point, questionnaire: Questionnaire, today: date, wave: int | None = None
) -> dict[str, Any]:
    """Return the names that conditions may use and no respondent can set; the day only where one asks for it."""
    day = {"today": today.isoformat()} if reads_today(questionnaire) else {}
    return day | {
        "cleared": list(settings.get("cleared", ())),
        "sample_source": point.sample_source,
        "channel": point.channel,
        "wave": point.wave if wave is None else wave,
        "mode": point.mode,
    }


class _Parsed:
    """Keep the questionnaires parsed last by the hash of their content, which never changes meaning."""

    def __init__(self) -> None:
        self.held: dict[str, Questionnaire] = {}
        self.lock = Lock()

    def put(self, content_hash: str, questionnaire: Questionnaire) -> None:
        with self.lock:
            if len(self.held) >= _MOST_PARSED:
                self.held.pop(next(iter(self.held)))
            self.held[content_hash] = questionnaire


_parsed = _Parsed()


def questionnaire_of(session: Session, survey_id: str, number: int, content_hash: str) -> Questionnaire:
    """Return a published version's questionnaire, from memory where this process has read it before."""
    return parsed(content_hash, lambda: surveys.content_of(session, survey_id, number))


def parsed(content_hash: str, content: Callable[[], str]) -> Questionnaire:
    """Return the questionnaire of some content, which is asked for where this process has not read it before."""
    held = _parsed.held.get(content_hash)
    if held is None:
        held = Questionnaire.model_validate_json(content())
        _parsed.put(content_hash, held)
    return held


def questionnaire_by_number(session: Session, survey_id: str, number: int) -> Questionnaire:
    """Return the questionnaire of a version that is known to exist."""
    return questionnaire_of(session, survey_id, number, surveys.versions_of(session, survey_id)[number])
