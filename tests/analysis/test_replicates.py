"""Replicate designs: the spread of figures computed again, whatever else is asked of a design."""

import numpy as np
import pytest

from analysis.estimation import statistics as st
from analysis.estimation.estimates import estimate
from analysis.estimation.spread import variance
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


def test_nearly_equal_replicates_count_as_r_counts_them() -> None:
    apart = np.array([[1.0, 1.0], [1.0, 1.0 + 1e-4], [1.0, 1.0]])
    design = ReplicateDesign(np.ones(3), (), replicates=apart, scale=1.0, rscales=np.ones(2))
    assert design.df() == 1
    close = ReplicateDesign(np.ones(3), (), replicates=np.round(apart, 3), scale=1.0, rscales=np.ones(2))
    assert close.df() == 0


def test_a_variance_counts_the_sample_also_where_a_replicate_leaves_rows_out() -> None:
    spread = variance(WEIGHTS, X, EVERYONE)
    halved = np.array([1.0, 0.0, 3.0, 0.0])
    mean = halved @ X / 4
    assert spread.recompute(halved)[0] == pytest.approx(4 / 3 * (halved @ (X - mean) ** 2) / 4)


def test_a_category_without_odds_in_a_replicate_costs_the_others_nothing() -> None:
    codes = np.array([0, 1, 2, 1])
    replicates = np.repeat(WEIGHTS[:, None], 5, axis=1) * np.array(
        [[0, 1, 1, 2, 1], [1, 1, 2, 1, 2], [2, 1, 1, 1, 2], [1, 2, 1, 1, 1]]
    )
    design = ReplicateDesign(WEIGHTS, (), replicates=replicates, scale=0.2, rscales=np.ones(5))
    shares = st.share(WEIGHTS, codes, 3, EVERYONE)
    found = estimate(design, [shares], interval_of="logit", df=6.0).rows
    only_second = st.mean(WEIGHTS, (codes == 1).astype(np.float64), EVERYONE)
    odds = np.array([np.log(p / (1 - p)) for p in (only_second.recompute(w)[0] for w in replicates.T)])
    half = 2.4469118511449692 * np.sqrt(0.2 * ((odds - odds.mean()) ** 2).sum())
    centre = np.log(found[1].value / (1 - found[1].value))
    assert found[1].high == pytest.approx(1 / (1 + np.exp(-(centre + half))))


def test_a_replicate_without_odds_does_not_narrow_the_interval() -> None:
    yes = np.array([0.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    weights = np.ones(6)
    replicates = np.where(np.eye(6) > 0, 0.0, 1.2)
    design = ReplicateDesign(weights, (), replicates=replicates, scale=5 / 6, rscales=np.ones(6))
    share = st.shares_of_flags(weights, yes[:, None], np.ones(6, dtype=np.bool_))
    by_odds, by_delta = (estimate(design, [share], interval_of=kind).rows[0] for kind in ("logit", "xlogit"))
    assert (by_odds.low, by_odds.high) == (by_delta.low, by_delta.high)
