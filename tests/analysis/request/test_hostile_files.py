"""Files nobody cleaned: every statistic gives figures, a refusal with a sentence, or problems; never a stack trace."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.request.running import run

N = 24
COLUMNS: dict[str, list[Any]] = {
    "constant": [3] * N,
    "nothing": [None] * N,
    "number": [float((7 * i) % 11) for i in range(N)],
    "huge": [1e300 * (1 + i % 3) for i in range(N)],
    "tiny": [1e-300 * (1 + i % 3) for i in range(N)],
    "yes": [i % 2 for i in range(N)],
    "rare": [1 if i == 5 else 0 for i in range(N)],
    "gaps": [None if i % 3 else i for i in range(N)],
    "nhóm": [("Đồng ý", "Không đồng ý", "Không biết")[i % 3] for i in range(N)],
    "المجموعة": [("نعم", "لا")[i % 2] for i in range(N)],
    "one text": ["chỉ một"] * N,
    "each": [f"người {i}" for i in range(N)],
    "mixed": [i if i % 2 else "x" for i in range(N)],
    "w": [1 + i % 4 for i in range(N)],
    "negative": [-1 if i == 3 else 1 for i in range(N)],
    "infinite": ["inf" if i == 3 else 1 for i in range(N)],
    "zero": [0] * N,
    "some zero": [i % 2 for i in range(N)],
    "missing weight": [None if i == 3 else 1 for i in range(N)],
    "one cluster": [1] * N,
    "cluster": [i // 4 for i in range(N)],
    "stratum": [i // 8 for i in range(N)],
}
NUMBERS = ["constant", "nothing", "number", "huge", "tiny", "rare", "gaps", "each", "mixed"]
TEXTS = ["nhóm", "المجموعة", "one text", "nothing", "constant", "each"]
DESIGNS: dict[str, dict[str, Any]] = {
    "none": {},
    "clusters": {"weights": "w", "clusters": ["cluster"], "strata": ["stratum"]},
    "one cluster": {"weights": "w", "clusters": ["one cluster"]},
    "lonely": {"strata": ["each"], "weights": "w"},
    "lonely adjusted": {"strata": ["each"], "weights": "w", "lonely": "adjust"},
    "some zero": {"weights": "some zero"},
}
BAD_WEIGHTS = {
    "negative": "negative-weight",
    "infinite": "not-numeric",
    "zero": "no-weight",
    "missing weight": "missing-in-design",
    "nhóm": "not-numeric",
}


def asks_about(column: str) -> list[dict[str, Any]]:
    """Ask every statistic of the contract about one column."""
    rows = [{"statistic": name, "of": column} for name in ("mean", "total", "share", "var", "quantile")]
    rows += [{"statistic": "mean", "of": column, "by": [by]} for by in TEXTS]
    rows += [
        {"statistic": "ratio", "of": column, "over": "number"},
        {"statistic": "ratio", "of": "number", "over": column},
        {"statistic": "difference", "of": column, "groups": [{"yes": 0}, {"yes": 1}]},
        {"statistic": "ttest", "of": column, "by": "yes"},
        {"statistic": "ttest", "of": column, "mu": 1},
        {"statistic": "alpha", "of": [column, "number"]},
        {"statistic": "gof", "of": column, "expected": {"3": 0.5, "Đồng ý": 0.5}},
        {"statistic": "custom", "expression": "number / w"},
        *({"statistic": "ranktest", "of": column, "by": by} for by in ("yes", "nhóm", "one text")),
        *({"statistic": "quantile", "of": column, "qrule": rule, "interval": "score"} for rule in ("hf3", "hf7")),
        *({"statistic": "share", "of": column, "interval": m} for m in ("logit", "likelihood", "wilson", "asin")),
    ]
    for family in ("gaussian", "binomial", "poisson", "ordinal"):
        rows.append({"statistic": "regression", "family": family, "formula": f"`{column}` ~ number"})
        rows.append({"statistic": "regression", "family": family, "formula": f"yes ~ `{column}`"})
    tests = ("rao-scott-f", "rao-scott-chisq", "wald", "wald-adjusted", "lincom", "saddlepoint", "wls-score")
    rows += [
        {"statistic": "crosstab", "rows": column, "columns": "nhóm", "test": test, "letters": {}} for test in tests
    ]
    rows += [
        {"statistic": "banner", "questions": [column, "yes"], "columns": ["nhóm"], "letters": {}},
        {"statistic": "doubly-robust", "of": column, "formula": "~ number"},
    ]
    named = [{"id": f"a{i}", **row} for i, row in enumerate(rows)]
    models = [row["id"] for row in named if row["statistic"] == "regression"]
    for name in models:
        named.append({"id": f"{name} test", "statistic": "term-test", "from": name, "terms": ["number"], "kind": "lrt"})
        named.append({"id": f"{name} at", "statistic": "predict", "from": name, "at": [{"number": 2, column: 3}]})
    named.append({"id": "c", "statistic": "contrast", "from": ["a0", "a1"], "expression": "a0 / a1"})
    return named


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile")
    pd.DataFrame(COLUMNS).to_csv(path / "hostile.csv", index=False)
    return path


def check(answer: Any) -> None:
    """Hold an answer to its promises: it is JSON, and what is not known is said."""
    json.dumps(answer.document, allow_nan=False)
    if not answer.sound:
        assert all(len(problem["text"]) > 10 for problem in answer.document["problems"])
        return
    for result in answer.document["results"]:
        if result["refused"]:
            assert len(result["refused"]["text"]) > 10
            continue
        unknown = [row for row in result["rows"] if row.get("estimate") is None or row.get("se") is None]
        assert not unknown or result["warnings"], result
        refused = [question["refused"] for question in result.get("questions", []) if question["refused"]]
        assert all(len(one["text"]) > 10 for one in refused)
        assert result["rows"] or result.get("cells") or result["test"] or result["warnings"] or refused, result


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("column", [*NUMBERS, *TEXTS[:3]])
def test_every_statistic_answers_about_every_column(folder: Path, column: str, design: str) -> None:
    for ask in asks_about(column):
        before = [one for one in asks_about(column) if one["id"] in (ask.get("from"), *(["a0", "a1"]))]
        asked = [*(one for one in before if one["id"] != ask["id"]), ask]
        check(run({"data": "hostile.csv", "design": DESIGNS[design], "ask": asked}, folder))


@pytest.mark.parametrize(("column", "code"), BAD_WEIGHTS.items())
def test_weights_that_are_none_are_a_problem(folder: Path, column: str, code: str) -> None:
    answer = run(
        {"data": "hostile.csv", "design": {"weights": column}, "ask": [{"id": "a", "statistic": "mean", "of": "yes"}]},
        folder,
    )
    assert not answer.sound
    assert code in {problem["code"] for problem in answer.document["problems"]}


FILES = {
    "empty": "",
    "newline": "\n",
    "no rows": "a\n",
    "one row": "a,b\n1,2\n",
    "twins": "a,a\n1,2\n3,4\n",
    "ragged": "a,b\n1\n2,3,4\n",
    "byte order mark": "\ufeffa,w\n1,1\n2,1\n",
    "semicolons": "a;b\n1;2\n",
    "open quote": '"a\n1\n',
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_answered(tmp_path: Path, name: str) -> None:
    (tmp_path / "it.csv").write_text(FILES[name], "utf-8")
    asks: list[dict[str, Any]] = [
        {"id": name, "statistic": name, "of": "a"} for name in ("mean", "total", "share", "var")
    ]
    asks += [
        {"id": "q", "statistic": "quantile", "of": "a"},
        {"id": "t", "statistic": "ttest", "of": "a", "mu": 0},
        {"id": "m", "statistic": "regression", "formula": "a ~ 1"},
        {"id": "x", "statistic": "crosstab", "rows": "a", "columns": "a"},
    ]
    check(run({"data": "it.csv", "ask": asks}, tmp_path))


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "it.csv").write_bytes(b"a\n\xff\xfe\x00\n")
    answer = run({"data": "it.csv", "ask": [{"id": "a", "statistic": "mean", "of": "a"}]}, tmp_path)
    assert not answer.sound
    check(answer)


def test_a_file_of_five_hundred_columns_is_answered(tmp_path: Path) -> None:
    wide = pd.DataFrame({f"c{i}": [(i * j) % 7 for j in range(40)] for i in range(500)})
    wide.to_csv(tmp_path / "wide.csv", index=False)
    asks = [{"id": f"a{i}", "statistic": "mean", "of": f"c{i}"} for i in range(500)]
    asks.append({"id": "all", "statistic": "mean", "of": list(wide.columns)})
    asks.append({"id": "m", "statistic": "regression", "formula": "c1 ~ " + " + ".join(f"c{i}" for i in range(2, 60))})
    answer = run({"data": "wide.csv", "ask": asks}, tmp_path)
    check(answer)
    assert answer.document["results"][-1]["refused"]["code"] in ("collinear", "too-many-predictors")


@pytest.mark.parametrize(
    "step",
    [
        {"method": "rake", "margins": [{"by": ["nhóm"], "totals": [{"nhóm": "Đồng ý", "total": 5}]}]},
        {"method": "rake", "margins": [{"by": ["nothing"], "totals": [{"nothing": "x", "total": 5}]}]},
        {"method": "calibrate", "formula": "~ constant", "totals": {"(Intercept)": 24, "constant": 60}},
        {"method": "calibrate", "formula": "~ huge", "totals": {"(Intercept)": 24, "huge": 1}},
        {"method": "trim", "lower": 2, "upper": 1},
        {"method": "trim", "upper": 1e-9},
    ],
)
def test_weighting_that_cannot_be_is_refused_or_a_problem(folder: Path, step: dict[str, Any]) -> None:
    asks = [{"id": "a", "statistic": "mean", "of": "number"}]
    answer = run({"data": "hostile.csv", "design": {"weights": "w"}, "weighting": [step], "ask": asks}, folder)
    check(answer)
    assert not answer.sound or answer.document["results"][0]["refused"]
