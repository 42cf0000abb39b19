"""Write tables for people with a spreadsheet: a workbook of typed cells, and a CSV with labels that runs no formula.

In a workbook a text is stored as a text and never computed. A spreadsheet that opens a CSV computes whatever begins as
a formula, so that a text in the CSV with labels gets an apostrophe in front, as a person would write it; data.csv, for
programs, stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from analysis.exports.described import Column, Described, Table, label_of, worded

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL, LONGEST_SHEET_NAME = 1_048_576, 16_384, 32_767, 31
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_DAY = "2000-01-01T12:00:00"


class TooLarge(ValueError):
    """A workbook cannot hold so much; the message says what to do."""


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take that apostrophe away again."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def labelled_csv(table: Table, language: str) -> bytes:
    """Return a table with labels in the place of codes, for a person with a spreadsheet.

    Where two codes of a column have one label, each label is followed by its code in brackets.
    """
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(guarded(f"{column.name}: {label_of(column, language)}") for column in table.columns)
    columns = [_worded(column, labels_of(column, language)) for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return b"\xef\xbb\xbf" + made.getvalue().encode("utf-8")


def labels_of(column: Column, language: str) -> dict[str, str]:
    """Return a label for every code of a column, no two alike."""
    if column.kind == "several" and not column.values:
        yes_no = {"1": {"en": "yes", "vi": "có"}, "0": {"en": "no", "vi": "không"}}
        wordings = {**yes_no, **column.wordings}
    else:
        wordings = dict(column.wordings)
    found = {code: worded(text, language) or code for code, text in wordings.items()}
    often = Counter(found.values())
    return {code: f"{text} [{code}]" if often[text] > 1 else text for code, text in found.items()}


def _worded(column: Column, labels: Mapping[str, str]) -> list[str]:
    """Put labels for codes; a number needs no apostrophe, and would be a text with one."""
    if column.numeric:
        return [labels.get(cell, cell) for cell in column.cells]
    return [guarded(labels.get(cell, cell)) for cell in column.cells]


def workbook(package: Described, language: str) -> bytes:
    """Return the .xlsx: a sheet of typed cells for each table, a sheet of variables and one of codes with labels.

    Raise TooLarge where a sheet cannot hold the rows or columns. A text longer than a cell goes on in the sheet of long
    texts.
    """
    for table in package.tables:
        if table.n + 1 > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
            held = f"{MOST_ROWS - 1:,} rows and {MOST_COLUMNS:,} columns"
            raise TooLarge(f"A sheet of a workbook holds {held} at most; take csv or parquet instead.")
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": worded(package.title, language)})
    bold = book.add_format({"bold": True, "bottom": 1})
    long_texts: list[tuple[str, str, int, str]] = []
    used: set[str] = set()
    for table in package.tables:
        _data(book.add_worksheet(_sheet_name(table.name or "data", used)), table, bold, long_texts)
    _variables(book.add_worksheet(_sheet_name("variables", used)), package.tables, language, bold)
    _codes(book.add_worksheet(_sheet_name("labels", used)), package, bold)
    if long_texts:
        _rows(
            book.add_worksheet(_sheet_name("long texts", used)),
            ("table", "variable", "row", "goes on"),
            long_texts,
            bold,
        )
    book.close()
    return made.getvalue()


def _data(sheet: Any, table: Table, bold: Any, long_texts: list[tuple[str, str, int, str]]) -> None:
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, bold)
        for row, cell in enumerate(column.cells, start=1):
            if not cell:
                continue
            if column.numeric:
                sheet.write_number(row, at, float(cell))
                continue
            sheet.write_string(row, at, cell[:LONGEST_CELL])
            for start in range(LONGEST_CELL, len(cell), LONGEST_CELL):
                long_texts.append((table.name, column.name, row + 1, cell[start : start + LONGEST_CELL]))


def _variables(sheet: Any, tables: Sequence[Table], language: str, bold: Any) -> None:
    heads = ("table", "variable", "label", "question", "kind", "level", "role", "care")
    rows = (
        (table.name, c.name, label_of(c, language), c.question, c.kind, c.level, c.role, "; ".join(c.flags))
        for table in tables
        for c in table.columns
    )
    _rows(sheet, heads, rows, bold)


def _codes(sheet: Any, package: Described, bold: Any) -> None:
    languages = list(package.codebook["languages"])
    _rows(sheet, ("table", "variable", "code", "means", *languages), _wordings(package, languages), bold)


def _wordings(package: Described, languages: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for table in package.tables:
        for column in table.columns:
            missing = {code for code, _ in column.missing}
            for code, text in column.wordings.items():
                means = "no answer" if code in missing else "answer"
                shown = float(code) if column.numeric else code
                yield (table.name, column.name, shown, means, *(text.get(tag, "") for tag in languages))


def _rows(sheet: Any, heads: Sequence[str], rows: Any, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    for row, cells in enumerate(rows, start=1):
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, at, cell[:LONGEST_CELL])
            else:
                sheet.write_number(row, at, cell)


def _sheet_name(name: str, used: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", "_", name)[:LONGEST_SHEET_NAME] or "sheet"
    wanted, number = plain, 1
    while wanted.casefold() in used or wanted.casefold() == "history":
        number += 1
        ending = f"_{number}"
        wanted = plain[: LONGEST_SHEET_NAME - len(ending)] + ending
    used.add(wanted.casefold())
    return wanted
