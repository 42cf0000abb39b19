"""Write a table as an SPSS system file: labels, missing codes, levels, the weight and multiple-response sets.

Not asked is system-missing in a number and an empty text; every other way of not answering keeps its code and is
declared user-missing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from analysis.exports.described import Column, Table, label_of, worded
from analysis.exports.naming import spss_names
from analysis.exports.spss_dictionary import ResponseSet, with_dictionary

WHOLE = "F8.0"
"""Shows a code as 1, where SPSS and PSPP would else show 1.00."""
LONGEST_LABEL, LONGEST_VALUE_LABEL, MOST_DISCRETE, LONGEST_CODE = 255, 120, 3, 8


def spss_file(table: Table, title: str, language: str) -> bytes:
    """Return the .sav of a table with its labels in one language."""
    names = spss_names(column.name for column in table.columns)
    frame = pd.DataFrame({names[column.name]: _cells(column) for column in table.columns})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        pyreadstat.write_sav(
            frame,
            path,
            file_label=_cut(title, 64),
            column_labels={names[c.name]: _cut(label_of(c, language), LONGEST_LABEL) for c in table.columns},
            variable_value_labels={names[c.name]: _labels(c, language) for c in table.columns if c.wordings},
            missing_ranges={names[c.name]: ranges for c in table.columns if (ranges := _missing(c))},
            variable_format={names[c.name]: WHOLE for c in table.columns if c.numeric and _is_whole(c)},
            variable_measure={names[column.name]: column.level for column in table.columns},
            row_compress=True,
        )
        content = path.read_bytes()
    weights = [names[column.name] for column in table.columns if column.role == "weight" and column.numeric]
    return with_dictionary(content, weight=next(iter(weights), None), sets=_sets(table, names, language))


def _cells(column: Column) -> Any:
    if not column.numeric:
        return np.array(column.cells, dtype=object)
    return np.array([float(cell) if cell else np.nan for cell in column.cells], dtype=np.float64)


def _is_whole(column: Column) -> bool:
    return all(float(cell).is_integer() for cell in (*column.cells, *column.wordings) if cell)


def _code(column: Column, code: str) -> str | float:
    return float(code) if column.numeric else code


def _labels(column: Column, language: str) -> dict[Any, str]:
    return {
        _code(column, code): _cut(worded(text, language) or code, LONGEST_VALUE_LABEL)
        for code, text in column.wordings.items()
    }


def _missing(column: Column) -> list[Any]:
    """Return the codes that mean no answer: a range in numbers, at most three in texts, of which there is no range.

    Where all four ways occur in a text, "left unanswered" stays a labelled valid code. In a number whose answers fall
    between the codes, the codes themselves are declared, three at most. A text longer than eight bytes declares the one
    that occurs most: PSPP reads no more of them.
    """
    codes = [code for code, _ in column.missing]
    if not codes:
        return []
    if column.numeric:
        numbers = sorted(float(code) for code in codes)
        between = {float(cell) for cell in column.cells if cell} - set(numbers)
        if not any(numbers[0] < value < numbers[-1] for value in between):
            return [{"lo": numbers[0], "hi": numbers[-1]}]
    often = {code: column.cells.count(code) for code in codes}
    if column.kind == "text" or max(len(cell.encode("utf-8")) for cell in (*column.cells, "")) > LONGEST_CODE:
        code = max(codes, key=lambda code: often[code])
        return [code] if often[code] else []
    used = [code for code in codes if often[code]] or codes
    order = sorted(used, key=lambda code: code == "-6")
    return [_code(column, code) for code in order[:MOST_DISCRETE]]


def _sets(table: Table, names: Mapping[str, str], language: str) -> list[ResponseSet]:
    """Declare a set for each question that took several answers: boxes counted at 1, places of a ranking by code."""
    grouped: dict[str, list[Column]] = {}
    for column in table.columns:
        if column.kind == "several" and column.choice is not None and column.numeric:
            grouped.setdefault(_whole(column), []).append(column)
        elif column.kind == "ranking":
            grouped.setdefault(column.question, []).append(column)
    taken = spss_names(grouped)
    found = []
    for question, columns in grouped.items():
        if len(columns) > 1 and len({column.numeric for column in columns}) == 1:
            label = _cut(_question(columns, language), LONGEST_LABEL)
            counted = "1" if columns[0].kind == "several" else None
            members = tuple(names[column.name] for column in columns)
            found.append(ResponseSet(taken[question][:60], label, members, counted))
    return found


def _whole(column: Column) -> str:
    """Return what a box belongs to: its question, or the row of a grid."""
    return column.name.removesuffix(f"__{column.choice}")


def _question(columns: Sequence[Column], language: str) -> str:
    """Return the wording that the columns of a question have in common."""
    whole = label_of(columns[0], language)
    return whole.partition(" – ")[2] or whole


def _cut(text: str, longest: int) -> str:
    """Cut a label at so many bytes, never within a sign."""
    encoded = text.encode("utf-8")
    return text if len(encoded) <= longest else encoded[: longest - 3].decode("utf-8", "ignore") + "…"
