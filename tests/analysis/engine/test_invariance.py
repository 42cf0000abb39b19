"""Tables do not depend on what must not matter: the unit of weights, row order, labels, a stratum split into itself."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.arrays import FloatArray
from analysis.engine import tables
from analysis.engine.columns import overlapping, partition
from analysis.engine.figures import Figures
from analysis.engine.grouping import group
from analysis.sampling import build_design

PARTS = ("values", "se", "deff", "effective_n", "deff_weights")


class Survey:
    """A sample as columns of labels, so that they can be renamed and reordered."""

    def __init__(self, seed: int, n: int, stages: int, lonely: Any) -> None:
        random = np.random.default_rng(seed)
        self.stages, self.lonely = stages, lonely
        self.strata = random.integers(0, 3, n).astype(object)
        self.clusters = [random.integers(0, 6, n).astype(object) for _ in range(stages)]
        self.fpc = [np.full(n, 0.25), np.full(n, 0.5), np.full(n, 0.8)][: stages + 1]
        self.weights = random.uniform(0.3, 4, n)
        self.column = random.integers(-1, 3, n)
        self.answers = random.integers(-1, 4, n)
        self.masks = [random.random(n) < 0.5 for _ in range(2)]

    def figures(self, *, split: bool = False) -> tuple[Figures, Figures, Figures, Figures]:
        """Return figures of every kind; `split` crosses each stratum with itself."""
        strata = self.strata
        if split:
            strata = np.array([f"{one} and {one}" for one in strata], dtype=object)
        design = build_design(
            self.weights, strata=[strata], clusters=self.clusters, fpc=self.fpc, nest=True, lonely=self.lonely
        )
        sums = group(design, partition(self.column, 3)).answers(self.answers, 4)
        apart = group(design, overlapping(self.masks)).answers(self.answers, 4)
        return (
            tables.column_shares(sums),
            tables.row_shares(sums),
            tables.means(sums, range(4)),
            tables.rest_shares(apart),
        )

    def reordered(self, order: np.ndarray) -> None:
        """Put the respondents in another order."""
        for name in ("strata", "weights", "column", "answers"):
            setattr(self, name, getattr(self, name)[order])
        for name in ("clusters", "fpc", "masks"):
            setattr(self, name, [column[order] for column in getattr(self, name)])


surveys = some.builds(
    Survey,
    some.integers(0, 2**32 - 1),
    some.integers(10, 90),
    some.integers(0, 2),
    some.sampled_from(["remove", "adjust", "average", "certainty"]),
)


def same(first: tuple[Figures, ...], second: tuple[Figures, ...]) -> None:
    for one, other in zip(first, second, strict=True):
        for part in PARTS:
            ours: FloatArray = getattr(one, part)
            settled = np.nan_to_num(one.se, nan=1.0) > 1e-6
            np.testing.assert_allclose(ours[settled], getattr(other, part)[settled], rtol=1e-7, atol=1e-9, err_msg=part)
        np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-7, atol=1e-12)
        np.testing.assert_array_equal(one.base_n, other.base_n)


@settings(max_examples=60, deadline=None)
@given(survey=surveys, factor=some.floats(0.001, 1000))
def test_the_unit_of_weights(survey: Survey, factor: float) -> None:
    first = survey.figures()
    survey.weights = survey.weights * factor
    same(first, survey.figures())


@settings(max_examples=60, deadline=None)
@given(survey=surveys, seed=some.integers(0, 9999))
def test_the_order_of_respondents(survey: Survey, seed: int) -> None:
    first = survey.figures()
    survey.reordered(np.random.default_rng(seed).permutation(len(survey.weights)))
    same(first, survey.figures())


@settings(max_examples=60, deadline=None)
@given(survey=surveys)
def test_the_names_of_strata_and_clusters(survey: Survey) -> None:
    first = survey.figures()
    survey.strata = np.array([f"vùng {9 - one}" for one in survey.strata], dtype=object)
    survey.clusters = [np.array([f"عنقود {7 - one}" for one in column], dtype=object) for column in survey.clusters]
    same(first, survey.figures())


@settings(max_examples=60, deadline=None)
@given(survey=surveys)
def test_a_stratum_split_into_itself(survey: Survey) -> None:
    same(survey.figures(), survey.figures(split=True))


@settings(max_examples=60, deadline=None)
@given(survey=surveys)
def test_shares_of_a_column_sum_to_one_without_error(survey: Survey) -> None:
    shares = survey.figures()[0]
    values, covariance = shares.values.reshape(shares.shape), shares.covariance
    assert np.all(np.isclose(values.sum(axis=0), 1) | np.isnan(values).any(axis=0))
    of_sums = np.tile(np.eye(shares.shape[1]), shares.shape[0])
    if np.all(np.isfinite(covariance)):
        np.testing.assert_allclose(of_sums @ covariance @ of_sums.T, 0, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(survey=surveys)
def test_splitting_a_cluster_of_one_into_its_only_member_changes_nothing(survey: Survey) -> None:
    survey.clusters, survey.fpc = [], survey.fpc[:1]
    first = survey.figures()
    survey.clusters = [np.arange(len(survey.weights)).astype(object)]
    same(first, survey.figures())
