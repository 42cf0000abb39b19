"""A banner table from grouped sums equals the one from influences, in every design that can be summed."""

import math
from typing import Any

import pytest

from analysis.request.running import run
from analysis.tables.banner import grouped
from tests.analysis.reference import DESIGNS, FOLDER

SETS: dict[str, Any] = {"multi": ["ell > 20", "meals > 50", "enroll > 500"], "name": "set"}
ASKED: dict[str, Any] = {
    "id": "t",
    "statistic": "banner",
    "questions": [
        "awards",
        {"of": "stype", "scores": {"E": 1, "M": 2, "H": 3.5}, "top": 2, "nets": [{"label": "E", "categories": ["E"]}]},
        {"of": "acs.core", "where": "meals < 80"},
        {**SETS, "nets": [{"label": "Any", "categories": ["ell > 20", "meals > 50"]}]},
    ],
    "columns": [
        "stype",
        "awards",
        {"name": "size", "domains": [{"label": "Large", "where": "enroll > 500"}]},
        {"name": "both", "cross": ["awards", "sch.wide"]},
        {**SETS, "name": "poor"},
    ],
    "share_of": ["column", "row", "total"],
    "letters": {},
}


def answered(design: str, **more: Any) -> dict[str, Any]:
    data, shape = DESIGNS[design]
    answer = run({"data": f"{data}.csv", "design": {**shape, "lonely": "adjust"}, "ask": [ASKED], **more}, FOLDER)
    assert answer.sound, answer.document
    (result,) = answer.document["results"]
    return dict(result)


def alike(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float | int) and isinstance(theirs, float | int) and not isinstance(ours, bool):
        return math.isclose(ours, theirs, rel_tol=1e-7, abs_tol=1e-9)
    return bool(ours == theirs)


@pytest.mark.parametrize("design", ["strat", "clus1", "clus2", "holes", "lone", "stages"])
@pytest.mark.parametrize("disclosure", [None, "public"])
def test_both_ways_give_the_same_table(design: str, disclosure: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    from_sums = answered(design, disclosure=disclosure)
    monkeypatch.setattr(grouped, "can_group", lambda *_: False)
    from_influences = answered(design, disclosure=disclosure)
    assert len(from_sums["cells"]) > 400
    for key in ("cells", "pairs", "letters", "bases", "test", "questions", "columns"):
        assert len(from_sums[key]) == len(from_influences[key])
        for ours, theirs in zip(from_sums[key], from_influences[key], strict=True):
            if key == "test" and ours["banner"] in (ours["of"], "both"):
                continue  # a question by itself or by its own crossing leaves no variance to test against
            different = {name: (ours[name], theirs[name]) for name in ours if not alike(ours[name], theirs[name])}
            assert not different, (key, ours)
