"""A file of waves is answered with changes, trend and forecast, or with everything that is wrong with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.__main__ import main

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
