"""Read CSV, Parquet, SPSS and Stata files; codes stay codes, also those that mean no answer."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyreadstat

Code: TypeAlias = str | float
Wordings: TypeAlias = Mapping[str, str]
"""Wording by code written as text, in the order of the file."""


class FileError(ValueError):
    """A data file cannot be read; the message says why, in one sentence."""


@dataclass(frozen=True)
class Description:
    """What a file says of one column: its wording, what its codes mean, and which of them mean no answer."""

    label: str = ""
    values: Wordings = field(default_factory=dict)
    missing: Wordings = field(default_factory=dict)


@dataclass(frozen=True)
class MultipleResponse:
    """Columns that hold several answers to one question; `counted` is the code of a yes, none where they hold codes."""

    label: str
    columns: tuple[str, ...]
    counted: str | None = None


@dataclass(frozen=True)
class DataFile:
    """Columns as stored, one row a respondent; `descriptions` has an entry for each column of a labelled file."""

    frame: pd.DataFrame
    descriptions: Mapping[str, Description]
    sets: Mapping[str, MultipleResponse] = field(default_factory=dict)
    """The multiple-response sets that the file declares, by name."""


def read_file(path: Path) -> DataFile:
    """Read a data file by what its name ends in: .sav .zsav .dta .parquet, anything else is CSV.

    In CSV only the empty field is missing. Raise FileError where the file is not there or cannot be read.
    """
    if not path.is_file():
        raise FileError(f"There is no file {path.name!r}.")
    reader = _READERS.get(path.suffix.lower(), _read_csv)
    try:
        found = reader(path)
    except (ValueError, OSError, pd.errors.ParserWarning, pyreadstat.ReadstatError) as error:
        raise FileError(f"The file {path.name!r} cannot be read: {error}") from error
    names = [str(name) for name in found.frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FileError(f"The file {path.name!r} has columns of the same name: {', '.join(twice[:5])}.")
    return found


def as_text(cell: Any) -> Any:
    """Write a cell as text, whole numbers without a point; a missing cell stays as it is."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) or pd.isna(cell) else str(cell)


def _read_csv(path: Path) -> DataFile:
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        rows = pd.read_csv(
            path,
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
            index_col=False,
            header=None,
        )
    frame = rows.iloc[1:].reset_index(drop=True)
    frame.columns = pd.Index([_header(name) for name in rows.iloc[0]])
    return DataFile(frame, {})


def _header(name: Any) -> str:
    return "" if pd.isna(name) else str(name)


def _read_parquet(path: Path) -> DataFile:
    return DataFile(pd.read_parquet(path), {})


def _read_spss(path: Path) -> DataFile:
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    sets = {name: _set(given) for name, given in (meta.mr_sets or {}).items()}
    return DataFile(_without_blanks(frame), _descriptions(frame, meta, _missing_in_ranges), sets)


def _set(given: Mapping[str, Any]) -> MultipleResponse:
    counted = str(given["counted_value"]) if given.get("is_dichotomy") else None
    return MultipleResponse(given.get("label") or "", tuple(given["variable_list"]), counted)


def _read_stata(path: Path) -> DataFile:
    frame, meta = pyreadstat.read_dta(str(path), user_missing=True)
    return DataFile(_without_blanks(frame), _descriptions(frame, meta, _missing_letters))


def _without_blanks(frame: pd.DataFrame) -> pd.DataFrame:
    """Take empty texts for missing: neither program can store a text that is missing."""
    texts = [name for name in frame.columns if pd.api.types.is_string_dtype(frame[name])]
    return frame.assign(**{name: frame[name].mask(frame[name] == "") for name in texts})


MissingIn: TypeAlias = Callable[["pd.Series[Any]", Any], list[Code]]


def _descriptions(frame: pd.DataFrame, meta: Any, missing_in: MissingIn) -> dict[str, Description]:
    found = {}
    for name in frame.columns:
        worded = {as_text(code): str(text) for code, text in meta.variable_value_labels.get(name, {}).items()}
        missing = {as_text(code): worded.get(as_text(code), "") for code in missing_in(frame[name], meta)}
        values = {code: text for code, text in worded.items() if code not in missing}
        found[str(name)] = Description(meta.column_names_to_labels.get(name) or "", values, missing)
    return found


def _missing_in_ranges(series: pd.Series[Any], meta: Any) -> list[Code]:
    """List the labelled or occurring codes that the file declares as missing, ranges included."""
    ranges = meta.missing_ranges.get(series.name, ())
    if not ranges:
        return []
    labelled = meta.variable_value_labels.get(series.name, {})
    candidates = {*series.dropna().unique(), *labelled}
    inside = [code for code in candidates if any(_is_within(code, one["lo"], one["hi"]) for one in ranges)]
    return sorted(inside, key=lambda code: (isinstance(code, str), code))


def _is_within(code: Code, low: Code, high: Code) -> bool:
    if isinstance(code, str) or isinstance(low, str) or isinstance(high, str):
        return code == low
    return low <= code <= high


def _missing_letters(series: pd.Series[Any], meta: Any) -> list[Code]:
    """List Stata's extended missing values (`.a` to `.z`) of a numeric column, which arrive as letters."""
    return list(meta.missing_user_values.get(series.name, ()))


_READERS: Mapping[str, Callable[[Path], DataFile]] = {
    ".sav": _read_spss,
    ".zsav": _read_spss,
    ".dta": _read_stata,
    ".parquet": _read_parquet,
}
