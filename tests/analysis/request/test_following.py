"""A file of waves is answered with changes, trend and forecast, or with everything that is wrong with it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.request.running import run

SHARES = (0.312, 0.334, 0.298, 0.351, 0.372, 0.401, 0.388, 0.412, 0.455)


def waves(n: int) -> list[dict[str, Any]]:
    return [{"day": f"{2010 + at}-05-01", "estimate": SHARES[at], "se": 0.02, "df": 60} for at in range(n)]


def followed(folder: Path, capsys: pytest.CaptureFixture[str], document: Any) -> tuple[int, dict[str, Any]]:
    path = folder / "waves.json"
    path.write_text(json.dumps(document), "utf-8")
    code = main(["follow", str(path)])
    return code, json.loads(capsys.readouterr().out)


def test_nine_waves_have_changes_a_trend_and_a_forecast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = followed(tmp_path, capsys, {"waves": waves(9)})
    assert code == 0
    assert [one["since"][:4] for one in answer["changes"]] == [str(year) for year in range(2017, 2009, -1)]
    assert answer["changes"][0]["value"] == pytest.approx(0.043)
    assert all(one["p_adjusted"] >= one["p"] for one in answer["changes"])
    assert answer["trend"]["slope"] > 0
    coming = answer["forecast"]
    assert coming["day"] == "2019-05-01"
    assert coming["interval_95"][0] < coming["interval_80"][0] < coming["value"] < coming["interval_80"][1]
    assert coming["back_test"]["points"] == 5
    assert len(coming["back_test"]["tried"]) == 5


def test_few_waves_are_told_apart_from_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = followed(tmp_path, capsys, {"waves": waves(2)})
    assert code == 0
    assert answer["forecast"]["refused"] == {"code": "few-waves", "text": "There are 2 waves; 8 are needed."}
    assert answer["trend"]["refused"]["code"] == "few-waves"


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"waves": []}, "waves"),
        ({"waves": [{**waves(1)[0], "se": 0}]}, "waves[0].se"),
        ({"waves": [{**waves(1)[0], "estimate": 1.4}]}, "waves"),
        ({"waves": [*waves(1), *waves(1)]}, "waves"),
        ({"waves": waves(1), "modle": "level"}, "modle"),
        ([], ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    document: Any, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = followed(tmp_path, capsys, document)
    assert code == 2
    assert place in [problem["place"] for problem in answer["problems"]]


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["follow", str(tmp_path / "none.json")]) == 2
    assert "unreadable-request" in capsys.readouterr().out


def test_a_panel_changes_with_the_errors_of_its_own_differences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same people in three waves: the change has the error of their paired differences."""
    rng = np.random.default_rng(5)
    level = rng.normal(size=80)
    answers = level + np.array([[0.0], [0.1], [0.4]]) + 0.5 * rng.normal(size=(3, 80))
    stacked = [{"who": who, "wave": f"w{at}", "y": y} for at, row in enumerate(answers) for who, y in enumerate(row)]
    pd.DataFrame(stacked).to_csv(tmp_path / "panel.csv", index=False)
    ask = {"id": "a", "statistic": "mean", "of": "y", "by": ["wave"], "covariance": True}
    asked = {"data": "panel.csv", "categorical": ["who"], "design": {"clusters": ["who"]}, "ask": [ask]}
    found = run(asked, tmp_path).document["results"][0]
    told = [
        {"day": f"202{at}-05-01", "estimate": row["estimate"], "se": row["se"], "df": row["df"]}
        for at, row in enumerate(found["rows"])
    ]
    document = {"waves": told, "scale": "number", "covariance": found["covariance"]}
    code, answer = followed(tmp_path, capsys, document)
    assert code == 0
    paired = answers[2] - answers[0]
    change = answer["changes"][1]
    assert change["value"] == pytest.approx(paired.mean())
    assert change["se"] == pytest.approx(paired.std(ddof=1) / np.sqrt(80))
    assert change["df"] == 79
    known, times = np.array(found["covariance"]), np.array([0.0, 365 / 365.25, 730 / 365.25])
    line = np.stack([np.ones(3), times - times[0]], axis=1)
    inverse = np.linalg.inv(line.T @ np.linalg.inv(known) @ line)
    assert answer["trend"]["se"] == pytest.approx(np.sqrt(inverse[1, 1]), rel=0.01)
    assert answer["forecast"]["refused"]["code"] == "overlapping-waves"


@pytest.mark.parametrize(
    ("covariance", "said"),
    [
        ([[0.0004]], "3 rows and 3 columns"),
        ([[0.0004, 0.0, 0.0], [0.0, 0.0004, 0.0], [0.0, 0.0, 0.0005]], "squares of the errors"),
        ([[0.0004, 0.0004, 0.0], [0.0004, 0.0004, 0.0], [0.0, 0.0, 0.0004]], "No figures can have"),
    ],
)
def test_a_covariance_that_no_waves_have_is_a_problem(
    covariance: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = followed(tmp_path, capsys, {"waves": waves(3), "covariance": covariance})
    assert code == 2
    assert said in answer["problems"][0]["text"]
