"""The demonstration does the main job: people answer over HTTP, and the report is there."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.report.run import FORMATS

RESPONSES = 20


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    surveyapp(["demo", "--once", "--out", str(out), "--responses", str(RESPONSES), "--seed", "7"])
    return out


def surveyapp(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "surveyapp.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def database_of(out: Path) -> str:
    return f"sqlite:///{out / 'demo.sqlite3'}"


@pytest.mark.slow
def test_every_promised_file_is_written(demonstration: Path) -> None:
    reports = {f"report.{language}.{kind}" for language in ("vi", "en") for kind in FORMATS}
    promised = reports | {"manifest.json", "demo.sqlite3", "answers.json"}
    assert promised <= {path.name for path in demonstration.iterdir()}


@pytest.mark.slow
def test_nobody_who_finished_is_lost(demonstration: Path) -> None:
    counted = surveyapp(["count", "interest-and-needs-2026", "--database", database_of(demonstration)])
    assert counted.strip() == str(RESPONSES)


@pytest.mark.slow
def test_each_report_is_in_its_language_and_says_that_the_data_are_simulated(demonstration: Path) -> None:
    for language, label in (("vi", "mô phỏng"), ("en", "imulated")):
        report = (demonstration / f"report.{language}.html").read_text("utf-8")
        assert f'lang="{language}"' in report[:300]
        assert label in report


@pytest.mark.slow
def test_reports_ask_for_nothing_from_outside(demonstration: Path) -> None:
    for path in demonstration.glob("report.*.html"):
        report = path.read_text("utf-8")
        assert "<script" not in report and "<link" not in report and " style=" not in report
        assert "src=" not in report and "@import" not in report and "url(" not in report


@pytest.mark.slow
def test_the_gates_can_be_passed_with_the_answers_given(demonstration: Path) -> None:
    answers = json.loads((demonstration / "answers.json").read_text("utf-8"))
    assert {"SCR1", "SCR2", "CNS1", "CNS2", "SCR3"} <= set(answers)
    assert all(isinstance(values, list) and values for values in answers.values())


@pytest.mark.slow
def test_the_data_package_has_a_row_a_response(demonstration: Path, tmp_path: Path) -> None:
    surveyapp(["export", "interest-and-needs-2026", "--out", str(tmp_path), "--database", database_of(demonstration)])
    with (tmp_path / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == RESPONSES
    assert {row["basis"] for row in rows} == {"A", "D"}


@pytest.mark.slow
def test_a_report_can_be_written_again_from_the_package(demonstration: Path, tmp_path: Path) -> None:
    package, out = tmp_path / "package", tmp_path / "out"
    survey = ["interest-and-needs-2026", "--database", database_of(demonstration)]
    surveyapp(["export", *survey, "--out", str(package)])
    waves = [f"--previous={demonstration / 'earlier-waves' / f'wave-{ago}'}" for ago in range(1, 9)]
    surveyapp(["report", "--data", str(package), *waves, "--lang", "vi", "--format", "html", "--out", str(out)])
    assert (out / "report.vi.html").read_bytes() == (demonstration / "report.vi.html").read_bytes()


@pytest.mark.slow
def test_the_report_is_compared_with_eight_earlier_waves(demonstration: Path) -> None:
    manifest = json.loads((demonstration / "manifest.json").read_text("utf-8"))
    assert len([name for name in manifest["previous"] if name.endswith("data.csv")]) == 8


@pytest.mark.slow
def test_a_report_is_verified_from_the_database(demonstration: Path) -> None:
    said = surveyapp(
        ["report", "interest-and-needs-2026", "--verify", str(demonstration / "manifest.json"),
         "--database", database_of(demonstration)]
    )  # fmt: skip
    assert "report.vi.pdf: as stored same, made again same" in said
    assert said.strip().endswith("The report holds.")
