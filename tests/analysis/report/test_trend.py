"""What leads the report is followed over every wave, and how many waves there are decides about a forecast."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.report.builder import build_report
from analysis.report.document import ChartBlock
from analysis.report.evidence import Evidence
from analysis.report.inputs import Inputs
from analysis.report.marks import Panels
from analysis.report.run import write_report
from analysis.report.verifying import ManifestError, verify
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package
from tests.analysis.report.test_brief import gathered


@pytest.fixture(scope="module")
def waves(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Return the third of three waves."""
    folder = tmp_path_factory.mktemp("waves")
    made: Evidence | None = None
    for at in range(3):
        wave = gathered(write_package(folder / str(at), seed=at, diaspora=300, foreigners=60))
        made = replace(wave, earlier=made)
    assert made is not None
    return made


def test_every_wave_is_a_line_in_the_order_of_time(waves: Evidence) -> None:
    (section,) = [one for one in build_report(waves, words("en")).sections if one.id == "trend"]
    block = section.blocks[0]
    assert isinstance(block, ChartBlock)
    assert isinstance(block.chart, Panels)
    assert [len(panel.chart.dots) for panel in block.chart.panels] == [3] * len(block.chart.panels)
    assert len(block.table.columns) == 4


def test_one_wave_has_no_trend_and_says_how_many_a_forecast_needs(waves: Evidence) -> None:
    alone = build_report(replace(waves, earlier=None), words("en"))
    assert "trend" not in [section.id for section in alone.sections]
    assert "There is 1 wave; a forecast needs at least 8." in str(alone.asides)
    assert "There are 3 waves; a forecast needs at least 8." in str(build_report(waves, words("en")).asides)


def test_a_report_over_waves_is_made_again_only_with_all_of_them(tmp_path: Path) -> None:
    packages = [write_package(tmp_path / str(at), seed=at, diaspora=60, foreigners=20) for at in range(3)]
    now, *before = packages
    write_report(now, tmp_path / "out", ("en",), words=words, formats=("html",), inputs=Inputs(previous=tuple(before)))
    manifest = tmp_path / "out" / "manifest.json"
    assert verify(manifest, now, words=words, previous=before).holds
    with pytest.raises(ManifestError, match="another wave"):
        verify(manifest, now, words=words, previous=before[:1])
