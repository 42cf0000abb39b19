"""Show the answer to one ask: as a table to read, as a data frame to work with, or the sentence that refuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray
from analysis.notebook import printing

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Figures:
    """The answer to one ask in the shape of a request's result; `asked` are the asks it takes to repeat it."""

    asked: tuple[Words, ...]
    result: Words

    @property
    def refused(self) -> str | None:
        """Return the sentence that says why there is no figure, None where there is one."""
        refusal = self.result["refused"]
        return None if refusal is None else f"{refusal['code']}: {refusal['text']}"

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(f"{warning['code']}: {warning['text']}" for warning in self.result["warnings"])

    @property
    def test(self) -> Any:
        return self.result["test"]

    @property
    def covariance(self) -> FloatArray:
        """Return the joint covariance of the rows; ask for it with `covariance=True`."""
        return np.array(self.result["covariance"], dtype=np.float64)

    @property
    def rows(self) -> pd.DataFrame:
        """Return a row a figure, a column for each of the variables of `by`."""
        return _frame(self.result["rows"])

    @property
    def cells(self) -> pd.DataFrame:
        """Return a row a cell of a table."""
        return _frame(self.result.get("cells") or ())

    @property
    def pairs(self) -> pd.DataFrame:
        """Return a row a compared pair of columns."""
        return _frame(self.result["pairs"])

    def __repr__(self) -> str:
        if self.refused:
            return f"Refused. {self.refused}"
        parts = [printing.text_of(self._shown), *self._tests, *self.warnings]
        return "\n".join(part for part in parts if part)

    def _repr_html_(self) -> str:
        if self.refused:
            return f"<p>Refused. {escape(self.refused)}</p>"
        sentences = (*self._tests, *self.warnings)
        return printing.html_of(self._shown) + "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)

    @property
    def _shown(self) -> pd.DataFrame:
        return printing.table_of(self.result.get("cells") or self.result["rows"], self.asked[-1])

    @property
    def _tests(self) -> list[str]:
        tests = self.test if isinstance(self.test, list) else [self.test]
        return [printing.sentence_of(test) for test in tests if test is not None]


def _frame(rows: Sequence[Words]) -> pd.DataFrame:
    return pd.DataFrame([_spread(row) for row in rows])


def _spread(row: Words) -> dict[str, Any]:
    """Give every variable of `by` a column of its own."""
    by = row.get("by") or {}
    return {**by, **{key: value for key, value in row.items() if key != "by"}}
