"""Write a computed table as a reader sees it: texts in place of figures, and the footnotes they need."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.tables.banner.result import WHY_UNKNOWN, Banner, BannerCell, QuestionTable
from analysis.tables.banner.view import View, columns_shown, letters_shown, note_of_basis, rows_shown
from analysis.tables.crosstab import ShareOf
from analysis.tables.letters import Mark
from analysis.tables.showing import FEWEST_PEOPLE

WHOLE_BELOW = 200
"""Published shares of fewer people than this are whole percentages."""


@dataclass(frozen=True)
class TableWords:
    """The words of a printed table, in English; a report in another language brings its own."""

    total: str = "Total"
    base: str = "Base"
    n: str = "n"
    weighted_n: str = "Weighted n"
    effective_n: str = "Effective n"
    responses: str = "Responses"
    too_few: str = "too few"
    withheld: str = "✕"
    unknown: str = "–"
    share_of_row: str = "Shares are of rows."
    share_of_total: str = "Shares are of the whole table."
    share_of_responses: str = "Shares are of responses; respondents may have given several."
    letters: str = (
        "Letters name the columns a figure is significantly above{levels}; {adjust}, {family}, t tests with {df} df."
    )
    levels: str = " (upper case at {strong}, lower case at {weak})"
    at_level: str = " (at {strong})"
    rest: str = "▲ ▼ significantly above or below everyone else in the base."
    few: str = "“too few”: under {n} people, or worth under {worth}, in the column; no letter can be given."
    low: str = "° low base: under 100 people, or worth under 100."
    review: str = "! to be reviewed: under 8 degrees of freedom, or 0 % or 100 %."
    complement: str = "¶ what is left to 100 % would be withheld alone."
    withheld_note: str = "✕ withheld: too few people, too imprecise, or it would give a withheld figure away."
    weights_only: str = "Weights only: the design has neither strata nor clusters, clustering ignored."
    model_based: str = "Intervals and letters are model-based (evidence basis {basis})."
    respondents_only: str = "Describes the respondents only (evidence basis D): no intervals, no letters."
    adjustments: dict[str, str] = field(
        default_factory=lambda: {
            "holm": "Holm's adjustment",
            "bonferroni": "Bonferroni's adjustment",
            "bh": "Benjamini and Hochberg's adjustment",
            "none": "not adjusted",
        }
    )
    families: dict[str, str] = field(
        default_factory=lambda: {
            "table": "over all rows and pairs of one banner question",
            "row": "over the pairs of one row",
            "report": "over all questions",
        }
    )


ENGLISH = TableWords()


@dataclass(frozen=True)
class ShownCell:
    """One cell as texts: the figure with its signs, its letters, and whether it is to be read with care."""

    figure: str
    letters: str = ""
    faint: bool = False


@dataclass(frozen=True)
class ShownRow:
    label: str
    kind: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownTable:
    """One question as texts. `groups` are the banner questions with the number of their columns shown."""

    label: str
    base: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str], ...]
    bases: tuple[ShownRow, ...]
    rows: tuple[ShownRow, ...]
    notes: tuple[str, ...]
    refused: str | None = None


def shown(banner: Banner, view: View | None = None, words: TableWords = ENGLISH) -> list[ShownTable]:
    """Write every question of a banner table as texts, in the order and with the rows and columns of a view."""
    return [_Writer(banner, table, view or View(), words).written() for table in banner.tables]


class _Writer:
    """Write one question, remembering which signs were used and so need a footnote."""

    def __init__(self, banner: Banner, table: QuestionTable, view: View, words: TableWords) -> None:
        self.banner, self.table, self.view, self.words = banner, table, view, words
        self.columns = columns_shown(banner, view)
        self.share_of: ShareOf = view.share_of or banner.wish.share_of[0]
        self.used: set[str] = set()
        self.marks = {
            (mark.row, head.first + mark.column): (mark, head.first)
            for head, compared in zip(banner.questions, table.compared, strict=False)
            for mark in compared.marks
        }

    def written(self) -> ShownTable:
        base = f"{self.words.base}: {self.table.base_label}" if self.table.base_label else ""
        if self.table.refused is not None:
            refused = self.table.refused.text
            return ShownTable(self.table.label, base, (), (), (), (), (), refused)
        rows = tuple(self._row(row) for row in rows_shown(self.banner, self.table, self.view))
        return ShownTable(
            self.table.label, base, self._groups(), self._heads(), tuple(self._bases()), rows, tuple(self._notes())
        )

    def _groups(self) -> tuple[tuple[str, int], ...]:
        groups: list[tuple[str, int]] = []
        for column in self.columns:
            question = self.banner.columns[column].question
            label = "" if question is None else self.banner.questions[question].label
            if groups and groups[-1][0] == label and column - 1 in self.columns:
                groups[-1] = (label, groups[-1][1] + 1)
            else:
                groups.append((label, 1))
        return tuple(groups)

    def _heads(self) -> tuple[tuple[str, str], ...]:
        heads = [self.banner.columns[column] for column in self.columns]
        return tuple((head.label or self.words.total, head.letter or "") for head in heads)

    def _bases(self) -> Iterator[ShownRow]:
        bases, audience = [self.table.bases[column] for column in self.columns], self.banner.wish.audience
        fewest = FEWEST_PEOPLE[audience] if audience else 0
        lines: list[tuple[str, list[float]]] = [
            (self.words.n, [base.n for base in bases]),
            (self.words.weighted_n, [base.weighted_n for base in bases]),
            (self.words.effective_n, [base.effective_n for base in bases]),
        ]
        if self.table.responses:
            lines.append((self.words.responses, [base.responses for base in bases]))
        for label, numbers in lines:
            exact = audience != "public" or label == self.words.weighted_n
            cells = [
                ShownCell(f"<{fewest}" if base.n < fewest else _count(number, exact), faint=label != self.words.n)
                for base, number in zip(bases, numbers, strict=True)
            ]
            yield ShownRow(label, "base", tuple(cells))

    def _row(self, row: int) -> ShownRow:
        of_row = self.table.rows[row]
        cells = tuple(self._cell(row, column, of_row.kind == "mean") for column in self.columns)
        return ShownRow(of_row.label, of_row.kind, cells)

    def _cell(self, row: int, column: int, is_mean: bool) -> ShownCell:
        cell = self.table.cell(row, column, self.share_of)
        if cell.suppressed is not None:
            self.used.add("withheld")
            return ShownCell(self.words.withheld, faint=True)
        if math.isnan(cell.estimate.value):
            self.used.add(cell.unknown or "no-value")
            return ShownCell(self.words.unknown, faint=True)
        figure = _number(cell.estimate.value) if is_mean else _percentage(cell, self.banner.wish.audience == "public")
        signs = self._signs(cell)
        letters, sign, faint = self._lettered(self.marks.get((row, column)))
        return ShownCell(figure + signs + sign, letters, faint)

    def _signs(self, cell: BannerCell) -> str:
        if self.banner.wish.audience is None:
            return ""
        signs = {"review": "!" if cell.review else "", "complement": "¶" if cell.complement_fails else ""}
        self.used |= {name for name, sign in signs.items() if sign}
        return "".join(signs.values())

    def _lettered(self, found: tuple[Mark, int] | None) -> tuple[str, str, bool]:
        """Return the letters of a cell, the signs at its figure, and whether it is to be read with care."""
        if found is None or not self.view.letters:
            return "", "", False
        mark, first = found
        if mark.note == "too-few":
            self.used.add("too-few")
            return self.words.too_few, "", True
        sign = "°" if mark.note == "low-base" else ""
        if mark.note == "low-base":
            self.used.add("low-base")
        if mark.rest is not None:
            self.used.add("rest")
            sign += " ▲" if mark.rest == "above" else " ▼"
        return letters_shown(mark, self.banner, first, self.columns), sign, False

    def _notes(self) -> Iterator[str]:
        words, wish = self.words, self.banner.wish
        if self.share_of == "row":
            yield words.share_of_row
        elif self.share_of == "total":
            yield words.share_of_total
        if self.table.responses:
            yield words.share_of_responses
        if self.marks and self.view.letters:
            yield self._note_of_letters()
        few = words.few.format(n=wish.rule.min_n, worth=f"{wish.rule.min_effective_n:g}")
        of_signs: dict[str, str] = {
            "rest": words.rest,
            "too-few": few,
            "low-base": words.low,
            "review": words.review,
            "complement": words.complement,
            "withheld": words.withheld_note,
        }
        of_signs |= {str(code): text for code, text in WHY_UNKNOWN.items()}
        for name, text in of_signs.items():
            if name in self.used:
                yield text
        yield from self._notes_of_design()

    def _note_of_letters(self) -> str:
        rule = self.banner.wish.rule
        strong, weak = (f"{100 * alpha:g} %" for alpha in (rule.alpha, rule.weak_alpha or rule.alpha))
        levels = self.words.at_level.format(strong=strong)
        if rule.weak_alpha is not None:
            levels = self.words.levels.format(strong=strong, weak=weak)
        adjust, family = self.words.adjustments[rule.adjust], self.words.families[rule.family]
        return self.words.letters.format(levels=levels, adjust=adjust, family=family, df=f"{self.banner.wish.df:g}")

    def _notes_of_design(self) -> Iterator[str]:
        if self.banner.weights_only:
            yield self.words.weights_only
        basis = note_of_basis(self.banner.wish.basis)
        if basis == "model-based":
            yield self.words.model_based.format(basis=self.banner.wish.basis)
        elif basis == "respondents-only":
            yield self.words.respondents_only


def _percentage(cell: BannerCell, published: bool) -> str:
    whole = published and cell.estimate.base_n < WHOLE_BELOW
    return f"{100 * cell.estimate.value:.{0 if whole else 1}f}%"


def _number(value: float) -> str:
    return f"{value:,.{2 if abs(value) < 100 else 1}f}"


def _count(number: float, exact: bool) -> str:
    return f"{number:,.0f}" if exact else f"{5 * round(number / 5):,.0f}"
