"""`check` and `walk` speak the shapes that other people's scripts rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import check, walk
from tests.surveys import FOLDER


def run(command: Any, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def walked(tmp_path: Path, name: str, answers: Any, *more: str) -> Any:
    (tmp_path / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    result = run(walk.command, FOLDER / f"{name}.json", "--answers", tmp_path / "answers.json", "--json", *more)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_sound_questionnaire_has_no_problems() -> None:
    result = run(check.command, FOLDER / "gates.json", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"problems": [], "minutes": {"en": 0.3}}


def test_every_problem_is_listed_and_an_error_exits_with_one(tmp_path: Path) -> None:
    data = json.loads((FOLDER / "gates.json").read_text(encoding="utf-8"))
    data["pages"][0]["show_if"] = "INTEREST == '1'"
    del data["pages"][3]["questions"][0]["sensitivity"]
    (tmp_path / "q.json").write_text(json.dumps(data), encoding="utf-8")
    result = run(check.command, tmp_path / "q.json", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert [(problem["code"], problem["severity"], problem["place"]) for problem in problems] == [
        ("forward-reference", "error", "pages.age.show_if"),
        ("sensitivity-missing", "warning", "INTEREST"),
    ]
    assert "1 errors, 1 warnings" in run(check.command, tmp_path / "q.json").stdout


def test_only_the_sentences_depend_on_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.loads((FOLDER / "gates.json").read_text(encoding="utf-8"))
    data["pages"][0]["show_if"] = "INTEREST == '1'"
    (tmp_path / "q.json").write_text(json.dumps(data), encoding="utf-8")
    english, vietnamese = (
        json.loads(run(check.command, tmp_path / "q.json", "--json", "--lang", tag).stdout)["problems"]
        for tag in ("en", "vi")
    )
    assert vietnamese[0].pop("text").startswith("“INTEREST” chỉ biết được về sau")
    assert english[0].pop("text").startswith("'INTEREST' is only known later")
    assert english == vietnamese
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert "1 lỗi, 0 cảnh báo" in run(check.command, tmp_path / "q.json").stdout


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"[[[["])
def test_an_unreadable_file_is_one_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "q.json").write_bytes(content)
    result = run(check.command, tmp_path / "q.json", "--json")
    assert result.exit_code == 1
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["unreadable"]
    assert run(walk.command, tmp_path / "q.json", "--json").exit_code == 2


def test_a_version_is_checked_against_the_one_before(tmp_path: Path) -> None:
    def version(*words: str) -> dict[str, Any]:
        choices = [{"code": str(at), "text": {"en": text}} for at, text in enumerate(words, start=1)]
        answer = {"kind": "one", "choices": choices}
        question = {"id": "Q", "text": {"en": "?"}, "sensitivity": "none", "answer": answer}
        pages = [{"id": "p", "questions": [question]}]
        return {"format": "surveyapp-1", "id": "q", "languages": ["en"], "title": {"en": "t"}, "pages": pages}

    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(version("Tea", "Water")))
    new.write_text(json.dumps(version("Water", "Tea")))
    result = run(check.command, new, "--against", old, "--json")
    assert result.exit_code == 1
    assert {problem["code"] for problem in json.loads(result.output)["problems"]} == {"unstable-code"}
    assert run(check.command, new, "--against", new).exit_code == 0
    gone = run(check.command, new, "--against", tmp_path / "gone.json", "--json")
    assert gone.exit_code == 1
    assert json.loads(gone.output)["problems"][0]["place"].startswith("gone.json")


def test_a_walk_has_its_shape(tmp_path: Path) -> None:
    found = walked(tmp_path, "languages", {"NEWS": "air", "HOURS": 2.5, "WHO": 1}, "--lang", "vi-US")
    assert [page["id"] for page in found["pages"]] == ["p", "q"]
    assert found["pages"][0]["repeat"] is None
    news = found["pages"][0]["questions"][0]
    assert {"id", "type", "text", "required", "choices", "rows", "columns"} <= news.keys()
    assert news["choices"][0] == {"code": "air", "text": "Ở phi trường"}
    assert found["pages"][1]["questions"][0]["text"] == "2,5 giờ Ở phi trường: vì sao?"
    assert found["counted"] == {"NEWS": "air", "HOURS": 2.5}
    assert found["ignored"] == ["WHO"]
    assert [(problem["question"], problem["code"]) for problem in found["problems"]] == [("WHO", "unknown-question")]
    assert found["complete"] is False


def test_rows_that_share_a_fault_are_one_problem(tmp_path: Path) -> None:
    problems = walked(tmp_path, "grid", {"TRUST": {"tv": "2"}})["problems"]
    assert problems == [{"question": "TRUST", "code": "required", "text": "An answer is needed. (web, friends)"}]


def test_the_author_s_words_explain_a_failed_check(tmp_path: Path) -> None:
    problems = walked(tmp_path, "checks", {"PEOPLE": 2, "CHILDREN": 2, "CODE": "12345"})["problems"]
    assert problems[0]["text"] == "There must be fewer children than people."


def test_context_and_seed_are_taken_in(tmp_path: Path) -> None:
    (tmp_path / "context.json").write_text('{"cleared": ["JP"]}', encoding="utf-8")
    found = walked(tmp_path, "gates", {"AGE": "2", "COUNTRY": "KR"}, "--context", str(tmp_path / "context.json"))
    assert found["ending"] == {"id": "not-cleared", "outcome": "not-cleared"}
    drawn = {json.dumps(walked(tmp_path, "assignment", {}, "--seed", seed)["drawn"]) for seed in "abcdef"}
    assert len(drawn) > 1


def test_answers_that_are_no_object_are_refused_with_two(tmp_path: Path) -> None:
    for content in ("[]", "{", '"x"'):
        (tmp_path / "answers.json").write_text(content, encoding="utf-8")
        result = run(walk.command, FOLDER / "grid.json", "--answers", tmp_path / "answers.json", "--json")
        assert result.exit_code == 2
        assert "cannot be read" in result.stderr or "no JSON object" in result.stderr


def test_halves_of_characters_do_not_break_the_output(tmp_path: Path) -> None:
    assert walked(tmp_path, "grid", {"\ud800": "\ud800"})["ignored"] == ["\ud800"]


def test_people_can_read_it_too() -> None:
    result = run(walk.command, FOLDER / "grid.json")
    assert result.exit_code == 0
    assert "How far do you trust each?" in result.stdout
    assert result.stdout.endswith("not complete\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"A": NaN}', "NaN is not a number of JSON"),
        ('{"A": ' + "9" * 6000 + "}", "more than 1000 digits"),
        ('{"A": ' + "[" * 50_000, "nested too deeply"),
        (None, "No such file or directory."),
    ],
)
def test_answers_that_cannot_be_read_are_refused_in_one_sentence(
    tmp_path: Path, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "answers.json").write_text(content, encoding="utf-8")
    result = run(walk.command, FOLDER / "grid.json", "--answers", tmp_path / "answers.json", "--json")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert says in result.stderr and "sys." not in result.stderr and "Errno" not in result.stderr


def test_what_is_wrong_with_a_questionnaire_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "q.json").write_text("{}", encoding="utf-8")
    result = run(walk.command, tmp_path / "q.json")
    assert result.exit_code == 2
    assert "  /languages  This field is needed." in result.stderr.splitlines()


def test_a_number_that_nobody_can_mean_and_a_file_without_an_end_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "q.json").write_text('{"format": ' + "9" * 6000 + "}", encoding="utf-8")
    assert "more than 1000 digits" in run(check.command, tmp_path / "q.json").stdout
    assert "larger than 20 MB" in run(check.command, "/dev/zero").stdout


def test_a_language_that_is_not_spoken_is_said_beside_the_walk() -> None:
    result = run(walk.command, FOLDER / "languages.json", "--lang", "xx", "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["pages"]
    assert "does not speak 'xx'" in result.stderr
    assert run(walk.command, FOLDER / "languages.json", "--lang", "vi-US", "--json").stderr == ""
