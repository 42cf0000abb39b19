"""Write a table as a Stata file: labels, and a letter of its own for every way of not answering.

Not asked is Stata's `.`; refused `.r`, don't know `.d`, not applicable `.n`, left unanswered `.u`. A text keeps the
codes themselves, and has no value labels: Stata has neither for texts.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from analysis.exports.described import Column, Table, label_of, worded
from analysis.exports.naming import stata_names

LONGEST_LABEL = 80
LETTERS = {"-6": "u", "-7": "r", "-8": "d", "-9": "n"}


def stata_file(table: Table, title: str, language: str) -> bytes:
    """Return the .dta of a table with its labels in one language."""
    names = stata_names(column.name for column in table.columns)
    frame = pd.DataFrame({names[column.name]: _cells(column) for column in table.columns})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.dta"
        pyreadstat.write_dta(
            frame,
            path,
            file_label=title[:LONGEST_LABEL],
            column_labels={names[c.name]: label_of(c, language)[:LONGEST_LABEL] for c in table.columns},
            variable_value_labels={
                names[c.name]: _labels(c, language) for c in table.columns if c.numeric and c.wordings
            },
            missing_user_values={names[c.name]: used for c in table.columns if (used := _letters(c))},
        )
        return path.read_bytes()


def _letter(column: Column, cell: str) -> str | None:
    return LETTERS.get(cell) if any(code == cell for code, _ in column.missing) else None


def _letters(column: Column) -> list[str]:
    return sorted(LETTERS[code] for code, _ in column.missing) if column.numeric else []


def _cells(column: Column) -> Any:
    if not column.numeric:
        return np.array(column.cells, dtype=object)
    letters = {code: LETTERS[code] for code, _ in column.missing}
    if letters.keys().isdisjoint(column.cells):
        return np.array([float(cell) if cell else np.nan for cell in column.cells], dtype=np.float64)
    return np.array([letters.get(cell) or (float(cell) if cell else np.nan) for cell in column.cells], dtype=object)


def _labels(column: Column, language: str) -> dict[Any, str]:
    """Word the codes; Stata labels whole numbers and letters."""
    return {
        _letter(column, code) or int(code): worded(text, language) or code for code, text in column.wordings.items()
    }
