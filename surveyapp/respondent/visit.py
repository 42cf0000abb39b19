"""Find which survey a request is for and in which language it is to be answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound, TooManyRequests

from surveyapp.respondent import closing
from surveyapp.respondent.chrome import Chrome, chrome_of, quick_exit_of
from surveyapp.respondent.leaving import away, has_left
from surveyapp.respondent.pacing import Pacing
from surveyapp.respondent.saying import Say, say_in
from surveyapp.respondent.sealed import Place, new_place, unseal
from surveyapp.services import answering, manuscripts
from surveyapp.settings import Settings
from surveyapp.web.i18n import preferred
from surveyapp.web.transaction import AfterCommit, begin_to_write, session


@dataclass(frozen=True, slots=True)
class Visit:
    """`session` is the request's; the secret signs form fields and makes codes.

    `place` is what the posted page, or the link, says of where the respondent stands; `draft` and `point` are those it
    names, None where there are none.
    """

    survey: answering.FieldedSurvey
    language: str
    session: Session
    secret: str
    today: date
    place: Place | None = None
    draft: answering.DraftState | None = None
    point: answering.Point | None = None
    closing: str = ""
    """What to say to somebody who had begun before the survey was closed, "" to anybody else."""
    uncounted: list[str] = field(default_factory=list)
    """Steps that this request has come to and that are still to be counted, all at once."""

    def take_uncounted(self) -> tuple[str, ...]:
        """Return the steps to count; whoever takes them counts them."""
        taken = tuple(self.uncounted)
        self.uncounted.clear()
        return taken

    @property
    def is_preview(self) -> bool:
        """Tell whether an author tries a manuscript: nothing is stored and nobody is counted."""
        return self.survey.state == "preview"

    def chrome(self, endpoint: str = "start") -> Chrome:
        return chrome_of(self.survey, self.language, endpoint=endpoint, closing=self.closing)

    def write(self, *, once: bool = False) -> Session:
        """Return the session, now in a transaction that may write; `once` where a single statement follows."""
        begin_to_write(self.session, once=once)
        return self.session

    def say(self) -> Say:
        """Speak with no answers to quote."""
        return say_in(self.language, self.survey.questionnaire, {})


Answer = ResponseReturnValue | AfterCommit


def visiting(view: Callable[..., Answer]) -> Callable[..., Any]:
    """Give a view its visit; answer for it where there is no such survey, it is closed, or not in that language."""

    @wraps(view)
    def run(language: str, slug: str, **more: str) -> Answer:
        settings: Settings = current_app.extensions["settings"]
        place = _place(slug, settings.secret_key)
        pacing: Pacing = current_app.extensions["pacing"]
        if request.method == "POST" and place is not None and not pacing.may_post(place.draft):
            raise TooManyRequests
        found = _find(slug, place, settings.secret_key)
        if found is None:
            raise NotFound
        survey, draft, point = found
        if request.method == "POST" and has_left(_served(place)):
            return away(quick_exit_of(survey.settings))
        if survey.state == "preview" and view.__name__ not in OPEN_TO_AUTHORS:
            raise NotFound
        offered = survey.questionnaire.languages
        wanted = request.form.get("lang", language) if request.method == "POST" else language
        if wanted not in offered:
            return not_offered(survey)
        g.language = wanted
        visit = Visit(survey, wanted, session(), settings.secret_key, datetime.now(UTC).date(), place, draft, point)
        if survey.state == "closed":
            return _when_closed(visit, view, **more)
        return view(visit, **more)

    return run


def _when_closed(visit: Visit, view: Callable[..., Answer], **more: str) -> Answer:
    """Answer for a survey that is closed, with a word on it on the pages of whoever may still finish."""
    survey, place, name = visit.survey, visit.place, view.__name__
    if not closing.lets_in(
        name, survey, place, visit.draft, session=visit.session, secret=visit.secret, today=visit.today
    ):
        return closing.show_closed(survey, visit.language, place, visit.today)
    told = closing.remark(survey, visit.language) if name in ("post_page", "resume") else ""
    return view(replace(visit, closing=told), **more)


def _place(slug: str, secret: str) -> Place | None:
    """Return where a posted page says that the respondent stands, or where a link leads."""
    if "place" in request.form:
        return unseal(request.form["place"], slug, secret)
    return new_place(request.args.get("p")) if request.endpoint == "start" else None


def _served(place: Place | None) -> int:
    """Return when the page was served that is posted, in seconds; 0 for one that does not say."""
    told = request.form.get("served", "")
    return place.at if place is not None else int(told) if told.isdecimal() else 0


def _find(
    slug: str, place: Place | None, secret: str
) -> tuple[answering.FieldedSurvey, answering.DraftState | None, answering.Point | None] | None:
    """Find the survey with the draft or the point of a place, in one statement; or the manuscript that is tried."""
    tried = manuscripts.previewed(session(), slug, secret)
    if tried is not None:
        return tried, None, manuscripts.PREVIEW_POINT
    if place is None:
        survey = answering.find_survey(session(), slug)
        return None if survey is None else (survey, None, None)
    if place.revision is None:
        at_point = answering.find_with_point(session(), slug, place.point, secret=secret)
        return None if at_point is None else (at_point[0], None, at_point[1])
    with_draft = answering.find_with_draft(session(), slug, place.draft)
    return None if with_draft is None else (*with_draft, None)


OPEN_TO_AUTHORS = ("start", "post_page", "show_genuine", "show_names")
"""Views that a manuscript has: it has no drafts and no responses."""


def not_offered(survey: answering.FieldedSurvey) -> ResponseReturnValue:
    """Say which languages there are, in the one the browser likes best among them."""
    language = preferred(list(request.accept_languages.values()), survey.questionnaire.languages)
    g.language = language
    chrome = chrome_of(survey, language)
    return render_template("respondent/not_offered.html", chrome=chrome), 404


def readers_language() -> str:
    """Return the language of an error's reader: the address's, else the browser's, else English."""
    spoken: tuple[str, ...] = current_app.extensions["languages"]
    named = (request.view_args or {}).get("language") or request.path.split("/")[1]
    if named in spoken:
        return str(named)
    return preferred(list(request.accept_languages.values()), spoken)
