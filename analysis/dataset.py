"""Hold the answers of a data package, with the ways of not answering kept apart.

A cell is answered, or it says why not: not asked (empty), left unanswered (−6), refused (−7), don't know (−8), not
applicable (−9). Nothing here turns one into another.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.codebook import Codebook, CodebookError, Variable, read_codebook
from surveyapp.questionnaire.conditions import Condition, Value, holds, names_in

Cells: TypeAlias = NDArray[np.str_]

LINK_COLUMNS = (
    "response", "language", "day", "version", "sample_source", "channel", "mode", "collection_point",
    "design_weight", "stratum", "cluster", "basis",
)  # fmt: skip


class State(IntEnum):
    """Why a cell does or does not hold an answer."""

    ANSWERED = 0
    NOT_ASKED = 1
    UNANSWERED = 2
    REFUSED = 3
    DONT_KNOW = 4
    NOT_APPLICABLE = 5


_STATES = {"-6": State.UNANSWERED, "-7": State.REFUSED, "-8": State.DONT_KNOW, "-9": State.NOT_APPLICABLE}


class PackageError(ValueError):
    """The data package cannot be analysed; `problems` lists every reason."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Frame:
    """A sample with recorded probabilities: the columns that describe it and whom it speaks about."""

    sample_source: str
    basis: str
    weights: str | None
    strata: tuple[str, ...]
    clusters: tuple[str, ...]
    population: Mapping[str, str]
    note: Mapping[str, str]


@dataclass(frozen=True)
class Fieldwork:
    """What happened in the field, as recorded."""

    frames: tuple[Frame, ...]
    opt_in: tuple[str, ...]
    first: str
    last: str
    modes: tuple[str, ...]
    versions: tuple[int, ...]
    tallies: Mapping[str, int]
    translation_status: Mapping[str, str]
    sponsor: Mapping[str, str]


@dataclass(frozen=True)
class Dataset:
    """One row a finished response; `cells` are texts as stored, one array a column."""

    codebook: Codebook
    cells: Mapping[str, Cells]
    n: int

    def column(self, name: str) -> Cells:
        """Return a column as stored; a column that does not exist is empty everywhere (nobody was asked)."""
        found = self.cells.get(name)
        return np.full(self.n, "", dtype=np.str_) if found is None else found

    def states(self, name: str) -> IntArray:
        """Tell of every cell whether it is answered and, if not, why."""
        cells = self.column(name)
        states = np.zeros(self.n, dtype=np.int64)
        states[cells == ""] = State.NOT_ASKED
        for code, state in _STATES.items():
            states[cells == code] = state
        return states

    def answered(self, name: str) -> BoolArray:
        return np.asarray(self.states(name) == State.ANSWERED)

    def asked(self, name: str) -> BoolArray:
        return np.asarray(self.states(name) != State.NOT_ASKED)

    def holds_code(self, name: str, codes: Iterable[str]) -> BoolArray:
        """Tell which rows hold one of these codes."""
        return np.isin(self.column(name), list(codes))

    def numbers(self, name: str) -> FloatArray:
        """Read a column as numbers; whatever is not answered is not a number."""
        cells = np.where(self.answered(name), self.column(name), "nan")
        return np.asarray(cells, dtype=np.float64)

    def contains(self, name: str, code: str) -> BoolArray:
        """Tell which rows hold the code in a list joined by spaces (assignments, screens shown)."""
        return np.fromiter((code in cell.split() for cell in self.column(name)), dtype=np.bool_, count=self.n)

    def where(self, condition: Condition, names: Iterable[str]) -> BoolArray:
        """Tell where a condition over these columns is true; not answered reads as unanswered."""
        wanted = list(names)
        first, which = self._distinct(wanted)
        usable = [np.where(self.answered(name), self.column(name), "")[first] for name in wanted]
        rows = zip(*usable, strict=True) if wanted else iter([()] * len(first))
        true = [holds(condition, self._values(wanted, row)) for row in rows]
        return np.asarray(np.array(true, dtype=np.bool_)[which])

    def rows(self, keep: BoolArray) -> Dataset:
        """Return the dataset of one sample; segments inside a sample are masks, never fewer rows."""
        return Dataset(self.codebook, {name: cells[keep] for name, cells in self.cells.items()}, int(keep.sum()))

    def probability(self, variable: Variable) -> FloatArray:
        """Return each response's chance of having been asked this item; 1 where nothing was drawn by lot."""
        chances = np.ones(self.n)
        assignment = variable.assignment or ""
        names = [name for name in (variable.row, variable.choice, variable.question) if name]
        for pool, here in zip(self.codebook.assignments.get(assignment, ()), self._drawn_from(assignment), strict=True):
            code = next((name for name in names if name in pool.probability), "")
            chances[here] = pool.probability.get(code, 0.0)
        return chances

    def _drawn_from(self, assignment: str) -> list[BoolArray]:
        """Tell for each pool of an assignment which rows were drawn from it: the first whose condition holds."""
        if assignment not in self._pools:
            undecided = np.ones(self.n, dtype=np.bool_)
            found: list[BoolArray] = []
            for pool in self.codebook.assignments.get(assignment, ()):
                here = undecided & self.where(pool.when, sorted(names_in(pool.when)))
                undecided = undecided & ~here
                found.append(here)
            self._pools[assignment] = found
        return self._pools[assignment]

    @cached_property
    def _pools(self) -> dict[str, list[BoolArray]]:
        return {}

    def _distinct(self, names: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the first row of each distinct combination of these columns, and which combination a row has."""
        which = np.zeros(self.n, dtype=np.intp)
        first = np.zeros(min(self.n, 1), dtype=np.intp)
        for name in names:
            _, codes = np.unique(self.column(name), return_inverse=True)
            _, first, which = np.unique(
                which * (codes.max(initial=0) + 1) + codes, return_index=True, return_inverse=True
            )
        return first, which

    @cached_property
    def _lists(self) -> frozenset[str]:
        return frozenset(v.name for v in self.codebook.variables if v.role == "assignment")

    def _values(self, names: Sequence[str], row: Iterable[Any]) -> dict[str, Value]:
        pairs = zip(names, row, strict=True)
        return {name: (tuple(cell.split()) if name in self._lists else str(cell)) for name, cell in pairs if cell != ""}


@dataclass(frozen=True)
class Package:
    """A data package as read: answers, codebook and fieldwork."""

    dataset: Dataset
    fieldwork: Fieldwork

    @property
    def codebook(self) -> Codebook:
        return self.dataset.codebook


def data_file(folder: Path) -> Path:
    """Return where a package holds its answers: data.csv, else data.parquet."""
    csv_file, parquet = folder / "data.csv", folder / "data.parquet"
    return parquet if parquet.exists() and not csv_file.exists() else csv_file


def read_package(folder: Path) -> Package:
    """Read the answers (data.csv or data.parquet), codebook.json and design.json.

    Raise PackageError listing everything that is wrong.
    """
    try:
        codebook = read_codebook(folder / "codebook.json")
    except CodebookError as error:
        raise PackageError([str(error)]) from error
    fieldwork = _read_fieldwork(folder / "design.json")
    stored = data_file(folder)
    cells, n = _read_parquet(stored) if stored.suffix == ".parquet" else _read_cells(stored)
    problems = [f"{stored.name} lacks the column {name}." for name in LINK_COLUMNS if name not in cells]
    unknown = [name for name in cells if name not in codebook.by_name and name not in LINK_COLUMNS]
    problems += [f"{stored.name} holds the column {name}, which the codebook does not describe." for name in unknown]
    if not n:
        problems.append(f"{stored.name} holds no response.")
    if problems:
        raise PackageError(problems)
    return Package(Dataset(codebook, cells, n), fieldwork)


def _read_cells(path: Path) -> tuple[dict[str, Cells], int]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except FileNotFoundError:
        raise PackageError([f"There is no {path.name} in {path.parent}; export the data package again."]) from None
    ragged = [str(at + 2) for at, row in enumerate(rows) if len(row) != len(header)]
    if ragged:
        raise PackageError([f"Lines {', '.join(ragged[:5])} of {path.name} have another number of cells."])
    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    return {name: np.array(cells, dtype=np.str_) for name, cells in zip(header, columns, strict=True)}, len(rows)


def _read_parquet(path: Path) -> tuple[dict[str, Cells], int]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise PackageError([f"{path.name} cannot be read: {error}"]) from error
    return {name: _as_cells(table.column(name)) for name in table.column_names}, table.num_rows


def _as_cells(column: Any) -> Cells:
    """Write a column as data.csv holds it: whole numbers without a point, nothing where nobody was asked."""
    if pa.types.is_floating(column.type):
        texts = ["" if value is None else cell_of_number(value) for value in column.to_pylist()]
        return np.array(texts, dtype=np.str_)
    return np.array(column.cast(pa.string()).fill_null("").to_numpy(), dtype=np.str_)


def cell_of_number(value: float) -> str:
    """Write a number as a cell: whole ones without a point."""
    return str(int(value)) if value.is_integer() else repr(value)


def _read_fieldwork(path: Path) -> Fieldwork:
    try:
        raw = json.loads(path.read_text("utf-8"))
        if isinstance(raw, dict) and raw.get("fieldwork", "") is None:
            text = f"{path.name} has no days of fieldwork; export the data package again, after a response has come in."
            raise PackageError([text])
        return Fieldwork(
            frames=tuple(_frame(part) for part in raw.get("frames", ())),
            opt_in=tuple(raw.get("opt_in", ())),
            first=raw["fieldwork"]["first"],
            last=raw["fieldwork"]["last"],
            modes=tuple(raw.get("modes", ())),
            versions=tuple(raw.get("versions", ())),
            tallies=dict(raw.get("tallies", {})),
            translation_status=dict(raw.get("translation_status", {})),
            sponsor=dict(raw.get("sponsor", {})),
        )
    except FileNotFoundError:
        raise PackageError([f"There is no {path.name} in {path.parent}; export the data package again."]) from None
    except (ValueError, KeyError, TypeError) as broken:
        text = f"{path.name} cannot be read ({broken!r}); export the data package again."
        raise PackageError([text]) from broken


def _frame(raw: Mapping[str, Any]) -> Frame:
    return Frame(
        sample_source=raw["sample_source"],
        basis=raw["basis"],
        weights=raw.get("weights"),
        strata=tuple(raw.get("strata") or ()),
        clusters=tuple(raw.get("clusters") or ()),
        population=raw.get("population") or {},
        note=raw.get("note") or {},
    )
