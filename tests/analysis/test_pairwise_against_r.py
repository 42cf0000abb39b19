"""Drivers drawn by lot are set against their outcome pair by pair, as written out in R (`reference/pairwise.R`)."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.cells import Cells
from analysis.codebook import FORMAT, Codebook, codebook_from
from analysis.dataset import Dataset
from analysis.estimation.pairwise import Listwise, Pairwise
from analysis.sampling import build_design
from analysis.topics.drivers import Measure, NotComparableError, shared_out
from analysis.topics.lots import joint_inverse
from tests.analysis.reference import FOLDER

R: dict[str, Any] = json.loads((FOLDER / "pairwise.json").read_text("utf-8"))
DATA = pd.read_csv(FOLDER / "pairwise.csv", dtype={"drawn": str, "pool": str})
ITEMS = ("x1", "x2", "x3", "x4")
COLUMNS = ("y", *ITEMS)


def codebook() -> Codebook:
    """Return a codebook in which two of four items are drawn by lot, from two pools."""
    plain = {"kind": "number", "text": {}, "label": {}, "values": [], "base": "always"}
    variables = [{"name": name, "question": name, **plain} for name in ("y", "pool")]
    variables += [{"name": name, "question": name, "assignment": "drawn", **plain} for name in ITEMS]
    chances = {"a": dict.fromkeys(ITEMS, 0.5), "b": dict(zip(ITEMS, (0.8, 0.6, 0.3, 0.3), strict=True))}
    pools = [{"when": f"pool == '{name}'", "probability": chance} for name, chance in chances.items()]
    whole = {"survey": "s", "title": {}, "languages": ["en"], "simulated": True, "missing_codes": {}}
    return codebook_from({"format": FORMAT, **whole, "variables": variables, "assignments": {"drawn": pools}})


def pairwise() -> Pairwise:
    cells = {}
    for name in ("pool", "drawn", *COLUMNS):
        different, which = np.unique(
            DATA[name].astype(object).fillna("").astype(str).to_numpy(str), return_inverse=True
        )
        cells[name] = Cells(different, which.astype(np.int32))
    dataset = Dataset(codebook(), cells, len(DATA))
    x, base = DATA[list(COLUMNS)].to_numpy(float), np.ones(len(DATA), dtype=np.bool_)
    variables = [dataset.codebook.by_name[name] for name in COLUMNS]
    return Pairwise(DATA["w"].to_numpy(float), x, joint_inverse(dataset, variables, ~np.isnan(x), base))


def test_every_covariance_is_that_of_those_who_rated_both() -> None:
    np.testing.assert_allclose(pairwise().covariance, R["covariance"], rtol=1e-10)


@pytest.mark.parametrize("measure", ["shapley", "johnson"])
def test_shares_of_the_variance_and_their_errors_agree_with_r(measure: Measure) -> None:
    found = shared_out(pairwise(), measure, relative=True)
    design = build_design(DATA["w"].to_numpy(float), clusters=[DATA["cluster"].to_numpy()])
    for statistic, known in ((found.shares, R[measure]), (found.explained, R["explained"])):
        np.testing.assert_allclose(statistic.values, np.atleast_1d(known["value"]), rtol=1e-9)
        errors = np.sqrt(np.diag(design.covariance([statistic])))
        np.testing.assert_allclose(errors, np.atleast_1d(known["se"]), rtol=1e-6)


def test_where_everybody_rated_everything_pairs_and_people_give_the_same() -> None:
    rng = np.random.default_rng(3)
    x, weights, base = rng.normal(size=(80, 3)) @ rng.normal(size=(3, 3)), rng.uniform(1, 2, 80), np.ones(80, np.bool_)
    by_pairs, by_people = Pairwise(weights, x, lambda i, j: np.ones(80)), Listwise(weights, x, base)
    np.testing.assert_allclose(by_pairs.covariance, by_people.covariance)
    one, other = (shared_out(moments, "shapley").shares for moments in (by_pairs, by_people))
    np.testing.assert_allclose(one.values, other.values)
    np.testing.assert_allclose(one.influences, other.influences, atol=1e-12)


def test_pairs_that_contradict_each_other_are_not_set_against_an_outcome() -> None:
    """Three items, each pair of which other people rated, cannot all go against each other at once."""
    rng, n = np.random.default_rng(4), 300
    u = rng.normal(size=n)
    x = np.stack([u, -u, np.where(np.arange(n) < 200, -u, u)], axis=1)
    third = np.arange(n) // 100
    met = {(0, 1): third == 0, (0, 2): third == 1, (1, 2): third == 2}
    moments = Pairwise(np.ones(n), x, lambda i, j: met.get((i, j), np.ones(n, np.bool_)).astype(float))
    with pytest.raises(NotComparableError):
        shared_out(moments)


def test_items_that_never_meet_are_told_by_their_number() -> None:
    n = 40
    x = np.random.default_rng(5).normal(size=(n, 3))
    moments = Pairwise(np.ones(n), x, lambda i, j: np.zeros(n) if (i, j) == (1, 2) else np.ones(n))
    assert moments.n == 0
