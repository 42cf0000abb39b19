"""Sums by cluster give what influences give, to 1e-10 of the variance of a simple random sample."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.engine import grouping as engine
from analysis.engine import tables
from analysis.engine.calibrated import NotGroupableError
from analysis.engine.columns import overlapping, partition
from analysis.engine.figures import Figures
from analysis.engine.figures import figures as make_figures
from analysis.engine.grouping import group
from analysis.estimation import statistics as st
from analysis.estimation.estimates import Estimate, estimate
from analysis.estimation.statistics import Statistic
from analysis.stages import LonelyClusterError
from analysis.tables.crosstab import Crossing
from analysis.weighting.raking import Target, rake
from tests.analysis.engine.designs import Drawn, drawn

FIELDS = ("value", "se", "low", "high", "base_n", "weighted_n", "effective_n", "deff", "deff_weights")


@pytest.fixture(params=["dense", "sparse"], autouse=True, scope="module")
def both_ways_of_keeping_sums(request: pytest.FixtureRequest) -> object:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "sparse":
            patch.setattr(engine, "DENSE_PER_ENTRY", 0)
            patch.setattr(engine, "SMALL_TABLE", 0)
        yield


def expect(design: Design, figures: Figures, statistics: Sequence[Statistic], domain: BoolArray) -> None:
    """Hold every figure, and the joint covariance, against the influences'."""
    scale = np.concatenate([one.srs_variance for one in statistics])
    size = np.concatenate([one.values for one in statistics])
    tolerance = 1e-10 * np.nan_to_num(scale) + 1e-12 * (1 + np.nan_to_num(size) ** 2)
    try:
        wanted = estimate(design, statistics, domain=domain, df=20)
        joint = design.covariance(statistics, present=domain)
    except LonelyClusterError:
        with pytest.raises(LonelyClusterError):
            assert figures.variance is not None
            assert figures.covariance is not None
        return
    found = figures.estimates(20)
    assert len(found) == len(wanted.rows)
    np.testing.assert_allclose(figures.srs_variance, scale, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(numbers(found, "value"), numbers(wanted.rows, "value"), rtol=1e-12, atol=1e-14)
    for one, other, allowed in zip(found, wanted.rows, tolerance, strict=True):
        assert one.se**2 == pytest.approx(other.se**2, abs=allowed, rel=1e-10, nan_ok=True)
    settled = numbers(wanted.rows, "se") ** 2 > 1e4 * tolerance
    for field in FIELDS:
        ours, theirs = numbers(found, field), numbers(wanted.rows, field)
        np.testing.assert_allclose(ours[settled], theirs[settled], rtol=1e-5, atol=1e-9, err_msg=field)
    known = np.isfinite(numbers(wanted.rows, "value"))
    allowed = np.sqrt(np.outer(tolerance, tolerance))[np.ix_(known, known)]
    gap = np.abs(figures.covariance - joint)[np.ix_(known, known)]
    assert np.all(
        (gap <= allowed + 1e-10 * np.abs(joint[np.ix_(known, known)])) | np.isnan(joint[np.ix_(known, known)])
    )


def numbers(rows: Sequence[Estimate], field: str) -> FloatArray:
    return np.array([getattr(row, field) for row in rows], dtype=np.float64)


def by_answer(statistics: Sequence[Statistic]) -> list[Statistic]:
    """Take the statistics of columns apart: the first answer of every column, the second of every column, …"""
    return [st.part(one, [answer]) for answer in range(statistics[0].k) for one in statistics]


def crossing(sample: Drawn) -> Crossing:
    return Crossing(sample.design, sample.answers, sample.columns, (sample.k, sample.count), sample.domain)


def first_of(figures: Figures, count: int) -> Figures:
    recipe = figures.recipe
    assert recipe.denominators is not None
    cut = replace(
        recipe,
        numerators=recipe.numerators[:count],
        denominators=recipe.denominators[:count],
        bases=recipe.bases[:count],
    )
    return make_figures(figures.sums, cut, figures.rows[:count])


@settings(max_examples=150, deadline=None)
@given(sample=drawn())
def test_shares_of_columns_and_of_everyone_else(sample: Drawn) -> None:
    table = crossing(sample)
    sums = group(sample.design, partition(sample.columns, sample.count, sample.domain)).answers(
        sample.answers, sample.k
    )
    np.testing.assert_array_equal(sums.counts, table.counts)
    np.testing.assert_allclose(sums.weighted, table.weighted, rtol=1e-12)
    columns = [table.column_share(column) for column in (*range(sample.count), None)]
    expect(sample.design, tables.column_shares(sums), by_answer(columns), sample.domain)
    if sample.count > 1:
        rests = [table.rest_share(column) for column in range(sample.count)]
        expect(sample.design, tables.rest_shares(sums), by_answer(rests), sample.domain)


@settings(max_examples=100, deadline=None)
@given(sample=drawn())
def test_shares_of_rows_and_of_the_whole(sample: Drawn) -> None:
    table = crossing(sample)
    sums = group(sample.design, partition(sample.columns, sample.count, sample.domain)).answers(
        sample.answers, sample.k
    )
    rows = [table.row_share(row) for row in (*range(sample.k), None)]
    expect(sample.design, tables.row_shares(sums), rows, sample.domain)
    cells = np.arange(sample.k * sample.count).reshape((sample.k, sample.count), order="F").ravel().tolist()
    expect(sample.design, tables.whole_shares(sums), [st.part(table.cell_share(), cells)], sample.domain)


@settings(max_examples=100, deadline=None)
@given(sample=drawn())
def test_counts_means_and_totals(sample: Drawn) -> None:
    design, known = sample.design, np.isfinite(sample.numbers)
    grouping = group(design, partition(sample.columns, sample.count, sample.domain))
    bases = [sample.domain & (sample.columns == column) for column in range(sample.count)]
    bases.append(sample.domain & (sample.columns >= 0))
    sums = grouping.numbers(sample.numbers)
    values = np.nan_to_num(sample.numbers)
    rows = [*(int(base.sum()) for base in bases[:-1]), int(sample.domain.sum())]
    means = [st.mean(design.weights, values, base & known, rows=n) for base, n in zip(bases, rows, strict=True)]
    expect(design, tables.means(sums), means, sample.domain)
    expect(
        design, tables.totals(sums), [st.total(design.weights, values, base & known) for base in bases], sample.domain
    )
    sums = grouping.answers(sample.answers, sample.k)
    flags = np.nan_to_num(st.indicators(sample.answers, sample.k))
    counts = [st.total(design.weights, flags, base & (sample.answers >= 0)) for base in bases]
    expect(design, tables.totals(sums), by_answer(counts), sample.domain)


@settings(max_examples=100, deadline=None)
@given(sample=drawn())
def test_scores_and_nets(sample: Drawn) -> None:
    design = sample.design
    grouping = group(design, partition(sample.columns, sample.count, sample.domain))
    sums = grouping.answers(sample.answers, sample.k)
    scores = np.array([np.nan if sample.k > 1 and i == 0 else 10.0 + i for i in range(sample.k)])
    values = np.where(sample.answers >= 0, scores[np.maximum(sample.answers, 0)], np.nan)
    bases = [sample.domain & (sample.columns == column) for column in range(sample.count)]
    bases.append(sample.domain & (sample.columns >= 0))
    rows = [*(int(base.sum()) for base in bases[:-1]), int(sample.domain.sum())]
    means = [
        st.mean(design.weights, np.nan_to_num(values), base & np.isfinite(values), rows=n)
        for base, n in zip(bases, rows, strict=True)
    ]
    expect(design, tables.means(sums, scores.tolist()), means, sample.domain)
    top = np.where(sample.answers < 0, -1, (sample.answers >= sample.k - 2).astype(np.int64))
    shares = [st.share(design.weights, top, 2, base & (top >= 0), rows=n) for base, n in zip(bases, rows, strict=True)]
    nets = tables.nets(sums, [list(range(max(sample.k - 2, 0), sample.k))])
    expect(design, nets, [st.part(one, [1]) for one in shares], sample.domain)


@settings(max_examples=100, deadline=None)
@given(sample=drawn())
def test_columns_that_overlap_and_the_total_with_a_column_removed(sample: Drawn) -> None:
    design, answered = sample.design, sample.answers >= 0
    sums = group(design, overlapping(sample.masks, sample.domain)).answers(sample.answers, sample.k)
    everyone = np.ones_like(sample.domain)

    def shares(masks: list[BoolArray]) -> list[Statistic]:
        bases = [sample.domain & mask for mask in masks]
        return by_answer([
            st.share(design.weights, sample.answers, sample.k, base & answered, rows=int(base.sum())) for base in bases
        ])  # fmt: skip

    expect(design, tables.column_shares(sums), shares([*sample.masks, everyone]), sample.domain)
    expect(design, tables.rest_shares(sums), shares([~mask for mask in sample.masks]), sample.domain)
    given_by = [answered & (sample.answers == answer) for answer in range(sample.k)]
    rows = [
        st.share(design.weights, mask.astype(np.int64), 2, sample.domain & by, rows=int((sample.domain & by).sum()))
        for by in given_by
        for mask in sample.masks
    ]
    found = tables.row_shares(sums)
    found = first_of(found, len(rows))
    expect(design, found, [st.part(one, [1]) for one in rows], sample.domain)


def test_errors_as_r_takes_them_after_raking_are_not_made_of_sums() -> None:
    sample = np.random.default_rng(1)
    from analysis.sampling import build_design

    design = build_design(sample.uniform(1, 2, 20))
    done = rake(design.weights, [Target("m", np.arange(20) % 2, np.array([5.0, 6.0]), ("a", "b"))], as_r=True)
    with pytest.raises(NotGroupableError):
        group(design.reweighted(done.weights, done.projection), partition(np.arange(20) % 2, 2))
