"""The first page: every survey of the visitor's organisations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.counts import shown_count
from surveyapp.console.language import number
from surveyapp.console.rooms import first_room, heading_of
from surveyapp.identity.visitor import Visitor, current_visitor
from surveyapp.services import collecting, manuscripts
from surveyapp.services.fielded import FieldedSurvey, surveys_of
from surveyapp.web.transaction import session

blueprint = Blueprint("surveys", __name__)


@dataclass(frozen=True, slots=True)
class ListedSurvey:
    """`finished` is written as its reader may see it."""

    title: str
    address: str
    organisation: str
    open: bool
    simulated: bool
    finished: str


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """List the surveys that the visitor may see."""
    visitor = current_visitor()
    if visitor is None:
        return render_template("console/surveys.html", surveys=[], manuscripts=[], may_upload=False)
    organisations = {member.organisation_id for member in visitor.memberships}
    return render_template(
        "console/surveys.html",
        surveys=sorted(seen_by(visitor), key=lambda survey: survey.title),
        manuscripts=manuscripts.of_organisations(session(), organisations),
        may_upload=may("uploads.ask", frozenset(member.role for member in visitor.memberships)),
    )


def seen_by(visitor: Visitor) -> Iterator[ListedSurvey]:
    """Yield the surveys of every organisation the visitor belongs to."""
    organisations = {member.organisation_id: member.organisation for member in visitor.memberships}
    for survey in surveys_of(session(), organisations):
        yield listed(survey, organisations[survey.organisation_id], visitor)


def listed(survey: FieldedSurvey, organisation: str, visitor: Visitor) -> ListedSurvey:
    """Describe a survey for the list, with the count only for who may see counts."""
    heading, roles = heading_of(survey), visitor.roles_in(survey.organisation_id)
    finished = "–"
    if may("fieldwork.counts", roles):
        finished = shown_count(collecting.steps_tallied(session(), survey.survey_id).get("complete", 0), number)
    return ListedSurvey(
        title=heading.title,
        address=first_room(roles, survey.slug),
        organisation=organisation,
        open=heading.open,
        simulated=heading.simulated,
        finished=finished,
    )
