"""Who may enter which route: one row for every route, tried for every kind of visitor."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from surveyapp.console import access
from surveyapp.services.accounts import ROLES
from tests.console.authors import begin_manuscript
from tests.console.house import OURS, THEIRS, Members, token_of

IN, SIGN_IN, NO, NOT_THERE = "in", "sign in", "403", "404"
VISITORS = ("anonymous", "suspended", *ROLES, "other")


def row(**exceptions: str) -> dict[str, str]:
    """Start from what holds for most: strangers sign in, every role enters, the other organisation finds nothing."""
    usual = dict.fromkeys(ROLES, IN) | {"anonymous": SIGN_IN, "suspended": SIGN_IN, "other": NOT_THERE}
    return usual | {name.replace("_", "-"): outcome for name, outcome in exceptions.items()}


AUTHORS = row(translator=NO, field_officer=NO, auditor=NO)
EVERYBODY = dict.fromkeys(VISITORS, IN)
TABLE = {
    "health": EVERYBODY,
    "language.choose": EVERYBODY,
    "security.login": EVERYBODY,
    "security.logout": EVERYBODY,
    "surveys.index": row(other=IN),
    "questionnaires.outline": row(),
    "questionnaires.changes": row(),
    "questionnaires.mark": row(translator=NO, field_officer=NO, auditor=NO),
    "uploads.ask": AUTHORS | {"other": IN},
    "uploads.take": AUTHORS | {"other": IN},
    "uploads.ask_version": AUTHORS,
    "uploads.take_version": AUTHORS,
    "uploads.copy_version": AUTHORS,
    "manuscripts.overview": row(),
    "manuscripts.download": row(),
    "manuscripts.questions": row(),
    "manuscripts.ask_wording": row(),
    "manuscripts.keep_wording": AUTHORS | {"translator": IN},
    "manuscripts.fit": AUTHORS,
    "manuscripts.changes": row(),
    "manuscripts.mark": AUTHORS,
    "manuscripts.rehearsal": row(),
    "manuscripts.rehearse": AUTHORS,
    "manuscripts.publish": AUTHORS,
    "manuscripts.discard": AUTHORS,
    "structure.question": row(),
    "structure.keep_question": AUTHORS,
    "structure.page": row(),
    "structure.keep_page": AUTHORS,
    "structure.arrange": AUTHORS,
    "structure.put": AUTHORS,
    "structure.copy": AUTHORS,
    "structure.remove": AUTHORS,
    "structure.languages": AUTHORS,
    "structure.ask_addition": AUTHORS,
    "structure.add": AUTHORS,
    "structure.kind": AUTHORS,
    "structure.change_kind": AUTHORS,
    "structure.condition": AUTHORS,
    "structure.history": row(),
    "structure.undo": AUTHORS,
    "structure.restore": AUTHORS,
    "fieldwork.counts": row(translator=NO),
    "fieldwork.freeze": row(translator=NO, field_officer=NO, auditor=NO),
    "fieldwork.ask_to_close": AUTHORS,
    "fieldwork.close": AUTHORS,
    "fieldwork.ask_to_reopen": AUTHORS,
    "fieldwork.reopen": AUTHORS,
    "fieldwork.points_page": row(translator=NO),
    "fieldwork.add_point": row(translator=NO, auditor=NO),
    "fieldwork.poster": row(translator=NO),
    "fieldwork.open_kiosk": row(translator=NO, auditor=NO),
    "fieldwork.close_kiosk": row(translator=NO, auditor=NO),
    "fieldwork.try_refused": row(translator=NO, auditor=NO),
    "fieldwork.erase_refused": row(translator=NO, auditor=NO),
    "reports.index": row(translator=NO, field_officer=NO),
    "reports.progress": row(translator=NO, field_officer=NO),
    "reports.read": row(translator=NO, field_officer=NO),
    "reports.download": row(translator=NO, field_officer=NO),
    "reports.show": row(translator=NO, field_officer=NO),
    "reports.verify": row(translator=NO, field_officer=NO),
    "reports.publish": AUTHORS,
    "reports.plan": row(translator=NO, field_officer=NO),
    "reports.keep_plan": AUTHORS,
    "reports.plan_text": row(translator=NO, field_officer=NO),
    "reports.keep_plan_text": AUTHORS,
    "reports.statements": row(translator=NO, field_officer=NO),
    "reports.keep_statements": AUTHORS,
    "reports.open_answers": AUTHORS,
    "reports.propose_themes": AUTHORS,
    "reports.code_answers": AUTHORS,
    "reports.keep_codes": AUTHORS,
    "reports.earlier_waves": row(translator=NO, field_officer=NO),
    "reports.add_wave": AUTHORS,
    "reports.remove_wave": AUTHORS,
    "reports.measures": row(translator=NO, field_officer=NO),
    "reports.ask_measure": row(translator=NO, field_officer=NO),
    "reports.keep_measure": AUTHORS,
    "reports.confirm_measure": AUTHORS,
    "reports.export_measures": row(translator=NO, field_officer=NO),
    "reports.export_measures_table": row(translator=NO, field_officer=NO),
    "reports.data": AUTHORS,
    "reports.ask_data": AUTHORS,
    "reports.fetch_data": AUTHORS,
    "reports.start": row(translator=NO, field_officer=NO, auditor=NO),
    "reports.cancel": row(translator=NO, field_officer=NO, auditor=NO),
}
NOWHERE = {
    "reports.progress",
    "reports.read",
    "reports.download",
    "reports.cancel",
    "reports.show",
    "reports.verify",
    "reports.publish",
    "reports.fetch_data",
    "reports.ask_measure",
    "reports.keep_measure",
    "reports.confirm_measure",
    "reports.remove_wave",
    "reports.code_answers",
    "reports.keep_codes",
    "structure.copy",
    "structure.remove",
    "structure.change_kind",
}
"""Routes that name a job or a part: the tests name one that is not there, which only who may enter is told."""
WHERE = {
    "structure.question": "?question=AGE",
    "structure.keep_question": "?question=AGE",
    "structure.kind": "?question=AGE&to=text",
    "structure.page": "?page=first",
    "structure.keep_page": "?page=first",
}


def address_of(app: Flask, members: Members, rule: Rule, slug: str = OURS) -> str:
    """Return an address of a route of a survey."""
    with app.test_request_context():
        job = "00000000-0000-4000-8000-000000000000"
        given = {"slug": slug, "job": job, "name": "report.vi.html", "point": "web", "question": "NOBODY"}
        if "manuscript" in rule.arguments:
            given["manuscript"] = begin_manuscript(members.engine, slug)
        adapter = app.url_map.bind("localhost")
        address: str = adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})
        address += "?part=AGE" if rule.endpoint.endswith("_wording") else WHERE.get(rule.endpoint, "")
    return address


def entered(app: Flask, members: Members, visitor: str) -> tuple[FlaskClient, str]:
    """Return the browser of a visitor, and the token of its forms."""
    client = app.test_client()
    if visitor != "anonymous":
        members.sign_in(client, visitor)
    return client, token_of(client.get("/sign-in", follow_redirects=True).text)


def outcome(rule: Rule, address: str, client: FlaskClient, token: str) -> tuple[str, int]:
    """Go to an address of a route and say what became of it."""
    if "POST" in (rule.methods or ()) and "GET" not in (rule.methods or ()):
        answer = client.post(address, data={"csrf_token": token, "language": "en"})
    else:
        answer = client.get(address)
    signs_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
    if signs_in and rule.endpoint != "security.logout":
        return SIGN_IN, 302
    if answer.status_code in (403, 404):
        return str(answer.status_code), answer.status_code
    return IN, answer.status_code


def test_every_route_has_a_row(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE) == set(access.RULES)


def test_every_visitor_of_every_route_gets_what_the_table_says(app: Flask, members: Members) -> None:
    wrong, rules = [], {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    for visitor in VISITORS:
        browser = entered(app, members, visitor)
        for endpoint in sorted(TABLE, key="security.logout".__eq__):
            expected, rule = TABLE[endpoint], rules[endpoint]
            got, status = outcome(rule, address_of(app, members, rule), *browser)
            wanted = NOT_THERE if endpoint in NOWHERE and expected[visitor] == IN else expected[visitor]
            if got != wanted or status >= 500:
                wrong.append(f"{endpoint} as {visitor}: {got} ({status}), not {wanted}")
    assert not wrong


def test_nothing_is_done_for_a_form_of_another_site(app: Flask, members: Members) -> None:
    client = app.test_client()
    members.sign_in(client, "administrator")
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    done = {rule.endpoint: client.post(address_of(app, members, rule)).status_code for rule in posts}
    assert len(done) > 40
    assert set(done.values()) == {400}, done


def test_a_survey_of_the_other_organisation_is_not_told_from_one_that_is_not_there(
    app: Flask, members: Members
) -> None:
    client = app.test_client()
    members.sign_in(client, "researcher")
    theirs, nowhere = (client.get(f"/surveys/{slug}/field") for slug in (THEIRS, "no-such-survey"))
    assert theirs.status_code == nowhere.status_code == 404
    shown = theirs.text.replace(token_of(theirs.text), "").replace(THEIRS, "no-such-survey")
    assert shown == nowhere.text.replace(token_of(nowhere.text), "")


def test_a_route_without_a_row_does_not_start(app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/secret", "secret", lambda: "secret")
    with pytest.raises(access.UnlistedRoute, match="secret"):
        access.guard(bare)


def test_nothing_of_the_respondents_is_here(app: Flask) -> None:
    assert not [rule.rule for rule in app.url_map.iter_rules() if "/s/" in rule.rule or rule.rule.startswith("/<lang")]
