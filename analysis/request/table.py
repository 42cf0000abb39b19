"""Read the data of a request: columns of numbers and of texts, with their categories in order."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.files.reading import DataFile, Description, FileError, as_text, read_file
from analysis.request.problems import Problem, RequestError

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
    """What is said of the codes in the data: their order by variable, and those that mean no answer.

    `orders` is the order a codebook gives, `known` the codes a file labels, which keep their natural order; `missing`
    holds in every column, `missing_in` in one. `wording` is that of the codebook's variables and their codes.
    """

    orders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    missing_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wording: Mapping[str, Description] = field(default_factory=dict)

    def meaning_no_answer(self, name: str) -> frozenset[str]:
        return self.missing | self.missing_in.get(name, frozenset())


@dataclass(frozen=True)
class Table:
    n: int
    frame: Mapping[str, pd.Series[Any]]
    categorical: frozenset[str]
    codes: Codes
    descriptions: Mapping[str, Description] = field(default_factory=dict)
    """Wording of columns and codes, where the file has it."""

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
        return bool(category == as_text(given))
    try:
        return category == float(given)
    except (TypeError, ValueError):
        return False


def read_table(path: Path, categorical: Collection[str], codes: Codes) -> Table:
    """Read the data of a request; what the file itself says of its codes yields to the codebook.

    Raise RequestError where the file cannot be read.
    """
    if not path.is_file():
        raise RequestError([Problem("no-data", "data", f"There is no file {path.name!r} beside the request.")])
    try:
        file = read_file(path)
    except FileError as error:
        raise RequestError([Problem("unreadable-data", "data", str(error))]) from error
    return table_of(file, categorical, codes)


def table_of(file: DataFile, categorical: Collection[str] = (), codes: Codes = Codes()) -> Table:
    """Take the columns of a file with the order and the missing codes that it declares, where `codes` says nothing."""
    known = {name: tuple(column.values) for name, column in file.descriptions.items() if column.values}
    missing_in = {name: frozenset(column.missing) for name, column in file.descriptions.items() if column.missing}
    merged = Codes(codes.orders, known, codes.missing, {**missing_in, **codes.missing_in}, codes.wording)
    series = {str(name): file.frame[name] for name in file.frame.columns}
    worded = {name: _worded(file.descriptions.get(name, Description()), said) for name, said in codes.wording.items()}
    return Table(len(file.frame), series, frozenset(categorical), merged, {**file.descriptions, **worded})


def _worded(file: Description, codebook: Description) -> Description:
    return Description(codebook.label or file.label, {**file.values, **codebook.values}, file.missing)


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
        missing_in = {
            str(variable["name"]): frozenset(str(code) for code in variable["missing"])
            for variable in document["variables"]
            if variable.get("missing")
        }
        missing = frozenset(str(code) for code in document.get("missing_codes", ()))
        return Codes(orders, missing=missing, missing_in=missing_in, wording=wording_of(document))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        text = f"The codebook cannot be read: {error!r}. It needs `variables`, each with `name` and `values`."
        raise RequestError([Problem("bad-codebook", "codebook", text)]) from error


def wording_of(document: Mapping[str, Any]) -> dict[str, Description]:
    """Take the wording of variables and codes from a codebook, in its first language where it has several.

    `label` (short) goes before `text`; each is a text, or texts by language. What has no wording is left out.
    """
    languages = [str(language) for language in document.get("languages", ())]
    found = {}
    for variable in document["variables"]:
        values = {str(value["code"]): _said(value, languages) for value in variable.get("values") or ()}
        kept = {code: text for code, text in values.items() if text}
        found[str(variable["name"])] = Description(_said(variable, languages), kept)
    return {name: said for name, said in found.items() if said.label or said.values}


def _said(part: Mapping[str, Any], languages: Sequence[str]) -> str:
    for key in ("label", "text"):
        given = part.get(key)
        if isinstance(given, Mapping):
            texts = {str(language): str(text) for language, text in given.items() if text}
            given = next(
                (texts[language] for language in languages if language in texts), next(iter(texts.values()), "")
            )
        if given:
            return str(given)
    return ""


def _column(table: Table, name: str, series: pd.Series[Any]) -> Column:
    missing = series.isna() | _holds(series, table.codes.meaning_no_answer(name))
    numbers = None if name in table.categorical else _as_numbers(series, missing)
    if numbers is None:
        places, distinct = pd.factorize(series)
        worded = np.array([*(as_text(one) for one in distinct), np.nan], dtype=object)
        texts = pd.Series(worded[places], index=series.index)
        return _text_column(table, name, texts, missing.to_numpy(dtype=np.bool_))
    order = tuple(float(code) for code in table.codes.orders.get(name, ()) if _is_number(code))
    found, codes = np.unique(numbers[~np.isnan(numbers)], return_inverse=True)
    known = (float(code) for code in table.codes.known.get(name, ()) if _is_number(code))
    categories = (*order, *sorted({*found.tolist(), *known} - set(order)))
    place = {number: i for i, number in enumerate(categories)}
    numbered = np.full(len(numbers), -1, dtype=np.int64)
    numbered[~np.isnan(numbers)] = np.array([place[float(number)] for number in found], dtype=np.int64)[codes]
    return Column(name, numbered, categories, False, numbers)


def _text_column(table: Table, name: str, texts: pd.Series[Any], missing: BoolArray) -> Column:
    order = tuple(table.codes.orders.get(name, ()))
    known = table.codes.known.get(name, ())
    categories = (*order, *sorted({*texts[~missing], *known} - set(order)))
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


def _holds(series: pd.Series[Any], codes: frozenset[str]) -> pd.Series[bool]:
    """Tell which cells hold one of these codes, however the column stores them."""
    numbers = [float(code) for code in codes if _is_number(code)]
    return series.isin([*codes, *numbers]) if codes else pd.Series(False, index=series.index)


def _is_number(code: str) -> bool:
    try:
        return bool(np.isfinite(float(code)))
    except ValueError:
        return False
