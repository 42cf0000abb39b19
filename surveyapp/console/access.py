"""Say who may do what: one row for every route, and the one place that asks.

A route without a row does not start. Whoever is not signed in, or suspended, is sent to sign in. Another organisation's
survey does not exist for the asker (404), whatever the role. A member whose role does not reach gets 403.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, cast

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue, RouteCallable

from surveyapp.identity.visitor import Visitor, current_visitor
from surveyapp.services import fielded
from surveyapp.web.transaction import reading, session, writing

RESEARCHER, FIELD_OFFICER, TRANSLATOR, AUDITOR, ADMINISTRATOR = (
    "researcher",
    "field-officer",
    "translator",
    "auditor",
    "administrator",
)
EVERY_ROLE: Final = frozenset({RESEARCHER, FIELD_OFFICER, TRANSLATOR, AUDITOR, ADMINISTRATOR})
READS_COUNTS: Final = EVERY_ROLE - {TRANSLATOR}
READS_REPORTS: Final = frozenset({RESEARCHER, AUDITOR, ADMINISTRATOR})
ADDS_POINTS: Final = frozenset({RESEARCHER, FIELD_OFFICER, ADMINISTRATOR})
WRITES_REPORTS: Final = frozenset({RESEARCHER, ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Rule:
    """`roles` None lets everybody in, signed in or not; `of_survey` asks for the role in the organisation of `slug`."""

    roles: frozenset[str] | None
    of_survey: bool = True


RULES: Final[Mapping[str, Rule]] = {
    "health": Rule(None, of_survey=False),
    "language.choose": Rule(None, of_survey=False),
    "security.login": Rule(None, of_survey=False),
    "security.logout": Rule(None, of_survey=False),
    "surveys.index": Rule(EVERY_ROLE, of_survey=False),
    "questionnaires.outline": Rule(EVERY_ROLE),
    "questionnaires.changes": Rule(EVERY_ROLE),
    "questionnaires.mark": Rule(WRITES_REPORTS),
    "fieldwork.counts": Rule(READS_COUNTS),
    "fieldwork.points_page": Rule(READS_COUNTS),
    "fieldwork.add_point": Rule(ADDS_POINTS),
    "fieldwork.poster": Rule(READS_COUNTS),
    "reports.index": Rule(READS_REPORTS),
    "reports.progress": Rule(READS_REPORTS),
    "reports.read": Rule(READS_REPORTS),
    "reports.download": Rule(READS_REPORTS),
    "reports.start": Rule(WRITES_REPORTS),
    "reports.cancel": Rule(WRITES_REPORTS),
}


class UnlistedRoute(Exception):
    """A route has no row in the table of rules."""


def guard(app: Flask) -> None:
    """Put every view behind its rule and inside one transaction; raises UnlistedRoute for a route without a rule."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    if unlisted := routes - set(RULES):
        raise UnlistedRoute(", ".join(sorted(unlisted)))
    for endpoint in routes - {"health"}:
        app.view_functions[endpoint] = _guarded(RULES[endpoint], app.view_functions[endpoint])


def may(endpoint: str, roles: frozenset[str] | None = None) -> bool:
    """Say whether somebody with these roles, else the visitor within the survey of this request, may go there."""
    return bool((roles_here() if roles is None else roles) & (RULES[endpoint].roles or EVERY_ROLE))


def roles_here() -> frozenset[str]:
    """Return the visitor's roles in the organisation of this request's survey."""
    roles: frozenset[str] = g.get("roles", frozenset())
    return roles


def _guarded(rule: Rule, view: RouteCallable) -> Callable[..., ResponseReturnValue]:
    def admitted(**values: Any) -> ResponseReturnValue:
        visitor = current_visitor()
        if rule.roles is not None:
            if visitor is None:
                return redirect(url_for("security.login", next=_way_back()))
            _admit(rule, rule.roles, visitor, values.get("slug"))
        return cast(ResponseReturnValue, view(**values))

    to_read, to_write = reading(admitted), writing(admitted)

    @wraps(view)
    def run(**values: Any) -> ResponseReturnValue:
        return to_write(**values) if request.method == "POST" else to_read(**values)

    return run


def _admit(rule: Rule, roles: frozenset[str], visitor: Visitor, slug: str | None) -> None:
    if not rule.of_survey:
        return
    survey = fielded.find_survey(session(), slug or "")
    if survey is None:
        abort(404)
    g.roles = visitor.roles_in(survey.organisation_id)
    if not g.roles:
        abort(404)
    if not g.roles & roles:
        abort(403)
    g.survey = survey


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
