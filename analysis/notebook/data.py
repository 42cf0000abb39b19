"""Hold a data file in memory: its columns, and what is known of their codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.files.reading import DataFile, FileError, read_file
from analysis.request.problems import Problem, RequestError
from analysis.request.table import Table, read_codes, table_of


@dataclass(frozen=True)
class Data:
    """A table and the folder it came from, where the files that a design names are looked for."""

    table: Table
    folder: Path

    @property
    def variables(self) -> pd.DataFrame:
        """Describe the columns: wording, kind, number of categories, missing cells, and codes that mean no answer."""
        described = [_described(self.table, name) for name in self.table.frame]
        return pd.DataFrame(described).set_index("name")

    def __repr__(self) -> str:
        return f"{self.table.n:,} rows × {len(self.table.frame)} columns: {', '.join(list(self.table.frame)[:12])}"


def read(
    path: str | Path, *, categorical: Collection[str] = (), codebook: str | Mapping[str, Any] | None = None
) -> Data:
    """Read CSV, Parquet, SPSS or Stata data; `codebook` is a file beside it, or its content.

    Raise RequestError where a file cannot be read.
    """
    path = Path(path)
    try:
        file = read_file(path)
    except FileError as error:
        raise RequestError([Problem("unreadable-data", "data", str(error))]) from error
    return Data(table_of(file, categorical, read_codes(codebook, path.parent)), path.parent)


def from_frame(frame: pd.DataFrame, *, categorical: Collection[str] = ()) -> Data:
    """Take a data frame that is there already; columns of texts are categories."""
    return Data(table_of(DataFile(frame.reset_index(drop=True), {}), categorical), Path())


def _described(table: Table, name: str) -> dict[str, Any]:
    column, description = table.column(name), table.descriptions.get(name)
    return {
        "name": name,
        "label": description.label if description else "",
        "kind": "text" if column.is_text else "number",
        "categories": column.k,
        "missing": int(column.missing.sum()),
        "missing codes": ", ".join(description.missing) if description else "",
    }
