"""`surveyapp diff` names what changed and refuses another meaning of what is locked."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from surveyapp.cli.diff import command
from surveyapp.formats.native import write_native
from surveyapp.questionnaire.texts import with_texts
from tests.questionnaire.building import page, question, questionnaire

OLD = questionnaire(page(question("A", text={"en": "How intersted are you?"}, locked=True), question("B")))


def diff(folder: Path, wordings: dict[str, str], *more: str) -> tuple[int, Any]:
    (folder / "old.json").write_text(write_native(OLD))
    (folder / "new.json").write_text(write_native(with_texts(OLD, "en", wordings)))
    run = CliRunner().invoke(command, [str(folder / "old.json"), str(folder / "new.json"), "--json", *more])
    return run.exit_code, json.loads(run.stdout) if run.stdout.startswith("{") else run.output


def test_a_slip_passes_and_is_named(tmp_path: Path) -> None:
    code, shape = diff(tmp_path, {"A.text": "How interested are you?"})
    assert code == 0
    assert shape["wording"] == [
        {
            "place": "A.text",
            "language": "en",
            "before": "How intersted are you?",
            "after": "How interested are you?",
            "locked": True,
            "proposal": "typo",
            "mark": "typo",
        }
    ]
    assert (shape["structure"], shape["problems"]) == ([], [])
    assert shape["old"]["hash"] != shape["new"]["hash"]


def test_another_meaning_of_a_locked_question_is_refused_until_a_person_says_otherwise(tmp_path: Path) -> None:
    code, shape = diff(tmp_path, {"A.text": "How happy are you?"})
    assert (code, [problem["code"] for problem in shape["problems"]]) == (1, ["locked-meaning"])
    assert diff(tmp_path, {"A.text": "How happy are you?"}, "--mark", "A.text:en=typo")[0] == 0


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    run = CliRunner().invoke(command, [str(tmp_path / "broken.json"), str(tmp_path / "broken.json")])
    assert (run.exit_code, "cannot be read" in run.output) == (2, True)
    assert diff(tmp_path, {}, "--mark", "nonsense")[0] == 2


def test_a_mark_that_decides_nothing_is_named(tmp_path: Path) -> None:
    code, shape = diff(tmp_path, {"A.text": "How interested are you?"}, "--mark", "A.txt:en=typo")
    assert (code, [(problem["code"], problem["place"]) for problem in shape["problems"]]) == (
        0,
        [("mark-unused", "A.txt:en")],
    )


def test_words_that_came_or_went_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(write_native(OLD))
    (tmp_path / "two.json").write_text(write_native(questionnaire(page(question("A", text={"en": "Who?"})))))
    for old, new, word in (("one", "two", "gone"), ("two", "one", "new")):
        run = CliRunner().invoke(command, [str(tmp_path / f"{old}.json"), str(tmp_path / f"{new}.json")])
        assert f"B.text  en  {word}\n" in run.output
