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
    assert 'id="drivers.2.id"' in page, "there are rows for new entries"
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
