"""Whatever goes wrong with files and folders is one sentence and exit code 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.cli.main import main
from tests.surveys import FOLDER


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'data.sqlite3'}")
    Path("file").write_text("in the way")
    Path("empty").mkdir()


def sentence(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr().err.splitlines()
    assert (ended.value.code, len(told)) == (1, 1)
    return told[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "gates", "--out", "file/package"),
        ("report", "gates", "--out", "file/reports"),
        ("demo", "--once", "--out", "file/demo"),
    ],
    ids=["export", "report", "demo"],
)
def test_a_folder_that_cannot_be_made_is_named(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["publish", str(FOLDER / "gates.json"), "--slug", "gates"])
    assert ended.value.code == 0
    assert "file/" in sentence(capsys, *arguments)


def test_a_package_that_is_none_is_refused_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no codebook.json in the data package" in sentence(capsys, "report", "--data", "empty", "--out", "reports")


def test_a_survey_without_responses_has_a_report_that_says_so() -> None:
    for arguments in (["publish", str(FOLDER / "gates.json"), "--slug", "gates"],
                      ["report", "gates", "--out", "reports", "--lang", "en", "--format", "html"]):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
    assert "Nobody has answered yet" in Path("reports/report.en.html").read_text("utf-8")


def test_a_manifest_that_cannot_be_checked_is_refused_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    told = sentence(capsys, "report", "--data", "empty", "--verify", "file")
    assert "not valid JSON" in told


def test_a_report_is_written_or_checked_and_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["report", "gates"], ["report", "gates", "--out", "a", "--verify", "file"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "one of the two" in capsys.readouterr().err
