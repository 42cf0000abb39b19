"""Answer asks for crosstabs: cells, a test, every pair of columns, and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import BoolArray, IntArray
from analysis.engine.sums import Sums
from analysis.estimation.estimates import DeffNeedsPopulationError
from analysis.estimation.significance import Association, NoTestError
from analysis.request.context import Context, Result, combinations_of, plain, population_refusal, written_deff
from analysis.request.lettering import rule_of, written_mark, written_pair
from analysis.request.shapes import CrosstabAsk
from analysis.request.table import Column
from analysis.tables.crosstab import Cell, Crossing, Precision, association, cells, lines, with_degrees_of_pairs
from analysis.tables.from_sums import association_of_sums, lines_of_sums, sums_of
from analysis.tables.letters import (
    LetterRule,
    Line,
    Pairs,
    in_families,
    joined,
    marks_of,
    pairs_of,
)


@dataclass(frozen=True)
class Banner:
    """One table: a crossing, the names of its categories, and the group it is about."""

    crossing: Crossing
    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    by: dict[str, Any] | None


@dataclass(frozen=True)
class Tabulated:
    """The tables of one ask with their pairs, whose families may span the whole request."""

    ask: CrosstabAsk
    result: Result
    banners: tuple[Banner, ...]
    lines: tuple[tuple[Line, ...], ...]
    pairs: tuple[Pairs, ...]
    rule: LetterRule


def tabulate(ask: CrosstabAsk, context: Context) -> Tabulated:
    """Compute the tables of an ask, all but the families of its pairs; raise RefusedError where none may be given."""
    context.check_deff(ask)
    domain, result = context.domain(ask.where), Result(ask.id)
    banners = tuple(_banners(ask, context, domain))
    if not banners:
        result.warn("empty-table", "Nobody has a value of both variables, so the table is empty.")
    precision = Precision(ask.confidence, ask.interval, context.df(ask, domain, "domain"), ask.deff)
    df, rule = context.df(ask, domain, "design"), rule_of(ask.letters)
    result.cells = [cell for banner in banners for cell in _cells(ask, banner, precision, context)]
    sums = [sums_of(banner.crossing) for banner in banners]
    tests = [_test(ask, banner, summed, df, result) for banner, summed in zip(banners, sums, strict=True)]
    result.test = tests if ask.by else (tests or [None])[0]
    compared = tuple(
        lines(banner.crossing, df) if summed is None else lines_of_sums(summed)
        for banner, summed in zip(banners, sums, strict=True)
    )
    if rule.degrees == "effective":
        lined = zip(banners, compared, strict=True)
        compared = tuple(with_degrees_of_pairs(banner.crossing, one) for banner, one in lined)
    return Tabulated(ask, result, banners, compared, tuple(pairs_of(one, df, rule) for one in compared), rule)


def finish(tables: Sequence[Tabulated], context: Context) -> list[Result]:
    """Adjust the pairs of all tables within their families and give out letters."""
    return [_finished(table, tables, context) for table in tables]


def _finished(table: Tabulated, tables: Sequence[Tabulated], context: Context) -> Result:
    for banner, lined, found in zip(table.banners, table.lines, _adjusted(table, tables), strict=True):
        named = {"by": banner.by} if table.ask.by else {}
        table.result.pairs += [
            named | written_pair(pair, table.rule, banner.rows[pair.row], banner.columns)
            for pair in found.each(table.rule)
        ]
        if table.ask.letters is not None and context.basis != "D":
            table.result.letters += [
                named | written_mark(mark, table.rule, banner.rows[mark.row], banner.columns[mark.column])
                for mark in marks_of(lined, found, table.rule)
            ]
    if table.ask.letters is not None and context.basis == "D":
        text = "Evidence basis D describes the respondents only: no letters."
        table.result.warn("no-letters", text)
    return table.result


def _adjusted(table: Tabulated, tables: Sequence[Tabulated]) -> list[Pairs]:
    if table.rule.family != "report":
        return [in_families(found, table.rule) for found in table.pairs]
    others = [one for one in tables if one.rule.family == "report"]
    union = in_families(joined([found for one in others for found in one.pairs]), table.rule)
    place = next(i for i, one in enumerate(others) if one is table)
    at = sum(len(found) for one in others[:place] for found in one.pairs)
    parts = []
    for found in table.pairs:
        parts.append(union.part(slice(at, at + len(found))))
        at += len(found)
    return parts


def _banners(ask: CrosstabAsk, context: Context, domain: BoolArray) -> list[Banner]:
    rows, columns = context.variable(ask.rows), context.variable(ask.columns)
    weighted = context.design.weights > 0
    used = domain & ~rows.missing & ~columns.missing
    row_codes, row_names = _kept(rows, used & weighted, ask.empty)
    column_codes, column_names = _kept(columns, used & weighted, ask.empty)
    shape = (len(row_names), len(column_names))
    if 0 in shape:
        return []
    by = [context.table.column(name) for name in ask.by]
    return [
        Banner(
            Crossing(context.design, row_codes, column_codes, shape, domain & group.rows),
            row_names,
            column_names,
            group.by,
        )
        for group in combinations_of(by, used, weighted, ask.empty)
    ]


def _kept(column: Column, used: BoolArray, empty: str) -> tuple[IntArray, tuple[Any, ...]]:
    """Renumber the categories that are seen; with `empty` = `zero` all of them."""
    seen = np.bincount(column.codes[used], minlength=column.k) > 0
    kept = np.arange(column.k) if empty == "zero" else np.flatnonzero(seen)
    places = np.full(column.k + 1, -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    return places[column.codes], tuple(plain(column.categories[code]) for code in kept)


def _cells(ask: CrosstabAsk, banner: Banner, precision: Precision, context: Context) -> list[dict[str, Any]]:
    try:
        found = cells(banner.crossing, ask.share_of, precision)
    except DeffNeedsPopulationError as error:
        raise population_refusal() from error
    return [_cell(ask, banner, cell, context) for cell in found]


def _cell(ask: CrosstabAsk, banner: Banner, cell: Cell, context: Context) -> dict[str, Any]:
    figure = cell.estimate
    return {
        **({"by": banner.by} if ask.by else {}),
        "row": None if cell.row is None else banner.rows[cell.row],
        "column": None if cell.column is None else banner.columns[cell.column],
        "n": cell.n,
        "weighted_n": cell.weighted_n,
        "share_of": ask.share_of,
        "estimate": figure.value,
        "se": figure.se,
        "df": figure.df,
        "low": figure.low,
        "high": figure.high,
        "deff": written_deff(figure),
        "effective_n": figure.effective_n,
        "suppressed": context.suppressed(figure, "share"),
    }


def _test(ask: CrosstabAsk, banner: Banner, sums: Sums | None, df: float, result: Result) -> dict[str, Any] | None:
    try:
        if sums is not None and ask.test in ("rao-scott-chisq", "rao-scott-f"):
            first, second = association_of_sums(sums, df)
            found = first if ask.test == "rao-scott-chisq" else second
        else:
            found = association(banner.crossing, ask.test, df)
    except NoTestError as error:
        result.warn("no-test", str(error))
        return None
    return {**({"by": banner.by} if ask.by else {}), **_association(found)}


def _association(found: Association) -> dict[str, Any]:
    test = {"statistic": found.statistic, "ndf": found.ndf, "ddf": found.ddf, "p": found.p}
    return test if found.adjusted is None else {**test, "statistic_adjusted": found.adjusted}
