"""Columns become a design, or every reason why they cannot."""

from typing import Any

import numpy as np
import pytest

from analysis.estimation import statistics as st
from analysis.estimation.estimates import estimate
from analysis.sampling import DesignError, build_design
from analysis.stages import LonelyClusterError

X = np.array([1.0, 2.0, 4.0, 7.0, 8.0, 9.0])
EVERYONE = np.ones(6, dtype=np.bool_)
WEIGHTS = np.array([1.0, 1.0, 2.0, 2.0, 3.0, 3.0])


def codes_of(caught: pytest.ExceptionInfo[DesignError]) -> set[tuple[str, str]]:
    return {(problem.code, problem.place) for problem in caught.value.problems}


def test_without_columns_everyone_counts_once() -> None:
    design = build_design(None, n=6)
    np.testing.assert_array_equal(design.weights, np.ones(6))
    (row,) = estimate(design, [st.mean(design.weights, X, EVERYONE)]).rows
    assert row.se == pytest.approx(X.std(ddof=1) / np.sqrt(6))
    assert row.df == 5
    assert row.deff == pytest.approx(1)


def test_no_more_stages_than_clusters_and_their_elements() -> None:
    with pytest.raises(DesignError) as caught:
        build_design(None, fpc=[np.full(6, 8.0), np.full(6, 8.0)])
    assert codes_of(caught) == {("too-many-stages", "fpc[1]")}


def test_certain_clusters_add_no_variance() -> None:
    clusters, certain = [np.array([1, 1, 2, 2, 3, 3])], [np.ones(6)]
    design = build_design(WEIGHTS, clusters=clusters, probabilities=certain)
    assert estimate(design, [st.mean(design.weights, X, EVERYONE)]).rows[0].se == 0


def test_probabilities_belong_to_clusters_and_lie_between_0_and_1() -> None:
    clusters = [np.array([1, 1, 2, 2, 3, 3])]
    with pytest.raises(DesignError) as caught:
        build_design(None, clusters=clusters, probabilities=[np.array([0.1, 0.2, 0.3, 0.3, 0.4, 0.4])])
    assert codes_of(caught) == {("bad-probability", "pps.probabilities[0]")}
    with pytest.raises(DesignError):
        build_design(None, probabilities=[np.array([0, 0.2, 0.3, 0.3, 0.4, 1.4])])


def test_weights_follow_from_population_counts_at_every_stage() -> None:
    clusters = [np.array([1, 1, 2, 2, 2, 2]), np.array([1, 2, 1, 1, 2, 2])]
    design = build_design(None, clusters=clusters, fpc=[np.full(6, 8.0), np.array([4.0, 4, 6, 6, 6, 6])])
    np.testing.assert_allclose(design.weights, [8, 8, 12, 12, 12, 12])


def test_a_stage_fully_observed_adds_nothing() -> None:
    design = build_design(None, fpc=[np.full(6, 6.0)])
    (row,) = estimate(design, [st.mean(design.weights, X, EVERYONE)]).rows
    assert (row.se, row.deff, row.effective_n) == (0, 0, 6)


def test_clusters_deeper_than_the_last_fpc_count_as_fully_observed() -> None:
    clusters = [np.array([1, 1, 2, 2, 3, 3]), np.arange(6)]
    shallow = build_design(WEIGHTS, clusters=clusters[:1], fpc=[np.full(6, 9.0)])
    deep = build_design(WEIGHTS, clusters=clusters, fpc=[np.full(6, 9.0)])
    mean = st.mean(WEIGHTS, X, EVERYONE)
    np.testing.assert_allclose(shallow.covariance([mean]), deep.covariance([mean]))


def test_people_of_weight_0_are_in_nobodys_count() -> None:
    weights = np.array([0.0, 1, 1, 1, 1, 1])
    design = build_design(weights, clusters=[np.array([1, 2, 2, 3, 3, 4])])
    (row,) = estimate(design, [st.mean(weights, X, EVERYONE)]).rows
    assert row.base_n == 5
    assert design.df() == 2


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"strata": [np.array([1, 1, 1, None, 2, 2], dtype=object)]}, ("missing-in-design", "strata[0]")),
        ({"fpc": [np.array([2.0, 2, 2, 0.5, 2, 2])]}, ("mixed-fpc", "fpc")),
        ({"fpc": [np.zeros(6)]}, ("bad-fpc", "fpc")),
        ({"fpc": [np.full(6, 3.0)]}, ("fpc-too-small", "fpc[0]")),
        ({"fpc": [np.array([9.0, 9, 9, 9, 9, 8])]}, ("fpc-varies", "fpc[0]")),
        (
            {"strata": [np.array([1, 2, 1, 2, 1, 2])], "clusters": [np.array([1, 1, 1, 2, 2, 2])]},
            ("clusters-not-nested", "clusters[0]"),
        ),
    ],
)
def test_columns_that_are_no_design_are_problems(columns: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(DesignError) as caught:
        build_design(WEIGHTS, **columns)
    assert problem in codes_of(caught)


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        (-WEIGHTS, "negative-weight"),
        (WEIGHTS * 0, "no-weight"),
        (WEIGHTS * np.nan, "missing-in-design"),
        (np.where(X > 1, 1, np.inf), "infinite-weight"),
    ],
)
def test_weights_that_are_none_are_problems(weights: np.ndarray, code: str) -> None:
    with pytest.raises(DesignError) as caught:
        build_design(weights)
    assert (code, "weights") in codes_of(caught)


def test_a_lonely_cluster_names_its_stratum_and_stage() -> None:
    strata = np.array(["a", "a", "a", "b", "b", "c"], dtype=object)
    design = build_design(WEIGHTS, strata=[strata])
    with pytest.raises(LonelyClusterError, match="Stratum c has only one cluster at stage 1"):
        estimate(design, [st.mean(WEIGHTS, X, EVERYONE)])
    inner = build_design(WEIGHTS, clusters=[np.array([1, 1, 2, 2, 3, 4])], fpc=[np.full(6, 9.0), np.full(6, 5.0)])
    with pytest.raises(LonelyClusterError, match="at stage 2"):
        estimate(inner, [st.mean(WEIGHTS, X, EVERYONE)])


def test_a_projection_takes_away_what_a_weighting_explains() -> None:
    class Centred:
        def residual(self, influences: np.ndarray) -> np.ndarray:
            return influences * 0.0

    design = build_design(WEIGHTS)
    mean = st.mean(WEIGHTS, X, EVERYONE)
    assert design.covariance([mean])[0, 0] > 0
    np.testing.assert_array_equal(design.reweighted(WEIGHTS, Centred()).covariance([mean]), [[0.0]])
