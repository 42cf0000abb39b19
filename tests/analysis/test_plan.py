"""A plan is data: what it does not say stays as usual, and what nobody knows is refused."""

import json
from pathlib import Path

import pytest

from analysis.plan import Plan
from analysis.plan_reading import PlanError, plan_as_json, plan_from, read_plan


def test_a_plan_survives_json() -> None:
    assert plan_from(json.loads(json.dumps(plan_as_json(Plan())))) == Plan()


def test_what_is_not_said_stays_as_usual() -> None:
    plan = plan_from({"thresholds": {"min_n": 50}, "platforms": ["C13"]})
    assert (plan.thresholds.min_n, plan.thresholds.alpha, plan.platforms) == (50, 0.05, ("C13",))


@pytest.mark.parametrize("raw", [{"colour": 1}, {"thresholds": {"colour": 1}}, {"segments": [{"id": "x"}]}])
def test_an_unknown_part_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(PlanError):
        plan_from(raw)


def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="There is no file"):
        read_plan(tmp_path / "plan.json")
    (tmp_path / "plan.json").write_text("[", "utf-8")
    with pytest.raises(PlanError, match="not valid JSON"):
        read_plan(tmp_path / "plan.json")
