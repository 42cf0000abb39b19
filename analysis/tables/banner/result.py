"""What a banner table holds once it is computed: every figure, whether or not it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from analysis.estimation.estimates import Estimate
from analysis.estimation.significance import Association
from analysis.tables.banner.layout import Refusal, TableRow
from analysis.tables.crosstab import Precision, ShareOf, TableTest
from analysis.tables.letters import LetterRule, Mark, Pairs
from analysis.tables.showing import Audience, Suppression

Unknown: TypeAlias = Literal["nobody", "no-value", "no-degrees-of-freedom", "no-interval"]
CellKey: TypeAlias = tuple[ShareOf | None, int, int]
"""What a figure is a share of (None for means), its row and its column."""

TOTAL = 0

WHY_UNKNOWN: Mapping[Unknown, str] = {
    "nobody": "Nobody is in the base of some cells, so they hold no figure.",
    "no-value": "Some figures do not exist, because their base has no weight or no score.",
    "no-degrees-of-freedom": "The design has no degrees of freedom here: figures have no interval and no test.",
    "no-interval": "Some figures have no interval: their base is a single person or has no variance.",
}


@dataclass(frozen=True)
class Wish:
    """How a banner table is wanted; `df` is that of tests, `audience` None withholds nothing."""

    precision: Precision
    rule: LetterRule
    df: float
    share_of: tuple[ShareOf, ...] = ("column",)
    test: TableTest = "rao-scott-f"
    audience: Audience | None = None
    basis: str = "A"
    letters: bool = True
    pairs: bool = True


@dataclass(frozen=True)
class ColumnHead:
    """One column as it is headed; the Total (the first) belongs to no banner question and has no letter."""

    question: int | None
    name: Any
    label: str
    letter: str | None


@dataclass(frozen=True)
class QuestionHead:
    """A banner question as it is headed; `first` is the position of its first column."""

    name: str
    label: str
    first: int
    size: int
    overlapping: bool


@dataclass(frozen=True)
class Base:
    """Who one column is about: people, the sum of their weights, and the simply sampled people they are worth."""

    n: int
    weighted_n: float
    effective_n: float
    deff_weights: float
    responses: int
    weighted_responses: float


@dataclass(frozen=True)
class BannerCell:
    """One figure; `n` and `weighted_n` count the people in the cell, those of the estimate its base.

    `review` asks for a person's eye (fewer than 8 degrees of freedom, 0 % or 100 %), `complement_fails` says that what
    is left to 100 % would be withheld alone, `unknown` why something does not exist.
    """

    n: int
    weighted_n: float
    estimate: Estimate
    suppressed: Suppression | None
    review: bool
    complement_fails: bool
    unknown: Unknown | None


@dataclass(frozen=True)
class Compared:
    """The columns of one banner question against each other; columns count from its first.

    `no_test` says why there is no test of association. `pairs` is None where they were not wanted.
    """

    pairs: Pairs | None
    marks: tuple[Mark, ...]
    test: Association | None
    no_test: str | None


@dataclass(frozen=True)
class QuestionTable:
    """The table of one question; a refused one has nothing but its wording."""

    name: str
    label: str
    base_label: str
    rows: tuple[TableRow, ...]
    bases: tuple[Base, ...] = ()
    cells: Mapping[CellKey, BannerCell] | None = None
    compared: tuple[Compared, ...] = ()
    responses: bool = False
    refused: Refusal | None = None

    def cell(self, row: int, column: int, share_of: ShareOf = "column") -> BannerCell:
        """Return one figure; raise KeyError where it was not computed."""
        key = None if self.rows[row].kind == "mean" else share_of
        return (self.cells or {})[key, row, column]


@dataclass(frozen=True)
class Banner:
    """All questions by all columns."""

    questions: tuple[QuestionHead, ...]
    columns: tuple[ColumnHead, ...]
    tables: tuple[QuestionTable, ...]
    wish: Wish
    weights_only: bool
    """Whether the design has neither strata nor clusters."""
