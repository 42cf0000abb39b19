"""A report is internal where it is asked to be or its plan says so, and whoever starts it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analysis.plan_checks import FEWEST_INSIDE
from surveyapp.cli.main import contents
from surveyapp.tasks import reporting


@dataclass(frozen=True)
class Manifest:
    reports: tuple[str, ...] = ()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Keep the plan that a report would be written by, instead of writing it."""
    plans: list[Any] = []

    def keep(*_places: object, plan: object, **_further: object) -> Manifest:
        plans.append(plan)
        return Manifest()

    monkeypatch.setattr(reporting, "write_report", keep)
    return plans


def report(tmp_path: Path, plan: object, *options: str) -> tuple[int, str]:
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")
    command = ["report", "--data", str(tmp_path), "--plan", str(tmp_path / "plan.json"), "--out", str(tmp_path / "out")]
    outcome = CliRunner().invoke(contents, [*command, *options])
    return outcome.exit_code, outcome.stderr


def test_a_plan_for_internal_reports_makes_one_and_says_so(tmp_path: Path, asked: list[Any]) -> None:
    code, told = report(tmp_path, {"view": "internal"})
    assert code == 0
    assert asked == [{"view": "internal", "thresholds": {"public_n": FEWEST_INSIDE}}]
    assert "This report is internal" in told
    assert "It cannot be published." in told


def test_the_switch_comes_to_the_same(tmp_path: Path, asked: list[Any]) -> None:
    report(tmp_path, {"view": "internal"})
    _, told = report(tmp_path, {}, "--internal")
    assert asked[0] == asked[1]
    assert "This report is internal" in told


def test_the_limit_of_a_plan_for_internal_reports_stands(tmp_path: Path, asked: list[Any]) -> None:
    limits = {"public_n": 7, "min_n": 40}
    report(tmp_path, {"view": "internal", "thresholds": limits})
    report(tmp_path, {"view": "public", "thresholds": limits}, "--internal")
    assert [one["thresholds"] for one in asked] == [limits, {"public_n": FEWEST_INSIDE, "min_n": 40}]


def test_a_report_for_the_public_stays_one_and_says_nothing(tmp_path: Path, asked: list[Any]) -> None:
    code, told = report(tmp_path, {"view": "public"})
    assert (code, asked) == (0, [{"view": "public"}])
    assert "internal" not in told
