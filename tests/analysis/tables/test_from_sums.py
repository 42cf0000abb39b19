"""Tests made of sums are those made of influences."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from analysis.engine.columns import partition
from analysis.engine.grouping import group
from analysis.engine.sums import Sums
from analysis.estimation.significance import NoTestError
from analysis.stages import LonelyClusterError
from analysis.tables import letters
from analysis.tables.crosstab import Crossing, association
from analysis.tables.from_sums import association_of_sums, lines_of_sums
from tests.analysis.engine.designs import Drawn, drawn


def tabled(sample: Drawn) -> tuple[Crossing, Sums]:
    crossing = Crossing(sample.design, sample.answers, sample.columns, (sample.k, sample.count), sample.domain)
    grouping = group(sample.design, partition(sample.columns, sample.count, sample.domain))
    return crossing, grouping.answers(sample.answers, sample.k)


@settings(max_examples=150, deadline=None)
@given(sample=drawn())
def test_association(sample: Drawn) -> None:
    crossing, sums = tabled(sample)
    assume(sums.counts.all())
    try:
        wanted = [association(crossing, kind, 12) for kind in ("rao-scott-chisq", "rao-scott-f")]
    except (NoTestError, LonelyClusterError) as refused:
        with pytest.raises(type(refused)):
            association_of_sums(sums, 12)
        return
    for ours, theirs in zip(association_of_sums(sums, 12), wanted, strict=True):
        assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-7, abs=1e-9, nan_ok=True)
        assert ours.p == pytest.approx(theirs.p, rel=1e-6, abs=1e-9, nan_ok=True)


@settings(max_examples=150, deadline=None)
@given(sample=drawn())
def test_pairs_of_columns_and_columns_against_everyone_else(sample: Drawn) -> None:
    crossing, sums = tabled(sample)
    columns = [crossing.column_share(column) for column in range(sample.count)]
    rests = [crossing.rest_share(column) for column in range(sample.count)] if sample.count > 1 else []
    try:
        wanted = letters.lines_of(sample.design, columns, rests, 12, sample.domain)
    except LonelyClusterError:
        with pytest.raises(LonelyClusterError):
            lines_of_sums(sums)
        return
    for ours, theirs in zip(lines_of_sums(sums), wanted, strict=True):
        known = np.isfinite(theirs.values)
        np.testing.assert_allclose(ours.values, theirs.values, atol=1e-12)
        np.testing.assert_array_equal(ours.base_n, theirs.base_n)
        gap = np.abs(ours.covariance - theirs.covariance)[np.ix_(known, known)]
        assert np.all((gap <= 1e-12) | np.isnan(theirs.covariance[np.ix_(known, known)]))
        sure = known & (np.diag(theirs.covariance) > 1e-9)
        np.testing.assert_allclose(ours.effective_n[sure], theirs.effective_n[sure], rtol=1e-5)
        assert (ours.columns, ours.is_share) == (theirs.columns, theirs.is_share)
