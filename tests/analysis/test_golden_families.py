"""Every case of the families of estimation is met within its own tolerance, or listed with both numbers."""

import inspect
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.analysis import (
    test_golden_domains,
    test_golden_imputations,
    test_golden_intervals,
    test_golden_means_totals,
    test_golden_pps,
    test_golden_quantiles,
    test_golden_regression,
    test_golden_replicates,
    test_golden_tables,
    test_golden_tests,
    test_golden_weighting,
)
from tests.analysis.golden import Cases, ask, cases
from tests.analysis.golden_exceptions import LISTED

MODULES = (
    test_golden_domains,
    test_golden_imputations,
    test_golden_intervals,
    test_golden_means_totals,
    test_golden_pps,
    test_golden_quantiles,
    test_golden_regression,
    test_golden_replicates,
    test_golden_tables,
    test_golden_tests,
    test_golden_weighting,
)
FAMILIES = (
    "A_estimation_taylor",
    "B_domains",
    "C_quantiles",
    "D_proportions",
    "E_tables_tests",
    "F_t_rank",
    "H_regression",
    "M_multiple_imputation",
    "R_replicates",
    "W_weighting",
)


def runs_of(module: ModuleType) -> Iterator[tuple[Any, dict[str, Any]]]:
    """List the tests of a module with every set of their parameters."""
    for name, test in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("test_") or test.__module__ != module.__name__:
            continue
        marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
        for chosen in product(*(mark.args[1] for mark in marks)):
            parameters: dict[str, Any] = {}
            for mark, values in zip(marks, chosen, strict=True):
                names = mark.args[0] if not isinstance(mark.args[0], str) else mark.args[0].split(",")
                own = [values] if len(names) == 1 else values
                parameters |= dict(zip((one.strip() for one in names), own, strict=True))
            yield test, parameters


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """Run every test of every family; return case -> the largest relative difference seen, for those compared."""
    found: dict[str, float] = {}
    for family in FAMILIES:
        cases(family).seen.clear()
    with pytest.MonkeyPatch.context() as patched:
        follow(patched, found)
        for module in MODULES:
            for test, parameters in runs_of(module):
                given, folder = inspect.signature(test).parameters, tmp_path_factory.mktemp("golden")
                fixtures = {"tmp_path": folder, "replicated": test_golden_replicates.answers_in(folder)}
                Cases.latest = None
                test(**parameters, **{name: value for name, value in fixtures.items() if name in given})
    return found


def follow(patched: pytest.MonkeyPatch, found: dict[str, float]) -> None:
    """Note how far apart the numbers of every comparison are, under the case looked at last."""
    compare, approximately = np.testing.assert_allclose, pytest.approx

    def note(difference: float) -> None:
        if Cases.latest is not None:
            found[Cases.latest] = max(found.get(Cases.latest, 0.0), difference)

    def measure(actual: Any, desired: Any, rtol: float = 1e-7, atol: float = 0.0, **more: Any) -> None:
        compare(actual, desired, rtol=rtol, atol=atol, **more)
        got, wanted = np.asarray(actual, dtype=float), np.asarray(desired, dtype=float)
        beyond, size = np.maximum(np.abs(got - wanted) - atol, 0), np.broadcast_to(np.abs(wanted), np.shape(got))
        note(float(np.max(np.divide(beyond, size, out=np.zeros_like(beyond), where=size > 0), initial=0.0)))

    def allow(expected: Any, rel: float | None = None, **more: Any) -> Any:
        note(1e-6 if rel is None else rel)
        return approximately(expected, rel=rel, **more)

    patched.setattr(np.testing, "assert_allclose", measure)
    patched.setattr(pytest, "approx", allow)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_case_of_a_family_is_met_within_its_tolerance_or_listed(family: str, measured: dict[str, float]) -> None:
    known = cases(family)
    assert set(known) - known.seen == set()
    slack = 1 + 1e-9
    loose = {
        name: (measured[name], case["rel_tol"])
        for name, case in known.items()
        if name in measured and measured[name] > case["rel_tol"] * slack
    }
    assert {name: one for name, one in loose.items() if name not in LISTED} == {}


def found_by_us(tmp_path: Path) -> dict[str, float]:
    (share,) = ask("dclus1", {"statistic": "share", "interval": "likelihood", "of": "ell == 0"})
    model = test_golden_regression.ordinal_regression(tmp_path)
    return {"D_clus1_likelihood": share["rows"][1]["low"], "H12": model["rows"][1]["se"]}


def given_by_r() -> dict[str, float]:
    interval = cases("D_proportions")["D_clus1_likelihood"]["value"]["ci"]
    return {"D_clus1_likelihood": interval[0], "H12": cases("H_regression")["H12"]["value"]["se"]["mobility"]}


def test_what_is_listed_is_what_differs_and_the_documentation_says_so(
    tmp_path: Path, measured: dict[str, float]
) -> None:
    written = (Path(__file__).resolve().parents[2] / "docs" / "estimate.md").read_text("utf-8")
    ours, of_r = found_by_us(tmp_path), given_by_r()
    assert set(ours) == set(LISTED)
    for name, listed in LISTED.items():
        assert ours[name] == pytest.approx(listed.ours, rel=1e-8)
        assert of_r[name] == pytest.approx(listed.of_r, rel=1e-8)
        assert abs(listed.ours / listed.of_r - 1) == pytest.approx(listed.difference, rel=1e-2)
        assert measured[name] == pytest.approx(listed.difference, rel=1e-2)
        assert all(number in written for number in listed.docs)
