"""Read the data of a request: columns of numbers and of texts, with their categories in order."""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.request.problems import Problem, RefusedError, RequestError

Category: TypeAlias = str | float


@dataclass(frozen=True)
class Column:
    """One variable. `codes` number its categories from 0, −1 is missing; `numbers` has none for texts.

    A condition is a column of 0 and 1 whose categories are `false` and `true`.
    """

    name: str
    codes: IntArray
    categories: tuple[Category, ...]
    is_text: bool
    numbers: FloatArray

    @property
    def missing(self) -> BoolArray:
        return self.codes < 0

    @property
    def k(self) -> int:
        return len(self.categories)

    @property
    def labels(self) -> NDArray[np.object_]:
        """Return the category of every row, None where it is missing."""
        return np.array([*self.categories, None], dtype=object)[self.codes]

    def code_of(self, given: Any) -> int | None:
        """Return the code of a category written in a request, None where there is none such."""
        for code, category in enumerate(self.categories):
            if same_category(category, given):
                return code
        return None


@dataclass(frozen=True)
class Codes:
    """What a codebook says of the data: the order of codes by variable, and the codes that mean no answer."""

    orders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    n: int
    frame: Mapping[str, pd.Series[Any]]
    categorical: frozenset[str]
    codes: Codes

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {}

    def column(self, name: str) -> Column:
        """Return a column by its name; raise KeyError where there is none."""
        if name not in self._columns:
            self._columns[name] = _column(self, name, self.frame[name])
        return self._columns[name]


def same_category(category: Category, given: Any) -> bool:
    """Compare a category with one written in a request, where a number may also be written as a text."""
    if isinstance(given, bool):
        return category == str(given).lower()
    if isinstance(category, str):
        return bool(category == _as_text(given))
    try:
        return category == float(given)
    except (TypeError, ValueError):
        return False


def read_table(path: Path, categorical: Collection[str], codes: Codes) -> Table:
    """Read CSV, Parquet or Stata data; only the empty field is missing.

    Raise RequestError where the file cannot be read, RefusedError for a kind of file that is not read yet.
    """
    frame = _read_frame(path)
    series = {str(name): frame[name] for name in frame.columns}
    return Table(len(frame), series, frozenset(categorical), codes)


def _read_frame(path: Path) -> pd.DataFrame:
    kind = path.suffix.lower()
    if kind == ".sav":
        raise RefusedError("not-available", "SPSS files are not read yet; save the data as CSV or Parquet.")
    if not path.is_file():
        raise RequestError([Problem("no-data", "data", f"There is no file {path.name!r} beside the request.")])
    try:
        if kind == ".parquet":
            return pd.read_parquet(path)
        if kind == ".dta":
            return pd.read_stata(path, convert_categoricals=False)
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig", index_col=False
            )
    except (ValueError, OSError, pd.errors.ParserWarning) as error:
        raise RequestError([Problem("unreadable-data", "data", f"The data cannot be read: {error}")]) from error


def read_codes(given: Any, folder: Path) -> Codes:
    """Read a codebook, given as a file beside the request or in place; raise RequestError where it is none."""
    if given is None:
        return Codes()
    try:
        document = json.loads((folder / given).read_text("utf-8")) if isinstance(given, str) else given
        orders = {
            str(variable["name"]): tuple(str(value["code"]) for value in variable.get("values", ()))
            for variable in document["variables"]
        }
        return Codes(orders, frozenset(str(code) for code in document.get("missing_codes", ())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        text = f"The codebook cannot be read: {error!r}. It needs `variables`, each with `name` and `values`."
        raise RequestError([Problem("bad-codebook", "codebook", text)]) from error


def _column(table: Table, name: str, series: pd.Series[Any]) -> Column:
    missing = series.isna() | series.isin(list(table.codes.missing)) if table.codes.missing else series.isna()
    numbers = None if name in table.categorical else _as_numbers(series, missing)
    if numbers is None:
        texts = series.map(_as_text).astype(object)
        return _text_column(table, name, texts, missing.to_numpy(dtype=np.bool_))
    order = tuple(float(code) for code in table.codes.orders.get(name, ()) if _is_number(code))
    found, codes = np.unique(numbers[~np.isnan(numbers)], return_inverse=True)
    categories = (*order, *(float(number) for number in found if float(number) not in set(order)))
    place = {number: i for i, number in enumerate(categories)}
    numbered = np.full(len(numbers), -1, dtype=np.int64)
    numbered[~np.isnan(numbers)] = np.array([place[float(number)] for number in found], dtype=np.int64)[codes]
    return Column(name, numbered, categories, False, numbers)


def _text_column(table: Table, name: str, texts: pd.Series[Any], missing: BoolArray) -> Column:
    order = tuple(table.codes.orders.get(name, ()))
    found = sorted(set(texts[~missing]) - set(order))
    categories = (*order, *found)
    places = texts.map({text: i for i, text in enumerate(categories)}).fillna(-1)
    codes = np.where(missing, -1, places.to_numpy(dtype=np.int64))
    return Column(name, codes, categories, True, np.full(len(codes), np.nan))


def _as_numbers(series: pd.Series[Any], missing: pd.Series[bool]) -> FloatArray | None:
    """Return the column as numbers, missing as nan; None where any cell is not a finite number."""
    if isinstance(series.dtype, pd.CategoricalDtype) or series.dtype == bool:
        return None
    numbers = pd.to_numeric(series, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    present = ~missing.to_numpy(dtype=np.bool_)
    if not np.all(np.isfinite(numbers[present])):
        return None
    return np.where(present, numbers, np.nan)


def _as_text(cell: Any) -> Any:
    if isinstance(cell, bool | np.bool_):
        return str(bool(cell)).lower()
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) or pd.isna(cell) else str(cell)


def _is_number(code: str) -> bool:
    try:
        return bool(np.isfinite(float(code)))
    except ValueError:
        return False
