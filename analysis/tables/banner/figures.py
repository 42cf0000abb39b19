"""Turn a question and a set of columns into statistics: the only place where a banner table meets the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.estimation.estimates import Estimate, estimate, sizes
from analysis.estimation.statistics import Statistic, mean, shares_of_flags, shares_of_sum
from analysis.tables.banner.layout import BannerQuestion, TableQuestion
from analysis.tables.banner.result import Base
from analysis.tables.crosstab import Precision, whole
from analysis.tables.letters import Line, lines_of, with_effective_degrees


@dataclass(frozen=True)
class Counted:
    """People in the cells of one column, by row with shares: how many, and the sum of their weights."""

    n: FloatArray
    weighted_n: FloatArray


def column_shares(design: Design, question: TableQuestion, here: BoolArray) -> Statistic:
    """Estimate the share of each row with shares among those here: of the people, or of their responses."""
    base, rows = question.base & here, int((question.domain & here).sum())
    if not question.responses:
        return shares_of_flags(design.weights, question.flags, base, rows=rows)
    answered = base & (question.given > 0)
    return shares_of_sum(design.weights, question.flags, question.given, answered, rows=rows)


def column_mean(design: Design, question: TableQuestion, here: BoolArray) -> Statistic:
    """Estimate the mean score of those here who have one."""
    scores = _scores(question)
    base = question.base & here & ~np.isnan(scores)
    return mean(design.weights, scores, base, rows=int((question.domain & here).sum()))


def row_shares(design: Design, question: TableQuestion, row: int, banner: BannerQuestion) -> Statistic:
    """Estimate which part of the people in a row is in each column, of those known to the banner question."""
    inside = banner.known & (question.flags[:, row] == 1)
    flags = np.stack([column.rows for column in banner.columns], axis=1).astype(np.float64)
    return shares_of_flags(design.weights, flags, question.base & inside)


def whole_row(design: Design, question: TableQuestion, row: int, precision: Precision) -> Estimate:
    """Return the share of all in a row among themselves: 1, with the row as its base."""
    inside = question.base & (question.flags[:, row] == 1)
    everyone = shares_of_flags(design.weights, np.ones((len(inside), 1)), inside)
    return whole(estimated(design, everyone, question, precision)[0])


def table_shares(design: Design, question: TableQuestion, banner: BannerQuestion) -> list[Statistic]:
    """Estimate which part of the whole base known to the banner question is in each cell, column by column."""
    base, rows = question.base & banner.known, int((question.domain & banner.known).sum())
    return [
        shares_of_flags(design.weights, question.flags * column.rows[:, None], base, rows=rows)
        for column in banner.columns
    ]


def estimated(design: Design, statistic: Statistic, question: TableQuestion, precision: Precision) -> list[Estimate]:
    """Estimate one statistic; shares and means have their own usual intervals."""
    return list(
        estimate(
            design,
            [statistic],
            level=precision.level,
            interval_of=precision.interval if statistic.kind == "share" else None,
            df=precision.df,
            domain=question.domain,
            deff=precision.deff,
        ).rows
    )


def counted(design: Design, question: TableQuestion, here: BoolArray) -> Counted:
    """Count the people in each cell of a column."""
    inside = question.base & here & (design.weights > 0)
    flags = question.flags[inside]
    return Counted(flags.sum(axis=0), design.weights[inside] @ flags)


def base_of(design: Design, question: TableQuestion, here: BoolArray) -> Base:
    """Count the base of a column and its responses."""
    base = question.base & here
    size, inside = sizes(design.weights, base), base & (design.weights > 0)
    worth = size.base_n / size.deff_weights if size.base_n else 0.0
    given = question.given[inside]
    responses, weighted = int(given.sum()), float(design.weights[inside] @ given)
    return Base(size.base_n, size.weighted_n, worth, size.deff_weights, responses, weighted)


def lines_between(design: Design, question: TableQuestion, banner: BannerQuestion, df: float) -> tuple[Line, ...]:
    """Return the lines to compare: a line a row, the mean last, with everyone else in the base for each column.

    The base is that of the question among those known to the banner question.
    """
    here = [banner.known & column.rows for column in banner.columns]
    away = [banner.known & ~column.rows for column in banner.columns]
    if len(away) == 1 and not (away[0] & question.base).any():
        away = []
    lines: tuple[Line, ...] = ()
    if question.flags.shape[1]:
        lines += _lined(design, question, [column_shares(design, question, rows) for rows in (*here, *away)], here, df)
    if question.scores is not None:
        lines += _lined(design, question, [column_mean(design, question, rows) for rows in (*here, *away)], here, df)
    return lines


def with_degrees_of_pairs(
    design: Design, question: TableQuestion, lines: tuple[Line, ...], banner: BannerQuestion
) -> tuple[Line, ...]:
    """Give lines the degrees of freedom that the bases of their columns leave each pair."""
    here = [banner.known & column.rows for column in banner.columns]
    sets = [*here, *(banner.known & ~rows for rows in here)]
    answered = question.base & (question.given > 0) if question.responses else question.base
    of_shares = tuple(line for line in lines if line.is_share)
    of_means = tuple(line for line in lines if not line.is_share)
    scored = question.base & ~np.isnan(_scores(question))
    return (
        *with_effective_degrees(of_shares, design, [answered & rows for rows in sets]),
        *(with_effective_degrees(of_means, design, [scored & rows for rows in sets]) if of_means else ()),
    )


def _lined(
    design: Design, question: TableQuestion, statistics: list[Statistic], here: list[BoolArray], df: float
) -> tuple[Line, ...]:
    return lines_of(design, statistics[: len(here)], statistics[len(here) :], df, question.domain)


def _scores(question: TableQuestion) -> FloatArray:
    return np.full(len(question.base), np.nan) if question.scores is None else question.scores
