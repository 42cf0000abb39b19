"""`surveyapp convert` and `surveyapp publish` keep their shapes and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from surveyapp import database
from surveyapp.cli.main import contents
from surveyapp.formats.native import read_native
from surveyapp.services import publishing
from surveyapp.services.fielded import FieldedSurvey
from tests.formats.writing import lss, xlsform

FORM = [["type", "name", "label"], ["text", "q", "Q"], ["geopoint", "d", "D"]]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsform(FORM, settings=[["form_title"], ["Title"]]))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(contents, [str(argument) for argument in arguments])


def fielded(url: str, slug: str) -> FieldedSurvey:
    with database.reading(database.make_engine(url)) as session:
        found = publishing.find(session, slug)
    assert found is not None
    return found


def test_convert_prints_what_is_kept_and_lost_and_writes_the_native_file(form: Path, tmp_path: Path) -> None:
    done = run("convert", form, "--out", tmp_path / "native.json", "--json")
    shape = json.loads(done.stdout)
    assert done.exit_code == 0
    assert shape["format"] == "xlsform"
    assert shape["kept"] == {"pages": 1, "questions": 1, "choices": 0, "languages": ["und"]}
    assert [set(lost) for lost in shape["lost"]] == [{"place", "what", "why"}]
    assert shape["problems"] == []
    read: Any = read_native(tmp_path / "native.json")
    assert read.title == {"und": "Title"}


@pytest.mark.parametrize("content", [b"rubbish", xlsform([["type", "name"], ["telepathy", "a"]])])
def test_convert_refuses_with_problems_and_writes_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(content)
    done = run("convert", tmp_path / "broken.xlsx", "--out", tmp_path / "native.json", "--json")
    shape: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [set(problem) for problem in shape["problems"]] == [{"code", "severity", "place", "text"}]
    assert shape["kept"] == {"pages": 0, "questions": 0, "choices": 0, "languages": []}
    assert not (tmp_path / "native.json").exists()


def test_convert_speaks_to_people_too(form: Path) -> None:
    done = run("convert", form)
    assert "1 pages, 1 questions" in done.stdout
    assert "lost  d" in done.stdout


def test_publish_fields_a_foreign_form_with_consent_and_tags(form: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data.sqlite3'}"
    order = ("publish", form, "--slug", "form", "--sensitivity", "basic", "--consent", "standard", "--cleared", "KR,jp")
    done = run(*order, "--database", url, "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["version"], told["addresses"]) == (0, 1, ["/en/s/form"])
    survey = fielded(url, "form")
    assert survey.settings["cleared"] == ["KR", "JP"]
    assert [page.gate for page in survey.questionnaire.pages] == [True, False]
    assert survey.questionnaire.question_by_id["q"].sensitivity == "basic"
    assert json.loads(run(*order, "--database", url, "--json").stdout)["version"] == 1


def test_publish_drops_languages_without_an_interface_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "s.lss").write_bytes(lss([{"type": "S", "title": "q"}], languages=("sw", "en")))
    url = f"sqlite:///{tmp_path / 'data.sqlite3'}"
    done = run("publish", tmp_path / "s.lss", "--slug", "s", "--sensitivity", "basic", "--database", url)
    assert done.exit_code == 0
    assert "Not offered" in done.stdout
    assert fielded(url, "s").questionnaire.languages == ("en",)


def test_publish_refuses_what_is_not_fit_and_says_why(form: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data.sqlite3'}"
    untagged = run("publish", form, "--slug", "form", "--database", url)
    assert untagged.exit_code == 1
    assert "sensitivity-missing" in untagged.stderr
    assert run("publish", form, "--slug", "form", "--sensitivity", "rather", "--database", url).exit_code == 2
    assert run("publish", form, "--slug", "form", "--cleared", "XX", "--database", url).exit_code == 2
    assert run("publish", tmp_path / "nothing.xlsx", "--slug", "form", "--database", url).exit_code == 1


def test_publish_names_a_mark_that_decides_nothing(form: Path, tmp_path: Path) -> None:
    order = ("publish", form, "--slug", "form", "--sensitivity", "basic")
    url = f"sqlite:///{tmp_path / 'data.sqlite3'}"
    assert "no wording was replaced" not in run(*order, "--database", url).stdout
    form.write_bytes(xlsform([["type", "name", "label"], ["text", "q", "Why?"]], settings=[["form_title"], ["Title"]]))
    done = run(*order, "--mark", "q.text:en=typo", "--mark", "p.text:en=typo", "--database", url)
    assert done.exit_code == 0
    assert "p.text:en: A mark stands here, but no wording was replaced." in done.stdout
    assert "q.text:en:" not in done.stdout


def test_publish_needs_a_language_it_can_speak(tmp_path: Path) -> None:
    (tmp_path / "s.lss").write_bytes(lss([{"type": "S", "title": "q"}], languages=("sw",)))
    done = run("publish", tmp_path / "s.lss", "--slug", "s", "--sensitivity", "basic")
    assert "Translate it" in str(done.exception)


@pytest.mark.parametrize("target", ["native", "xlsform", "ddi", "triples", "html"])
def test_convert_writes_every_format_and_lists_what_it_does_not_say(target: str, tmp_path: Path) -> None:
    source, out = tmp_path / "form.xlsx", tmp_path / "out"
    source.write_bytes(xlsform([["type", "name", "label::English (en)"], ["text", "q", "Why?"]]))
    result = CliRunner().invoke(contents, ["convert", str(source), "--to", target, "--out", str(out), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["written"]["format"] == target
    assert b"Why?" in out.read_bytes() or target == "xlsform"


def test_convert_refuses_a_language_that_is_not_spoken(tmp_path: Path) -> None:
    source = tmp_path / "form.xlsx"
    source.write_bytes(xlsform([["type", "name", "label::English (en)"], ["text", "q", "Why?"]]))
    order = ["convert", str(source), "--to", "html", "--language", "fr", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(contents, order)
    assert result.exit_code == 1 and "only en" in result.output
