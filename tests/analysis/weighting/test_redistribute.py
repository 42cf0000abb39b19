"""Cells get their shares, groups keep their weight, and the errors are the exact ones."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.arrays import FloatArray, IntArray
from analysis.design import Design
from analysis.estimation import statistics as st
from analysis.replicates import ReplicateDesign
from analysis.sampling import build_design
from analysis.weighting.redistribute import RedistributionError, redistribute

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
RNG = np.random.default_rng(3)
N = 60
BEFORE = RNG.uniform(1, 4, N)
CELLS = np.where(np.arange(N) < 50, np.arange(N) % 4, -1)
GROUPS = np.array([0, 0, 1, 1])
SHARES = np.array([0.3, 0.7, 0.6, 0.4])
X = RNG.normal(size=N) + CELLS


def weighted(before: FloatArray) -> Design:
    return redistribute(build_design(before), CELLS, GROUPS, SHARES)


def test_cells_get_their_shares_and_groups_keep_their_weight() -> None:
    after = weighted(BEFORE).weights
    for group in (0, 1):
        cells = np.flatnonzero(group == GROUPS)
        held = np.array([after[cell == CELLS].sum() for cell in cells])
        assert held.sum() == pytest.approx(BEFORE[np.isin(CELLS, cells)].sum())
        assert held / held.sum() == pytest.approx(SHARES[cells])


def test_rows_outside_are_left_alone() -> None:
    assert np.array_equal(weighted(BEFORE).weights[50:], BEFORE[50:])


@pytest.mark.parametrize("whole", [True, False], ids=["everyone", "a domain"])
def test_residuals_are_the_derivatives_by_the_design_weights(whole: bool) -> None:
    base = np.ones(N, dtype=np.bool_) if whole else np.arange(N) % 3 > 0

    def value(before: FloatArray) -> float:
        w = weighted(before).weights
        return float(w[base] @ X[base] / w[base].sum())

    design = weighted(BEFORE)
    found = design.residual(st.mean(design.weights, X, base).influences)[:, 0]
    step = 1e-6
    moves = np.eye(N) * step
    expected = [BEFORE[at] * (value(BEFORE + moves[at]) - value(BEFORE - moves[at])) / (2 * step) for at in range(N)]
    assert found == pytest.approx(np.array(expected), abs=1e-8)


def test_what_the_cells_explain_has_no_error() -> None:
    design = redistribute(build_design(BEFORE), np.arange(N) % 2, np.zeros(2, dtype=np.int64), np.array([0.4, 0.6]))
    in_first = (np.arange(N) % 2 == 0).astype(float)
    share = st.mean(design.weights, in_first, np.ones(N, dtype=np.bool_))
    assert share.values[0] == pytest.approx(0.4)
    assert design.covariance([share])[0, 0] == pytest.approx(0, abs=1e-20)


def test_an_empty_cell_is_refused() -> None:
    with pytest.raises(RedistributionError, match="nobody"):
        redistribute(build_design(BEFORE), np.zeros(N, dtype=np.int64), np.array([0, 0]), np.array([0.5, 0.5]))


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(RedistributionError, match="sum to 1"):
        redistribute(build_design(BEFORE), CELLS, GROUPS, SHARES * 1.01)


TOTALS = {"E": 4421, "H": 755, "M": 1018}


def jackknifed(schools: pd.DataFrame) -> ReplicateDesign:
    districts = np.unique(schools.dnum)
    factor = len(districts) / (len(districts) - 1)
    weights = schools.pw.to_numpy(np.float64)
    replicates = weights[:, None] * factor * (schools.dnum.to_numpy()[:, None] != districts)
    scales = np.ones(len(districts))
    return ReplicateDesign(weights, (), replicates=replicates, scale=1 / factor, rscales=scales, mse=True)


@pytest.mark.parametrize("asked", ["by_type", "by_both", "part"])
def test_every_replicate_gets_the_shares_as_in_r(asked: str) -> None:
    schools = pd.read_csv(REFERENCE / "apiclus1.csv", keep_default_na=False)
    known = json.loads((REFERENCE / "replicates_to_margins.json").read_text("utf-8"))[asked]
    types: IntArray = np.asarray([list(TOTALS).index(kind) for kind in schools.stype], dtype=np.int64)
    of_types = np.array(list(TOTALS.values())) / sum(TOTALS.values())
    design: Design = redistribute(jackknifed(schools), types, np.zeros(3, dtype=np.int64), of_types)
    if asked != "by_type":
        cells: IntArray = np.asarray(2 * types + (schools.awards == "Yes"), dtype=np.int64)
        design = redistribute(design, cells, np.repeat(np.arange(3, dtype=np.int64), 2), np.tile([0.3, 0.7], 3))
    base = (schools.meals > 40).to_numpy() if asked == "part" else np.ones(len(schools), dtype=np.bool_)
    names = ["api00"] if asked == "part" else ["api00", "ell"]
    for name, estimate, se in zip(names, np.ravel(known["estimate"]), np.ravel(known["se"]), strict=True):
        mean = st.mean(design.weights, schools[name].to_numpy(np.float64), base)
        assert mean.values[0] == pytest.approx(estimate, rel=1e-10)
        assert np.sqrt(design.covariance([mean])[0, 0]) == pytest.approx(se, rel=1e-9)


def test_a_replicate_without_a_cell_is_refused() -> None:
    replicates = np.stack([BEFORE, BEFORE * (CELLS != 2)], axis=1)
    design = ReplicateDesign(BEFORE, (), replicates=replicates, scale=1.0, rscales=np.ones(2))
    with pytest.raises(RedistributionError, match="1 replicates have nobody in some cell"):
        redistribute(design, CELLS, GROUPS, SHARES)
