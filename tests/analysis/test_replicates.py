"""Replicate designs: the spread of figures computed again, whatever else is asked of a design."""

import numpy as np
import pytest

from analysis.estimation import statistics as st
from analysis.replicates import ReplicateDesign, ReplicatesDiscardedWarning

WEIGHTS = np.array([1.0, 2.0, 3.0, 4.0])
X = np.array([1.0, 2.0, 4.0, 8.0])
EVERYONE = np.ones(4, dtype=np.bool_)


def jackknife(*, mse: bool = False, known_df: float | None = None) -> ReplicateDesign:
    """Leave each row out in turn."""
    replicates = WEIGHTS[:, None] * (1 - np.eye(4)) * 4 / 3
    rscales = np.ones(4)
    return ReplicateDesign(WEIGHTS, (), replicates=replicates, scale=0.75, rscales=rscales, mse=mse, known_df=known_df)


def test_the_variance_is_the_spread_of_the_replicates() -> None:
    design = jackknife()
    found = design.covariance([st.mean(WEIGHTS, X, EVERYONE)])[0, 0]
    again = np.array([WEIGHTS @ (X * (1 - np.eye(4)[i])) / (WEIGHTS @ (1 - np.eye(4)[i])) for i in range(4)])
    assert found == pytest.approx(0.75 * ((again - again.mean()) ** 2).sum())
    centred = jackknife(mse=True).covariance([st.mean(WEIGHTS, X, EVERYONE)])[0, 0]
    assert centred == pytest.approx(0.75 * ((again - WEIGHTS @ X / WEIGHTS.sum()) ** 2).sum())


def test_no_statistics_have_no_covariance() -> None:
    assert jackknife().covariance([]).shape == (0, 0)


def test_replicates_without_a_figure_are_left_out_with_a_warning() -> None:
    base = np.array([True, False, False, False])
    with pytest.warns(ReplicatesDiscardedWarning):
        assert jackknife().covariance([st.mean(WEIGHTS, X, base)])[0, 0] == 0


def test_degrees_of_freedom_are_the_rank_less_one_unless_known() -> None:
    assert jackknife().df() == 3
    assert jackknife().df(np.array([True, True, False, False])) == 1
    assert jackknife(known_df=7.0).df() == 7
