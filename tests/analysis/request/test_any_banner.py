"""Whatever an ask for a banner table holds, it is answered or sent back, and nothing that does not exist is silent."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from analysis.request.running import run

NAMES = ["nghề nghiệp", "المهنة", "constant", "nobody", "alone", "a.b-c (d)", "score", "flag", "other", "unknown"]
names = some.sampled_from(NAMES)
conditions = some.sampled_from(["score > 2", "alone == 'x'", "flag == 1", "score > 99", "score >"])
nets = some.sampled_from(
    [[{"label": "Net", "categories": ["bác sĩ", "thợ"]}], [{"label": "Both", "categories": [1, 2]}]]
)
questions = some.fixed_dictionaries(
    {"of": some.one_of(names, conditions)},
    optional={
        "nets": nets,
        "top": some.integers(0, 3),
        "bottom": some.integers(1, 2),
        "scores": some.sampled_from([{"bác sĩ": 1, "thợ": 2}, {"1": 5, "2": 3.5}, {}]),
        "show": some.sampled_from(["share", "mean", ["share", "mean"]]),
        "where": conditions,
        "sensitive": some.booleans(),
        "base": some.just("Everybody"),
    },
)
sets = some.fixed_dictionaries(
    {"multi": some.lists(some.sampled_from(["flag", "other", "score > 2", "constant"]), max_size=3)},
    optional={
        "name": some.just("set"),
        "counted": some.sampled_from([1, "c", 19]),
        "asked": some.sampled_from(["all", "any", "ticked"]),
        "base_of": some.just("responses"),
    },
)
domains = some.lists(some.builds(lambda where: {"label": where, "where": where}, conditions), min_size=1, max_size=3)
columns = some.one_of(
    names,
    sets,
    some.builds(lambda listed: {"name": "domains", "domains": listed}, domains),
    some.builds(lambda crossed: {"name": "crossed", "cross": crossed}, some.lists(names, min_size=2, max_size=2)),
)
letters = some.fixed_dictionaries(
    {},
    optional={
        "alpha": some.sampled_from([0.05, [0.05, 0.1], [0.1, 0.1]]),
        "adjust": some.sampled_from(["none", "holm", "bonferroni", "bh"]),
        "family": some.sampled_from(["row", "table", "report"]),
        "min_n": some.sampled_from([0, 5, 30]),
        "min_effective_n": some.sampled_from([0, 5]),
    },
)
asks = some.fixed_dictionaries(
    {
        "id": some.just("t"),
        "statistic": some.just("banner"),
        "questions": some.lists(some.one_of(names, questions, sets), min_size=1, max_size=3),
        "columns": some.lists(columns, min_size=1, max_size=3),
    },
    optional={
        "where": conditions,
        "share_of": some.sampled_from(["row", ["column", "row", "total"]]),
        "letters": letters,
        "empty": some.just("zero"),
        "interval": some.sampled_from(["t", "logit", "likelihood", "wilson"]),
        "deff": some.just("srswor"),
        "view": some.sampled_from(
            [{"order": "total", "last": ["thợ"]}, {"hide_columns": [{"flag": 1}]}, {"order": "x"}]
        ),
    },
)
designs = some.sampled_from(
    [
        {},
        {"weights": "weight"},
        {"weights": "weight", "strata": ["stratum"], "clusters": ["cluster"], "lonely": "remove"},
        {"weights": "weight", "clusters": ["constant"]},
        {"weights": "weight", "clusters": ["constant"], "lonely": "adjust"},
        {"weights": "zero"},
    ]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draws = np.random.default_rng(5)
    n = 60
    frame = pd.DataFrame(
        {
            "nghề nghiệp": draws.choice(["bác sĩ", "thợ", "giáo viên"], n),
            "المهنة": draws.choice(["طبيب", "معلم"], n),
            "constant": "c",
            "nobody": "",
            "alone": ["x"] + [""] * (n - 1),
            "a.b-c (d)": draws.choice(["<b>", "a & b", '"'], n),
            "score": draws.integers(1, 5, n),
            "flag": draws.integers(0, 2, n),
            "other": draws.choice(["0", "1", ""], n),
            "weight": draws.integers(0, 4, n),
            "zero": 0,
            "stratum": draws.integers(1, 4, n),
            "cluster": 0,
        }
    )
    frame["cluster"] = frame["stratum"] * 10 + draws.integers(0, 4, n)
    place = tmp_path_factory.mktemp("hostile")
    frame.to_csv(place / "hostile.csv", index=False)
    frame.iloc[:1].to_csv(place / "one.csv", index=False)
    return place


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=asks, design=designs, disclosure=some.sampled_from([None, "public", "internal"]), data=some.booleans())
def test_any_banner_is_answered_or_sent_back(
    folder: Path, asked: Any, design: Any, disclosure: str | None, data: bool
) -> None:
    request = {"data": "one.csv" if data else "hostile.csv", "design": design, "disclosure": disclosure, "ask": [asked]}
    answer = run(request, folder)
    json.dumps(answer.document, allow_nan=False)
    if not answer.sound:
        assert all(problem["text"] for problem in answer.document["problems"])
        return
    (result,) = answer.document["results"]
    assert result["refused"] is None or result["refused"]["text"]
    warned = {warning["code"] for warning in result["warnings"]}
    for cell in result.get("cells") or ():
        if cell["estimate"] is None or cell["se"] is None or cell["low"] is None:
            assert cell["unknown"] in warned
    for pair in result["pairs"]:
        assert pair["p"] is not None or pair["why_not"] is not None
    for question in result.get("questions") or ():
        assert question["refused"] is None or question["refused"]["text"]
