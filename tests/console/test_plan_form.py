"""The form of a plan holds all of it: methods as rows, waves, who may see the reports."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.console.fieldwork import respond
from tests.console.house import Members
from tests.console.reporting import field
from tests.console.test_report_inputs import AT, form_of_plan, kept, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


def fields_of(page: str) -> dict[str, object]:
    """Return what a browser would send of the form of the plan as it stands."""
    form = page[page.index('class="planned"') :]
    given: dict[str, object] = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="(?:text|hidden)"[^>]*?name="([^"]+)"\s+value="([^"]*)"', form)
    }
    given |= {name: html.unescape(text) for name, text in re.findall(r'name="([^"]+)"[^>]*>\n([^<]*)</textarea>', form)}
    for name, value in re.findall(r'name="([^"]+)"\s+value="([^"]+)"[^>]*? checked', form):
        given.setdefault(name, [])
        given[name] = [*given[name], value] if isinstance(given[name], list) else given[name]
    return given | {"waves.model": "level"}


def test_a_plan_kept_as_it_is_shown_is_the_usual_one(researcher: FlaskClient, members: Members) -> None:
    assert post(researcher, "/plan", **fields_of(researcher.get(f"{AT}/plan").text)).status_code == 303
    assert set(kept(members, "plan").content) == set()


def test_every_method_of_a_plan_has_its_rows_and_an_emptied_one_is_taken_out(
    researcher: FlaskClient, members: Members
) -> None:
    rows = {
        "drivers.0.id": "age", "drivers.0.outcome": "AGE", "drivers.0.predictors": "TOPICS",
        "kinds.0.id": "kinds", "kinds.0.categories": "TOPICS, AGE", "kinds.0.most": "3",
        "maps.0.id": "map", "maps.0.questions": "AGE TOPICS",
        "ratings.1.question": "AGE", "ratings.1.top": "old",
        "waves.ahead": "2", "waves.model": "drift", "waves.since": ["last", "first"],
        "open_ends": "", "view": "internal", "seed": "7",
    }  # fmt: skip
    field(members.engine)
    answer_page = post(researcher, "/plan", **form_of_plan(**rows))
    assert answer_page.status_code == 303, answer_page.text
    held = kept(members, "plan").content
    assert held["drivers"] == [{"id": "age", "outcome": "AGE", "predictors": ["TOPICS"], "unknown": []}]
    (kinds,) = held["kinds"]
    assert (kinds["categories"], kinds["most"], kinds["resamples"]) == (["TOPICS", "AGE"], 3, 20)
    assert [one["question"] for one in held["ratings"]] == ["AGE"]
    assert held["waves"] == {"since": ["last", "first"], "composition": [], "model": "drift", "ahead": 2}
    assert (held["view"], held["seed"]) == ("internal", 7)
    page = researcher.get(f"{AT}/plan").text
    assert 'id="drivers.1.id"' in page, "there is a row for a new entry"
    respond(members.engine)
    assert re.search(r'value="internal"[^>]* checked', researcher.get(AT).text, re.DOTALL)
    emptied = {"drivers.0.id": "", "drivers.0.outcome": "", "drivers.0.predictors": ""}
    assert post(researcher, "/plan", **form_of_plan(**rows | emptied | {"revision": "1"})).status_code == 303
    assert "drivers" not in kept(members, "plan").content, "none is as usual here"


def test_mistakes_of_rows_stand_beside_their_fields(researcher: FlaskClient) -> None:
    wrong: dict[str, object] = {
        "drivers.1.outcome": "NOBODY",
        "kinds.0.id": "kinds",
        "kinds.0.categories": "AGE",
        "kinds.0.most": "many",
        "maps.0.id": "map",
        "maps.0.questions": "AGE",
        "waves.ahead": "9",
        "waves.model": "guess",
        "open_ends": "NOBODY",
    }
    page = post(researcher, "/plan", **form_of_plan(**wrong)).text
    for place in ("drivers.0.outcome", "drivers.0.id", "kinds.0.most", "maps.0.questions", "waves.ahead", "open_ends"):
        assert f'href="#{place}"' in page, place
        assert f'id="wrong-{place}"' in page, place
    assert 'value="many"' in page, "what was typed is still there"
    assert "Drivers: what goes together with an outcome · 1 · Outcome: a variable" in page


def test_a_row_is_added_without_keeping_or_losing_anything(researcher: FlaskClient, members: Members) -> None:
    typed: dict[str, object] = {
        "ratings.0.question": "AGE", "ratings.1.question": "NOBODY", "kinds.0.most": "many", "interest": "NOBODY",
    }  # fmt: skip
    added = post(researcher, "/plan", **form_of_plan(**typed, more="ratings"))
    assert added.status_code == 200
    assert re.search(r'id="ratings.2.question"[^>]*autofocus', added.text), "the new row is where one writes on"
    assert added.text.count("autofocus") == 1
    assert 'id="ratings.3.question"' not in added.text
    assert "is not kept yet" not in added.text, "nobody asked to keep it"
    for value in ("AGE", "NOBODY", "many"):
        assert f'value="{value}"' in added.text
    again = post(researcher, "/plan", **{**fields_of(added.text), "more": "ratings"})
    assert 'id="ratings.3.question"' in again.text
    assert kept(members, "plan").revision == 0
    wrong = post(researcher, "/plan", **fields_of(again.text))
    assert wrong.status_code == 422
    assert 'id="ratings.3.question"' in wrong.text, "rows stay where a mistake is told"


def test_a_group_without_a_name_or_a_segment_without_one_is_told_and_not_dropped(researcher: FlaskClient) -> None:
    typed: dict[str, object] = {"segments.1.groups": "= 3 4\nold = 5"}
    page = post(researcher, "/plan", **form_of_plan(**typed))
    assert page.status_code == 422
    assert " = 3 4\nold = 5" in html.unescape(page.text)
    assert 'href="#segments.0.id"' in page.text
    assert 'href="#segments.0.variable"' in page.text


def test_a_total_with_a_comma_inside_is_not_read_as_another_number(researcher: FlaskClient) -> None:
    page = post(researcher, "/plan", **form_of_plan(**{"margins.own.totals": "KR, woman, 1,500\nKR, man, 900"}))
    assert page.status_code == 422
    assert "KR, woman, 1,500\nKR, man, 900" in page.text
    assert 'id="wrong-margins.own.totals"' in page.text
