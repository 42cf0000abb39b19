"""Say who is in which column of a table: the categories of one variable, or groups that overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, IntArray

Codes: TypeAlias = NDArray[Any]
"""Small integers of any integer type, one a row; −1 is missing."""


@dataclass(frozen=True)
class Columns:
    """Memberships: entry -> row (None: every row once, in order) and entry -> column.

    `count` columns are asked for. Where they may overlap everyone in the base has an entry in one more column, the
    Total, which is then the last *place*; otherwise the Total is the sum of the columns. `base` marks the rows of the
    table before missing answers leave it, `domain` those it was asked about (missing columns included).
    """

    rows: IntArray | None
    places: IntArray
    count: int
    has_total: bool
    base: BoolArray
    domain: BoolArray

    @property
    def place_count(self) -> int:
        return self.count + int(self.has_total)

    def taken(self, by_row: NDArray[Any]) -> NDArray[Any]:
        """Return a column of the data by entry."""
        return by_row if self.rows is None else by_row[self.rows]

    @cached_property
    def rows_in_place(self) -> IntArray:
        """Count the rows of each place, whatever their weight and answer."""
        return np.bincount(self.places, minlength=self.place_count).astype(np.int64)


def partition(codes: Codes, k: int, domain: BoolArray | None = None) -> Columns:
    """Make a column of each category 0 … k−1 of one variable; rows of code −1 are in no column, nor in the Total."""
    everyone = np.ones(len(codes), dtype=np.bool_) if domain is None else domain
    base = everyone & (codes >= 0)
    if base.all():
        return Columns(None, np.asarray(codes, dtype=np.int64), k, False, base, everyone)
    rows = np.flatnonzero(base)
    return Columns(rows, np.asarray(codes[rows], dtype=np.int64), k, False, base, everyone)


def overlapping(masks: Sequence[BoolArray], domain: BoolArray | None = None) -> Columns:
    """Make a column of each mask over the rows; anyone may be in several or none, and the Total is the domain."""
    everyone = np.ones(len(masks[0]), dtype=np.bool_) if domain is None else domain
    groups = [np.flatnonzero(everyone & mask) for mask in masks]
    groups.append(np.flatnonzero(everyone))
    places = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return Columns(np.concatenate(groups), places, len(masks), True, everyone, everyone)
