"""A reference file of each format is published and completed over HTTP, in English, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from surveyapp import database
from surveyapp.cli.main import contents
from surveyapp.demonstration.forms import Fieldset, read_page
from surveyapp.respondent.app import create_app
from surveyapp.services import collecting
from surveyapp.settings import read_settings
from tests.reference_data import reference_folder

MOST_PAGES = 60


def filled(fieldset: Fieldset, given: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what a patient person sends: every control filled, the same again where a page comes back."""
    sent: dict[str, list[str]] = {}
    used: set[str] = set()
    for control in fieldset.controls.values():
        before = [value for value in given.get(control.name, []) if not control.values or value in control.values]
        free = [value for value in control.values if value not in used or not fieldset.distinct]
        if before:
            sent[control.name] = before
        elif control.kind == "checkbox":
            sent[control.name] = [v for v in free if v not in fieldset.exclusive][: max(1, fieldset.least)]
        elif control.kind in ("radio", "select"):
            sent[control.name] = free[-1:] if "_more" in control.name else free[:1]
        else:
            sent[control.name] = ["2000" if control.name.endswith("__year") else "1"]
        used.update(sent[control.name])
    return sent


def outcome(client: Client, address: str) -> str | None:
    given: dict[str, list[str]] = {}
    page = read_page(client.get(address).get_data(as_text=True))
    for _ in range(MOST_PAGES):
        if page.outcome is not None or not page.action:
            break
        for fieldset in page.fieldsets:
            given |= filled(fieldset, given)
        names = {name for fieldset in page.fieldsets for name in fieldset.controls}
        form = {name: [value] for name, value in page.hidden} | {name: given[name] for name in names}
        answer = client.post(page.action, data=form | {"action": ["next"]}, follow_redirects=True)
        page = read_page(answer.get_data(as_text=True))
    return page.outcome


@pytest.mark.parametrize(
    "path",
    [
        "xlsform/socio-economic-survey-v20240515.xlsx",
        "limesurvey/ls6_sample_survey_multilingual_fr_de_en_it_ru.lss",
        "ons/test_routing_checkbox_contains.json",
        "qualtrics/Sample_Survey.qsf",
    ],
)
def test_what_is_kept_can_be_completed(path: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data.sqlite3'}"
    file = reference_folder("questionnaires", *Path(path).parts)
    order = ["publish", str(file), "--slug", "theirs", "--sensitivity", "basic", "--consent", "standard"]
    done = CliRunner().invoke(contents, [*order, "--cleared", "all", "--database", url])
    assert done.exit_code == 0, done.stderr
    app = create_app(read_settings({"SECRET_KEY": "a secret of the tests, long enough"}, database_url=url))
    assert outcome(app.test_client(), "/en/s/theirs") == "complete"
    with database.reading(database.make_engine(url)) as session:
        assert collecting.count_finished(session, "theirs") == 1
