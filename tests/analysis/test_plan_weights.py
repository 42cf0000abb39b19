"""A plan says how to weight: with margins, its own or the bundled ones, by the design alone, or not at all."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.codebook import read_codebook
from analysis.dataset import Package, read_package
from analysis.plan import Margins, OwnMargins, Plan, Total
from analysis.plan_checks import problems_in
from analysis.plan_default import default_plan
from analysis.report.run import write_report
from analysis.topics.samples import Sample, sample_of
from analysis.weighting.margins import margins_of, read_margins
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

OWN = OwnMargins(
    totals=(Total("US", "woman", 3000), Total("US", "man", 1000), Total("JP", "woman", 500), Total("JP", "man", 800)),
    population="registered residents",
    age_scope="18 and over",
    date="2026-01-01",
    source="KOSIS",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("package"), diaspora=120, foreigners=20)


@pytest.fixture(scope="module")
def package(folder: Path) -> Package:
    return read_package(folder)


def sample(package: Package, plan: Plan) -> Sample:
    made = sample_of(package, plan, "V", margins_of(plan, read_margins()))
    assert made is not None
    return made


def test_design_weights_alone_are_those_that_were_recorded(folder: Path, package: Package) -> None:
    made = sample(package, replace(Plan(), weights="design"))
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        recorded = {row["response"]: float(row["design_weight"]) for row in csv.DictReader(file)}
    names = made.dataset.column("response")
    assert made.weighting is None
    assert made.has_intervals
    assert [recorded[str(name)] for name in names] == pytest.approx(list(made.design.weights))


def test_without_weights_everybody_counts_alike_and_no_interval_is_claimed(package: Package) -> None:
    made = sample(package, replace(Plan(), weights="none"))
    assert (made.basis, made.has_intervals, made.left_out) == ("D", False, 0)
    assert set(made.design.weights[made.base]) == {1.0}
    assert made.n >= sample(package, Plan()).n


def test_margins_of_the_plan_give_its_shares_and_not_the_bundled_ones(package: Package) -> None:
    plan = replace(Plan(), margins=Margins(own=OWN))
    made = sample(package, plan)
    weighting = made.weighting
    assert weighting is not None and weighting.about is not None
    assert (weighting.about.source, weighting.about.population) == ("KOSIS", "registered residents")
    assert set(weighting.countries) <= {"US", "JP"}
    country, sex = made.dataset.column("SCR2"), made.dataset.column("DEM1")
    described = made.base & (made.dataset.holds_code("SCR3__1", ("1",)) | made.dataset.holds_code("SCR3__2", ("1",)))
    wanted = {(one.country, one.sex): one.total for one in OWN.totals}
    assert weighting.countries
    for land in weighting.countries:
        women, men = (made.design.weights[described & (country == land) & (sex == code)].sum() for code in ("1", "2"))
        assert women / men == pytest.approx(wanted[land, "woman"] / wanted[land, "man"])


def test_every_mistake_in_margins_of_ones_own_is_told(folder: Path) -> None:
    codebook = read_codebook(folder / "codebook.json")
    wrong = OwnMargins(totals=(Total("KR", "women", 3), Total("JP", "man", -1), Total("JP", "man", 2)), date="1/2/2026")
    plan = replace(default_plan(codebook), margins=Margins(own=wrong), weights="guesses")
    assert {(one.code, one.place) for one in problems_in(plan, codebook)} == {
        ("unknown-weights", "weights"),
        ("empty", "margins.own.population"),
        ("empty", "margins.own.age_scope"),
        ("empty", "margins.own.source"),
        ("wrong-kind", "margins.own.date"),
        ("wrong-kind", "margins.own.totals[0]"),
        ("wrong-kind", "margins.own.totals[1]"),
        ("twice", "margins.own.totals"),
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"weights": "none"}, "every answer counts alike"),
        ({"weights": "design"}, "Design weights only"),
        ({"margins": {"own": {**vars(OWN), "totals": [vars(one) for one in OWN.totals]}}}, "registered residents; n"),
    ],
    ids=["none", "design", "own"],
)
def test_the_report_says_how_it_was_weighted(folder: Path, tmp_path: Path, asked: dict[str, object], told: str) -> None:
    write_report(folder, tmp_path / "out", ("en",), words=words, formats=("html",), plan=asked)
    assert told in (tmp_path / "out" / "report.en.html").read_text("utf-8")
