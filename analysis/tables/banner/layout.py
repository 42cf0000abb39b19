"""What a banner table is made of: the columns, which may overlap, and the questions whose answers are its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray

RowKind: TypeAlias = Literal["category", "net", "mean"]


@dataclass(frozen=True)
class BannerColumn:
    """One column: `rows` marks who is in it, `name` is its category in the data."""

    name: Any
    label: str
    rows: BoolArray


@dataclass(frozen=True)
class BannerQuestion:
    """A question whose answers are columns; `known` marks those of whom is known which columns they are in."""

    name: str
    label: str
    columns: tuple[BannerColumn, ...]
    known: BoolArray

    @cached_property
    def overlapping(self) -> bool:
        """Tell whether somebody is in more than one column."""
        return bool(np.any(_counted(self.columns, len(self.known)) > 1))

    @cached_property
    def codes(self) -> IntArray:
        """Number the columns by row, −1 for nobody's; only where they do not overlap."""
        codes = np.full(len(self.known), -1, dtype=np.int64)
        for i, column in enumerate(self.columns):
            codes[column.rows & self.known] = i
        return codes


@dataclass(frozen=True)
class TableRow:
    """One row of a question's table; `parts` are the positions of the categories a net unites."""

    name: Any
    label: str
    kind: RowKind
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why there is no table of a question: a code and a sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class TableQuestion:
    """A question whose answers are rows.

    `domain` marks whom it is about and `base` those of them who answered. `codes` number the categories of a question
    with one answer, −1 for none; `ticks` (n × categories) tell who gave which of several. `scores` has a number for the
    mean, not a number where an answer has none. With `responses` shares are of responses instead of respondents.
    """

    name: str
    label: str
    base_label: str
    domain: BoolArray
    base: BoolArray
    rows: tuple[TableRow, ...]
    codes: IntArray | None = None
    ticks: BoolArray | None = None
    scores: FloatArray | None = None
    responses: bool = False
    sensitive: bool = False
    refused: Refusal | None = None

    @property
    def answers(self) -> tuple[TableRow, ...]:
        """Return the rows that have shares."""
        return tuple(row for row in self.rows if row.kind != "mean")

    @property
    def categories(self) -> tuple[int, ...]:
        """Return the positions of the rows that are single categories."""
        return tuple(i for i, row in enumerate(self.rows) if row.kind == "category")

    @property
    def exclusive(self) -> bool:
        """Tell whether everybody gave one category, so that they sum to the base."""
        return self.ticks is None

    @cached_property
    def members(self) -> FloatArray:
        """Return 1 where a category belongs to a row with shares (rows × categories)."""
        members = np.zeros((len(self.answers), len(self.categories)))
        for i, row in enumerate(self.answers):
            members[i, list(row.parts) if row.kind == "net" else i] = 1.0
        return members

    @cached_property
    def flags(self) -> FloatArray:
        """Tell who is in which row with shares (n × rows)."""
        rows = [self.flag(i) for i in range(len(self.answers))]
        return np.stack(rows, axis=1) if rows else np.zeros((len(self.base), 0))

    def flag(self, position: int) -> FloatArray:
        """Return 1 for those in a row; a net of responses counts them, any other holds whoever gave a part."""
        member = self.members[position]
        if self.ticks is None:
            codes = np.full(len(self.base), -1) if self.codes is None else self.codes
            return np.asarray(np.append(member, 0.0)[codes])
        given = self.ticks[:, member > 0]
        return np.asarray(given.sum(axis=1) if self.responses else given.any(axis=1), dtype=np.float64)

    @cached_property
    def given(self) -> FloatArray:
        """Count by respondent the categories given."""
        if self.ticks is not None:
            return np.asarray(self.ticks.sum(axis=1), dtype=np.float64)
        known = self.base if self.codes is None else self.base & (self.codes >= 0)
        return known.astype(np.float64)


def boxes(count: int, wanted: int, kind: Literal["top", "bottom"]) -> tuple[int, ...]:
    """Return the positions of the last or the first categories of a scale."""
    size = min(wanted, count)
    return tuple(range(count - size, count)) if kind == "top" else tuple(range(size))


def _counted(columns: Sequence[BannerColumn], n: int) -> IntArray:
    counts = np.zeros(n, dtype=np.int64)
    for column in columns:
        counts += column.rows
    return counts
