"""Compute a banner table: every figure, every pair, letters, and what must be withheld."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray
from analysis.design import Design
from analysis.estimation.estimates import Estimate
from analysis.replicates import ReplicateDesign
from analysis.stages import LonelyClusterError
from analysis.tables.banner.grouped import Groupings
from analysis.tables.banner.layout import BannerQuestion, Refusal, TableQuestion
from analysis.tables.banner.measuring import Counted, measure
from analysis.tables.banner.result import (
    TOTAL,
    Banner,
    BannerCell,
    ColumnHead,
    Compared,
    QuestionHead,
    QuestionTable,
    Unknown,
    Wish,
)
from analysis.tables.banner.withholding import withhold
from analysis.tables.letters import Line, Pairs, column_letter, in_families, joined, marks_of, pairs_of
from analysis.tables.showing import complement_fails, needs_review, why_suppressed


def compute(design: Design, questions: Iterable[TableQuestion], banner: Sequence[BannerQuestion], wish: Wish) -> Banner:
    """Compute all questions by all columns; questions may come one at a time.

    A question that must be refused is a table with its `refused`; the others stand.
    """
    heads, sums = _question_heads(banner), Groupings(design, tuple(banner))
    tables, lines, pairs = [], [], []
    for question in questions:
        table, lined, found = _table(question, heads, wish, sums)
        tables.append(table)
        lines.append(lined)
        pairs.append(found if wish.rule.family == "report" else [in_families(one, wish.rule) for one in found])
    if wish.rule.family == "report":
        pairs = _over_all(pairs, wish)
    finished = tuple(_lettered(*parts, heads, wish) for parts in zip(tables, lines, pairs, strict=True))
    return Banner(heads, _column_heads(banner), finished, wish, _weights_only(design))


def _table(
    question: TableQuestion, heads: Sequence[QuestionHead], wish: Wish, sums: Groupings
) -> tuple[QuestionTable, list[tuple[Line, ...]], list[Pairs]]:
    """Compute one question, all but its letters; the pairs are not adjusted yet."""
    empty = QuestionTable(question.name, question.label, question.base_label, question.rows)
    if question.refused is not None:
        return replace(empty, refused=question.refused), [], []
    if not (question.base & (sums.design.weights > 0)).any():
        text = f"Nobody in the base answered {question.label!r}, so there is no table."
        return replace(empty, refused=Refusal("no-answers", text)), [], []
    try:
        measured = measure(question, heads, wish, sums)
    except LonelyClusterError as error:
        text = f"{error} Choose a rule in `design.lonely`, or join the stratum with another."
        return replace(empty, refused=Refusal("lonely-cluster", text)), [], []
    table = replace(
        empty,
        bases=measured.bases,
        cells={key: _cell(found, wish, is_share=key[0] is not None) for key, found in measured.cells.items()},
        compared=tuple(Compared(None, (), *test) for test in measured.tests),
        responses=question.responses,
    )
    lines = list(measured.lines)
    return withhold(table, question, heads, wish), lines, [pairs_of(one, wish.df, wish.rule) for one in lines]


def _cell(found: Counted, wish: Wish, *, is_share: bool) -> BannerCell:
    figure = found.figure
    suppressed = (
        None if wish.audience is None else why_suppressed(figure, "share" if is_share else "mean", wish.audience)
    )
    review = is_share and needs_review(figure)
    fails = is_share and complement_fails(figure)
    return BannerCell(found.n, found.weighted_n, figure, suppressed, review, fails, _why_unknown(figure))


def _why_unknown(figure: Estimate) -> Unknown | None:
    if not figure.base_n:
        return "nobody"
    if math.isnan(figure.value):
        return "no-value"
    if not figure.df > 0:
        return "no-degrees-of-freedom"
    return "no-interval" if math.isnan(figure.se) or math.isnan(figure.low) else None


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
