"""Put questionnaires into the field: frozen versions, and the points where people are met."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.formats.native import content_hash, structure_hash, write_native
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.meaning import Mark
from surveyapp.questionnaire.pictures import Picture
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.versions import mark_of, refusals, wording_changes
from surveyapp.services import accounts, freezing
from surveyapp.services.codes import keyed_hash
from surveyapp.services.failures import NotPublishable, SlugTaken, UnknownSurvey
from surveyapp.services.fielded import LINK, Point, find_survey, point_of, questionnaire_of
from surveyapp.store import surveys
from surveyapp.store.models.survey import CollectionPoint, Survey, Version
from surveyapp.store.storable import storable

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?\Z")
find = find_survey


def publish(
    session: Session,
    organisation_id: str | None,
    slug: str,
    questionnaire: Questionnaire,
    *,
    settings: Mapping[str, Any] | None = None,
    marks: Mapping[str, Mark] | None = None,
    today: date,
) -> int:
    """Freeze a questionnaire as the newest version of the survey at `slug` and return the version's number.

    The first version makes the survey, open, with wave 1 and the collection point `web`. The same content as the
    newest version again keeps its number. `settings` replace those there where given, but for what was said of the end
    of the fieldwork; the program reads `cleared` (country codes), `simulated`, `quick_exit` and `draft_days`. Without
    an organisation the default one is meant. `marks` say of changed wordings whether they are slips,
    `{place:language: typo|meaning}`, before the proposals.
    Raises NotPublishable, also where a locked question would change its meaning; SlugTaken.
    """
    frozen = as_stored(questionnaire)
    _refuse_errors(slug, frozen)
    organisation_id = organisation_id or accounts.default_organisation(session)
    survey = surveys.find_survey(session, slug) or _new_survey(session, organisation_id, slug)
    if survey.organisation_id != organisation_id:
        raise SlugTaken
    surveys.lock(session, survey.id)
    session.refresh(survey)
    if settings is not None:
        survey.settings = {**freezing.said_of_the_end(survey.settings), **storable(settings)}
    session.flush()
    return _freeze(session, survey.id, frozen, marks or {}, today)


def add_point(
    session: Session,
    survey_id: str,
    *,
    id: str,
    token: str | None,
    sample_source: str,
    channel: str,
    mode: str = "web",
    country: str | None = None,
    wave: int = 1,
    design: Mapping[str, Any] | None = None,
    secret: str,
) -> Point:
    """Add a place where people are met, with its own link; the token itself is not stored.

    `design` records how they are chosen: `inclusion_probability`, `stratum`, `cluster`, `frame`, `basis`.
    """
    row = CollectionPoint(
        survey_id=survey_id,
        id=id,
        wave=wave,
        sample_source=sample_source,
        channel=channel,
        mode=mode,
        country=country,
        token_hmac=keyed_hash(secret, LINK, token) if token else None,
        design=storable(design or {}),
    )
    session.add(row)
    session.flush()
    return point_of(row)


def close(session: Session, slug: str, *, today: date) -> bool:
    """Let nobody in any more; who has begun may finish until the freeze, and what kiosks have sealed is taken.

    Return whether it was open before: closing a closed survey changes nothing.
    """
    return _set_state(session, slug, "closed", {freezing.CLOSED_ON: today.isoformat()})


def reopen(session: Session, slug: str) -> bool:
    """Let people in again; return whether it was closed before."""
    return _set_state(session, slug, "open", {})


def questionnaires_of(session: Session, survey_id: str) -> dict[int, Questionnaire]:
    """Return every version's questionnaire by its number."""
    hashes = surveys.versions_of(session, survey_id)
    return {number: questionnaire_of(session, survey_id, number, hashed) for number, hashed in hashes.items()}


def find_picture(session: Session, slug: str, digest: str) -> Picture | None:
    """Return a picture that some version of the survey shows, by its digest."""
    survey = find_survey(session, slug)
    if survey is None:
        return None
    versions = (survey.questionnaire, *questionnaires_of(session, survey.survey_id).values())
    return next((found for version in versions if (found := picture_in(version, digest)) is not None), None)


def picture_in(questionnaire: Questionnaire, digest: str) -> Picture | None:
    """Return a picture of a questionnaire by its digest."""
    return next((picture for picture in questionnaire.pictures.values() if picture.digest == digest), None)


def as_stored(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire as it comes back from the store, whose wording is made storable."""
    return Questionnaire.model_validate(storable(json.loads(write_native(questionnaire))))


def is_slug(text: str) -> bool:
    """Tell whether a survey may have this address."""
    return _SLUG.match(text) is not None


def _refuse_errors(slug: str, questionnaire: Questionnaire) -> None:
    problems = list(problems_in(questionnaire))
    if not is_slug(slug):
        told = sentence("An address has small letters a to z, digits and hyphens, at most 100.")
        problems.append(Problem("slug", "error", "slug", told))
    if any(problem.severity == "error" for problem in problems):
        raise NotPublishable(problems)


def _new_survey(session: Session, organisation_id: str, slug: str) -> Survey:
    survey = Survey(id=str(uuid.uuid4()), organisation_id=organisation_id, slug=slug, state="open", settings={})
    session.add(survey)
    session.flush()
    surveys.add_wave(session, survey.id, 1)
    session.add(
        CollectionPoint(
            survey_id=survey.id,
            id=surveys.DEFAULT_POINT,
            wave=1,
            sample_source="web",
            channel="web",
            mode="web",
            design={},
        )
    )
    session.flush()
    return survey


def _freeze(
    session: Session, survey_id: str, questionnaire: Questionnaire, marks: Mapping[str, Mark], today: date
) -> int:
    hashed = content_hash(questionnaire)
    before = surveys.versions_of(session, survey_id)
    newest = max(before, default=0)
    if before.get(newest) == hashed:
        return newest
    number = newest + 1
    if newest:
        earlier = questionnaire_of(session, survey_id, newest, before[newest])
        refused = refusals(earlier, questionnaire, marks)
        if refused:
            raise NotPublishable(list(refused))
        changes = wording_changes(earlier, questionnaire)
        marks = {change.key: mark for change in changes if (mark := mark_of(change, marks)) is not None}
    session.add(
        Version(
            survey_id=survey_id,
            number=number,
            content=write_native(questionnaire),
            content_hash=hashed,
            structure_hash=structure_hash(questionnaire),
            day=today,
            marks=dict(marks),
        )
    )
    session.flush()
    return number


def _set_state(session: Session, slug: str, state: str, told: Mapping[str, str]) -> bool:
    survey = surveys.find_survey(session, slug)
    if survey is None:
        raise UnknownSurvey
    surveys.lock(session, survey.id)
    session.refresh(survey)
    if survey.state == state:
        return False
    kept = {name: value for name, value in survey.settings.items() if name != freezing.CLOSED_ON}
    survey.state, survey.settings = state, {**kept, **told}
    session.flush()
    return True
