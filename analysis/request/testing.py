"""Answer asks for tests: of means, of ranks, of fit."""

from __future__ import annotations

import math

import numpy as np

from analysis.arrays import BoolArray, IntArray
from analysis.estimation import distributions
from analysis.estimation import statistics as st
from analysis.estimation.estimates import estimate
from analysis.estimation.significance import NoTestError, two_sided
from analysis.estimation.testing import goodness_of_fit, rank_test
from analysis.request.asks import GofAsk, RanktestAsk, TtestAsk
from analysis.request.context import Context, Result, plain
from analysis.request.problems import RefusedError
from analysis.request.rows import Label, row_of
from analysis.request.table import Column


def answer_test(ask: TtestAsk | RanktestAsk | GofAsk, context: Context) -> Result:
    """Answer a test; raise RefusedError where the data cannot give it."""
    try:
        if isinstance(ask, GofAsk):
            return _fit(ask, context)
        return _ranks(ask, context) if isinstance(ask, RanktestAsk) else _means(ask, context)
    except NoTestError as error:
        raise RefusedError("no-test", str(error)) from error


def _means(ask: TtestAsk, context: Context) -> Result:
    """Compare a mean with `mu`, or the second of two groups with the first."""
    column, weights = _number(ask.of[0], context), context.design.weights
    base = context.domain(ask.where) & ~column.missing
    if ask.mu is not None:
        figure, df = st.mean(weights, column.numbers, base), _df(ask, context, base, 1)
        return _tested(ask, context, figure, Label(column.name), df, ask.mu)
    by = context.variable(ask.by[0])
    base &= ~by.missing
    first, second = _two_groups(by, base & (weights > 0))
    one, other = (st.mean(weights, column.numbers, base & (by.codes == code)) for code in (second, first))
    groups = tuple({by.name: plain(by.categories[code])} for code in (second, first))
    label = Label(column.name, None, None, None, groups)
    return _tested(ask, context, st.difference(one, other, weights), label, _df(ask, context, base, 1), 0.0)


def _tested(ask: TtestAsk, context: Context, figure: st.Statistic, label: Label, df: float, mu: float) -> Result:
    (found,) = estimate(context.design, [figure], level=ask.confidence, df=df, domain=figure.base).rows
    result = Result(ask.id)
    result.rows = [row_of(label, found, context.suppressed(found, figure.kind))]
    t = (found.value - mu) / found.se if found.se > 0 else math.nan
    result.test = {"statistic": t, "ndf": 1, "ddf": df, "p": two_sided(t, df)}
    return result


def _ranks(ask: RanktestAsk, context: Context) -> Result:
    column, by, weights = _number(ask.of[0], context), context.variable(ask.by[0]), context.design.weights
    base = context.domain(ask.where) & ~column.missing & ~by.missing
    seen = np.flatnonzero(np.bincount(by.codes[base & (weights > 0)], minlength=by.k) > 0)
    if len(seen) < 2:
        raise RefusedError("not-two-groups", f"{by.name} has {len(seen)} groups here; there is nothing to compare.")
    groups = _renumbered(by, seen)
    found = rank_test(context.design, column.numbers, groups, len(seen), base, ask.kind)
    result = Result(ask.id)
    if len(seen) > 2:
        ndf, ddf = len(seen) - 1, _df(ask, context, base, len(seen) - 1)
        p = _f_tail(found.chi_square / ndf, ndf, ddf)
        result.test = {"statistic": found.chi_square, "ndf": ndf, "ddf": ddf, "p": p, "f": found.chi_square / ndf}
        return result
    df, se = _df(ask, context, base, 1), math.sqrt(float(found.covariance[0, 0]))
    t = float(found.differences[0]) / se
    result.test = {
        "statistic": t,
        "ndf": 1,
        "ddf": df,
        "p": two_sided(t, df),
        "difference": float(found.differences[0]),
        "se": se,
    }
    return result


def _fit(ask: GofAsk, context: Context) -> Result:
    column = context.variable(ask.of[0])
    base = context.domain(ask.where) & ~column.missing
    seen = np.flatnonzero(np.bincount(column.codes[base & (context.design.weights > 0)], minlength=column.k) > 0)
    expected = {column.code_of(name): share for name, share in ask.expected.items()}
    without = [str(plain(column.categories[code])) for code in seen if code not in expected]
    if without:
        text = f"{column.name}: {', '.join(without)} are in the data and have no expected share."
        raise RefusedError("category-without-total", text)
    codes = sorted(code for code in expected if code is not None)
    shares = np.array([expected[code] for code in codes])
    if not np.all(shares > 0):
        raise RefusedError("bad-expected", "Every expected share must be above 0.")
    found = goodness_of_fit(context.design, _renumbered(column, np.array(codes)), shares, base)
    result = Result(ask.id)
    result.test = {
        "statistic": found.statistic,
        "ndf": found.df,
        "ddf": None,
        "p": found.p,
        "scale": found.scale,
    }
    return result


def _number(name: str, context: Context) -> Column:
    column = context.variable(name)
    if column.is_text:
        raise RefusedError("not-a-number", f"{name} holds texts; this test is about numbers.")
    return column


def _two_groups(by: Column, used: BoolArray) -> tuple[int, int]:
    seen = np.flatnonzero(np.bincount(by.codes[used], minlength=by.k) > 0)
    if len(seen) != 2:
        text = f"{by.name} has {len(seen)} groups here; a t-test compares two."
        raise RefusedError("not-two-groups", text)
    return int(seen[0]), int(seen[1])


def _renumbered(column: Column, kept: IntArray) -> IntArray:
    places = np.full(column.k + 1, -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    return places[column.codes]


def _df(ask: TtestAsk | RanktestAsk, context: Context, base: BoolArray, lost: int) -> float:
    """Return the degrees of freedom of the rows used less those lost, or those the ask wishes."""
    if ask.df is not None:
        return context.df(ask, base, "domain")
    left = context.design.df(base) - lost
    if left <= 0:
        raise NoTestError("There are too few clusters for this test.")
    return float(left)


def _f_tail(statistic: float, ndf: float, ddf: float) -> float:
    if math.isinf(ddf):
        return distributions.chi_square_tail(statistic * ndf, ndf)
    return distributions.f_tail(statistic, ndf, ddf)
