"""Population margins with what makes them usable: definition, unit, age scope, date, source, confidence."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from analysis.plan import Plan

BUNDLED = Path(__file__).parent / "margins" / "viet_nam_origin_by_country_and_sex.csv"
SEXES = ("woman", "man")
NEVER_A_TARGET = "low"


class MarginsError(ValueError):
    """Margins contradict one another or lack a part; they are never repaired silently."""


@dataclass(frozen=True)
class Margin:
    """One total: so many people of one sex in one country."""

    country: str
    sex: str
    total: float
    unit: str
    population: str
    age_scope: str
    date: date
    source: str
    source_url: str
    confidence: str


@dataclass(frozen=True)
class MarginTable:
    """Totals by country and sex that share one population, unit, age scope, date and source."""

    margins: tuple[Margin, ...]

    @property
    def about(self) -> Margin:
        """Return one margin, for what they all share."""
        return self.margins[0]

    @cached_property
    def totals(self) -> Mapping[tuple[str, str], float]:
        return {(margin.country, margin.sex): margin.total for margin in self.margins}

    @cached_property
    def countries(self) -> frozenset[str]:
        """Return the countries that have a total above 0 for both sexes."""
        seen = {margin.country for margin in self.margins}
        return frozenset(c for c in seen if all(self.totals.get((c, sex), 0) > 0 for sex in SEXES))

    def total(self, country: str) -> float:
        return sum(self.totals[country, sex] for sex in SEXES)


def read_margins(path: Path = BUNDLED) -> MarginTable:
    """Read a table of margins; raise MarginsError where definitions are mixed. Rows of low confidence are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [_margin(row) for row in csv.DictReader(file)]
    return margin_table([row for row in rows if row.confidence != NEVER_A_TARGET])


def margin_table(margins: Sequence[Margin]) -> MarginTable:
    """Put margins together; raise MarginsError where there are none, or they do not speak of one population."""
    if not margins:
        raise MarginsError("No margin is good enough to be a target.")
    definitions = {(m.population, m.unit, m.age_scope, m.date, m.source) for m in margins}
    if len(definitions) > 1:
        raise MarginsError("These margins mix populations, units, age scopes, dates or sources: use one of each.")
    cells = [(margin.country, margin.sex) for margin in margins]
    twice = sorted({f"{country} {sex}" for country, sex in cells if cells.count((country, sex)) > 1})
    if twice:
        raise MarginsError(f"There is more than one total for {', '.join(twice)}.")
    return MarginTable(tuple(margins))


def margins_of(plan: Plan, bundled: MarginTable) -> MarginTable:
    """Return the margins that a plan brings along, else the bundled ones; raise MarginsError."""
    own = plan.margins.own
    if not own.totals:
        return bundled
    shared = ("person", own.population, own.age_scope, date.fromisoformat(own.date), own.source, own.source_url, "own")
    return margin_table([Margin(one.country, one.sex, one.total, *shared) for one in own.totals])


def _margin(row: Mapping[str, str]) -> Margin:
    return Margin(
        country=row["country"],
        sex=row["sex"],
        total=float(row["total"]),
        unit=row["unit"],
        population=row["population"],
        age_scope=row["age_scope"],
        date=date.fromisoformat(row["date"]),
        source=row["source"],
        source_url=row["source_url"],
        confidence=row["confidence"],
    )
