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

    `domain` marks whom it is about and `base` those of them who answered. `flags` (n × rows without the mean) tell who
    is in a row; `scores` has a number for the mean, not a number where an answer has none. The categories of an
    `exclusive` question sum to its base. With `responses` shares are of responses instead of respondents.
    """

    name: str
    label: str
    base_label: str
    domain: BoolArray
    base: BoolArray
    rows: tuple[TableRow, ...]
    flags: FloatArray
    scores: FloatArray | None = None
    exclusive: bool = True
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

    @cached_property
    def given(self) -> FloatArray:
        """Count by respondent the categories given."""
        return np.asarray(self.flags[:, list(self.categories)].sum(axis=1), dtype=np.float64)

    @cached_property
    def codes(self) -> IntArray:
        """Number the categories by respondent, −1 outside the base; only of an exclusive question."""
        chosen = self.flags[:, list(self.categories)]
        codes = chosen.argmax(axis=1) if chosen.shape[1] else np.zeros(len(self.base), dtype=np.int64)
        return np.where(self.base, codes, -1).astype(np.int64)


def boxes(count: int, wanted: int, kind: Literal["top", "bottom"]) -> tuple[int, ...]:
    """Return the positions of the last or the first categories of a scale."""
    size = min(wanted, count)
    return tuple(range(count - size, count)) if kind == "top" else tuple(range(size))


def _counted(columns: Sequence[BannerColumn], n: int) -> IntArray:
    counts = np.zeros(n, dtype=np.int64)
    for column in columns:
        counts += column.rows
    return counts
