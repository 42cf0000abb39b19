"""Weight people of Vietnamese origin to country × sex, where a margin fits, and list every deviation.

The margin is of people born in or citizens of Viet Nam, so only they are weighted to it; the design weight stays with
everybody else. First countries get their shares, everyone in a country alike; then women and men within the country,
so a person of another or unstated gender keeps the country's factor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.dataset import Dataset
from analysis.design import Design
from analysis.plan import Margins, Thresholds
from analysis.weighting.margins import SEXES, Margin, MarginTable
from analysis.weighting.redistribute import redistribute

YEARS_BEFORE_STALE = 3


@dataclass(frozen=True)
class Weighting:
    """What weighting did. `deviations` are pairs of a code and what it concerns; `factors` the distinct adjustments."""

    design: Design
    about: Margin | None
    n: int
    countries: tuple[str, ...]
    factors: FloatArray
    deff: float
    deviations: tuple[tuple[str, tuple[str, ...]], ...]
    limits: Thresholds

    @property
    def ratio(self) -> float:
        """Return the largest adjustment factor over the smallest, 1 where nothing was adjusted."""
        return float(self.factors.max() / self.factors.min()) if len(self.factors) else 1.0

    @property
    def warnings(self) -> tuple[str, ...]:
        """Name what is beyond its limit: the ratio of adjustments, the design effect of the weights."""
        beyond = {"ratio": self.ratio > self.limits.adjustment_ratio, "deff": self.deff > self.limits.weight_deff}
        return tuple(code for code, is_beyond in beyond.items() if is_beyond)


def weight_to_origin(
    design: Design,
    dataset: Dataset,
    audience: BoolArray,
    margins: MarginTable,
    names: Margins,
    limits: Thresholds,
    fieldwork: date,
) -> Weighting:
    """Weight those the margins describe; a country without a margin, or without women or men, keeps design weights."""
    described = dataset.holds_code(names.variable, names.codes) | _among_several(dataset, names)
    eligible = audience & described & (design.weights > 0)
    country = dataset.column(names.country)
    sexes = {"woman": dataset.holds_code(names.sex, names.women), "man": dataset.holds_code(names.sex, names.men)}
    present = sorted({str(code) for code in country[eligible]})
    known = [code for code in present if code in margins.countries]
    full = [code for code in known if all(np.any(eligible & (country == code) & sexes[sex]) for sex in SEXES)]
    weighted = _weighted(design, country, sexes, eligible, margins, full)
    inside = eligible & np.isin(country, full)
    beyond = audience & ~described
    deviations = [
        ("no-margin", tuple(code for code in present if code not in margins.countries)),
        ("empty-cell", tuple(code for code in known if code not in full)),
        ("other-origin", (str(int(beyond.sum())),) if beyond.any() else ()),
        ("other-gender", _count(inside & ~sexes["woman"] & ~sexes["man"])),
        ("age-scope", (margins.about.age_scope,) if full else ()),
        ("date", _stale(margins.about, fieldwork) if full else ()),
    ]
    return Weighting(
        design=weighted,
        about=margins.about if full else None,
        n=int(inside.sum()),
        countries=tuple(full),
        factors=np.unique(np.round(weighted.weights[inside] / design.weights[inside], 12)),
        deff=kish(weighted.weights, audience),
        deviations=tuple((code, what) for code, what in deviations if what),
        limits=limits,
    )


def kish(weights: FloatArray, base: BoolArray) -> float:
    """Return the design effect of unequal weights alone, n·Σw²/(Σw)²."""
    inside = weights[base & (weights > 0)]
    return float(len(inside) * (inside @ inside) / inside.sum() ** 2) if len(inside) else float("nan")


def _among_several(dataset: Dataset, names: Margins) -> BoolArray:
    marked = [dataset.holds_code(f"{names.variable}__{code}", ("1",)) for code in names.codes]
    return np.asarray(np.logical_or.reduce(marked))


def _weighted(
    design: Design,
    country: np.ndarray,
    sexes: Mapping[str, BoolArray],
    eligible: BoolArray,
    margins: MarginTable,
    full: list[str],
) -> Design:
    if not full:
        return design
    by_country, by_sex = (np.full(design.n, -1, dtype=np.int64) for _ in range(2))
    for at, code in enumerate(full):
        here = eligible & (country == code)
        by_country[here] = at
        for place, sex in enumerate(SEXES):
            by_sex[here & sexes[sex]] = len(SEXES) * at + place
    whole = sum(margins.total(code) for code in full)
    of_countries = np.array([margins.total(code) / whole for code in full])
    of_sexes = np.array([margins.totals[code, sex] / margins.total(code) for code in full for sex in SEXES])
    countries_of_cells: IntArray = np.repeat(np.arange(len(full), dtype=np.int64), len(SEXES))
    one_group: IntArray = np.zeros(len(full), dtype=np.int64)
    return redistribute(redistribute(design, by_country, one_group, of_countries), by_sex, countries_of_cells, of_sexes)


def _count(rows: BoolArray) -> tuple[str, ...]:
    return (str(int(rows.sum())),) if rows.any() else ()


def _stale(about: Margin, fieldwork: date) -> tuple[str, ...]:
    old = (fieldwork - about.date).days > YEARS_BEFORE_STALE * 365.25
    return (about.date.isoformat(),) if old else ()
