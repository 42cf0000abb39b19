"""The command rehearses a file and says what nobody reached."""

import json
from pathlib import Path

from click.testing import CliRunner

from surveyapp.cli.rehearse import command

SURVEYS = Path(__file__).resolve().parents[1] / "surveys"


def test_a_rehearsal_is_printed_for_people_and_for_programs() -> None:
    file = str(SURVEYS / "relevance.json")
    spoken = CliRunner().invoke(command, [file, "--respondents", "20"])
    assert spoken.exit_code == 0
    assert "20 respondents took" in spoken.output
    shape = json.loads(CliRunner().invoke(command, [file, "--respondents", "20", "--seed", "s", "--json"]).output)
    assert shape["respondents"] == 20
    assert sum(route["respondents"] for route in shape["routes"]) == 20
    assert set(shape["never_reached"]) == {"pages", "questions", "choices", "rows", "endings", "checks"}


def test_a_dead_end_fails(tmp_path: Path) -> None:
    check = {"condition": "A > 2 and A < 1", "text": {"en": "No"}}
    question = {"id": "A", "text": {"en": "?"}, "answer": {"kind": "number"}, "checks": [check]}
    pages = [{"id": "p", "questions": [question]}]
    whole = {"format": "surveyapp-1", "id": "t", "languages": ["en"], "title": {"en": "T"}, "pages": pages}
    file = tmp_path / "dead.json"
    file.write_text(json.dumps(whole))
    outcome = CliRunner().invoke(command, [str(file), "--respondents", "5"])
    assert outcome.exit_code == 1
    assert "A took no answer from 5 respondents." in outcome.output


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("[")
    outcome = CliRunner().invoke(command, [str(tmp_path / "no.json")])
    assert outcome.exit_code == 2
    assert "cannot be read" in outcome.output
