"""Replicate errors made of sums are those of weights written out by row."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.engine import tables
from analysis.engine.calibrated import NotGroupableError
from analysis.engine.columns import partition
from analysis.engine.grouping import group
from analysis.engine.replicated import bootstrap, replicate_covariance, replicate_se
from analysis.replicates import ReplicatesDiscardedWarning
from analysis.tables.crosstab import Crossing
from tests.analysis.engine.designs import designed


@settings(max_examples=60, deadline=None)
@given(
    seed=some.integers(0, 9999), stages=some.integers(0, 1), strata=some.integers(1, 4), mse=some.booleans(),
    zeros=some.booleans(),
)  # fmt: skip
def test_bootstrap_errors_are_those_of_weights_written_out(
    seed: int, stages: int, strata: int, mse: bool, zeros: bool
) -> None:
    random = np.random.default_rng(seed)
    design = designed(
        random, 80, stages=stages, strata=strata, clusters=8, fpc=False, lonely="remove", in_domains=False, zeros=zeros,
        raked=False,
    )  # fmt: skip
    columns, answers = random.integers(0, 3, 80), random.integers(-1, 3, 80)
    drawn_by = bootstrap(design, 20, seed)
    replicates = type(drawn_by)(drawn_by.factors, drawn_by.scale, drawn_by.rscales, mse)
    shares = tables.column_shares(group(design, partition(columns, 3)).answers(answers, 3))
    crossing = Crossing(design, answers, columns, (3, 3), np.ones(80, dtype=np.bool_))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplicatesDiscardedWarning)
        theirs = replicates.as_design(design).covariance([crossing.column_share(i) for i in (0, 1, 2, None)])
        ours = replicate_covariance(shares, replicates)
        errors = replicate_se(shares, replicates)
    order = np.arange(12).reshape(4, 3).T.ravel()
    np.testing.assert_allclose(ours, theirs[np.ix_(order, order)], atol=1e-13)
    np.testing.assert_allclose(errors**2, np.diag(ours), atol=1e-13)


def test_a_bootstrap_of_many_replicates_tends_to_the_linearised_error() -> None:
    random = np.random.default_rng(5)
    design = designed(
        random, 4000, stages=1, strata=4, clusters=200, fpc=False, lonely="fail", in_domains=False, zeros=False,
        raked=False,
    )  # fmt: skip
    sums = group(design, partition(random.integers(0, 2, 4000), 2)).answers(random.integers(0, 3, 4000), 3)
    shares = tables.column_shares(sums)
    np.testing.assert_allclose(replicate_se(shares, bootstrap(design, 4000, 1)), shares.se, rtol=0.06)


def test_calibrated_weights_are_not_bootstrapped_without_calibrating_again() -> None:
    random = np.random.default_rng(6)
    design = designed(
        random, 40, stages=1, strata=1, clusters=8, fpc=False, lonely="fail", in_domains=False, zeros=False, raked=True
    )
    sums = group(design, partition(random.integers(0, 2, 40), 2)).answers(random.integers(0, 3, 40), 3)
    with pytest.raises(NotGroupableError):
        replicate_se(tables.column_shares(sums), bootstrap(design, 10, 1))
