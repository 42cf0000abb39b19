"""A survey is closed and opened again, and its audit trail proved whole, at the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from surveyapp.cli import audit as audit_command
from surveyapp.cli import close, reopen
from surveyapp.cli.main import main
from surveyapp.database import reading, writing
from surveyapp.services import publishing
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.store import audit
from tests.respondent.kiosk.fielding import SMALL

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLUG = "small"


@pytest.fixture(autouse=True)
def fielded(engine: Engine) -> None:
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, SMALL, today=datetime.now(UTC).date())


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def run(engine: Engine, *arguments: str) -> Result:
    commands = {"close": close.command, "reopen": reopen.command, "audit": audit_command.command}
    name, *more = arguments
    return CliRunner().invoke(commands[name], [*more, "--database", url_of(engine)])


def survey_in(engine: Engine) -> FieldedSurvey:
    with reading(engine) as session:
        found = publishing.find(session, SLUG)
    assert found is not None
    return found


def noted(engine: Engine) -> list[tuple[str, str, str]]:
    with reading(engine) as session:
        entries = list(audit.entries(session, survey_in(engine).organisation_id, "staff"))
    return [(one.actor, one.action, one.subject) for one in entries]


def test_a_survey_is_closed_and_opened_again_and_each_is_noted_once(engine: Engine) -> None:
    for name, state, told in (
        ("close", "closed", "small is closed.\n"),
        ("close", "closed", "small is closed, as it was.\n"),
        ("reopen", "open", "small is open.\n"),
        ("reopen", "open", "small is open, as it was.\n"),
    ):
        outcome = run(engine, name, SLUG)
        assert (outcome.exit_code, outcome.output, survey_in(engine).state) == (0, told, state)
    assert noted(engine) == [("command line", f"{act} survey", SLUG) for act in ("close", "reopen")]


@pytest.mark.parametrize("words", [["close"], ["reopen"], ["audit", "verify"]])
def test_a_survey_that_is_not_there_is_one_sentence(
    engine: Engine, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "nothing", "--database", url_of(engine)])
    assert (ended.value.code, capsys.readouterr().err) == (1, "surveyapp: There is no survey of that name.\n")


def test_a_whole_trail_tells_its_ends_and_a_changed_entry_is_named(engine: Engine) -> None:
    for name in ("close", "reopen", "close"):
        run(engine, name, SLUG)
    whole = run(engine, "audit", "verify", SLUG)
    staff, respondents = whole.output.splitlines()
    assert (whole.exit_code, respondents.startswith("respondents: whole, 0 entries")) == (0, True)
    assert staff.startswith("staff: whole, 3 entries")
    end = staff.rpartition(" ")[2]
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE chain = 'staff' AND number = 3"))
    assert run(engine, "audit", "verify", SLUG).exit_code == 0, "an end that was cut off shows only to who knows it"
    cut = run(engine, "audit", "verify", SLUG, "--known", end)
    assert (cut.exit_code, cut.output.splitlines()[0]) == (1, "staff: broken at entry 3")
    with engine.begin() as connection:
        told = {"details": json.dumps({"forged": True})}
        connection.execute(text("UPDATE audit SET details = :details WHERE chain = 'staff' AND number = 2"), told)
    broken = run(engine, "audit", "verify", SLUG)
    assert (broken.exit_code, broken.output.splitlines()[0]) == (1, "staff: broken at entry 2")


@pytest.mark.parametrize("known", ["staff", "staff:x:ab", "others:1:ab", "staff:1:"])
def test_an_end_that_was_not_printed_by_it_is_refused(engine: Engine, known: str) -> None:
    outcome = run(engine, "audit", "verify", SLUG, "--known", known)
    assert (outcome.exit_code, "write it as it was printed" in outcome.output) == (2, True)
