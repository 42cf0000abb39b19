"""Plan, statements, measures and data in the console: two people at once, mistakes, and who may."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from surveyapp.database import reading, writing
from surveyapp.services import jobs
from surveyapp.services.reports import inputs
from tests.console.fieldwork import WORKER, respond, survey_of
from tests.console.house import OURS, Members, token_of

AT = f"/surveys/{OURS}/reports"
FIGURES = [
    {
        "id": f"all.AGE.{name}",
        "kind": "share",
        "basis": "D",
        "estimate": 0.41,
        "low": 0.38,
        "high": 0.44,
        "n": 2090,
        "cell": {"en": {"table": "Ages", "row": name, "column": "Share"}},
    }
    for name in ("young", "old")
]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


@pytest.fixture
def administrator(app: Flask, members: Members) -> FlaskClient:
    client = app.test_client()
    members.sign_in(client, "administrator")
    return client


def post(client: FlaskClient, rest: str, **given: object) -> TestResponse:
    token = token_of(client.get(AT).text)
    return client.post(f"{AT}{rest}", data={"csrf_token": token, **given})


def kept(members: Members, kind: inputs.Kind) -> inputs.Kept:
    with reading(members.engine) as session:
        return inputs.find(session, survey_of(session).survey_id, kind)


def report_of(members: Members, estimate: float = 0.41) -> str:
    """Store a finished report that printed two figures."""
    evidence = {"records": [one | {"estimate": estimate} for one in FIGURES], "made_from": {"data": str(estimate)}}
    with writing(members.engine) as session:
        survey = survey_of(session)
        job = jobs.enqueue(session, "report", {}, survey_id=survey.survey_id, organisation_id=survey.organisation_id)
        jobs.claim(session, WORKER)
        for name, told in (("evidence.json", evidence), ("measures.json", {"gaps": ["all.AGE", "all.PAPERS"]})):
            jobs.keep(session, job.id, WORKER, name, "application/json", json.dumps(told).encode())
        jobs.finish(session, job.id, WORKER, {"view": "public"})
        return job.id


def measure(**given: object) -> dict[str, object]:
    usual = {"text.en": "Write for the young", "lead.en": "Press office", "evidence": "all.AGE.young"}
    return {**usual, "deadline": "2027-03-31", "coordinating": "=Consulates\nEmbassies", **given}


def test_every_mistake_of_a_plan_is_told_at_once_and_nothing_is_lost(researcher: FlaskClient, members: Members) -> None:
    wrong = '{"interest": "NOBODY", "seed": "x", "colour": 1}'
    answer = post(researcher, "/plan/text", text=wrong, revision="0")
    assert answer.status_code == 422
    for told in ("There is no question NOBODY.", "seed", "A plan has no such part", "&#34;colour&#34;: 1"):
        assert told in answer.text
    assert kept(members, "plan").revision == 0


def form_of_plan(**given: object) -> dict[str, object]:
    """Return the form of a plan for a survey that asks an age, changed in some fields."""
    usual = {"audiences": "all", "weights": "margins", "written_in": ["vi", "en"], "revision": "0"}
    thresholds = {"level": "0.95", "alpha": "0.05", "smallest_difference": "0.05", "min_n": "30", "low_base": "100"}
    numbers = {f"thresholds.{name}": value for name, value in thresholds.items()}
    return {**usual, **numbers, "thresholds.public_n": "10", "thresholds.reach_target": "0.7", **given}


def test_each_mistake_of_the_form_leads_to_its_field_in_the_language_of_the_reader(researcher: FlaskClient) -> None:
    wrong: dict[str, object] = {
        "interest": "NOBODY",
        "thresholds.alpha": "2",
        "weights": "guesses",
        "segments.0.id": "age",
        "segments.0.variable": "YEARS",
        "margins.own.totals": "KR, woman, many",
    }
    researcher.post("/language", data={"csrf_token": token_of(researcher.get(AT).text), "language": "vi"})
    page = post(researcher, "/plan", **form_of_plan(**wrong)).text
    for field, told in (
        ("interest", "Không có câu hỏi NOBODY."),
        ("thresholds.alpha", "2 không nằm giữa 0 và 1."),
        ("weights", "Quyền số phải là một trong"),
        ("segments.0.variable", "Dữ liệu không có biến YEARS."),
        ("margins.own.totals", "Cần một con số."),
    ):
        assert f'href="#{field}"' in page, field
        assert f'id="{field}"' in page, field
        assert told in page


def test_weights_margins_of_ones_own_and_languages_are_chosen_in_the_form(
    researcher: FlaskClient, members: Members
) -> None:
    table = "country,sex,total,population,age_scope,date,source,source_url\n" + "".join(
        f"KR,{sex},{n},registered in the Republic of Korea,18 and over,2026-01-01,KOSIS,https://kosis.kr\n"
        for sex, n in (("woman", 120000), ("man", 110000))
    )
    given = form_of_plan(written_in=["ar", "en"], weights="design", margins=(BytesIO(table.encode()), "margins.csv"))
    assert post(researcher, "/plan", **given).status_code == 303
    held = kept(members, "plan").content
    assert (held["written_in"], held["weights"]) == (["ar", "en"], "design")
    own = held["margins"]["own"]
    assert own["population"] == "registered in the Republic of Korea"
    assert own["totals"] == [
        {"country": "KR", "sex": "woman", "total": 120000.0},
        {"country": "KR", "sex": "man", "total": 110000.0},
    ]
    page = researcher.get(f"{AT}/plan").text
    assert "KR, woman, 120000" in page
    assert "No point of collection records a chance of being drawn" in page
    respond(members.engine)
    reports = researcher.get(AT).text
    assert re.search(r'value="ar"\s+checked', reports)
    assert not re.search(r'value="vi"\s+checked', reports)
    post(researcher, "/plan", **form_of_plan(revision="1", **{"thresholds.low_base": "40"}))
    held = kept(members, "plan").content
    assert held["thresholds"]["low_base"] == 40
    assert not {"margins", "weights", "written_in"} & set(held), "they are as usual again"


def test_only_what_is_not_as_usual_is_kept_of_a_plan_and_a_stale_page_overwrites_nothing(
    researcher: FlaskClient, administrator: FlaskClient, members: Members
) -> None:
    assert post(researcher, "/plan/text", text='{"seed": 7}', revision="0").status_code == 303
    assert kept(members, "plan").content == {"seed": 7}
    late = post(administrator, "/plan/text", text='{"seed": 8}', revision="0")
    assert (late.status_code, "changed in the meantime" in late.text) == (409, True)
    assert '"seed": 8' in late.text.replace("&#34;", '"')
    assert kept(members, "plan").content == {"seed": 7}
    assert post(administrator, "/plan/text", text="", revision="1").status_code == 303
    assert kept(members, "plan").content == {}


def test_two_people_state_different_items_and_only_the_same_one_is_a_conflict(
    researcher: FlaskClient, administrator: FlaskClient, members: Members
) -> None:
    nothing = {"seen.purpose": "{}", "seen.contact": "{}"}
    assert post(researcher, "/statements", **nothing, **{"purpose.en": "To know."}).status_code == 303
    assert post(administrator, "/statements", **nothing, **{"contact.vi": "Phòng"}).status_code == 303
    late = post(administrator, "/statements", **nothing, **{"purpose.en": "To see."})
    assert late.status_code == 409
    assert "To know." in late.text and "To see." in late.text
    told = kept(members, "statements").content
    assert told["items"] == {"purpose": {"en": "To know."}, "contact": {"vi": "Phòng"}}
    assert told["filled"]["purpose"]["by"] == "researcher@example.org"


def test_a_measure_needs_evidence_that_is_printed_and_a_lead(researcher: FlaskClient, members: Members) -> None:
    report_of(members)
    for given in (measure(evidence=""), measure(evidence="all.AGE.none"), measure(**{"lead.en": ""})):
        answer = post(researcher, "/measures/new", **given)
        assert answer.status_code == 422
        assert "Write for the young" in answer.text
    both = post(researcher, "/measures/new", **measure(evidence="", deadline="soon", baseline="x"))
    assert both.text.count('<a href="#') >= 3
    assert kept(members, "measures").revision == 0


def test_a_measure_is_kept_confirmed_and_goes_stale_when_a_figure_moves(
    researcher: FlaskClient, members: Members
) -> None:
    report = report_of(members)
    given = measure(indicator="all.AGE.young", baseline="41", target="36,5")
    assert post(researcher, "/measures/new", **given).status_code == 303
    page = researcher.get(f"{AT}/measures").text
    assert "To be confirmed by a person" in page and "all.PAPERS" in page
    assert "from 41 % to 36.5 %" in page
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert post(researcher, "/measures/M1/confirm", seen=seen, report="other").status_code == 409
    assert post(researcher, "/measures/M1/confirm", seen=seen, report=report).status_code == 303
    report_of(members, estimate=0.52)
    stale = researcher.get(f"{AT}/measures").text
    assert "Stale: its evidence has moved" in stale
    assert "41 % (38–44), n 2,090" in stale and "52 % (38–44)" in stale


def test_the_same_measure_changed_by_two_is_told_and_different_ones_are_not(
    researcher: FlaskClient, administrator: FlaskClient, members: Members
) -> None:
    report_of(members)
    post(researcher, "/measures/new", **measure())
    post(administrator, "/measures/new", **measure(**{"text.en": "Another"}))
    page = researcher.get(f"{AT}/measures/M1").text
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert post(researcher, "/measures/M1", seen=seen, **measure(**{"text.en": "First"})).status_code == 303
    late = post(administrator, "/measures/M1", seen=seen, **measure(**{"text.en": "Second"}))
    assert (late.status_code, "Second" in late.text) == (409, True)
    texts = [one["text"] for one in kept(members, "measures").content["measures"]]
    assert texts == [{"en": "First"}, {"en": "Another"}]


def test_overlapping_leads_gaps_nobody_takes_up_and_deadlines_that_passed_are_shown(
    researcher: FlaskClient, members: Members
) -> None:
    report_of(members)
    for lead, deadline in (("Press office", "2020-01-31"), ("Consular department", "2999-01-31")):
        given = measure(**{"lead.en": lead, "deadline": deadline, "seen": ""})
        assert post(researcher, "/measures/new", **given).status_code == 303
    page = researcher.get(f"{AT}/measures").text
    assert page.count("overdue") == 1
    shared, left = page.split("Two agencies lead")[1].split("Gaps that no measure takes up")
    assert "all.AGE" in shared
    assert "all.PAPERS" in left
    assert "all.AGE" not in left.split("Take them along")[0]
    second = {"lead.en": "Press office", "deadline": "2999-01-31", "state": "retired"}
    seen = re.search(r'name="seen" value="(\w+)"', researcher.get(f"{AT}/measures/M1").text)
    assert seen is not None
    assert post(researcher, "/measures/M1", **measure(**second, seen=seen.group(1))).status_code == 303
    page = researcher.get(f"{AT}/measures").text
    assert "Two agencies lead" not in page, "a retired measure leads nothing"
    assert "overdue" not in page


def test_the_register_leaves_as_a_file_that_reports_read_and_a_table_without_formulas(
    researcher: FlaskClient, members: Members
) -> None:
    report_of(members)
    post(researcher, "/measures/new", **measure())
    register = researcher.get(f"{AT}/measures.json").get_json()
    assert (register["format"], register["measures"][0]["id"]) == ("measures-1", "M1")
    table = researcher.get(f"{AT}/measures.csv").text
    assert "'=Consulates, Embassies" in table and ",=Consulates" not in table


def test_data_are_handed_out_with_an_entry_and_not_after_a_withdrawal(
    researcher: FlaskClient, members: Members
) -> None:
    respond(members.engine)
    assert post(researcher, "/data", format="exe").status_code == 400
    assert post(researcher, "/data", format="sav").status_code == 303
    with writing(members.engine) as session:
        job = jobs.claim(session, WORKER)
        assert job is not None and job.arguments["leave_out"] == ["texts", "sensitive"]
        jobs.keep(session, job.id, WORKER, "our-survey-sav.zip", "application/zip", b"PK")
        jobs.finish(session, job.id, WORKER, {"n": 1, "state": {"responses": {"finished": [1, 1]}}})
    assert post(researcher, f"/data/{job.id}/file").data == b"PK"
    with members.engine.connect() as connection:
        actions = list(connection.execute(text("SELECT action FROM audit ORDER BY number")).scalars())
    assert actions == ["export data", "fetch data"]
    with writing(members.engine) as session:
        session.execute(text("UPDATE response SET state = 'withdrawn'"))
    assert post(researcher, f"/data/{job.id}/file").status_code == 404
    assert "withdrawn since" in researcher.get(f"{AT}/data").text
    with writing(members.engine) as session:
        assert jobs.forget_files(session, "data", before=job.created + 1) == 1
    assert "deleted after a day" in researcher.get(f"{AT}/data").text


def test_a_wave_from_elsewhere_is_added_listed_and_deleted_with_an_entry_each(
    researcher: FlaskClient, members: Members
) -> None:
    assert post(researcher, "/waves", file=(BytesIO(b"letters"), "wave.zip")).status_code == 422
    assert post(researcher, "/waves", file=(BytesIO(b"PK and more"), "wave.zip")).status_code == 303
    with reading(members.engine) as session:
        (job,) = jobs.recent(session, survey_of(session).survey_id, kind="wave")
    assert "wave.zip" in researcher.get(f"{AT}/waves").text
    assert researcher.get(f"{AT}/{job.id}/files/package.zip").status_code == 404, "nobody fetches it"
    assert post(researcher, f"/waves/{job.id}/remove").status_code == 303
    assert post(researcher, f"/waves/{job.id}/remove").status_code == 404
    assert "No package was added." in researcher.get(f"{AT}/waves").text
    with members.engine.connect() as connection:
        actions = list(connection.execute(text("SELECT action FROM audit ORDER BY number")).scalars())
    assert actions == ["add earlier wave", "remove earlier wave"]
