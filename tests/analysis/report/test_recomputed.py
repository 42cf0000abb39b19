"""Printed figures agree with plain pandas and numpy, written without the product's estimators.

Weights are made again from the margins, and errors from numerical derivatives by every design weight: the exact
linearisation, whatever the weighting does.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.report.evidence import Evidence, findings_in
from analysis.report.manifest import figure_as_json
from analysis.weighting.margins import BUNDLED

Figure = dict[str, Any]
Mean = Callable[[np.ndarray], float]


@pytest.fixture(scope="module")
def data(package_folder: Path) -> pd.DataFrame:
    return pd.read_csv(package_folder / "data.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def diaspora(data: pd.DataFrame) -> pd.DataFrame:
    return data[data.basis == "A"].reset_index(drop=True)


@pytest.fixture(scope="module")
def figures(evidence: Evidence) -> dict[str, dict[str, Any]]:
    return {finding.id: figure_as_json(finding) for finding in findings_in(evidence)}


class Weighting:
    """Give countries, then women and men in each, their shares of the margin; the rest keeps its weight."""

    def __init__(self, people: pd.DataFrame) -> None:
        margins = pd.read_csv(BUNDLED, keep_default_na=False).pivot(index="country", columns="sex", values="total")
        origin = ((people.SCR3__1 == "1") | (people.SCR3__2 == "1")).to_numpy()
        women, men = (people.DEM1.eq(sex).to_numpy() for sex in "12")
        countries = [c for c in sorted(set(people.SCR2[origin])) if c in margins.index]
        whole = margins.loc[countries].to_numpy().sum()
        self.design_weights = people.design_weight.astype(float).to_numpy()
        self.steps = []
        for country in countries:
            here = origin & (country == people.SCR2).to_numpy()
            of_women, of_men = margins.loc[country, "woman"], margins.loc[country, "man"]
            total = of_women + of_men
            sexes = [(here & women, of_women / total), (here & men, of_men / total)]
            self.steps.append((here, total / whole, sexes))

    def __call__(self, d: np.ndarray) -> np.ndarray:
        whole = sum(d[here].sum() for here, _, _ in self.steps)
        w = d.copy()
        for here, share, sexes in self.steps:
            w[here] *= whole * share / d[here].sum()
            both = sum(w[rows].sum() for rows, _ in sexes)
            factors = [both * of_sex / w[rows].sum() for rows, of_sex in sexes]
            for (rows, _), factor in zip(sexes, factors, strict=True):
                w[rows] *= factor
        return w


@pytest.fixture(scope="module")
def weighted(diaspora: pd.DataFrame) -> Weighting:
    return Weighting(diaspora)


def error(people: pd.DataFrame, d: np.ndarray, value: Mean) -> float:
    """Return the standard error of a figure of the design weights, by stratum and cluster."""
    step = 1e-4
    moved = []
    for at in range(len(d)):
        up, down = d.copy(), d.copy()
        up[at] *= 1 + step
        down[at] *= 1 - step
        moved.append((value(up) - value(down)) / (2 * step))
    totals = pd.Series(moved).groupby([people.stratum, people.cluster]).sum()
    spread = totals.groupby(level=0).agg(lambda t: len(t) / (len(t) - 1) * ((t - t.mean()) ** 2).sum())
    return float(np.sqrt(spread.sum()))


def share_of(weighted: Weighting, flags: pd.Series, base: pd.Series) -> Mean:
    x, inside = flags.to_numpy(float), base.to_numpy()

    def value(d: np.ndarray) -> float:
        w = weighted(d)[inside]
        return float(w @ x[inside] / w.sum())

    return value


def check(figure: Figure, people: pd.DataFrame, weighted: Weighting, flags: pd.Series, base: pd.Series) -> None:
    value, d = share_of(weighted, flags, base), weighted.design_weights
    assert figure["estimate"] == pytest.approx(value(d), rel=1e-10)
    assert figure["se"] == pytest.approx(error(people, d, value), rel=1e-5)
    assert figure["base_n"] == int(base.sum())
    assert figure["weighted_n"] == pytest.approx(weighted(d)[base.to_numpy()].sum())


def test_a_topics_share(figures: dict[str, Figure], diaspora: pd.DataFrame, weighted: Weighting) -> None:
    base = diaspora.INT2__T09.isin(["0", "1"])
    check(figures["V.INT2.T09"], diaspora, weighted, diaspora.INT2__T09 == "1", base)


def test_its_interval_is_korn_and_graubards(figures: dict[str, Figure], diaspora: pd.DataFrame) -> None:
    figure = figures["V.INT2.T09"]
    p, n, df = figure["estimate"], figure["base_n"], figure["df"]
    assert df == diaspora.cluster.nunique() - diaspora.stratum.nunique()
    worth = p * (1 - p) / figure["se"] ** 2 * (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, df)) ** 2
    assert figure["low"] == pytest.approx(stats.beta.ppf(0.025, p * worth, worth - p * worth + 1))
    assert figure["high"] == pytest.approx(stats.beta.ppf(0.975, p * worth + 1, worth - p * worth))


def test_an_unmet_need(figures: dict[str, Figure], diaspora: pd.DataFrame, weighted: Weighting) -> None:
    important, ease = diaspora.NED1__N03, diaspora.NED2__N03
    base = important.isin(list("12345")) & ease.isin(list("123456"))
    check(figures["V.N03.U"], diaspora, weighted, important.isin(["4", "5"]) & ease.isin(["1", "2"]), base)


def test_the_reach_of_a_set(figures: dict[str, Figure], diaspora: pd.DataFrame, weighted: Weighting) -> None:
    base = diaspora.CHN1__C13.isin(["0", "1"])
    check(
        figures["V.CHN1.platforms.set2"],
        diaspora,
        weighted,
        (diaspora.CHN1__C13 == "1") | (diaspora.CHN1__C14 == "1"),
        base,
    )


def test_trust_among_those_who_know_the_source(
    figures: dict[str, Figure], diaspora: pd.DataFrame, weighted: Weighting
) -> None:
    base = diaspora.TRU1__R2.isin(list("12345"))
    check(figures["V.TRU1.R2.top"], diaspora, weighted, diaspora.TRU1__R2.isin(["4", "5"]), base)


def test_a_difference_between_segments(figures: dict[str, Figure], diaspora: pd.DataFrame, weighted: Weighting) -> None:
    base, flags = diaspora.INT2__T15.isin(["0", "1"]), diaspora.INT2__T15 == "1"
    young = diaspora.SCR1.isin(["3", "4"])
    first, second = share_of(weighted, flags, base & young), share_of(weighted, flags, base & ~young)
    figure = figures["V.INT2.T15@age=18-34:difference"]
    d = weighted.design_weights
    assert figure["estimate"] == pytest.approx(first(d) - second(d), rel=1e-10)
    assert figure["se"] == pytest.approx(error(diaspora, d, lambda d: first(d) - second(d)), rel=1e-5)


def test_foreigners_are_counted_without_weights_or_errors(figures: dict[str, Any], data: pd.DataFrame) -> None:
    foreign = data[data.audience == "F"]
    base = foreign.INT2__T12.isin(["0", "1"])
    figure = figures["F.INT2.T12"]
    assert figure["estimate"] == pytest.approx(float((foreign.INT2__T12[base] == "1").mean()))
    assert figure["weighted_n"] == figure["base_n"] == int(base.sum())
    assert {figure[name] for name in ("se", "df", "low", "high", "effective_n", "deff", "deff_weights")} == {None}
    assert json.dumps(figure, allow_nan=False)
