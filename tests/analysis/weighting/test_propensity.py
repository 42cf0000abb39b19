"""Weights of opt-in samples: chances of taking part, what ties them to the reference, and errors that hold."""

import numpy as np
import pytest
from scipy import special

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.estimation import statistics as st
from analysis.estimation.doubly_robust import Outcome, doubly_robust_mean
from analysis.sampling import build_design
from analysis.weighting.calibration import WeightingError
from analysis.weighting.propensity import Estimator, OptInDesign, Overlap, overlap, weight_by_propensity

DRAWS = 400


def simple(n: int, weight: float) -> Design:
    fraction = np.full(n, 1 / weight)
    weights, fpc = (None, []) if weight == 1 else (np.full(n, weight), [fraction])
    return build_design(weights, strata=[], clusters=[], fpc=fpc, n=n)


class Population:
    """People of whom some choose to take part, more likely so the larger x is."""

    def __init__(self) -> None:
        random = np.random.default_rng(11)
        self.n = 6000
        self.x = np.column_stack([np.ones(self.n), random.normal(size=self.n), random.integers(0, 2, self.n)])
        self.chance = special.expit(self.x @ [-2.6, 0.6, 0.4])
        self.y = self.x @ [2.0, 1.0, 0.5] + random.normal(size=self.n)

    def drawn(self, seed: int, estimator: Estimator) -> tuple[OptInDesign, FloatArray, Outcome]:
        random = np.random.default_rng(seed)
        a = np.flatnonzero(random.random(self.n) < self.chance)
        b = random.choice(self.n, 300, replace=False)
        design, _ = weight_by_propensity(
            simple(len(a), 1), self.x[a], simple(len(b), self.n / len(b)), self.x[b], estimator
        )
        outcome = Outcome(self.y[a], self.x[a], self.x[b], np.ones(len(a), bool), np.ones(len(b), bool))
        return design, self.y[a], outcome


POPULATION = Population()


@pytest.mark.parametrize("estimator", ["chen-li-wu", "odds"])
def test_errors_say_how_far_figures_scatter(estimator: Estimator) -> None:
    weighted, robust = [], []
    for seed in range(DRAWS):
        design, y, outcome = POPULATION.drawn(seed, estimator)
        figure = st.mean(design.weights, y, outcome.base)
        weighted.append((figure.values[0], design.covariance([figure])[0, 0] ** 0.5))
        found = doubly_robust_mean(design, outcome, "gaussian")
        robust.append((found.value, found.se))
    for figures in (np.array(weighted), np.array(robust)):
        scatter, claimed = figures[:, 0].std(ddof=1), np.sqrt((figures[:, 1] ** 2).mean())
        assert claimed / scatter == pytest.approx(1.0, abs=0.1)  # the scatter of 400 draws is known to 3.5 %
        bias = (figures[:, 0].mean() - POPULATION.y.mean()) / (scatter / DRAWS**0.5)
        assert abs(bias) < 4


def test_chances_meet_the_totals_of_the_reference_sample() -> None:
    design, _, outcome = POPULATION.drawn(1, "chen-li-wu")
    reference = design.reference.weights * special.expit(outcome.reference_x @ design.propensity.beta)
    np.testing.assert_allclose(outcome.x.sum(axis=0), reference @ outcome.reference_x, rtol=1e-9)


def test_an_outcome_that_the_model_explains_leaves_only_the_error_of_the_reference() -> None:
    design, _, outcome = POPULATION.drawn(2, "chen-li-wu")
    exact = Outcome(outcome.x @ [1.0, 2.0, 3.0], outcome.x, outcome.reference_x, outcome.base, outcome.reference_base)
    found = doubly_robust_mean(design, exact, "gaussian")
    known = st.mean(design.reference.weights, outcome.reference_x @ [1.0, 2.0, 3.0], outcome.reference_base)
    assert found.value == pytest.approx(known.values[0], rel=1e-10)
    assert found.se == pytest.approx(design.reference.covariance([known])[0, 0] ** 0.5, rel=1e-8)


def test_samples_that_do_not_meet_are_refused() -> None:
    low, high = np.column_stack([np.ones(50), np.arange(50.0)]), np.column_stack([np.ones(50), np.arange(100.0, 150)])
    with pytest.raises(WeightingError) as refused:
        weight_by_propensity(simple(50, 1), high, simple(50, 10), low, "odds")
    assert refused.value.code == "no-overlap"


def test_a_column_that_repeats_another_is_refused() -> None:
    x = np.column_stack([np.ones(50), np.arange(50.0), 2 * np.arange(50.0)])
    with pytest.raises(WeightingError) as refused:
        weight_by_propensity(simple(50, 1), x, simple(50, 10), x, "chen-li-wu")
    assert refused.value.code == "collinear"


def test_too_much_weight_on_one_person_and_too_different_means_are_named() -> None:
    design, _, outcome = POPULATION.drawn(3, "chen-li-wu")
    names = ["one", "age", "sex"]
    assert overlap(design, names, outcome.x, outcome.reference_x).why_not(design.n) is None
    apart = overlap(design, names, outcome.x + [0, 1, 0], outcome.reference_x).why_not(design.n)
    assert apart is not None and "age" in apart and "sex" not in apart
    assert "One person" in str(Overlap({}, 0.02).why_not(10_000))
    assert Overlap({}, 0.02).why_not(200) is None
