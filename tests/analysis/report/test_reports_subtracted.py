"""No figure of a few people is what one report prints of some people less what another prints of nearly the same."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from analysis.arrays import BoolArray, IntArray
from analysis.cells import Cells
from analysis.dataset import Package, read_package
from analysis.disclosure.ledger import Ledger, Published
from analysis.plan import Group, Plan, Segmentation
from analysis.plan_checks import problems_in
from analysis.plan_reading import PlanError
from analysis.report.evidence import Evidence, findings_in, gather
from analysis.report.keeping import Keeper
from analysis.report.protecting import printed_in, with_withheld, withheld_in
from analysis.report.segment_disclosure import of_everybody, printed_parts
from analysis.weighting.margins import read_margins
from tests.analysis.report.package import write_package

FEWEST = Plan().thresholds.public_n
ITEMS = ("INT2.T05", "INT2.T09", "INT2.T14", "CHN1.C13")
NEXT = "2026-11-19"
PLAN = replace(
    Plan(),
    audiences=("F",),
    weighted="",
    segments=(Segmentation("country", "SCR2"),),
    drivers=(),
    kinds=(),
    maps=(),
    open_ends=(),
)


def ages(name: str, *cuts: tuple[str, str]) -> Segmentation:
    return Segmentation(name, "SCR1", tuple(Group(id, tuple(codes)) for id, codes in cuts))


@dataclass(frozen=True)
class Case:
    """Who is in the first and in the second report, of 260 foreigners, and the plans of both."""

    name: str
    first: Callable[[Package], BoolArray]
    second: Callable[[Package], BoolArray]
    plans: tuple[Plan, Plan]


@pytest.fixture(scope="module")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Give foreigners of five countries, who answered of their own accord."""
    return read_package(write_package(tmp_path_factory.mktemp("all"), seed=8, diaspora=0, foreigners=260))


def place(package: Package) -> IntArray:
    return np.arange(package.dataset.n)


def french(package: Package) -> BoolArray:
    return package.dataset.holds_code("SCR2", ("FR",))


def young(package: Package) -> BoolArray:
    return package.dataset.holds_code("SCR1", ("3", "4"))


def few_of(who: BoolArray, few: int) -> BoolArray:
    """Return the first few of some people."""
    return np.asarray(who & (np.cumsum(who) <= few))


RENAMED = (
    replace(PLAN, segments=(ages("age", ("young", "34"), ("old", "56789")),)),
    replace(PLAN, segments=(ages("years", ("18-34", "34"), ("35-", "56789")),)),
)
UNCUT = replace(PLAN, segments=())
SPOKEN = replace(PLAN, segments=(Segmentation("language", "language", compared=False),))
CASES = (
    Case("the young are called otherwise, four left and others came", lambda all: ~few_of(~young(all), 60),
         lambda all: ~few_of(young(all), 4), RENAMED),
    Case("the French were asked later, and three of the others left", lambda all: ~french(all),
         lambda all: ~few_of(~french(all), 3), (UNCUT, PLAN)),
    Case("a language was added later, and three of the others left", lambda all: ~french(all),
         lambda all: ~few_of(~french(all), 3), (UNCUT, SPOKEN)),
    Case("the French were asked later, with two of the others", lambda all: ~(french(all) | few_of(~french(all), 2)),
         lambda all: place(all) >= 0, (UNCUT, PLAN)),
    Case("the French were asked later, one of the others left, and two came",
         lambda all: ~(french(all) | few_of(~french(all), 2)),
         lambda all: ~few_of(~french(all) & (place(all) > 99), 1), (UNCUT, PLAN)),
)  # fmt: skip


def dated(package: Package, late: BoolArray) -> Package:
    """Return a package in which some people answered on a later day than the others, and the French in French."""
    days = Cells(np.array(["2026-11-05", NEXT]), late.astype(np.int32))
    spoken = Cells(np.array(["en", "fr"]), french(package).astype(np.int32))
    cells = {**package.dataset.cells, "day": days, "language": spoken}
    return replace(package, dataset=replace(package.dataset, cells=cells))


def reported(package: Package, plan: Plan, ledger: Ledger, data: str) -> tuple[Evidence, Ledger]:
    evidence = gather(package, plan, read_margins(), lambda share, step: None)
    evidence = with_withheld(evidence, withheld_in(evidence, ledger, data))
    return evidence, ledger.with_report(printed_in(evidence, data))


def exact_sets(evidence: Evidence, item: str) -> Iterator[frozenset[str]]:
    """Yield the people of every share that a report prints of an item to its usual digits."""
    (audience,) = evidence.audiences
    names = audience.sample.dataset.column("response")
    shown = {one.id for one in findings_in(evidence) if one.shown and not one.step}
    base = audience.sample.answered(item.replace(".", "__"))
    if shown & set(of_everybody("F", shown, "CHN1").get(item, ())):
        yield frozenset(names[base])
    for contrast in printed_parts(audience):
        if contrast.item.name == item:
            sides = ((contrast.inside, contrast.segment.inside), (contrast.others, contrast.segment.others))
            yield from (frozenset(names[base & who]) for figure, who in sides if figure.id in shown)


def told_of_few(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return how many left and came between sets whose numbers follow from each report, where they are few."""
    follows = [{*some, *(a - b for a in some for b in some if b < a)} for some in (first, second)]
    pairs = ((len(a - b), len(b - a)) for a, b in itertools.product(*follows) if len(a) >= FEWEST)
    return [pair for pair in pairs if 0 < sum(pair) < FEWEST]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_few_are_left_when_one_report_is_subtracted_from_another(everybody: Package, case: Case) -> None:
    early, late = case.first(everybody), case.second(everybody)
    package = dated(everybody, ~early)
    packages = [replace(package, dataset=package.dataset.rows(who)) for who in (early, late)]
    one, ledger = reported(packages[0], case.plans[0], Ledger("study"), "a")
    two, _ = reported(packages[1], case.plans[1], ledger, "b")
    sets = [[list(exact_sets(evidence, item)) for item in ITEMS] for evidence in (one, two)]
    assert min(map(len, sets[0])) and sum(map(len, sets[1])) >= len(ITEMS)
    assert not [pair for first, second in zip(*sets, strict=True) for pair in told_of_few(first, second)]


def test_the_same_two_reports_without_a_ledger_would_tell(everybody: Package) -> None:
    case = CASES[1]
    sets = []
    for who, plan in zip((case.first(everybody), case.second(everybody)), case.plans, strict=True):
        package = replace(everybody, dataset=everybody.dataset.rows(who))
        evidence, _ = reported(package, plan, Ledger("study"), "a")
        sets.append(list(exact_sets(evidence, ITEMS[0])))
    assert (3, 0) in told_of_few(*sets)


def test_those_drawn_and_everybody_of_the_same_data_are_not_subtracted(everybody: Package) -> None:
    """Five came of their own accord; with weights the report is of those drawn alone, without of all."""
    own = np.arange(everybody.dataset.n) % 52 == 0
    cells = dict(everybody.dataset.cells)
    cells["basis"] = Cells(np.array(["A", "D"]), own.astype(np.int32))
    drawn = replace(everybody.fieldwork.frames[0], sample_source="web", strata=(), clusters=(), weights=None)
    package = replace(
        everybody,
        dataset=replace(everybody.dataset, cells=cells),
        fieldwork=replace(everybody.fieldwork, frames=(drawn,), opt_in=()),
    )
    one, ledger = reported(package, PLAN, Ledger("study"), "a")
    two, _ = reported(package, replace(PLAN, weights="none"), ledger, "a")
    assert one.audiences[0].sample.n == two.audiences[0].sample.n - 5
    for item in ITEMS:
        sets = [list(exact_sets(evidence, item)) for evidence in (one, two)]
        assert sets[0] and not told_of_few(*sets)


def test_a_public_plan_that_tells_audiences_apart_otherwise_is_refused() -> None:
    before = Published("a", 100, "2026-11-20", (), cut="audience")
    keeper = Keeper(True, lambda survey: Ledger(survey, (before,)))
    keeper.refuse_other_audiences("study", PLAN)
    with pytest.raises(PlanError, match=r"apart by audience\. By SCR2 a few people would be left over"):
        keeper.refuse_other_audiences("study", replace(PLAN, audience="SCR2", audiences=("FR",)))
    replace(keeper, is_public=False).refuse_other_audiences("study", replace(PLAN, audience="SCR2"))


@pytest.mark.parametrize("variable", ["day", "version", "response", "sample_source"])
def test_a_plan_cannot_cut_by_what_tells_newcomers_from_the_others(everybody: Package, variable: str) -> None:
    plan = replace(PLAN, segments=(Segmentation("new", variable),))
    (problem,) = [one for one in problems_in(plan, everybody.codebook) if one.place == "segments[0].variable"]
    assert problem.code == "unknown-variable"
