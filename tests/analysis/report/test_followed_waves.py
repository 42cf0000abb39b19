"""Of an earlier wave only the figures that are followed are estimated, judged and told, as strictly as all of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import Package, read_package
from analysis.disclosure.ledger import Ledger
from analysis.plan import Plan
from analysis.report.evidence import Evidence, findings_in, gather, gather_followed
from analysis.report.followed import figures_followed
from analysis.report.protecting import (
    only_followed,
    printed_in,
    printed_of_followed,
    with_withheld,
    withheld_in,
    withheld_in_followed,
)
from analysis.weighting.margins import read_margins
from tests.analysis.report.package import write_package

PLAN = Plan(drivers=(), kinds=(), maps=(), open_ends=())


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder: Path = write_package(tmp_path_factory.mktemp("wave"), seed=4, diaspora=150, foreigners=0)
    return read_package(folder)


@pytest.fixture(scope="module")
def ledger(package: Package) -> Ledger:
    """Return what the wave's own report printed."""
    evidence = whole(package)
    return Ledger("study").with_report(printed_in(with_withheld(evidence, withheld_in(evidence, EMPTY, "a")), "a"))


EMPTY = Ledger("study")


def whole(package: Package) -> Evidence:
    return gather(package, PLAN, read_margins(), lambda share, step: None)


def fewer(package: Package, gone: int) -> Package:
    kept = np.arange(package.dataset.n) >= gone
    return replace(package, dataset=package.dataset.rows(kept))


def test_the_figures_followed_are_those_of_a_report_on_the_wave_itself(package: Package) -> None:
    own, followed = figures_followed(whole(package)), figures_followed(gather_followed(package, PLAN, read_margins()))
    assert followed and {name: repr(one) for name, one in followed.items()} == {
        name: repr(one) for name, one in own.items()
    }


def test_no_other_figure_of_an_earlier_wave_has_a_value(package: Package) -> None:
    wave = only_followed(gather_followed(package, PLAN, read_margins()))
    names = figures_followed(wave)
    others = [one for one in findings_in(wave) if one.id not in names]
    assert others and not any(one.shown or np.isfinite(one.value) for one in others)
    assert any(one.shown for one in names.values())


@pytest.mark.parametrize("gone", [0, 1, 4, 9, 30])
def test_what_is_held_back_is_held_back_as_in_a_report_on_the_wave_itself(
    package: Package, ledger: Ledger, gone: int
) -> None:
    now, data = fewer(package, gone), "b" if gone else "a"
    evidence, followed = whole(now), gather_followed(now, PLAN, read_margins())
    own, held = withheld_in(evidence, ledger, data), withheld_in_followed(followed, ledger, data)
    names = set(figures_followed(followed))
    assert held.moved == own.moved
    assert own.names & names <= held.names and own.out & names <= held.out
    assert all(held.steps.get(name, 1) >= step for name, step in own.steps.items() if name in names - held.names)
    assert bool(held.steps or held.names) is (0 < gone < PLAN.thresholds.public_n)


def test_an_audience_of_other_people_is_rounded_though_every_figure_prints_the_same(
    package: Package, ledger: Ledger
) -> None:
    other = replace(ledger.reports[0], audiences={"V": replace(ledger.reports[0].audiences["V"], people="others")})
    wave = gather_followed(package, PLAN, read_margins())
    held = withheld_in_followed(wave, replace(ledger, reports=(other,)), "b")
    assert held.moved == {"V"} and (held.steps or held.names)


def test_the_ledger_is_told_of_the_figures_followed_and_of_nothing_else(package: Package) -> None:
    wave = gather_followed(package, PLAN, read_margins())
    told = printed_of_followed(wave, "a")
    assert {cell.id for cell in told.cells} == {name for name, one in figures_followed(wave).items() if one.shown}
    assert set(told.hidden) <= set(figures_followed(wave))
