"""Compute a banner table: every figure, every pair, letters, and what must be withheld."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray
from analysis.design import Design
from analysis.estimation.estimates import Estimate
from analysis.estimation.significance import Association, NoTestError
from analysis.replicates import ReplicateDesign
from analysis.stages import LonelyClusterError
from analysis.tables.banner import figures as fg
from analysis.tables.banner.layout import BannerQuestion, Refusal, TableQuestion
from analysis.tables.banner.result import (
    TOTAL,
    Banner,
    BannerCell,
    CellKey,
    ColumnHead,
    Compared,
    QuestionHead,
    QuestionTable,
    Unknown,
    Wish,
)
from analysis.tables.banner.withholding import withhold
from analysis.tables.crosstab import Crossing, association
from analysis.tables.letters import Line, Pairs, column_letter, in_families, joined, marks_of, pairs_of
from analysis.tables.showing import complement_fails, needs_review, why_suppressed


def compute(design: Design, questions: Iterable[TableQuestion], banner: Sequence[BannerQuestion], wish: Wish) -> Banner:
    """Compute all questions by all columns; questions may come one at a time.

    A question that must be refused is a table with its `refused`; the others stand.
    """
    heads = _question_heads(banner)
    tables, lines, pairs = [], [], []
    for question in questions:
        table, lined, found = _table(design, question, banner, heads, wish)
        tables.append(table)
        lines.append(lined)
        pairs.append(found if wish.rule.family == "report" else [in_families(one, wish.rule) for one in found])
    if wish.rule.family == "report":
        pairs = _over_all(pairs, wish)
    finished = tuple(_lettered(*parts, heads, wish) for parts in zip(tables, lines, pairs, strict=True))
    return Banner(heads, _column_heads(banner), finished, wish, _weights_only(design))


def _table(
    design: Design,
    question: TableQuestion,
    banner: Sequence[BannerQuestion],
    heads: Sequence[QuestionHead],
    wish: Wish,
) -> tuple[QuestionTable, list[tuple[Line, ...]], list[Pairs]]:
    """Compute one question, all but its letters; the pairs are not adjusted yet."""
    empty = QuestionTable(question.name, question.label, question.base_label, question.rows)
    if question.refused is not None:
        return replace(empty, refused=question.refused), [], []
    if not (question.base & (design.weights > 0)).any():
        text = f"Nobody in the base answered {question.label!r}, so there is no table."
        return replace(empty, refused=Refusal("no-answers", text)), [], []
    try:
        cells = dict(_cells(design, question, banner, heads, wish))
        lines = [fg.lines_between(design, question, one, wish.df) for one in banner]
        tests = [_association(design, question, one, wish) for one in banner]
    except LonelyClusterError as error:
        text = f"{error} Choose a rule in `design.lonely`, or join the stratum with another."
        return replace(empty, refused=Refusal("lonely-cluster", text)), [], []
    masks = _masks(banner, len(question.base))
    table = replace(
        empty,
        bases=tuple(fg.base_of(design, question, here) for here in masks),
        cells=cells,
        compared=tuple(Compared(None, (), *test) for test in tests),
        responses=question.responses,
    )
    return withhold(table, question, heads, wish), lines, [pairs_of(one, wish.df, wish.rule) for one in lines]


def _cells(
    design: Design,
    question: TableQuestion,
    banner: Sequence[BannerQuestion],
    heads: Sequence[QuestionHead],
    wish: Wish,
) -> Iterator[tuple[CellKey, BannerCell]]:
    masks = _masks(banner, len(question.base))
    counts = [fg.counted(design, question, here) for here in masks]
    for (share_of, row, column), figure in _shares(design, question, banner, heads, masks, wish):
        n, weighted = int(counts[column].n[row]), float(counts[column].weighted_n[row])
        yield (share_of, row, column), _cell(n, weighted, figure, wish, is_share=True)
    if question.scores is not None:
        for column, here in enumerate(masks):
            (figure,) = fg.estimated(design, fg.column_mean(design, question, here), question, wish.precision)
            key = (None, len(question.answers), column)
            yield key, _cell(figure.base_n, figure.weighted_n, figure, wish, is_share=False)


def _shares(
    design: Design,
    question: TableQuestion,
    banner: Sequence[BannerQuestion],
    heads: Sequence[QuestionHead],
    masks: Sequence[BoolArray],
    wish: Wish,
) -> Iterator[tuple[CellKey, Estimate]]:
    if not question.answers:
        return
    of_total = fg.estimated(design, fg.column_shares(design, question, masks[TOTAL]), question, wish.precision)
    if "column" in wish.share_of:
        for column, here in enumerate(masks):
            shares = fg.column_shares(design, question, here) if column else None
            found = of_total if shares is None else fg.estimated(design, shares, question, wish.precision)
            yield from ((("column", row, column), figure) for row, figure in enumerate(found))
    if "row" in wish.share_of:
        for row in range(len(question.answers)):
            yield ("row", row, TOTAL), fg.whole_row(design, question, row, wish.precision)
            for one, head in zip(banner, heads, strict=True):
                shares = fg.row_shares(design, question, row, one)
                found = fg.estimated(design, shares, question, wish.precision)
                yield from ((("row", row, head.first + i), figure) for i, figure in enumerate(found))
    if "total" in wish.share_of:
        yield from ((("total", row, TOTAL), figure) for row, figure in enumerate(of_total))
        for one, head in zip(banner, heads, strict=True):
            for i, shares in enumerate(fg.table_shares(design, question, one)):
                found = fg.estimated(design, shares, question, wish.precision)
                yield from ((("total", row, head.first + i), figure) for row, figure in enumerate(found))


def _cell(n: int, weighted_n: float, figure: Estimate, wish: Wish, *, is_share: bool) -> BannerCell:
    suppressed = (
        None if wish.audience is None else why_suppressed(figure, "share" if is_share else "mean", wish.audience)
    )
    review = is_share and needs_review(figure)
    fails = is_share and complement_fails(figure)
    return BannerCell(n, weighted_n, figure, suppressed, review, fails, _why_unknown(figure))


def _why_unknown(figure: Estimate) -> Unknown | None:
    if not figure.base_n:
        return "nobody"
    if math.isnan(figure.value):
        return "no-value"
    if not figure.df > 0:
        return "no-degrees-of-freedom"
    return "no-interval" if math.isnan(figure.se) or math.isnan(figure.low) else None


def _association(
    design: Design, question: TableQuestion, banner: BannerQuestion, wish: Wish
) -> tuple[Association | None, str | None]:
    if not question.exclusive or not question.categories:
        return None, "Respondents may be in several rows, so association is not tested."
    if banner.overlapping:
        return None, "Respondents may be in several columns, so association is not tested."
    shape = (len(question.categories), len(banner.columns))
    domain = question.domain & banner.known
    try:
        return association(Crossing(design, question.codes, banner.codes, shape, domain), wish.test, wish.df), None
    except NoTestError as error:
        return None, str(error)


def _over_all(pairs: Sequence[Sequence[Pairs]], wish: Wish) -> list[list[Pairs]]:
    """Adjust the pairs of all tables as one family, and return them table by table."""
    union, at, result = in_families(joined([one for found in pairs for one in found]), wish.rule), 0, []
    for found in pairs:
        parts = []
        for one in found:
            parts.append(union.part(slice(at, at + len(one))))
            at += len(one)
        result.append(parts)
    return result


def _lettered(
    table: QuestionTable,
    lines: Sequence[Sequence[Line]],
    pairs: Sequence[Pairs],
    heads: Sequence[QuestionHead],
    wish: Wish,
) -> QuestionTable:
    """Give out letters; a cell that is withheld neither has letters nor lends its own to others."""
    compared = []
    for head, before, lined, found in zip(heads, table.compared, lines, pairs, strict=False):
        shown = wish.letters and wish.basis != "D"
        hidden = _hidden(table, head, wish)
        open_pairs = found.part(~(hidden[found.row, found.a] | ((found.b >= 0) & hidden[found.row, found.b])))
        marks = tuple(marks_of(lined, open_pairs, wish.rule)) if shown else ()
        compared.append(replace(before, pairs=found if wish.pairs else None, marks=marks))
    return replace(table, compared=tuple(compared))


def _hidden(table: QuestionTable, head: QuestionHead, wish: Wish) -> BoolArray:
    share_of = wish.share_of[0]
    withheld = [
        [table.cell(row, head.first + i, share_of).suppressed is not None for i in range(head.size)]
        for row in range(len(table.rows))
    ]
    return np.array(withheld, dtype=np.bool_).reshape(len(table.rows), head.size)


def _masks(banner: Sequence[BannerQuestion], n: int) -> list[BoolArray]:
    columns = [one.known & column.rows for one in banner for column in one.columns]
    return [np.ones(n, dtype=np.bool_), *columns]


def _question_heads(banner: Sequence[BannerQuestion]) -> tuple[QuestionHead, ...]:
    heads, first = [], TOTAL + 1
    for one in banner:
        heads.append(QuestionHead(one.name, one.label, first, len(one.columns), one.overlapping))
        first += len(one.columns)
    return tuple(heads)


def _column_heads(banner: Sequence[BannerQuestion]) -> tuple[ColumnHead, ...]:
    heads = [ColumnHead(None, None, "", None)]
    for question, one in enumerate(banner):
        for column in one.columns:
            heads.append(ColumnHead(question, column.name, column.label, column_letter(len(heads) - 1)))
    return tuple(heads)


def _weights_only(design: Design) -> bool:
    if isinstance(design, ReplicateDesign):
        return False
    summary = design.summary()
    return summary.strata == 1 and summary.clusters == summary.n
