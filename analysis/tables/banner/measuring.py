"""Measure a question against all columns: from grouped sums where the design allows it, else from influences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.arrays import BoolArray
from analysis.design import Design
from analysis.estimation.estimates import Estimate
from analysis.estimation.significance import Association, NoTestError
from analysis.tables.banner import figures as fg
from analysis.tables.banner import grouped as gr
from analysis.tables.banner.layout import BannerQuestion, TableQuestion
from analysis.tables.banner.result import TOTAL, Base, CellKey, QuestionHead, Wish
from analysis.tables.crosstab import Crossing, association, whole
from analysis.tables.from_sums import association_of_sums
from analysis.tables.letters import Line


@dataclass(frozen=True)
class Counted:
    """A figure with the people in its cell."""

    n: int
    weighted_n: float
    figure: Estimate


@dataclass(frozen=True)
class Measured:
    """Everything about one question but what may be shown; a line and a test for each banner question."""

    cells: dict[CellKey, Counted]
    bases: tuple[Base, ...]
    lines: tuple[tuple[Line, ...], ...]
    tests: tuple[tuple[Association | None, str | None], ...]


def measure(question: TableQuestion, heads: Sequence[QuestionHead], wish: Wish, sums: gr.Groupings) -> Measured:
    """Measure one question; raise LonelyClusterError where the design does."""
    found = _measured(question, heads, wish, sums)
    if wish.rule.degrees == "design":
        return found
    lined = zip(found.lines, sums.banner, strict=True)
    return replace(found, lines=tuple(fg.with_degrees_of_pairs(sums.design, question, *one) for one in lined))


def _measured(question: TableQuestion, heads: Sequence[QuestionHead], wish: Wish, sums: gr.Groupings) -> Measured:
    banner = sums.banner
    if gr.can_group(sums.design, question, banner, wish.precision):
        return _FromSums(question, heads, wish, sums).measured()
    cells = dict(_cells(sums.design, question, banner, heads, wish))
    masks = _masks(banner, len(question.base))
    return Measured(
        _in_order(cells, wish),
        tuple(fg.base_of(sums.design, question, here) for here in masks),
        tuple(fg.lines_between(sums.design, question, one, wish.df) for one in banner),
        tuple(_association(sums.design, question, one, wish) for one in banner),
    )


class _FromSums:
    def __init__(
        self,
        question: TableQuestion,
        heads: Sequence[QuestionHead],
        wish: Wish,
        sums: gr.Groupings,
    ) -> None:
        self.question, self.heads, self.wish, self.sums = question, heads, wish, sums
        given = wish.precision.df
        self.df = sums.df(question.domain) if given is None else given
        self.cells: dict[CellKey, Counted] = {}

    def measured(self) -> Measured:
        whole_base = self.sums.covering(self.question.domain)
        with_total = self._blocks(whole_base)
        bases = [*self._take(with_total, TOTAL, only_total=True)]
        lines, tests = [], []
        for i, head in enumerate(self.heads):
            blocks = with_total if i == whole_base else self._blocks(i) if head.size else []
            bases += self._take(blocks, head.first)
            lines.append(tuple(line for block in blocks for line in gr.lines_from(block)))
            tests.append(self._test(self.sums.banner[i], blocks))
        return Measured(_in_order(self.cells, self.wish), tuple(bases), tuple(lines), tuple(tests))

    def _blocks(self, position: int) -> list[gr.Block]:
        return gr.blocks_of(self.question, self.sums.of(position, self.question.domain))

    def _take(self, blocks: Sequence[gr.Block], first: int, *, only_total: bool = False) -> list[Base]:
        """Keep the figures of all columns of some blocks; return the bases of those columns."""
        bases: list[Base] = []
        row = 0
        for block in blocks:
            found = gr.estimates_of(block, self.wish.precision, self.df)
            counts, weighted = gr.counts_of(block)
            c = block.sums.layout.columns
            taken = [c] if only_total else range(c)
            bases = bases or [self._base(found[0][column]) for column in taken]
            for i, figures in enumerate(found):
                for at, column in enumerate(taken):
                    n, weight = int(counts[i, column]), float(weighted[i, column])
                    self._keep(block, row + i, first + at, n, weight, figures[column])
            if block.compared.kind == "share":
                self._take_further(block, row, first, only_total)
            row += block.rows
        return bases

    def _keep(self, block: gr.Block, row: int, column: int, n: int, weighted_n: float, figure: Estimate) -> None:
        if block.compared.kind == "mean":
            self.cells[None, row, column] = Counted(figure.base_n, figure.weighted_n, figure)
        else:
            self.cells["column", row, column] = Counted(n, weighted_n, figure)

    def _take_further(self, block: gr.Block, row: int, first: int, only_total: bool) -> None:
        """Keep shares of the row and of the table, and forget those of the column where they are not wished for."""
        columns = 1 if only_total else block.sums.layout.columns
        for share_of in self.wish.share_of:
            if share_of == "column":
                continue
            if only_total and share_of == "total":
                found = [[self.cells["column", row + i, TOTAL].figure] for i in range(block.rows)]
            else:
                found = gr.further_shares(block, self.wish.precision, self.df, share_of)
            for i, figures in enumerate(found):
                for column in range(columns):
                    before = self.cells["column", row + i, first + column]
                    figure = whole(figures[column]) if only_total and share_of == "row" else figures[column]
                    self.cells[share_of, row + i, first + column] = Counted(before.n, before.weighted_n, figure)
        if "column" not in self.wish.share_of:
            for i in range(block.rows):
                for column in range(columns):
                    del self.cells["column", row + i, first + column]

    def _base(self, figure: Estimate) -> Base:
        n, weighted = figure.base_n, figure.weighted_n
        worth = n / figure.deff_weights if n else 0.0
        return Base(n, weighted, worth, figure.deff_weights, n, weighted)

    def _test(self, one: BannerQuestion, blocks: Sequence[gr.Block]) -> tuple[Association | None, str | None]:
        usable = blocks and self.question.exclusive and not one.overlapping and self.question.categories
        if self.wish.test != "rao-scott-f" or not usable or blocks[0].sums.columns.has_total:
            return _association(self.sums.design, self.question, one, self.wish)
        try:
            return association_of_sums(blocks[0].sums, self.wish.df)[1], None
        except NoTestError as error:
            return None, str(error)


def _in_order(cells: dict[CellKey, Counted], wish: Wish) -> dict[CellKey, Counted]:
    """Sort figures by what they are shares of, then by row and column, means last."""
    order = {share_of: i for i, share_of in enumerate((*wish.share_of, None))}
    return dict(sorted(cells.items(), key=lambda item: (order[item[0][0]], item[0][1], item[0][2])))


def _cells(
    design: Design,
    question: TableQuestion,
    banner: Sequence[BannerQuestion],
    heads: Sequence[QuestionHead],
    wish: Wish,
) -> Iterator[tuple[CellKey, Counted]]:
    masks = _masks(banner, len(question.base))
    counts = [fg.counted(design, question, here) for here in masks]
    for (share_of, row, column), figure in _shares(design, question, banner, heads, masks, wish):
        n, weighted = int(counts[column].n[row]), float(counts[column].weighted_n[row])
        yield (share_of, row, column), Counted(n, weighted, figure)
    if question.scores is not None:
        for column, here in enumerate(masks):
            (figure,) = fg.estimated(design, fg.column_mean(design, question, here), question, wish.precision)
            key = (None, len(question.answers), column)
            yield key, Counted(figure.base_n, figure.weighted_n, figure)


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


def _association(
    design: Design, question: TableQuestion, banner: BannerQuestion, wish: Wish
) -> tuple[Association | None, str | None]:
    if not question.exclusive or not question.categories or question.codes is None:
        return None, "Respondents may be in several rows, so association is not tested."
    if banner.overlapping:
        return None, "Respondents may be in several columns, so association is not tested."
    shape = (len(question.categories), len(banner.columns))
    codes = np.where(question.base, question.codes, -1)
    try:
        return association(Crossing(design, codes, banner.codes, shape, question.domain), wish.test, wish.df), None
    except NoTestError as error:
        return None, str(error)


def _masks(banner: Sequence[BannerQuestion], n: int) -> list[BoolArray]:
    columns = [one.known & column.rows for one in banner for column in one.columns]
    return [np.ones(n, dtype=np.bool_), *columns]
