"""People of Vietnamese origin are weighted where a margin fits; every deviation is listed."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.cells import cells_of
from analysis.dataset import Dataset, Package
from analysis.plan import Margins, Thresholds
from analysis.sampling import build_design
from analysis.weighting.margins import read_margins
from analysis.weighting.origin import Weighting, weight_to_origin

TABLE, NAMES, LIMITS = read_margins(), Margins(), Thresholds()
SOON = date(2021, 1, 1)


def diaspora(package: Package) -> Dataset:
    return package.dataset.rows(package.dataset.holds_code("audience", ["V"]))


def weigh(dataset: Dataset, *, fieldwork: date = SOON, limits: Thresholds = LIMITS) -> Weighting:
    design = build_design(dataset.numbers("design_weight"))
    return weight_to_origin(design, dataset, np.ones(dataset.n, dtype=np.bool_), TABLE, NAMES, limits, fieldwork)


def with_column(dataset: Dataset, name: str, cells: np.ndarray) -> Dataset:
    return replace(dataset, cells={**dataset.cells, name: cells_of(cells)})


def test_country_and_sex_shares_are_those_of_the_margin(package: Package) -> None:
    dataset = diaspora(package)
    done = weigh(dataset)
    origin = dataset.holds_code("SCR3__1", ["1"]) | dataset.holds_code("SCR3__2", ["1"])
    held = {code: done.design.weights[origin & dataset.holds_code("SCR2", [code])].sum() for code in done.countries}
    for code in done.countries:
        expected = TABLE.total(code) / sum(TABLE.total(other) for other in done.countries)
        assert held[code] / sum(held.values()) == pytest.approx(expected)
        women = done.design.weights[
            origin & dataset.holds_code("SCR2", [code]) & dataset.holds_code("DEM1", ["1"])
        ].sum()
        men = done.design.weights[origin & dataset.holds_code("SCR2", [code]) & dataset.holds_code("DEM1", ["2"])].sum()
        assert women / men == pytest.approx(TABLE.totals[code, "woman"] / TABLE.totals[code, "man"])


def test_the_whole_weight_does_not_change(package: Package) -> None:
    dataset = diaspora(package)
    assert weigh(dataset).design.weights.sum() == pytest.approx(dataset.numbers("design_weight").sum())


def test_other_origins_and_countries_without_a_margin_keep_the_design_weight(package: Package) -> None:
    dataset = diaspora(package)
    done, before = weigh(dataset), dataset.numbers("design_weight")
    left = dataset.holds_code("SCR3__3", ["1"]) | dataset.holds_code("SCR2", ["TW"])
    assert np.array_equal(done.design.weights[left], before[left])
    assert ("no-margin", ("TW",)) in done.deviations
    assert dict(done.deviations)["other-origin"] == (str(int(dataset.holds_code("SCR3__3", ["1"]).sum())),)


def test_another_or_unstated_gender_takes_the_countrys_factor(package: Package) -> None:
    dataset = diaspora(package)
    done = weigh(dataset)
    factor = done.design.weights / dataset.numbers("design_weight")
    inside = dataset.holds_code("SCR2", ["US"]) & ~dataset.holds_code("SCR3__3", ["1"])
    either = inside & dataset.holds_code("DEM1", ["1", "2"])
    other = inside & ~dataset.holds_code("DEM1", ["1", "2"])
    assert other.any()
    assert factor[either].min() < factor[other].min() == pytest.approx(factor[other].max())
    assert factor[other].max() < factor[either].max()


def test_a_country_without_one_sex_keeps_the_design_weight(package: Package) -> None:
    dataset = diaspora(package)
    men = np.where(dataset.holds_code("SCR2", ["DE"]), "2", dataset.column("DEM1"))
    done = weigh(with_column(dataset, "DEM1", men))
    assert "DE" not in done.countries
    assert ("empty-cell", ("DE",)) in done.deviations


def test_where_no_margin_fits_nothing_is_changed(package: Package) -> None:
    dataset = diaspora(package)
    done = weigh(with_column(dataset, "SCR2", np.full(dataset.n, "TW")))
    assert done.about is None
    assert done.ratio == 1
    assert np.array_equal(done.design.weights, dataset.numbers("design_weight"))


def test_an_old_margin_and_its_age_scope_are_deviations(package: Package) -> None:
    assert "date" not in dict(weigh(diaspora(package)).deviations)
    done = weigh(diaspora(package), fieldwork=date(2026, 11, 20))
    assert dict(done.deviations)["date"] == ("2020-07-01",)
    assert dict(done.deviations)["age-scope"] == ("all ages",)


def test_uneven_weights_are_warned_of(package: Package) -> None:
    assert weigh(diaspora(package)).warnings == ("deff",)
    assert weigh(diaspora(package), limits=replace(LIMITS, adjustment_ratio=1.5)).warnings == ("ratio", "deff")
