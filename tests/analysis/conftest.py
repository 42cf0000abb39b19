"""Make one synthetic data package for all tests of the report, and words without a catalogue."""

from pathlib import Path

import pytest

from analysis.dataset import Package, read_package
from analysis.plan import Plan
from analysis.report.evidence import Evidence, gather
from analysis.weighting.margins import read_margins
from tests.analysis.report.package import write_package


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def package(package_folder: Path) -> Package:
    return read_package(package_folder)


@pytest.fixture(scope="session")
def evidence(package: Package) -> Evidence:
    return gather(package, Plan(), read_margins(), lambda share, step: None)
