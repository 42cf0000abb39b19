"""Say who may do what: one row for every route, and the one place that asks.

A route without a row does not start. Whoever is not signed in, or suspended, is sent to sign in. Another organisation's
survey or manuscript does not exist for the asker (404), whatever the role. A member whose role does not reach gets 403.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, Literal, cast

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue, RouteCallable

from surveyapp.identity.visitor import Visitor, current_visitor
from surveyapp.services import fielded, manuscripts, releasing
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.manuscripts import Manuscript
from surveyapp.services.reports import publications
from surveyapp.web.transaction import reading, session, writing, writing_late

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
PUBLISH: Final = releasing.PUBLISH
PUBLISHES_REPORTS: Final = publications.PUBLISH
WORDS: Final = PUBLISH | {TRANSLATOR}
"""Roles that write wording: a translator in the languages of the membership only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`roles` None lets everybody in, signed in or not.

    `of` says where the role is asked for: in the organisation of the address's survey or manuscript, in any
    organisation, or nowhere. A view that `thinks` writes late: it calls `transaction.begin_to_write` itself.
    """

    roles: frozenset[str] | None
    of: Literal["survey", "manuscript", "organisation", "nothing"] = "survey"
    thinks: bool = False


RULES: Final[Mapping[str, Rule]] = {
    "health": Rule(None, "nothing"),
    "language.choose": Rule(None, "nothing"),
    "security.login": Rule(None, "nothing"),
    "security.logout": Rule(None, "nothing"),
    "surveys.index": Rule(EVERY_ROLE, "nothing"),
    "uploads.ask": Rule(PUBLISH, "organisation"),
    "uploads.take": Rule(PUBLISH, "organisation", thinks=True),
    "uploads.ask_version": Rule(PUBLISH),
    "uploads.take_version": Rule(PUBLISH, thinks=True),
    "uploads.copy_version": Rule(PUBLISH),
    "manuscripts.overview": Rule(EVERY_ROLE, "manuscript"),
    "manuscripts.download": Rule(EVERY_ROLE, "manuscript"),
    "manuscripts.questions": Rule(EVERY_ROLE, "manuscript"),
    "manuscripts.ask_wording": Rule(EVERY_ROLE, "manuscript"),
    "manuscripts.keep_wording": Rule(WORDS, "manuscript", thinks=True),
    "manuscripts.fit": Rule(PUBLISH, "manuscript", thinks=True),
    "manuscripts.changes": Rule(EVERY_ROLE, "manuscript"),
    "manuscripts.mark": Rule(PUBLISH, "manuscript"),
    "manuscripts.rehearsal": Rule(EVERY_ROLE, "manuscript"),
    "manuscripts.rehearse": Rule(PUBLISH, "manuscript", thinks=True),
    "manuscripts.publish": Rule(PUBLISH, "manuscript"),
    "manuscripts.discard": Rule(PUBLISH, "manuscript"),
    "structure.question": Rule(EVERY_ROLE, "manuscript"),
    "structure.keep_question": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.page": Rule(EVERY_ROLE, "manuscript"),
    "structure.keep_page": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.arrange": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.put": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.copy": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.remove": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.languages": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.ask_addition": Rule(PUBLISH, "manuscript"),
    "structure.add": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.kind": Rule(PUBLISH, "manuscript"),
    "structure.change_kind": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.condition": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.history": Rule(EVERY_ROLE, "manuscript"),
    "structure.undo": Rule(PUBLISH, "manuscript", thinks=True),
    "structure.restore": Rule(PUBLISH, "manuscript", thinks=True),
    "questionnaires.outline": Rule(EVERY_ROLE),
    "questionnaires.changes": Rule(EVERY_ROLE),
    "questionnaires.mark": Rule(WRITES_REPORTS),
    "fieldwork.counts": Rule(READS_COUNTS),
    "fieldwork.freeze": Rule(WRITES_REPORTS),
    "fieldwork.ask_to_close": Rule(PUBLISH),
    "fieldwork.close": Rule(PUBLISH),
    "fieldwork.ask_to_reopen": Rule(PUBLISH),
    "fieldwork.reopen": Rule(PUBLISH),
    "fieldwork.points_page": Rule(READS_COUNTS),
    "fieldwork.add_point": Rule(ADDS_POINTS),
    "fieldwork.poster": Rule(READS_COUNTS),
    "fieldwork.open_kiosk": Rule(ADDS_POINTS),
    "fieldwork.close_kiosk": Rule(ADDS_POINTS),
    "fieldwork.try_refused": Rule(ADDS_POINTS),
    "fieldwork.erase_refused": Rule(ADDS_POINTS),
    "reports.index": Rule(READS_REPORTS),
    "reports.progress": Rule(READS_REPORTS),
    "reports.read": Rule(READS_REPORTS),
    "reports.download": Rule(READS_REPORTS),
    "reports.start": Rule(WRITES_REPORTS),
    "reports.show": Rule(READS_REPORTS),
    "reports.verify": Rule(READS_REPORTS),
    "reports.publish": Rule(PUBLISHES_REPORTS),
    "reports.plan": Rule(READS_REPORTS),
    "reports.keep_plan": Rule(WRITES_REPORTS, thinks=True),
    "reports.plan_text": Rule(READS_REPORTS),
    "reports.keep_plan_text": Rule(WRITES_REPORTS, thinks=True),
    "reports.statements": Rule(READS_REPORTS),
    "reports.keep_statements": Rule(WRITES_REPORTS),
    "reports.open_answers": Rule(WRITES_REPORTS),
    "reports.propose_themes": Rule(WRITES_REPORTS),
    "reports.code_answers": Rule(WRITES_REPORTS),
    "reports.keep_codes": Rule(WRITES_REPORTS, thinks=True),
    "reports.earlier_waves": Rule(READS_REPORTS),
    "reports.add_wave": Rule(WRITES_REPORTS),
    "reports.remove_wave": Rule(WRITES_REPORTS),
    "reports.measures": Rule(READS_REPORTS),
    "reports.ask_measure": Rule(READS_REPORTS),
    "reports.keep_measure": Rule(WRITES_REPORTS),
    "reports.confirm_measure": Rule(WRITES_REPORTS),
    "reports.export_measures": Rule(READS_REPORTS),
    "reports.export_measures_table": Rule(READS_REPORTS),
    "reports.data": Rule(WRITES_REPORTS),
    "reports.ask_data": Rule(WRITES_REPORTS),
    "reports.fetch_data": Rule(WRITES_REPORTS),
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
    """Say whether somebody with these roles, else the visitor within what this request is about, may go there."""
    return bool((roles_here() if roles is None else roles) & (RULES[endpoint].roles or EVERY_ROLE))


def roles_here() -> frozenset[str]:
    """Return the visitor's roles in the organisation of this request's survey or manuscript."""
    roles: frozenset[str] = g.get("roles", frozenset())
    return roles


def _guarded(rule: Rule, view: RouteCallable) -> Callable[..., ResponseReturnValue]:
    def admitted(**values: Any) -> ResponseReturnValue:
        visitor = current_visitor()
        if rule.roles is not None:
            if visitor is None:
                return redirect(url_for("security.login", next=_way_back()))
            _admit(rule, rule.roles, visitor, values)
        return cast(ResponseReturnValue, view(**values))

    to_read, to_write = reading(admitted), writing_late(admitted) if rule.thinks else writing(admitted)

    @wraps(view)
    def run(**values: Any) -> ResponseReturnValue:
        return to_write(**values) if request.method == "POST" else to_read(**values)

    return run


def _admit(rule: Rule, roles: frozenset[str], visitor: Visitor, values: Mapping[str, Any]) -> None:
    if rule.of == "nothing":
        return
    if rule.of == "organisation":
        g.roles = frozenset(member.role for member in visitor.memberships)
    elif rule.of == "survey":
        g.survey = fielded.find_survey(session(), values.get("slug", ""))
        g.roles = _roles_around(g.survey, visitor)
    else:
        g.manuscript = manuscripts.find(session(), str(values["manuscript"]))
        g.roles = _roles_around(g.manuscript, visitor)
    if not g.roles & roles:
        abort(403)


def _roles_around(found: FieldedSurvey | Manuscript | None, visitor: Visitor) -> frozenset[str]:
    """Return the visitor's roles in the organisation of a thing; without any it is not there (404)."""
    roles = visitor.roles_in(found.organisation_id) if found is not None else frozenset()
    if not roles:
        abort(404)
    return roles


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
