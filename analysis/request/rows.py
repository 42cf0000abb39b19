"""Answer asks for rows of figures: means, totals, shares, ratios and differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from analysis.arrays import BoolArray
from analysis.estimation import statistics as st
from analysis.estimation.estimates import DeffNeedsPopulationError, Estimate, estimate
from analysis.estimation.spread import variance
from analysis.request.context import (
    Combination,
    Context,
    Result,
    combinations_of,
    plain,
    population_refusal,
    written_deff,
)
from analysis.request.problems import RefusedError
from analysis.request.shapes import DifferenceAsk, FiguresAsk, RatioAsk, RowsAsk, ShareAsk
from analysis.request.table import Column


@dataclass(frozen=True)
class Label:
    """Whose figure a row holds."""

    of: str
    over: str | None = None
    by: dict[str, Any] | None = None
    category: Any = None
    groups: tuple[dict[str, Any], ...] | None = None


@dataclass(frozen=True)
class Labelled:
    statistic: st.Statistic
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Question:
    """The variables of an ask, and the rows of its domain that stay in it."""

    of: tuple[Column, ...]
    over: tuple[Column, ...]
    domain: BoolArray
    used: BoolArray
    categories: tuple[Any, ...] | None = None


def answer_rows(ask: RowsAsk | DifferenceAsk, context: Context) -> Result:
    """Answer an ask for figures; raise RefusedError where none may be given."""
    question, figures = figures_of(ask, context)
    usual = "design" if isinstance(ask, DifferenceAsk) else "domain"
    result = present(ask, figures, question.domain, context, usual=usual, covariance=ask.covariance)
    if ask.missing == "keep":
        _warn_of_missing(result, question)
    return result


def figures_of(ask: RowsAsk | DifferenceAsk, context: Context) -> tuple[Question, Iterator[Labelled]]:
    """Return the statistics an ask is about, with the labels of their values, group by group."""
    question = _question(ask, context)
    if isinstance(ask, DifferenceAsk):
        return question, _differences(ask, question, context)
    return question, _by_group(ask, question, context)


def present(
    ask: FiguresAsk, figures: Iterable[Labelled], domain: BoolArray, context: Context, *, usual: str, covariance: bool
) -> Result:
    """Estimate labelled statistics and write their rows; `usual` are the degrees of freedom without a wish."""
    context.check_deff(ask)
    result = Result(ask.id)
    labels: list[Label] = []
    kinds: list[st.Kind] = []

    def statistics() -> Iterator[st.Statistic]:
        for figure in figures:
            labels.extend(figure.labels)
            kinds.extend([figure.statistic.kind] * len(figure.labels))
            yield figure.statistic

    try:
        found = estimate(
            context.design,
            statistics(),
            level=ask.confidence,
            interval_of=ask.interval,
            df=context.df(ask, domain, usual),
            domain=domain,
            deff=ask.deff,
            covariance=covariance,
        )
    except DeffNeedsPopulationError as error:
        raise population_refusal() from error
    for label, kind, figure in zip(labels, kinds, found.rows, strict=True):
        result.rows.append(row_of(label, figure, context.suppressed(figure, kind)))
    result.covariance = None if found.covariance is None else found.covariance.tolist()
    return result


def _question(ask: RowsAsk | DifferenceAsk, context: Context) -> Question:
    of = tuple(context.variable(name) for name in ask.of)
    given = ask.over if isinstance(ask, RatioAsk | DifferenceAsk) else []
    over = tuple(context.variable(name) for name in given)
    domain = context.domain(ask.where)
    used = domain.copy()
    if ask.missing == "drop":
        for column in (*of, *over):
            used &= ~column.missing
    wanted = ask.categories if isinstance(ask, ShareAsk | DifferenceAsk) else None
    return Question(of, over, domain, used, None if wanted is None else tuple(wanted))


def _by_group(ask: RowsAsk, question: Question, context: Context) -> Iterator[Labelled]:
    _refuse_texts(ask, question)
    columns = [context.table.column(name) for name in ask.by]
    weighted = context.design.weights > 0
    for group in combinations_of(columns, question.used, weighted, ask.empty):
        yield from _figures(ask.statistic, question, group, context)


def _figures(kind: str, question: Question, group: Combination, context: Context) -> Iterator[Labelled]:
    weights, base = context.design.weights, question.used & group.rows
    rows = int((question.domain & group.rows).sum())
    for column in question.of:
        if kind == "ratio":
            for other in question.over:
                found = st.ratio(weights, column.numbers, other.numbers, base, rows=rows)
                yield Labelled(found, (Label(column.name, other.name, group.by),))
        elif kind == "share":
            shares = st.share(weights, column.codes, column.k, base, rows=rows)
            yield _by_category(shares, column, question, group.by)
        elif kind == "total" and column.is_text:
            totals = st.total(weights, st.indicators(column.codes, column.k), base, rows=rows)
            yield _by_category(totals, column, question, group.by)
        else:
            estimator = {"total": st.total, "var": variance}.get(kind, st.mean)
            found = estimator(weights, column.numbers, base, rows=rows)
            yield Labelled(found, (Label(column.name, None, group.by),))


def _by_category(statistic: st.Statistic, column: Column, question: Question, by: dict[str, Any] | None) -> Labelled:
    """Label the values by category, keeping only those wanted."""
    codes: Sequence[int] = range(column.k)
    if question.categories is not None:
        wanted = {column.code_of(category) for category in question.categories}
        codes = [code for code in codes if code in wanted]
    labels = tuple(Label(column.name, None, by, plain(column.categories[code])) for code in codes)
    return Labelled(st.part(statistic, codes), labels)


def _differences(ask: DifferenceAsk, question: Question, context: Context) -> Iterator[Labelled]:
    """Subtract the second of each pair of groups from the first; texts are compared category by category."""
    if question.over:
        _refuse_texts(ask, question)
    groups = [Combination(None, group_rows(group, context)) for group in ask.groups]
    for i, j in combinations(range(len(groups)), 2):
        first, second = (_compared(question, groups[k], context) for k in (i, j))
        for one, other in zip(first, second, strict=True):
            found = st.difference(one.statistic, other.statistic, context.design.weights)
            pair = (ask.groups[i], ask.groups[j])
            labels = (Label(label.of, label.over, None, label.category, pair) for label in one.labels)
            yield Labelled(found, tuple(labels))


def _compared(question: Question, group: Combination, context: Context) -> Iterator[Labelled]:
    for column in question.of:
        kind = "ratio" if question.over else "share" if column.is_text or question.categories else "mean"
        alone = Question((column,), question.over, question.domain, question.used, question.categories)
        yield from _figures(kind, alone, group, context)


def group_rows(group: dict[str, Any], context: Context) -> BoolArray:
    """Mark the rows where every variable of a group has the value given, or one of those given."""
    rows = np.ones(context.table.n, dtype=np.bool_)
    for name, value in group.items():
        column = context.table.column(name)
        values = value if isinstance(value, list) else [value]
        codes = [code for code in map(column.code_of, values) if code is not None]
        rows &= np.isin(column.codes, codes)
    return rows


def _refuse_texts(ask: RowsAsk | DifferenceAsk, question: Question) -> None:
    kind = ask.statistic
    if kind in ("share", "total"):
        return
    for column in (*question.of, *question.over):
        if column.is_text:
            text = f"{column.name} holds texts, which have no {kind}; ask for the share of its categories."
            raise RefusedError("mean-of-text" if kind == "mean" else "not-a-number", text)


def _warn_of_missing(result: Result, question: Question) -> None:
    for column in (*question.of, *question.over):
        n = int((column.missing & question.domain).sum())
        if n:
            text = f"{column.name} is missing in {n} rows that are kept; figures about them are null."
            result.warn("missing-values", text)


def row_of(label: Label, figure: Estimate, suppressed: str | None) -> dict[str, Any]:
    """Write one row of an answer."""
    row = {
        "of": label.of,
        "over": label.over,
        "by": label.by,
        "category": label.category,
        "estimate": figure.value,
        "se": figure.se,
        "df": figure.df,
        "low": figure.low,
        "high": figure.high,
        "base_n": figure.base_n,
        "weighted_n": figure.weighted_n,
        "effective_n": figure.effective_n,
        "deff": written_deff(figure),
        "deff_weights": figure.deff_weights,
        "suppressed": suppressed,
    }
    return row if label.groups is None else {**row, "groups": list(label.groups)}
