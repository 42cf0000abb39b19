"""A report is checked and published at the command line while people go on answering, and some withdraw."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from surveyapp.cli.report import command
from tests.console.conftest import members  # noqa: F401
from tests.console.house import OURS
from tests.console.reporting import STATED, answer
from tests.worker.test_publishing_at_once import finished, lively, withdraw  # noqa: F401

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def run(engine: Engine, *arguments: str) -> Result:
    url = engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(command, [OURS, *arguments, "--database", url])


def publish(engine: Engine, manifest: Path) -> Result:
    return run(engine, "--publish", str(manifest), "--by", "administrator@example.org", "--role", "director")


def test_a_report_is_verified_and_published_while_others_answer_until_somebody_in_it_withdraws(
    lively: Engine,  # noqa: F811
    tmp_path: Path,
) -> None:
    stated = tmp_path / "statements.json"
    stated.write_text(
        json.dumps({"format": "statements-1", "items": {name: f"Statement of {name}." for name in STATED}})
    )
    written = run(
        lively, "--out", str(tmp_path / "out"), "--lang", "en", "--format", "html", "--statements", str(stated)
    )
    assert written.exit_code == 0, written.output
    manifest = tmp_path / "out" / "manifest.json"
    somebody = finished(lively)[0]
    answer(lively, 12, "travel")
    checked = run(lively, "--verify", str(manifest))
    assert checked.exit_code == 0
    assert "report.en.html: as stored same, made again same" in checked.output
    withdraw(lively, somebody)
    checked = run(lively, "--verify", str(manifest))
    assert checked.exit_code == 0
    assert "1 response was withdrawn since" in checked.output
    refused = publish(lively, manifest)
    assert refused.exit_code == 1
    assert "Since it was written 1 of its respondents withdrew." in refused.output
    again = tmp_path / "again"
    assert (
        run(lively, "--out", str(again), "--lang", "en", "--format", "html", "--statements", str(stated)).exit_code == 0
    )
    answer(lively, 3, "news")
    published = publish(lively, again / "manifest.json")
    assert published.exit_code == 0, published.output
    assert "The manifest is frozen" in published.output
