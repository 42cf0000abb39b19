"""surveyapp plan proves a plan, every mistake at once, in the language of the terminal or the one asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from surveyapp.cli.plan import command
from tests.analysis.report.package import write_package

WRONG = {"interest": "NOBODY", "thresholds": {"alpha": 2, "low_base": "many"}, "colour": 1}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("package"), diaspora=5, foreigners=5)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            {
                "interest: There is no question NOBODY.",
                "thresholds.low_base: A whole number is needed.",
                "colour: A plan has no such part.",
            },
        ),
        (
            "vi",
            {
                "interest: Không có câu hỏi NOBODY.",
                "thresholds.low_base: Cần một số nguyên.",
                "colour: Kế hoạch không có phần nào như vậy.",
            },
        ),
    ],
)
def test_mistakes_are_told_at_once_in_a_language(package: Path, tmp_path: Path, language: str, told: set[str]) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(WRONG), "utf-8")
    done = CliRunner().invoke(command, ["--data", str(package), "--check", str(plan), "--lang", language])
    assert (done.exit_code, set(done.stdout.splitlines())) == (1, told)


def test_what_the_command_suggests_is_sound(package: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert CliRunner().invoke(command, ["--data", str(package), "--out", str(plan)]).exit_code == 0
    done = CliRunner().invoke(command, ["--data", str(package), "--check", str(plan)])
    assert (done.exit_code, done.stdout) == (0, "")
