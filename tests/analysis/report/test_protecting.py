"""Two reports of one survey together tell of no few people, and every figure held back is held back everywhere."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset, Package, read_package
from analysis.disclosure.ledger import Cell, Ledger, Published, ledger_name, read_ledger
from analysis.plan import Group, Plan, Segmentation
from analysis.plan_default import kept
from analysis.report.evidence import Evidence, findings_in, gather
from analysis.report.protecting import printed_in, with_withheld, withheld_in
from analysis.report.run import FORMATS, write_report
from analysis.report.segment_disclosure import cell_of
from analysis.report.successive import Held, coarsened, held_since, part_of
from analysis.report.verifying import verify
from analysis.topics.findings import Finding
from analysis.weighting.margins import read_margins
from tests.analysis.disclosure.attack import Known, possible
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

ITEMS = ("INT2.T05", "INT2.T14")
FEWEST = Plan().thresholds.public_n
COUNTRY, LANGUAGE = Segmentation("country", "SCR2"), Segmentation("language", "language", compared=False)


def ages(*cuts: Sequence[str]) -> Segmentation:
    return Segmentation("age", "SCR1", tuple(Group(f"{cut[0]}-{cut[-1]}", tuple(cut)) for cut in cuts))


FIRST = replace(Plan(), audiences=("F", "V"), segments=(ages("34", "56", "789"), COUNTRY, LANGUAGE))
SECOND = replace(Plan(), audiences=("F", "V"), segments=(ages("345", "678", "9"), COUNTRY, LANGUAGE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("small"), seed=21, diaspora=90, foreigners=100)


@pytest.fixture(scope="module")
def package(folder: Path) -> Package:
    return read_package(folder)


def protected(package: Package, plan: Plan, ledger: Ledger, data: str) -> tuple[Evidence, Ledger]:
    """Make a public report's evidence and write it into the ledger."""
    evidence = gather(package, plan, read_margins(), lambda share, step: None)
    evidence = with_withheld(evidence, withheld_in(evidence, ledger, data))
    return evidence, ledger.with_report(printed_in(evidence, data))


def those(package: Package, keep: np.ndarray) -> Package:
    dataset: Dataset = package.dataset.rows(keep)
    return replace(package, dataset=dataset)


class Attack:
    """What a reader knows of the foreigners: by age, country and newness, how many chose an item and how many not."""

    def __init__(self, package: Package, item: str, newcomers: np.ndarray) -> None:
        data = package.dataset
        self.base = data.holds_code("audience", ("F",))
        columns = [data.column("SCR1"), data.column("SCR2"), data.column("language"), newcomers.astype(str)]
        keys = list(zip(*columns, strict=True))
        self.atoms = sorted({key for key, inside in zip(keys, self.base, strict=True) if inside})
        self.place = {atom: at for at, atom in enumerate(self.atoms)}
        self.yes = data.holds_code(item.replace(".", "__"), ("1",))
        self.rows = [
            (self.place[key], bool(flag)) for key, flag, inside in zip(keys, self.yes, self.base, strict=True) if inside
        ]
        self.known: list[Known] = []

    def holding(self, cell: Cell, *, early: bool) -> np.ndarray:
        """Return the atoms that a published cell is about."""
        axis = {"SCR1": 0, "SCR2": 1, "language": 2, "": 0}[cell.variable]
        codes = cell.others or cell.codes
        inside = [not cell.variable or atom[axis] in codes for atom in self.atoms]
        return np.array(
            [one and not (early and atom[3] == "True") for one, atom in zip(inside, self.atoms, strict=True)]
        )

    def learn(self, cells: Sequence[Cell], *, early: bool) -> None:
        """Take in a printed base and share: n within rounding, and the share's limits times n."""
        for cell in cells:
            atoms = self.holding(cell, early=early).astype(float)
            nobody = np.zeros_like(atoms)
            self.known.append(Known(np.concatenate([atoms, atoms]), *map(float, cell.n)))
            for limit, low, high in ((cell.value[0], 0.0, np.inf), (cell.value[1], -np.inf, 0.0)):
                chose = np.concatenate([atoms, nobody]) - limit * np.concatenate([atoms, atoms])
                self.known.append(Known(chose, low, high))

    def of(self, inside: np.ndarray) -> tuple[int, int, tuple[int, int]]:
        """Return how many there are among some atoms, how many of them chose, and what that number can be."""
        n = sum(bool(inside[at]) for at, _ in self.rows)
        chose = sum(bool(inside[at]) and flag for at, flag in self.rows)
        target = np.concatenate([inside.astype(float), np.zeros(len(inside))])
        return n, chose, possible(target, self.known, 200.0)


def small_groups(attack: Attack, *plans: Plan) -> Iterator[np.ndarray]:
    """Yield the groups of fewer than ten people: of a segmentation, and between the segmentations of two reports."""
    groups = groups_of(attack, *plans)
    groups += [one & ~other for one in groups for other in groups]
    groups.append(np.array([atom[3] == "True" for atom in attack.atoms]))
    seen: set[bytes] = set()
    for group in groups:
        n = sum(bool(group[at]) for at, _ in attack.rows)
        if 0 < n < FEWEST and group.tobytes() not in seen:
            seen.add(group.tobytes())
            yield group


def groups_of(attack: Attack, *plans: Plan) -> list[np.ndarray]:
    return [
        np.array([atom[axis] in codes for atom in attack.atoms])
        for plan in plans
        for cut, axis in zip(plan.segments, (0, 1, 2), strict=True)
        for codes in ([group.codes for group in cut.groups] or [(code,) for code in {a[axis] for a in attack.atoms}])
    ]


def follows_from_many(attack: Attack, small: np.ndarray, *plans: Plan) -> bool:
    """Tell whether nobody of a small group chose since nobody of a group of ten or more did: that may be told."""
    for group in groups_of(attack, *plans):
        n, chose, (_, high) = attack.of(group)
        if n >= FEWEST and chose == high == 0 and not (small & ~group).any():
            return True
    return False


@pytest.mark.parametrize("left_out", [0, 4], ids=["other-segments", "a-few-newcomers"])
@pytest.mark.parametrize("item", ITEMS)
def test_an_integer_program_over_two_reports_recovers_no_small_group(
    package: Package, item: str, left_out: int
) -> None:
    n = package.dataset.n
    newcomers = np.arange(n) >= n - left_out
    _, ledger = protected(those(package, ~newcomers), FIRST, Ledger("study"), "first")
    _, ledger = protected(package, SECOND, ledger, "second" if left_out else "first")
    attack = Attack(package, item, newcomers)
    for report, early in zip(ledger.reports, (True, False), strict=True):
        attack.learn(
            [cell for cell in report.cells if cell.id.startswith(f"F.{item}") and cell.item == item], early=early
        )
    assert len(attack.known) >= 6
    tried = 0
    for group in small_groups(attack, FIRST, SECOND):
        _, chose, (low, high) = attack.of(group)
        assert low <= chose <= high
        assert low < high or follows_from_many(attack, group, FIRST, SECOND)
        tried += 1
    assert tried >= 3


def test_a_small_group_hides_everyone_else_and_the_difference(package: Package) -> None:
    evidence, _ = protected(package, SECOND, Ledger("study"), "data")
    hidden = [
        contrast
        for audience in evidence.audiences
        for contrast in audience.contrasts
        if contrast.inside.suppressed in ("disclosure", "complement")
    ]
    assert hidden
    for contrast in hidden:
        assert not contrast.others.shown and not contrast.difference.shown


def test_two_segmentations_that_differ_by_a_few_are_not_both_told(package: Package) -> None:
    _, ledger = protected(package, FIRST, Ledger("study"), "data")
    shifted = replace(FIRST, segments=(ages("34", "56", "789"), COUNTRY, LANGUAGE, nearly(package)))
    evidence, _ = protected(package, shifted, ledger, "data")
    of_nearly = [
        figure for figure in findings_in(evidence) if "@nearly=" in figure.id and figure.id.startswith("F.INT2")
    ]
    assert of_nearly and not [figure for figure in of_nearly if figure.shown and figure.id.endswith("=most")]


def nearly(package: Package) -> Segmentation:
    """Return a segmentation by country that leaves out the smallest group of the foreigners' ages."""
    column = package.dataset.column("SCR1")[package.dataset.holds_code("audience", ("F",))]
    codes, counts = np.unique(column, return_counts=True)
    few = str(codes[np.argmin(counts)])
    assert counts.min() < FEWEST
    most = tuple(str(code) for code in codes if code != few)
    return Segmentation("nearly", "SCR1", (Group("most", most), Group("few", (few,))))


def test_nothing_is_withheld_twice_for_the_same_report(package: Package) -> None:
    first, ledger = protected(package, FIRST, Ledger("study"), "data")
    again, same = protected(package, FIRST, ledger, "data")
    assert [figure.suppressed for figure in findings_in(first)] == [figure.suppressed for figure in findings_in(again)]
    assert same == ledger


def test_a_cell_holds_what_is_printed_and_no_more(package: Package) -> None:
    evidence, ledger = protected(package, FIRST, Ledger("study"), "data")
    found: Mapping[str, Finding] = {figure.id: figure for figure in findings_in(evidence)}
    for cell in ledger.reports[0].cells:
        figure = found[cell.id]
        assert figure.shown and cell.n[0] <= figure.base_n <= cell.n[1] and cell.n[1] - cell.n[0] >= 2
        assert cell.value[0] <= figure.value <= cell.value[1]


def share_of(people: int, chose: int) -> Finding:
    value, none = chose / people, math.nan
    error = math.sqrt(value * (1 - value) / people)
    limits = (value - 2 * error, value + 2 * error)
    return Finding("F.x.1", "share", value, error, none, *limits, people, people, people, 1.0, 1.0, "A")


def ledger_of(figure: Finding) -> Ledger:
    cell = cell_of(figure, FEWEST)
    assert cell
    return Ledger("study", (Published("before", 1, "2026-11-20", (cell,)),))


@given(st.integers(10, 600), st.integers(1, 9), st.floats(0.02, 0.98), st.booleans(), st.integers(0, 10_000))
def test_few_who_leave_or_come_are_not_told_even_of_one_who_knows_every_base(
    n: int, few: int, share: float, leave: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    stayed, moved = int(rng.binomial(n, share)), int(rng.binomial(few, share))
    smaller, larger = share_of(n, stayed), share_of(n + few, stayed + moved)
    first, second = (larger, smaller) if leave else (smaller, larger)
    held = held_since([second], ledger_of(first), FEWEST)
    before = cell_of(first, FEWEST)
    step = held.steps.get(second.id)
    now = cell_of(coarsened(second, step) if step else second, FEWEST)
    assert before and now
    if second.id in held.names:
        return
    known = round(first.value * first.base_n)
    fits = range(math.ceil(second.base_n * now.value[0] - 1e-9), math.floor(second.base_n * now.value[1] + 1e-9) + 1)
    told = {known - chose if leave else chose - known for chose in fits}
    possible_sums = [one for one in told if 0 <= one <= few and few - one <= max(n, n + few) - (known if leave else 0)]
    assert moved in possible_sums
    everyone_alike = {first.value, second.value} & {0.0, 1.0}
    assert len(possible_sums) >= 2 or everyone_alike


def test_where_nobody_left_or_came_nothing_is_rounded_further() -> None:
    figure = share_of(60, 20)
    same = frozenset({part_of(figure.id)})
    assert held_since([figure], ledger_of(figure), FEWEST, unchanged=[same]) == Held()


def test_where_others_answered_it_is_rounded_also_if_it_prints_the_same() -> None:
    figure = share_of(60, 20)
    assert held_since([figure], ledger_of(figure), FEWEST).steps == {figure.id: 0.1}


def test_where_many_came_nothing_is_rounded_further() -> None:
    assert held_since([share_of(140, 40)], ledger_of(share_of(100, 33)), FEWEST) == Held()


def test_a_share_is_rounded_just_so_far_that_it_hides_who_left() -> None:
    held = held_since([share_of(146, 60)], ledger_of(share_of(150, 61)), FEWEST)
    assert not held.names
    assert held.steps == {"F.x.1": 0.05}
    seen = coarsened(share_of(146, 60), 0.05)
    assert seen.value == 0.4 and math.isnan(seen.se) and (seen.low, seen.high) == (0.3, 0.5)


def fitting(plan: Plan, folder: Path) -> Plan:
    """Leave out of a plan what the small package does not hold."""
    return kept(plan, read_package(folder).codebook)


def test_a_public_report_is_written_into_the_ledger_and_rebuilt_without_it(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "ledger.json"
    write_report(
        folder, tmp_path / "one", ("en",), words=words, formats=("html",), plan=fitting(FIRST, folder), ledger=file
    )
    write_report(
        folder, tmp_path / "two", ("en",), words=words, formats=("html",), plan=fitting(SECOND, folder), ledger=file
    )
    assert len(read_ledger(file, read_package(folder).codebook.survey).reports) == 2
    found = verify(tmp_path / "two" / "manifest.json", folder, words=words)
    assert found.holds and set(found.rebuilt.values()) == {"same"}


def test_an_internal_report_says_so_and_is_not_published(folder: Path, tmp_path: Path) -> None:
    plan = replace(FIRST, view="internal", thresholds=replace(FIRST.thresholds, public_n=5))
    write_report(folder, tmp_path / "out", ("en",), words=words, formats=FORMATS[:1], plan=fitting(plan, folder))
    assert "Internal, not for publication" in (tmp_path / "out" / "report.en.html").read_text("utf-8")
    assert not list(tmp_path.glob("ledger.*"))


def test_the_ledger_lies_beside_the_folders_of_reports(folder: Path, tmp_path: Path) -> None:
    for name, plan in (("one", FIRST), ("two", SECOND)):
        write_report(folder, tmp_path / name, ("en",), words=words, formats=("html",), plan=fitting(plan, folder))
    survey = read_package(folder).codebook.survey
    assert len(read_ledger(tmp_path / ledger_name(survey), survey).reports) == 2


def test_what_basis_d_prints_is_what_is_judged(package: Package) -> None:
    evidence = gather(package, FIRST, read_margins(), lambda share, step: None)
    cells = [cell_of(figure, FEWEST) for figure in findings_in(evidence) if figure.shown]
    assert not [
        cell for cell in cells if cell and cell.id.startswith("F.") and cell.id.endswith((":difference", ":others"))
    ]


def test_a_share_that_an_earlier_report_implied_is_rounded_as_if_printed_there() -> None:
    before = cell_of(share_of(150, 61), FEWEST)
    assert before
    other = ledger_of(replace(share_of(150, 61), id="F.x.2"))
    held = held_since([share_of(146, 60)], other, FEWEST, implied=[[before]])
    assert held == held_since([share_of(146, 60)], ledger_of(share_of(150, 61)), FEWEST)
