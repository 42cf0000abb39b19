"""Write the report as a workbook: findings, every figure in typed cells, every table, and how it was done."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from analysis.report.document import Block, ChartBlock, Document, Entry, Items, Ladder, Measures, Paragraph, Table
from analysis.report.evidence import Evidence, findings_in
from analysis.report.office import name_of, noon_of
from analysis.report.published import FEW, published
from analysis.report.watermarks import mark_sheet
from analysis.report.words import Words, digits_of
from analysis.report.workbook_cells import Typed, typed_columns, typed_rows
from analysis.topics.findings import Finding, Kind, Suppressed

RIGHT_TO_LEFT, TWO_LINES = 2, 32


def write_workbook(document: Document, evidence: Evidence, words: Words) -> bytes:
    """Return the report as .xlsx; the same evidence and words give the same bytes.

    Figures that may not be printed have empty cells and their reason; people are rounded to 5 as in print.
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = noon_of(document.date)
    book.set_properties({"title": name_of(document.title), "comments": document.code, "created": day, "author": ""})
    figures = findings_in(evidence)
    lines = {finding.id: at for at, finding in enumerate(figures, start=1)}
    writer = _Book(book, document, words, lines)
    writer.findings()
    writer.figures(figures, evidence.plan.thresholds.public_n)
    writer.tables()
    writer.notes()
    book.close()
    return made.getvalue()


class _Book:
    """Put sheets into a workbook."""

    def __init__(self, book: Any, document: Document, words: Words, lines: Mapping[str, int]) -> None:
        self.book, self.document, self.words, self.lines = book, document, words, lines
        wrap = {"text_wrap": True, "valign": "top"}
        if document.direction == "rtl":
            wrap["reading_order"] = RIGHT_TO_LEFT
        self.head = book.add_format({**wrap, "bold": True, "bottom": 1, "valign": "bottom"})
        self.figure_head = book.add_format({**wrap, "bold": True, "bottom": 1, "valign": "bottom", "align": "right"})
        self.printed = book.add_format({**wrap, "align": "right"})
        self.title = book.add_format({"bold": True, "font_size": 15, **wrap})
        self.bold, self.plain = book.add_format({"bold": True, **wrap}), book.add_format(wrap)
        self.soft = book.add_format({"font_color": "#464E54", **wrap})
        self.numbers = {
            form: book.add_format({"num_format": form}) for form in ("0%", "0.0%", "0", "0.0", "0.00", "#,##0")
        }

    def findings(self) -> None:
        document, say = self.document, self.words.say
        sheet = self._sheet(document.findings_title, (6, 90, 70, 28))
        about = (document.survey, document.about, document.code, document.label)
        sheet.merge_range("A1:D1", document.title, self.title)
        sheet.merge_range("A2:D2", document.lead, self.plain)
        sheet.merge_range("A3:D3", " · ".join(part for part in about if part), self.soft)
        sheet.set_row(0, 42)
        sheet.set_row(1, 62)
        sheet.write_row("A5", ("#", say("Finding"), say("Method"), say("Figure")), self.head)
        for at, finding in enumerate(document.findings):
            sheet.write_number(5 + at, 0, at + 1, self.plain)
            sheet.write_row(5 + at, 1, (finding.sentence, finding.meta), self.plain)
            self._lead(sheet, 5 + at, 3, finding.id)
        row = 7 + len(document.findings)
        for section in [document.follows] if document.follows else []:
            sheet.write(row, 1, section.title, self.bold)
            for entry in _entries(section.blocks):
                row += 1
                sheet.write_row(row, 0, (entry.title, entry.text), self.plain)

    def _lead(self, sheet: Any, row: int, column: int, evidence: str) -> None:
        """Write the id of a figure as a link to its line among the figures."""
        line = self.lines.get(evidence)
        if line is None:
            sheet.write(row, column, evidence, self.plain)
        else:
            name = _sheet_name(self.words.say("Figures"))
            sheet.write_url(row, column, f"internal:'{name}'!A{line + 1}", self.plain, evidence)

    def figures(self, findings: Iterable[Finding], smallest: int) -> None:
        """Write one line a figure, typed, under the ids that sentences and measures cite."""
        say = self.words.say
        sheet = self._sheet(say("Figures"), (44, 16, 11, 11, 11, 11, 9, 12, 12, 9, 8, 40))
        heads = (
            say("Figure"), say("Kind"), say("Estimate"), say("Standard error"), say("Low"), say("High"), say("n"),
            say("Weighted base"), say("Effective n"), say("Design effect"), say("Basis"), say("Not printed because"),
        )  # fmt: skip
        sheet.write_row(0, 0, heads[:2], self.head)
        sheet.set_row(0, TWO_LINES)
        sheet.write_row(0, 2, heads[2:10], self.figure_head)
        sheet.write_row(0, 10, heads[10:], self.head)
        kinds, reasons = _kinds(self.words), _reasons(self.words)
        row = 0
        for row, one in enumerate(findings, start=1):
            sheet.write_row(row, 0, (one.id, kinds[one.kind]), self.plain)
            sheet.write(row, 10, one.basis, self.plain)
            sheet.write(row, 11, reasons[one.suppressed] if one.suppressed else "", self.plain)
            seen, form = published(one, smallest), _form(one)
            for column, value in ((2, seen.estimate), (4, seen.low), (5, seen.high)):
                self._number(sheet, row, column, value, form)
            self._number(sheet, row, 3, seen.se, "0.00" if one.kind == "mean" else form)
            for column, value in ((6, seen.n), (7, seen.weighted_n), (8, seen.effective_n)):
                self._number(sheet, row, column, value, "#,##0")
            self._number(sheet, row, 9, seen.deff, "0.0")
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, row, len(heads) - 1)

    def tables(self) -> None:
        """Write the tables one under the other: their numbers as printed, typed, and limits in two columns."""
        sheet = self._sheet(self.document.tables_title, (52, *([13] * 12)))
        row = 0
        for title, meta, table in self._every_table():
            sheet.write(row, 0, title, self.bold)
            for row, told in enumerate((one for one in (meta, table.caption) if one), start=row + 1):  # noqa: B020
                sheet.write(row, 0, told, self.soft)
            columns = typed_columns(table, self.words)
            for at, column in enumerate(columns):
                sheet.write(row + 1, at, column.title, self.figure_head if column.is_number else self.head)
            row += 2
            for line, cells in zip(table.rows, typed_rows(table, self.words), strict=True):
                sheet.write_string(row, 0, line.head, self.plain if line.cells else self.bold)
                for at, (column, cell) in enumerate(zip(columns[1:], cells, strict=False), start=1):
                    self._cell(sheet, row, at, cell, is_number=column.is_number)
                row += 1
            if table.note:
                sheet.write(row, 0, table.note, self.soft)
            row += 2
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{row + 1}"})

    def _cell(self, sheet: Any, row: int, column: int, cell: Typed | str, *, is_number: bool) -> None:
        if isinstance(cell, Typed):
            sheet.write_number(row, column, cell.value, self._form(cell.form))
        else:
            sheet.write_string(row, column, cell, self.printed if is_number else self.plain)

    def _form(self, form: str) -> Any:
        if form not in self.numbers:
            self.numbers[form] = self.book.add_format({"num_format": form, "valign": "top"})
        return self.numbers[form]

    def notes(self) -> None:
        sheet = self._sheet(self.words.say("Notes"), (34, 120))
        row = 0
        sections = (*self.document.asides, *self.document.sections, self.document.key)
        for section in sections:
            entries = _entries(section.blocks)
            if not entries:
                continue
            sheet.write(row, 0, section.title, self.bold)
            for row, entry in enumerate(entries, start=row + 1):  # noqa: B020
                sheet.write_row(row, 0, (entry.title, entry.text), self.plain)
            row += 2

    def _every_table(self) -> Iterable[tuple[str, str, Table]]:
        for section in (*self.document.asides, *self.document.sections):
            for part in section.blocks:
                if isinstance(part, ChartBlock):
                    yield part.title, part.meta, part.table
                elif isinstance(part, Table):
                    yield section.title, section.kicker, part

    def _sheet(self, name: str, widths: Sequence[float]) -> Any:
        sheet = self.book.add_worksheet(_sheet_name(name))
        if self.document.direction == "rtl":
            sheet.right_to_left()
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        marks = " · ".join(mark for mark in (self.document.draft, self.document.label) if mark)
        if marks:
            sheet.set_header(f"&R{marks}")
        if self.document.draft:
            mark_sheet(sheet, self.document.draft)
        return sheet

    def _number(self, sheet: Any, row: int, column: int, value: float, form: str) -> None:
        if math.isfinite(value):
            sheet.write_number(row, column, value, self.numbers[form])


def _entries(blocks: Iterable[Block]) -> list[Entry]:
    found: list[Entry] = []
    for part in blocks:
        match part:
            case Paragraph(text):
                found.append(Entry("", text))
            case Items(entries):
                found.extend(entries)
            case Measures(measures):
                found.extend(Entry(one.code, f"{one.text} ({one.evidence})") for one in measures)
            case Ladder(rungs):
                found.extend(Entry(rung.letter, " · ".join((rung.text, *rung.audiences))) for rung in rungs)
            case Table() | ChartBlock():
                pass
    return found


def _kinds(words: Words) -> Mapping[Kind, str]:
    say = words.say
    return {
        "share": say("share"),
        "mean": say("mean or median"),
        "difference": say("difference"),
        "utility": say("utility"),
        "part": say("part of a whole"),
    }


def _reasons(words: Words) -> Mapping[Suppressed, str]:
    say = words.say
    return {
        "disclosure": say("it could tell of a few people"),
        "complement": say("another figure would follow from it"),
        "base": say("too few people answered"),
        "interval": say("the interval is too wide"),
        "review": say("0%, 100% or too few sampling places"),
    }


def _form(finding: Finding) -> str:
    if finding.kind == "mean":
        return ("0", "0.0", "0.00")[digits_of(finding.value)]
    return "0%" if finding.base_n < FEW else "0.0%"


def _sheet_name(name: str) -> str:
    return "".join(letter for letter in name if letter not in "[]:*?/\\'")[:31]
