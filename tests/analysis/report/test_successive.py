"""Two successive reports, with withdrawals, errors printed and kinds of people found, tell of no few people."""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from analysis.dataset import Package, read_package
from analysis.disclosure.ledger import Cell, Ledger
from analysis.plan import Discovery, Group, Plan, Segmentation
from analysis.report.discovered_parts import memberships_of
from analysis.report.evidence import Evidence, findings_in, gather
from analysis.report.protecting import printed_in, with_withheld, withheld_in
from analysis.report.published import published, step_of
from analysis.topics.findings import Finding
from analysis.weighting.margins import read_margins
from tests.analysis.disclosure.attack import Known, possible
from tests.analysis.report.package import CODES, write_package

FEWEST, FOREIGNERS = Plan().thresholds.public_n, 150
ITEMS = ("INT2.T11", "CHN1.C15")


def ages(*cuts: str) -> Segmentation:
    return Segmentation("age", "SCR1", tuple(Group(f"{cut[0]}-{cut[-1]}", tuple(cut)) for cut in cuts))


USUAL = replace(
    Plan(), audiences=("F",), weighted="", kinds=(Discovery("habits", categories=("CHN1",), most=3, resamples=5),)
)
FIRST = replace(USUAL, segments=(ages("34", "56", "789"), Segmentation("country", "SCR2")))
SECOND = replace(USUAL, segments=(ages("345", "678", "9"), Segmentation("country", "SCR2")))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Give foreigners who were drawn at random, of whom two kinds use other channels, the second a small one."""
    folder = write_package(tmp_path_factory.mktemp("drawn"), seed=5, diaspora=6, foreigners=FOREIGNERS)
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rng = np.random.default_rng(3)
    for at, row in enumerate(rows):
        if row["audience"] == "F":
            row["basis"] = "A"
            kind = at % 6 == 0
            for of, code in enumerate(CODES["CHN1"]):
                row[f"CHN1__{code}"] = str(int(rng.random() < (0.85 if (of < 11) == kind else 0.1)))
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    design = json.loads((folder / "design.json").read_text("utf-8"))
    design["frames"].append(design["frames"][0] | {"sample_source": "web"})
    design["opt_in"] = []
    (folder / "design.json").write_text(json.dumps(design), "utf-8")
    return read_package(folder)


def reported(package: Package, plan: Plan, ledger: Ledger, data: str) -> tuple[Evidence, Ledger]:
    """Make a report, publish it, and write it into the ledger."""
    evidence = gather(package, plan, read_margins(), lambda share, step: None)
    evidence = with_withheld(evidence, withheld_in(evidence, ledger, data))
    return evidence, ledger.with_report(printed_in(evidence, data))


def remaining(package: Package, withdrawn: int) -> Package:
    keep = np.arange(package.dataset.n) < package.dataset.n - withdrawn
    return replace(package, dataset=package.dataset.rows(keep))


class Attacker:
    """Hold what follows from two reports: by age, country, kind in each report, and whether somebody withdrew."""

    def __init__(self, package: Package, kinds: Sequence[np.ndarray], item: str, withdrawn: int) -> None:
        data = package.dataset
        self.inside = data.holds_code("audience", ("F",))
        gone = np.arange(data.n) >= data.n - withdrawn
        name = item.replace(".top", "").replace(".", "__")
        codes = ("4", "5") if item.endswith(".top") else ("1",)
        asked = [str(code) for code in data.column(name)]
        known = {"1", "2", "3", "4", "5"} if item.endswith(".top") else {"0", "1"}
        self.inside &= np.array([code in known for code in asked])
        columns = [data.column("SCR1"), data.column("SCR2"), *kinds, gone.astype(str)]
        self.keys = list(zip(*columns, strict=True))
        self.atoms = sorted({key for key, inside in zip(self.keys, self.inside, strict=True) if inside})
        self.chose = data.holds_code(name, codes) & self.inside
        self.known: list[Known] = []

    def holding(self, axis: int | None, codes: Sequence[str], *, late: bool) -> np.ndarray:
        found = [
            (axis is None or str(atom[axis]) in codes) and not (late and atom[-1] == "True") for atom in self.atoms
        ]
        return np.array(found)

    def learn(self, atoms: np.ndarray, n: tuple[int, int], value: tuple[float, float]) -> None:
        """Take in people and the share of them who chose, each from least to most."""
        one = atoms.astype(float)
        nobody = np.zeros_like(one)
        self.known.append(Known(np.concatenate([one, one]), *map(float, n)))
        for limit, low, high in ((value[0], 0.0, np.inf), (value[1], -np.inf, 0.0)):
            self.known.append(Known(np.concatenate([one, nobody]) - limit * np.concatenate([one, one]), low, high))

    def of(self, atoms: np.ndarray) -> tuple[int, int, tuple[int, int]]:
        chosen = {atom for atom, inside in zip(self.atoms, atoms, strict=True) if inside}
        here = np.array([key in chosen for key in self.keys]) & self.inside
        target = np.concatenate([atoms.astype(float), np.zeros(len(atoms))])
        return int(here.sum()), int((here & self.chose).sum()), possible(target, self.known, 200.0)


def tightened(cell: Cell, figure: Finding, people: int) -> tuple[tuple[int, int], tuple[float, float]]:
    """Return the people and the shares that agree with the printed share, its error and its interval, too.

    The sample is drawn at random with equal weights: the error is that of a share of a domain, the interval Korn and
    Graubard's with the degrees of freedom of the domain.
    """
    if figure.step:
        return cell.n, cell.value
    seen = published(figure, FEWEST)
    step = step_of(figure)
    agree: list[tuple[int, float]] = []
    for n in range(cell.n[0], cell.n[1] + 1):
        for chose in range(math.ceil(n * cell.value[0] - 1e-9), math.floor(n * cell.value[1] + 1e-9) + 1):
            p = chose / n
            se = math.sqrt(p * (1 - p) / n * people / (people - 1))
            if abs(se - seen.se) > step / 2 + 1e-4:
                continue
            low = stats.beta.ppf(0.025, chose, n - chose + 1) if chose else 0.0
            high = stats.beta.ppf(0.975, chose + 1, n - chose) if chose < n else 1.0
            if abs(low - seen.low) <= step / 2 + 0.01 and abs(high - seen.high) <= step / 2 + 0.01:
                agree.append((n, p))
    assert agree, (cell, seen)
    sizes, shares = ([pair[at] for pair in agree] for at in (0, 1))
    return (int(min(sizes)), int(max(sizes))), (min(shares) - 1e-9, max(shares) + 1e-9)


def part_of(cell: Cell, kinds: Sequence[str]) -> int | None:
    if cell.variable in kinds:
        return 2 + kinds.index(cell.variable)
    return {"": None, "SCR1": 0, "SCR2": 1}[cell.variable]


def small_groups(attacker: Attacker) -> Iterator[np.ndarray]:
    """Yield groups of fewer than ten people: a part, what two parts share or differ by, and who withdrew."""
    groups = [attacker.holding(axis, (code,), late=False) for axis in range(len(attacker.atoms[0]))
              for code in sorted({str(atom[axis]) for atom in attacker.atoms})]  # fmt: skip
    for plan in (FIRST, SECOND):
        groups += [attacker.holding(0, group.codes, late=False) for group in plan.segments[0].groups]
    groups += [one & ~other for one in groups for other in groups]
    seen: set[bytes] = set()
    for group in groups:
        n = len([1 for key, inside in zip(attacker.keys, attacker.inside, strict=True)
                 if inside and group[attacker.atoms.index(key)]])  # fmt: skip
        if 0 < n < FEWEST and group.tobytes() not in seen:
            seen.add(group.tobytes())
            yield group


@pytest.fixture(scope="module")
def earlier(package: Package) -> tuple[Evidence, Ledger]:
    return reported(package, FIRST, Ledger("study"), "before")


@pytest.fixture(scope="module", params=[4, 12], ids=["few-withdraw", "some-withdraw"])
def both(
    package: Package, earlier: tuple[Evidence, Ledger], request: pytest.FixtureRequest
) -> tuple[Ledger, list[Evidence], int]:
    first, ledger = earlier
    second, ledger = reported(remaining(package, request.param), SECOND, ledger, "after")
    return ledger, [first, second], request.param


def test_kinds_are_printed_again_once_ten_people_left(both: tuple[Ledger, list[Evidence], int]) -> None:
    for at, (evidence, report) in enumerate(zip(both[1], both[0].reports, strict=True)):
        (audience,) = evidence.audiences
        waits = bool(at) and both[2] < FEWEST
        assert audience.sample.has_intervals and audience.waits is waits
        assert bool(memberships_of(audience)) is not waits
        assert bool([cell for cell in report.cells if cell.variable.startswith("kind-habits#")]) is not waits


@pytest.mark.parametrize("item", ITEMS)
def test_an_integer_program_over_two_reports_and_their_errors_recovers_no_few_people(
    package: Package, both: tuple[Ledger, list[Evidence], int], item: str
) -> None:
    ledger, reports, withdrawn = both
    names, columns = [], []
    for evidence in reports:
        for member in memberships_of(evidence.audiences[0]).values():
            names.append(member.name)
            columns.append(np.concatenate([member.of_row, np.full(package.dataset.n - len(member.of_row), "")]))
    attacker = Attacker(package, columns, item, withdrawn)
    for late, (evidence, report) in enumerate(zip(reports, ledger.reports, strict=True)):
        figures = {figure.id: figure for figure in findings_in(evidence)}
        people = int(evidence.audiences[0].sample.base.sum())
        for cell in report.cells:
            if cell.item == item and cell.kind == "share" and cell.id in figures:
                atoms = attacker.holding(part_of(cell, names), cell.others or cell.codes, late=bool(late))
                attacker.learn(atoms, *tightened(cell, figures[cell.id], people))
    assert len(attacker.known) >= 30
    tried = 0
    for group in small_groups(attacker):
        n, chose, (low, high) = attacker.of(group)
        assert low <= chose <= high
        assert low < high, (n, chose)
        tried += 1
    assert tried >= 5
