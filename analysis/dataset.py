"""Hold the answers of a data package, with the ways of not answering kept apart.

A cell is answered, or it says why not: not asked (empty), left unanswered (−6), refused (−7), don't know (−8), not
applicable (−9). Nothing here turns one into another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.cells import Cells, Texts, UnreadableCellsError, read_csv, read_parquet
from analysis.codebook import Codebook, CodebookError, Variable, read_codebook
from surveyapp.questionnaire.conditions import Condition, Value, holds, names_in
from surveyapp.questionnaire.problems import sentence

LINK_COLUMNS = (
    "response", "language", "day", "version", "sample_source", "channel", "mode", "collection_point",
    "design_weight", "stratum", "cluster", "basis",
)  # fmt: skip
SIGN_COLUMNS = ("sign_trap", "sign_haste", "sign_rush")
"""What was noticed while responses were collected, 1 or 0; data from elsewhere lack them."""
FIRST_DAY = "not_before"
"""The first day on which a response may have been given; data from elsewhere lack it."""


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
    fpc: tuple[str, ...] = ()
    """Columns with the number of units in the population, or the share drawn, by stage."""
    replicates: Mapping[str, Any] | None = None
    """Replicate weights instead of stages: `columns`, `type`, `scale`, `rscales`, `mse`, `combined`."""


@dataclass(frozen=True)
class Fieldwork:
    """What happened in the field, as recorded. Before the first response there is neither a first nor a last day."""

    frames: tuple[Frame, ...]
    opt_in: tuple[str, ...]
    first: str
    last: str
    modes: tuple[str, ...]
    versions: tuple[int, ...]
    tallies: Mapping[str, int]
    translation_status: Mapping[str, str]
    sponsor: Mapping[str, str]
    is_elsewhere: bool = False
    """Collected by others: how it was done is known only as far as a person states it."""


@dataclass(frozen=True)
class Dataset:
    """One row a finished response; `cells` are texts as stored, one array a column."""

    codebook: Codebook
    cells: Mapping[str, Cells]
    n: int

    def column(self, name: str) -> Texts:
        """Return a column as stored; a column that does not exist is empty everywhere (nobody was asked)."""
        return self.coded(name).texts

    def states(self, name: str) -> IntArray:
        """Tell of every cell whether it is answered and, if not, why."""
        coded = self.coded(name)
        return _states_of(coded)[coded.which]

    def answered(self, name: str) -> BoolArray:
        coded = self.coded(name)
        return np.asarray((_states_of(coded) == State.ANSWERED)[coded.which])

    def asked(self, name: str) -> BoolArray:
        coded = self.coded(name)
        return np.asarray((_states_of(coded) != State.NOT_ASKED)[coded.which])

    def holds_code(self, name: str, codes: Iterable[str]) -> BoolArray:
        """Tell which rows hold one of these codes."""
        coded = self.coded(name)
        return np.asarray(np.isin(coded.different, list(codes))[coded.which])

    def numbers(self, name: str) -> FloatArray:
        """Read a column as numbers; whatever is not answered is not a number."""
        coded = self.coded(name)
        answered = _states_of(coded) == State.ANSWERED
        answered &= np.bincount(coded.which, minlength=len(answered)) > 0
        return np.asarray(np.where(answered, coded.different, "nan").astype(np.float64)[coded.which])

    def contains(self, name: str, code: str) -> BoolArray:
        """Tell which rows hold the code in a list joined by spaces (assignments, screens shown)."""
        coded = self.coded(name)
        holding = (code in text.split() for text in coded.different)
        return np.fromiter(holding, dtype=np.bool_, count=len(coded.different))[coded.which]

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
        return Dataset(self.codebook, {name: cells.kept(keep) for name, cells in self.cells.items()}, int(keep.sum()))

    def probability(self, variable: Variable) -> FloatArray:
        """Return each response's chance of having been asked this item; 1 where nothing was drawn by lot."""
        chances = np.ones(self.n)
        assignment = variable.assignment or ""
        names = [name for name in (variable.row, variable.choice, variable.question) if name]
        for pool, here in zip(self.codebook.assignments.get(assignment, ()), self.drawn_from(assignment), strict=True):
            code = next((name for name in names if name in pool.probability), "")
            chances[here] = pool.probability.get(code, 0.0)
        return chances

    def drawn(self, variable: Variable) -> BoolArray:
        """Tell which responses were to be asked this item; all where nothing was drawn by lot."""
        assignment = variable.assignment or ""
        pools = self.codebook.assignments.get(assignment, ())
        codes = {name for name in (variable.row, variable.choice, variable.question) if name}
        named = sorted(codes & {code for pool in pools for code in pool.probability})
        return self.contains(assignment, named[0]) if named else np.ones(self.n, dtype=np.bool_)

    def drawn_from(self, assignment: str) -> list[BoolArray]:
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
            coded = self.coded(name)
            combined = which * len(coded.different) + coded.which
            _, first, which = np.unique(combined, return_index=True, return_inverse=True)
        return first, which

    def coded(self, name: str) -> Cells:
        """Return a column as its different texts and which of them each row holds."""
        found = self.cells.get(name)
        return Cells(np.array([""], dtype=np.str_), np.zeros(self.n, dtype=np.int32)) if found is None else found

    @cached_property
    def _lists(self) -> frozenset[str]:
        return frozenset(v.name for v in self.codebook.variables if v.role == "assignment")

    def _values(self, names: Sequence[str], row: Iterable[Any]) -> dict[str, Value]:
        pairs = zip(names, row, strict=True)
        return {name: (tuple(cell.split()) if name in self._lists else str(cell)) for name, cell in pairs if cell != ""}


def _states_of(coded: Cells) -> IntArray:
    states = np.zeros(len(coded.different), dtype=np.int64)
    states[coded.different == ""] = State.NOT_ASKED
    for code, state in _STATES.items():
        states[coded.different == code] = state
    return states


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
        raise PackageError([error.text]) from error
    fieldwork = _read_fieldwork(folder / "design.json")
    stored = data_file(folder)
    try:
        cells, n = read_parquet(stored) if stored.suffix == ".parquet" else read_csv(stored)
    except UnreadableCellsError as error:
        raise PackageError([str(error)]) from error
    problems: list[str] = [
        sentence("{file} lacks the column {name}.", file=stored.name, name=name)
        for name in LINK_COLUMNS
        if name not in cells
    ]
    known = {*codebook.by_name, *LINK_COLUMNS, FIRST_DAY, *SIGN_COLUMNS}
    unknown = [name for name in cells if name not in known]
    problems += [
        sentence("{file} holds the column {name}, which the codebook does not describe.", file=stored.name, name=name)
        for name in unknown
    ]
    if n and not fieldwork.last:
        problems.append(sentence("design.json has no days of fieldwork; export the data package again."))
    if problems:
        raise PackageError(problems)
    return Package(Dataset(codebook, cells, n), fieldwork)


def _read_fieldwork(path: Path) -> Fieldwork:
    try:
        raw = json.loads(path.read_text("utf-8"))
        days = raw["fieldwork"] or {"first": "", "last": ""}
        return Fieldwork(
            frames=tuple(_frame(part) for part in raw.get("frames", ())),
            opt_in=tuple(raw.get("opt_in", ())),
            first=days["first"],
            last=days["last"],
            modes=tuple(raw.get("modes", ())),
            versions=tuple(raw.get("versions", ())),
            tallies=dict(raw.get("tallies", {})),
            translation_status=dict(raw.get("translation_status", {})),
            sponsor=dict(raw.get("sponsor", {})),
            is_elsewhere=raw.get("collected") == "elsewhere",
        )
    except FileNotFoundError:
        raise PackageError(
            [sentence("There is no {file} in the data package; export it again.", file=path.name)]
        ) from None
    except (ValueError, KeyError, TypeError) as broken:
        text = sentence(
            "{file} cannot be read ({why}); export the data package again.", file=path.name, why=repr(broken)
        )
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
        fpc=tuple(raw.get("fpc") or ()),
        replicates=raw.get("replicates"),
    )
