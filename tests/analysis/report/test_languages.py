"""A report is written whole in every language whose catalogue is complete, and in no other."""

from pathlib import Path

import pytest

from analysis.report.run import FORMATS
from surveyapp.tasks.reporting import LanguageUnfit, report_on_package, words_in
from tests.analysis.report.test_general import VARIABLES, answers, write


def test_right_to_left_and_chinese_reports_are_written_in_every_format(tmp_path: Path) -> None:
    package = write(tmp_path / "package", answers(120), VARIABLES, frame=True)
    files = report_on_package(package, tmp_path / "out", lambda share, step: None, languages=("ar", "zh-Hans"))
    assert {f"report.{tag}.{kind}" for tag in ("ar", "zh-Hans") for kind in FORMATS} <= {file.name for file in files}
    arabic = (tmp_path / "out" / "report.ar.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "من أجاب" in arabic
    assert "谁作了答" in (tmp_path / "out" / "report.zh-Hans.html").read_text("utf-8")


@pytest.mark.parametrize(("language", "why"), [("ja", "does not exist"), ("xx", "does not exist")])
def test_a_language_that_cannot_say_everything_is_refused_with_those_that_can(language: str, why: str) -> None:
    with pytest.raises(LanguageUnfit, match=rf"{language}: its catalogue {why}\. Complete are: ar, en, vi, zh-Hans"):
        words_in(language)


def test_a_catalogue_with_gaps_is_refused_with_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveyapp.tasks.reporting.missing_in", lambda domain, language: (3, 500))
    with pytest.raises(LanguageUnfit, match="lacks 3 of 500 sentences"):
        words_in("de")
