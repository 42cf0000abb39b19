"""Go through an interview that was held at a kiosk again, screen by screen, as if it were posted here now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.path import Step
from surveyapp.respondent.pages.interview import Interview, before_gates, beginning_of, of_draft
from surveyapp.respondent.pages.moving import to_save
from surveyapp.respondent.pages.reading import as_sent, problems_of, read_step
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.visit import Visit
from surveyapp.services import answering
from surveyapp.services.kiosks import NOT_BEFORE, Held

Seconds = Literal["0-2", "2-5", "5-10", "10-20", "20-40", "40-90", "90-300", "300+"]
Text = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=200)]


class Posted(BaseModel):
    """One screen as it was left: its controls, in one of the survey's languages, and how long it took."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    step: Short
    language: Short
    seconds: Seconds
    fields: Annotated[tuple[tuple[Short, Text], ...], Field(max_length=1000)]


class Record(BaseModel):
    """What a station seals: the version that was shown, the draw and day of the interview, its code and screens.

    `today` is what the station took for the day, `after` the day on which it had last heard the server.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int = Field(ge=1, le=1_000_000)
    seed: Annotated[str, Field(min_length=1, max_length=64)]
    today: date
    language: Short
    after: date | None = None
    code: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$")]
    posts: Annotated[tuple[Posted, ...], Field(min_length=1, max_length=500)]


class NotReplayable(Exception):
    """The screens do not lead to where the station says; `why` is one word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def replay(visit: Visit, record_id: str, record: Record) -> Held:
    """Answer every screen again, with the same gates and checks; raise NotReplayable."""
    offered = visit.survey.questionnaire.languages
    if not {record.language, *(post.language for post in record.posts)} <= set(offered):
        raise NotReplayable("language")
    interview = before_gates(visit, Place(record_id, record.seed))
    pages: list[str] = []
    for post in record.posts:
        here = replace(interview, visit=replace(visit, language=post.language))
        step = here.at(post.step)
        if step is None or step.key != post.step:
            raise NotReplayable("step")
        form = MultiDict(post.fields)
        here, step = as_sent(here, step, form)
        interview = _answered(here, step, post)
        while "opened" not in form and len((again := interview.at(post.step) or step).asked) > len(step.asked):
            step = again  # answers on a screen opened more of it, which was then shown and answered too
            interview = _answered(interview, step, post)
        ending = interview.walk.ending
        if ending is not None and ending.outcome != "complete":
            raise NotReplayable(ending.outcome)
        if interview.draft is not None and not step.page.gate and step.part == step.parts:
            pages.append(step.page.id)
        interview = _begun(interview, step)
    if interview.draft is None:
        raise NotReplayable("incomplete")
    after = {NOT_BEFORE: "" if record.after is None else str(record.after)}
    doc = {**interview.draft.doc, **after, "language": record.language}
    return Held(replace(interview.draft, doc=doc), record.code, tuple(dict.fromkeys(pages)))


def _answered(interview: Interview, step: Step, post: Posted) -> Interview:
    """Take the answers of one screen; soft checks were shown at the kiosk, and are overridden."""
    posted = read_step(interview, step, MultiDict(post.fields))
    problems = problems_of(interview, step, posted)
    if any(not problem.fault.soft for problem in problems):
        raise NotReplayable("wrong-answer")
    overridden = tuple(problem.question for problem in problems)
    if interview.draft is None:
        return _held(interview, posted, overridden)
    page = to_save(interview, step, posted, overridden, post.seconds)
    after = answering.expected(interview.draft, **page)
    return of_draft(interview.visit, replace(interview.place, revision=after.revision, overridden=()), after)


def _held(interview: Interview, posted: dict[str, Any], overridden: Sequence[str]) -> Interview:
    place, language = interview.place, interview.visit.language
    held = {**place.held, **{name: (value, language) for name, value in posted.items()}}
    given = {name: pair for name, pair in held.items() if pair[0] is not None}
    return before_gates(interview.visit, replace(place, held=given, overridden=(*place.overridden, *overridden)))


def _begun(interview: Interview, step: Step) -> Interview:
    """Begin the interview where its last gate has been passed, as `begin` does."""
    following = interview.after(step.key)
    if interview.draft is not None or interview.point is None or (following is not None and following.page.gate):
        return interview
    visit, place = interview.visit, interview.place
    draft = answering.begun_elsewhere(visit.survey, interview.point, beginning_of(interview))
    return of_draft(visit, replace(place, revision=draft.revision, held={}), draft)
