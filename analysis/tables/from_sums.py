"""Compare the columns of a table made of grouped sums: association, and the lines from which letters follow."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.engine import tables
from analysis.engine.calibrated import NotGroupableError
from analysis.engine.columns import partition
from analysis.engine.grouping import group
from analysis.engine.sums import Sums
from analysis.estimation.significance import Association, rao_scott
from analysis.tables.crosstab import Crossing
from analysis.tables.letters import Line


def sums_of(crossing: Crossing) -> Sums | None:
    """Sum a crossing by cluster, which takes no influence of a respondent; None where its errors need them."""
    try:
        grouping = group(crossing.design, partition(crossing.columns, crossing.shape[1], crossing.domain))
    except NotGroupableError:
        return None
    return grouping.answers(crossing.rows, crossing.shape[0])


def association_of_sums(sums: Sums, df: float) -> tuple[Association, Association]:
    """Test whether answers and columns that do not overlap are independent: Rao and Scott's first and second order.

    Empty answers and columns are left out; `df` is that of the design. Raise NoTestError where there is no test.
    """
    k, count = sums.layout.answers, sums.layout.columns
    kept = np.ix_(sums.counts.sum(axis=1) > 0, sums.counts.sum(axis=0) > 0)
    shape = (len(kept[0]), kept[1].shape[1])
    positions = np.arange(k * count).reshape(k, count)[kept].ravel(order="F")
    shares = tables.whole_shares(sums)
    slopes = shares.slopes[positions]
    covariance = slopes @ sums.covariance_in(shares.bases[0]) @ slopes.T
    values = shares.values[positions].reshape(shape, order="F")
    return rao_scott(values, covariance, int(np.count_nonzero(sums.columns.domain)), df)


def lines_of_sums(sums: Sums) -> tuple[Line, ...]:
    """Return a line for each answer: its share in every column, then among everyone else in the base."""
    k, count = sums.layout.answers, sums.layout.columns
    columns, rests = tables.column_shares(sums), tables.rest_shares(sums)
    away = count if count > 1 or sums.columns.has_total else 0

    def joined(of_columns: FloatArray | IntArray, of_rests: FloatArray | IntArray) -> FloatArray:
        parts = [of_columns.reshape(k, count + 1, -1)[:, :count], of_rests.reshape(k, count, -1)[:, :away]]
        return np.concatenate(parts, axis=1).astype(np.float64)

    slopes = joined(columns.slopes, rests.slopes)
    values = joined(columns.values, rests.values)[:, :, 0]
    people = joined(columns.base_n, rests.base_n)[:, :, 0].astype(np.int64)
    worth = joined(columns.effective_n, rests.effective_n)[:, :, 0]
    covariances = slopes @ sums.joint @ slopes.transpose(0, 2, 1)
    return tuple(Line(values[row], covariances[row], people[row], worth[row], count) for row in range(k))
