"""The room Field: counts by source and language, and nothing about anybody."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.console.fieldwork import count, report
from tests.console.house import Members

FIELD = "/surveys/our-survey/field"


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


def rows_of(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of the page's first table by the row's name."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0], re.DOTALL):
        name, *cells = (re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL))
        found[name] = cells
    return found


def test_counts_stand_by_source_and_language_with_totals(researcher: FlaskClient, members: Members) -> None:
    count(members.engine, {("web", "en"): 1200, ("web", "vi"): 30, ("qr", "vi"): 44, ("qr", "en"): 6})
    rows = rows_of(researcher.get(FIELD).text)
    assert rows == {
        "Open web": ["1,200", "30", "1,230"],
        "QR poster": ["6", "44", "50"],
        "All sources": ["1,206", "74", "1,280"],
    }


def test_a_small_cell_is_marked_and_cannot_be_worked_out(researcher: FlaskClient, members: Members) -> None:
    count(members.engine, {("web", "en"): 120, ("web", "vi"): 30, ("qr", "vi"): 44, ("qr", "en"): 3})
    rows = rows_of(researcher.get(FIELD).text)
    assert rows["QR poster"][0] == "‹5"
    assert rows["QR poster"][1] == rows["Open web"][0] == rows["Open web"][1] == "×"


def test_figures_that_stand_alone_hide_small_numbers_too(researcher: FlaskClient, members: Members) -> None:
    count(members.engine, {("web", "en"): 2}, step="refused")
    page = researcher.get(FIELD).text
    assert re.search(r"declined\s*</dt>\s*<dd>\s*‹5\s*</dd>", page)


def test_a_language_the_survey_no_longer_has_still_counts(researcher: FlaskClient, members: Members) -> None:
    count(members.engine, {("web", "en"): 20, ("web", "ko"): 20})
    page = researcher.get(FIELD).text
    assert "Korean" in page
    assert rows_of(page)["Open web"] == ["20", "–", "20", "40"]


def test_before_anybody_has_come_the_next_thing_is_to_share_the_survey(researcher: FlaskClient) -> None:
    page = researcher.get(FIELD).text
    assert "share the survey" in page
    assert "Nobody has finished yet." in page
    assert "http://127.0.0.1:8000/vi/s/our-survey" in page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "write a report of what is finished."),
        ("queued", "a report is being written."),
        ("running", "a report is being written."),
        ("done", "read the latest report."),
        ("failed", "the latest report failed; start it again."),
    ],
)
def test_the_next_thing_follows_from_the_latest_report(
    researcher: FlaskClient, members: Members, state: str | None, said: str
) -> None:
    count(members.engine, {("web", "en"): 20})
    if state:
        report(members.engine, state=state)
    assert said in researcher.get(FIELD).text


def test_the_console_speaks_vietnamese(researcher: FlaskClient, members: Members) -> None:
    count(members.engine, {("web", "en"): 1200})
    with researcher.session_transaction() as cookie:
        cookie["language"] = "vi"
    page = researcher.get(FIELD).text
    assert '<html lang="vi"' in page
    assert "Tin từ Việt Nam" in page
    assert "1.200" in page


def test_simulated_data_are_marked(researcher: FlaskClient) -> None:
    assert "Simulated data" in researcher.get(FIELD).text
    assert "Simulated data" in researcher.get("/").text


def test_a_translator_begins_with_the_questionnaire_and_sees_no_counts(client: FlaskClient, members: Members) -> None:
    count(members.engine, {("web", "en"): 1234})
    members.sign_in(client, "translator")
    page = client.get("/").text
    assert 'href="/surveys/our-survey/questionnaire"' in page
    assert "1,234" not in page
    outline = client.get("/surveys/our-survey/questionnaire").text
    assert "How old are you?" in outline
    assert "/surveys/our-survey/field" not in outline


def test_every_sign_is_counted_and_explained_and_a_small_number_is_hidden(
    researcher: FlaskClient, members: Members
) -> None:
    count(members.engine, {("web", "en"): 2}, step="sign:trap")
    count(members.engine, {("web", "vi"): 31}, step="sign:rush")
    count(members.engine, {("web", "vi"): 31}, step="sign:haste")
    table = researcher.get(FIELD).text.split('aria-labelledby="signs">')[-1]
    told = {name: cells for name, *cells in (re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in
            re.findall(r"<tr>.*?</tr>", table.split("<tbody>")[1].split("</tbody>")[0], re.DOTALL))}  # fmt: skip
    assert {name: cells[0] for name, cells in told.items()} == {  # simulated people have no pace
        "Box for programs filled in": "‹5",
        "Faster than reading": "–",
        "In a rush of many": "31",
    }
    assert all(cells[1].endswith(".") for cells in told.values()), "each says what it means"
