"""The register of measures: what is to be done about what was found, by whom, and where it stands."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any, Final

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.language import current_language, number
from surveyapp.console.language import gettext as _
from surveyapp.console.measure_form import (
    as_text,
    digest_of,
    given_from,
    given_of,
    mistakes_in,
    next_id,
    raw_from,
)
from surveyapp.console.measure_list import cited, gaps_left, gaps_shared, listed_measures
from surveyapp.console.report_list import moment
from surveyapp.console.report_pages import actor, newest_report, report_page, today
from surveyapp.console.reports import blueprint
from surveyapp.identity.visitor import current_visitor
from surveyapp.services.failures import StaleInput
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import inputs
from surveyapp.services.reports.evidence import Evidence, evidence_of
from surveyapp.services.reports.inputs import Kept
from surveyapp.stated.register import (
    Confirmation,
    Measure,
    Register,
    RegisterError,
    confirm,
    register_from,
)
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

MOST_FOUND: Final = 30
NEW: Final = "new"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/measures")
def measures(slug: str) -> ResponseReturnValue:
    """List every measure, the gaps nobody takes up, and those on which two agencies lead."""
    return _list()


@blueprint.get("/measures/<name>")
def ask_measure(slug: str, name: str) -> ResponseReturnValue:
    """Show one measure to change, or an empty one to add."""
    found, evidence = _find(name), _evidence()
    given = given_of(found, evidence)
    if found is None and request.args.get("evidence"):
        given["evidence"] = [clean(request.args["evidence"])[:200]]
    return _form(name, found, given, evidence)


@blueprint.post("/measures/<name>")
def keep_measure(slug: str, name: str) -> ResponseReturnValue:
    """Keep a measure, or look for evidence first; what is wrong is told at once and nothing typed is lost."""
    found, evidence, given = _find(name), _evidence(), given_from(request.form)
    if "find" in request.form or evidence is None:
        return _form(name, found, given, evidence)
    mistakes = mistakes_in(given, evidence)
    if mistakes:
        return _form(name, found, given, evidence, mistakes=mistakes), 422
    if request.form.get("seen", "") != digest_of(found):
        told = _("Somebody else changed this measure in the meantime. Yours is still here; compare and send it again.")
        return _form(name, found, given, evidence, mistakes=[("", told)]), 409
    kept = _kept()
    register = inputs.register_of(kept)
    name = next_id([one.id for one in register.measures]) if found is None else name
    raw = raw_from(given, name, evidence, found)
    made = register_from({"format": "measures-1", "measures": [raw]}).measures[0]
    if found is not None and replace(found, confirmed=None) == made:
        made = found
    others = tuple(made if one.id == name else one for one in register.measures)
    whole = Register(others if found is not None else (*others, made))
    return _keep(kept, whole, "change measure" if found else "add measure", name)


@blueprint.post("/measures/<name>/confirm")
def confirm_measure(slug: str, name: str) -> ResponseReturnValue:
    """Confirm a measure on the figures of the report that its page showed."""
    found, evidence, kept = _find(name), _evidence(), _kept()
    if found is None or evidence is None:
        abort(404)
    if request.form.get("seen", "") != digest_of(found) or request.form.get("report", "") != evidence.report:
        told = _("The measure or its figures changed in the meantime. Look at them again before you confirm.")
        return _list(wrong=told), 409
    visitor = current_visitor()
    said = Confirmation(visitor.email if visitor else "", today(), evidence.figures, dict(evidence.made_from))
    try:
        whole = confirm(inputs.register_of(kept), [name], said)
    except RegisterError:
        return _list(wrong=_("It cites figures that the newest report does not print. Change its evidence first.")), 422
    return _keep(kept, whole, "confirm measure", name)


@blueprint.get("/measures.json")
def export_measures(slug: str) -> ResponseReturnValue:
    """Hand the register out as the file that `surveyapp report --measures` reads."""
    return _file(as_text(inputs.register_of(_kept()).as_json()), "application/json", f"{slug}-measures.json")


@blueprint.get("/measures.csv")
def export_measures_table(slug: str) -> ResponseReturnValue:
    """Hand the register out as a table for a spreadsheet."""
    listed = listed_measures(inputs.register_of(_kept()), _evidence(), today())
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_columns())
    for one in listed:
        evidence = "; ".join(f"{cite.id} {cite.shown}" for cite in one.evidence)
        row = (one.id, one.text, one.status, evidence, one.lead, one.coordinating, one.deadline, one.indicator)
        writer.writerow([_safe(cell) for cell in (*row, one.confirmed)])
    return _file("\ufeff" + table.getvalue(), "text/csv; charset=utf-8", f"{slug}-measures.csv")


def _columns() -> tuple[str, ...]:
    return (
        _("Measure"),
        _("What is to be done"),
        _("Standing"),
        _("Evidence"),
        _("Leads"),
        _("Together with"),
        _("Until"),
        _("Indicator"),
        _("Confirmed"),
    )


def _safe(text: str) -> str:
    """Keep a spreadsheet from computing a text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _file(content: str, media_type: str, name: str) -> Response:
    answer = Response(content, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _list(*, wrong: str = "") -> str:
    register, evidence = inputs.register_of(_kept()), _evidence()
    return report_page(
        "console/measures.html",
        measures=listed_measures(register, evidence, today()),
        seen={one.id: digest_of(one) for one in register.measures},
        left=gaps_left(register, evidence),
        shared=gaps_shared(register, evidence),
        evidence=evidence,
        report_named=moment(evidence.made) if evidence else "",
        wrong=wrong,
        may_write=may("reports.keep_measure"),
    )


def _form(
    name: str,
    found: Measure | None,
    given: dict[str, Any],
    evidence: Evidence | None,
    *,
    mistakes: list[tuple[str, str]] = [],  # noqa: B006
) -> str:
    words = clean(request.form.get("search", ""))[:200]
    matches = list(evidence.holding(words, current_language())) if evidence and words else []
    chosen = given["evidence"]
    fresh = [one.id for one in matches if one.id not in chosen][:MOST_FOUND]
    return report_page(
        "console/measure.html",
        name=name,
        measure=found,
        given=given,
        cited=[cited(one, evidence) for one in chosen],
        found=[cited(one, evidence) for one in fresh],
        more=number(max(0, len(matches) - len(fresh))) if len(matches) > MOST_FOUND else "",
        words=words,
        evidence=evidence,
        report_named=moment(evidence.made) if evidence else "",
        seen=digest_of(found),
        mistakes=mistakes,
        wrong=dict(reversed(mistakes)),
        may_write=may("reports.keep_measure"),
    )


def _keep(kept: Kept, register: Register, action: str, name: str) -> ResponseReturnValue:
    survey: FieldedSurvey = g.survey
    try:
        inputs.keep(
            session(),
            survey.survey_id,
            "measures",
            register.as_json(),
            revision=kept.revision,
            actor=actor(),
            today=today(),
        )
    except StaleInput:
        session().rollback()
        return _list(wrong=_("The register was changed in the meantime. Look at it again.")), 409
    note(action, survey, measure=name, revision=kept.revision + 1)
    flash(_("The measure {name} is kept.").format(name=name))
    return redirect(url_for("reports.measures", slug=survey.slug), 303)


def _find(name: str) -> Measure | None:
    """Return a measure by its id, None for a new one; any other is not there."""
    found = next((one for one in inputs.register_of(_kept()).measures if one.id == name), None)
    if found is None and name != NEW:
        abort(404)
    return found


def _evidence() -> Evidence | None:
    """Return what the newest report for the public printed."""
    report = newest_report(public=True)
    return evidence_of(session(), report) if report else None


def _kept() -> Kept:
    survey: FieldedSurvey = g.survey
    return inputs.find(session(), survey.survey_id, "measures")
