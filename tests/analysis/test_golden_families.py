"""Every case of the families of estimation is held against by a test that passes, or its difference is documented."""

import inspect
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

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
from tests.analysis.golden import cases

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
DOCUMENTED = {"C05": "oldsvyquantile"}
"""Cases that are not met, and the word under which `docs/estimate.md` says why and by how much."""


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
def passed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Run every test of every family, and return the cases looked at by those that passed."""
    for family in FAMILIES:
        cases(family).seen.clear()
    for module in MODULES:
        for test, parameters in runs_of(module):
            given, folder = inspect.signature(test).parameters, tmp_path_factory.mktemp("golden")
            fixtures = {"tmp_path": folder, "replicated": test_golden_replicates.answers_in(folder)}
            test(**parameters, **{name: value for name, value in fixtures.items() if name in given})
    return {family: set(cases(family).seen) for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_case_of_a_family_is_met_or_documented(family: str, passed: dict[str, set[str]]) -> None:
    documented = (Path(__file__).resolve().parents[2] / "docs" / "estimate.md").read_text("utf-8")
    missing = set(cases(family)) - passed[family]
    assert missing <= set(DOCUMENTED)
    assert all(DOCUMENTED[name] in documented for name in missing)
