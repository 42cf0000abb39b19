"""The cells of a data file: texts as stored, each different text of a column once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from analysis.arrays import BoolArray

Texts: TypeAlias = NDArray[np.str_]
SHOWN = 5


class UnreadableCellsError(Exception):
    """A data file is not there, or not a table; the sentence says which and where."""


@dataclass(frozen=True)
class Cells:
    """A column of n cells: its different texts, and for each cell which of them it holds.

    `different` may hold texts that no cell holds, but none twice.
    """

    different: Texts
    which: NDArray[np.int32]

    @property
    def texts(self) -> Texts:
        return self.different[self.which]

    def kept(self, rows: BoolArray) -> Cells:
        """Keep the cells of some rows."""
        return Cells(self.different, self.which[rows])


def cells_of(texts: Texts) -> Cells:
    """Keep each different text of a column once."""
    different, which = np.unique(texts, return_inverse=True)
    return Cells(different, which.astype(np.int32))


def read_csv(path: Path) -> tuple[dict[str, Cells], int]:
    """Read the columns of a CSV file (UTF-8, with a header) and count its rows.

    Raise UnreadableCellsError, naming the lines that have too many or too few cells.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
        coded = pa.dictionary(pa.int32(), pa.string())
        table = pa_csv.read_csv(
            path,
            read_options=pa_csv.ReadOptions(block_size=1 << 24),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(header, coded)),
        )
    except FileNotFoundError:
        text = f"There is no {path.name} in the data package; export it again."
        raise UnreadableCellsError(text) from None
    except UnicodeDecodeError as error:
        raise UnreadableCellsError(f"{path.name} is not UTF-8 text.") from error
    except pa.ArrowException as error:
        raise UnreadableCellsError(_what_is_wrong(path, error)) from error
    return _columns(table), table.num_rows


def read_parquet(path: Path) -> tuple[dict[str, Cells], int]:
    """Read the columns of a Parquet file as data.csv holds them, and count its rows; raise UnreadableCellsError."""
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableCellsError(f"{path.name} cannot be read: {error}") from error
    return _columns(table), table.num_rows


def cell_of_number(value: float) -> str:
    """Write a number as a cell: whole ones without a point."""
    return str(int(value)) if value.is_integer() else repr(value)


def _columns(table: Any) -> dict[str, Cells]:
    return {name: _cells(table.column(at)) for at, name in enumerate(table.column_names)}


def _cells(column: Any) -> Cells:
    """Code a column by its different texts; a null is an empty cell, a whole number has no point."""
    if not pa.types.is_dictionary(column.type):
        column = (column if pa.types.is_floating(column.type) else column.cast(pa.string())).dictionary_encode()
    found = column.unify_dictionaries().combine_chunks() if column.num_chunks else column.combine_chunks()
    values = found.dictionary.to_pylist()
    texts = [cell_of_number(value) if isinstance(value, float) else value for value in values]
    which = found.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    different, place = np.unique(np.array([*texts, ""], dtype=np.str_), return_inverse=True)
    return Cells(different, place.astype(np.int32)[which])


def _what_is_wrong(path: Path, error: Exception) -> str:
    """Name the lines of a CSV file that have another number of cells than its header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except UnicodeDecodeError:
        return f"{path.name} is not UTF-8 text."
    ragged = [str(at + 2) for at, row in enumerate(rows) if len(row) != len(header)]
    if ragged:
        return f"Lines {', '.join(ragged[:SHOWN])} of {path.name} have another number of cells."
    return f"{path.name} is empty." if not header else f"{path.name} cannot be read: {error}"
