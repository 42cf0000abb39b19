"""Write a table as Parquet: typed columns, and the codebook's words for each in the schema's metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.exports.described import Column, Table


def parquet_file(table: Table, codebook: Mapping[str, Any]) -> bytes:
    """Return the .parquet of a table: whole numbers, numbers or texts; not asked is null, missing codes stay codes."""
    fields, arrays = [], []
    for column in table.columns:
        array = _array(column)
        arrays.append(array)
        fields.append(pa.field(column.name, array.type, metadata=_words(column)))
    about = {"survey": codebook["survey"], "codebook": json.dumps(codebook, ensure_ascii=False)}
    made = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about)), made, compression="zstd")
    return made.getvalue()


def _array(column: Column) -> Any:
    if not column.numeric:
        return pa.array([cell or None for cell in column.cells], pa.string())
    if all("." not in cell and "e" not in cell for cell in column.cells):
        return pa.array([int(cell) if cell else None for cell in column.cells], pa.int64())
    return pa.array([float(cell) if cell else None for cell in column.cells], pa.float64())


def _words(column: Column) -> dict[str, str]:
    values = {code: dict(text) for code, text in column.wordings.items()}
    return {
        "label": json.dumps(dict(column.label), ensure_ascii=False),
        "values": json.dumps(values, ensure_ascii=False),
        "missing": json.dumps([code for code, _ in column.missing]),
        "level": column.level,
    }
