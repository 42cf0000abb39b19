"""Show a banner table: as it is printed, as a data frame of its cells, and as all its pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from analysis.notebook.figures import Figures
from analysis.tables.banner.html import Direction, as_html
from analysis.tables.banner.result import TOTAL, Banner
from analysis.tables.banner.shown import shown
from analysis.tables.banner.text import as_text
from analysis.tables.banner.view import View
from analysis.tables.crosstab import ShareOf

Words = Mapping[str, Any]


@dataclass(frozen=True)
class BannerTable:
    """A banner table with how it is shown; `figures` is its answer in the shape of a request's result."""

    figures: Figures
    computed: Banner | None
    seen: View = field(default_factory=View)
    direction: Direction | None = None

    @property
    def refused(self) -> str | None:
        """Return the sentence that says why there is no table, None where there is one."""
        return self.figures.refused

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.figures.warnings

    @property
    def tests(self) -> pd.DataFrame:
        """Return the tests of association, a row for each question and banner question."""
        return pd.DataFrame(self.figures.result["test"])

    @property
    def bases(self) -> pd.DataFrame:
        """Return the base of every question in every column."""
        return pd.DataFrame(self.figures.result.get("bases") or ())

    def to_frame(self) -> pd.DataFrame:
        """Return a row a cell, whatever is hidden or withheld: `suppressed` says what must not be shown."""
        return self.figures.cells

    def pairs(self) -> pd.DataFrame:
        """Return a row a compared pair, whether or not it may get a letter."""
        return self.figures.pairs

    def view(
        self,
        *,
        order: Literal["given", "total"] | Mapping[str, Any] | None = None,
        descending: bool | None = None,
        last: Sequence[Any] | None = None,
        hide_rows: Sequence[Mapping[str, Any]] = (),
        hide_columns: Sequence[Mapping[str, Any]] = (),
        share_of: ShareOf | None = None,
        letters: bool | None = None,
        direction: Direction | None = None,
    ) -> BannerTable:
        """Show the same table otherwise; the figures, their families and their tests stay as they are.

        `order` sorts by the Total or by a column such as `{"stype": "E"}`. Raise KeyError for one that is not there.
        """
        if self.computed is None:
            return self
        seen = self.seen
        if order is not None:
            by = {"given": None, "total": TOTAL}.get(order) if isinstance(order, str) else self._column(order)
            seen = replace(seen, order=by)
        seen = replace(
            seen,
            descending=seen.descending if descending is None else descending,
            last=seen.last if last is None else tuple(last),
            hidden_rows=seen.hidden_rows + tuple(item for place in hide_rows for item in place.items()),
            hidden_columns=seen.hidden_columns | {self._column(place) for place in hide_columns},
            share_of=share_of or seen.share_of,
            letters=seen.letters if letters is None else letters,
        )
        return replace(self, seen=seen, direction=direction or self.direction)

    def _column(self, place: Mapping[str, Any]) -> int:
        for i, column in enumerate(self.computed.columns if self.computed else ()):
            question = None if column.question is None or self.computed is None else column.question
            if question is not None and self.computed is not None:
                name = self.computed.questions[question].name
                if name in place and place[name] == column.name:
                    return i
        raise KeyError(f"This table has no column {dict(place)}.")

    def __repr__(self) -> str:
        if self.computed is None:
            return f"Refused. {self.refused}"
        return "\n\n".join(as_text(table) for table in shown(self.computed, self.seen))

    def _repr_html_(self) -> str:
        if self.computed is None:
            return self.figures._repr_html_()
        return as_html(shown(self.computed, self.seen), self.direction)
