"""Answers do not depend on what must not matter: the unit of weights, row order, labels, a stratum split in itself."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from analysis.request.running import run

FEW = {"min_n": 3, "min_effective_n": 2}
ASKS: list[dict[str, Any]] = [
    {"id": "mean", "statistic": "mean", "of": "x", "by": ["group"]},
    {"id": "share", "statistic": "share", "of": "answer", "where": "x > 45"},
    {"id": "ratio", "statistic": "ratio", "of": "x", "over": "z"},
    {"id": "quantile", "statistic": "quantile", "of": "x", "q": [0.5]},
    {"id": "model", "statistic": "regression", "formula": "x ~ z"},
    {"id": "t", "statistic": "ttest", "of": "x", "mu": 50},
    {"id": "table", "statistic": "crosstab", "rows": "answer", "columns": "group", "letters": FEW},
    {"id": "banner", "statistic": "banner", "questions": ["answer"], "columns": ["group"], "letters": FEW},
]  # fmt: skip
SHARES = [{"answer": "no", "total": 0.3}, {"answer": "so", "total": 0.3}, {"answer": "yes", "total": 0.4}]
RAKED = [{"method": "rake", "totals_are": "shares", "margins": [{"by": ["answer"], "totals": SHARES}]}]
OF_THE_SIZE = {"weighted_n", "sum", "min", "max"}
"""What grows with the unit of the weights."""


@some.composite
def surveys(draw: Any) -> pd.DataFrame:
    random = np.random.default_rng(draw(some.integers(0, 2**32 - 1)))
    n, strata, clusters = draw(some.integers(30, 80)), draw(some.integers(1, 3)), draw(some.integers(3, 5))
    return pd.DataFrame(
        {
            "h": [f"h{i % strata}" for i in range(n)],
            "c": [f"c{(i // strata) % clusters}" for i in range(n)],
            "w": random.uniform(0.5, 3, n),
            "x": random.normal(50, 9, n),
            "z": random.uniform(1, 9, n),
            "answer": [("no", "so", "yes")[i] for i in (*range(3), *random.integers(0, 3, n - 3))],
            "group": [("a", "b")[i] for i in (0, 1, *random.integers(0, 2, n - 2))],
        }
    )


def answered(data: pd.DataFrame, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    design = {"weights": "w", "strata": ["h"], "clusters": ["c"], "nest": True}
    with TemporaryDirectory() as folder:
        data.to_csv(Path(folder) / "it.csv", index=False)
        answer = run({"data": "it.csv", "design": design, "weighting": steps, "ask": ASKS}, Path(folder))
    assert answer.sound, answer.document
    assert all(result["refused"] is None for result in answer.document["results"])
    results: list[dict[str, Any]] = answer.document["results"]
    return results


def assert_same(now: Any, before: Any, *, but: frozenset[str] = frozenset(), at: str = "") -> None:
    """Compare two answers to ten digits, leaving out the keys that may differ."""
    assert type(now) is type(before), at
    if isinstance(now, dict):
        assert set(now) == set(before), at
        for key in now:
            if key not in but:
                assert_same(now[key], before[key], but=but, at=f"{at}.{key}")
    elif isinstance(now, list):
        assert len(now) == len(before), at
        for i, (one, other) in enumerate(zip(now, before, strict=True)):
            assert_same(one, other, but=but, at=f"{at}[{i}]")
    elif isinstance(now, float):
        np.testing.assert_allclose(now, before, rtol=1e-8, atol=1e-9, err_msg=at)
    else:
        assert now == before, at


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Write the names of categories anew wherever an answer or a request holds one."""
    if isinstance(value, dict):
        return {key: renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


steps = some.sampled_from([[], RAKED])
often = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(data=surveys(), steps=steps, factor=some.sampled_from([1e-3, 0.5, 7.0, 1e5]))
def test_the_unit_of_the_weights_changes_sums_of_weights_only(
    data: pd.DataFrame, steps: list[dict[str, Any]], factor: float
) -> None:
    scaled = answered(data.assign(w=data["w"] * factor), steps)
    assert_same(scaled, answered(data, steps), but=frozenset(OF_THE_SIZE))


@often
@given(data=surveys(), steps=steps, seed=some.integers(0, 999))
def test_the_order_of_the_rows_does_not_matter(data: pd.DataFrame, steps: list[dict[str, Any]], seed: int) -> None:
    assert_same(answered(data.sample(frac=1, random_state=seed), steps), answered(data, steps))


@often
@given(data=surveys(), steps=steps)
def test_what_strata_and_clusters_are_called_does_not_matter(data: pd.DataFrame, steps: list[dict[str, Any]]) -> None:
    names = {"h0": "zulu", "h1": "9", "h2": "Huế", "c0": "z", "c1": "y", "c2": "-1", "c3": "a b", "c4": "c0"}
    called = data.assign(h=data["h"].map(names), c=data["c"].map(names))
    assert_same(answered(called, steps), answered(data, steps))


@often
@given(data=surveys(), steps=steps)
def test_what_categories_are_called_changes_names_only_where_their_order_stays(
    data: pd.DataFrame, steps: list[dict[str, Any]]
) -> None:
    names = {"no": "không", "so": "l'été", "yes": "예", "a": "Ähnlich", "b": "ỹ"}
    called = data.assign(answer=data["answer"].map(names), group=data["group"].map(names))
    assert_same(answered(called, renamed(steps, names)), renamed(answered(data, steps), names))


@often
@given(data=surveys(), steps=steps)
def test_a_stratum_split_into_itself_is_still_one_stratum(data: pd.DataFrame, steps: list[dict[str, Any]]) -> None:
    split = data.assign(h=data["h"] + " and " + data["h"])
    assert_same(answered(split, steps), answered(data, steps))
