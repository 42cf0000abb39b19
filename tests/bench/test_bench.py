"""The benchmarks run, on a small file; no time is asserted."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.bench.__main__ import main
from tests.bench.estimation import AGAINST_R, NAMES, run_ours
from tests.bench.estimation.file import QUESTIONS, build, read, totals
from tests.bench.pages import walked
from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.serving import serving

SMALL = 4000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bench")
    build(place, SMALL)
    return place


def test_the_file_is_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    build(tmp_path, SMALL)
    first, second = read(folder), read(tmp_path)
    np.testing.assert_array_equal(first.codes, second.codes)
    np.testing.assert_array_equal(first.weights, second.weights)
    assert first.codes.shape == (QUESTIONS, SMALL)
    assert all(abs(wanted.sum() - 1e6) < 1e-6 for wanted in totals(first))


@pytest.mark.parametrize("job", list(NAMES))
def test_every_job_of_ours_runs(folder: Path, job: str) -> None:
    took = run_ours(job, folder, 1)
    assert took.cpu >= 0
    assert took.peak_mb > 0


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here")
def test_r_runs_the_same_jobs(folder: Path) -> None:
    script = Path(__file__).parent / "estimation" / "survey.R"
    for job in AGAINST_R:
        done = subprocess.run(
            ["Rscript", str(script), job, str(folder), "1"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert '"cpu"' in done.stdout


def test_svy_runs_the_same_jobs(folder: Path) -> None:
    pytest.importorskip("svy")
    for job in AGAINST_R:
        command = [sys.executable, "-m", "tests.bench.estimation.with_svy", job, str(folder), "1"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
        assert done.returncode == 0, done.stderr
        assert '"cpu"' in done.stdout


def test_the_table_says_what_is_reached_and_what_was_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["estimation", "--respondents", "4000", "--jobs", "banner", "letters", "--repeats", "1", "--no-others"])
        == 0
    )
    printed = capsys.readouterr().out
    assert "x banner (must: <= 2)" in printed
    assert "not run" in printed
    assert "MB of codes" in printed


def test_a_benchmark_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speling"]) == 2
    assert "There is no benchmark 'speling'; there are: collection, estimation, " in capsys.readouterr().err


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_pages_stay_within_their_bytes_and_requests_whatever_the_time(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with serving(tmp_path) as served, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        first, *later = walked(served, browser, "km", 6)
        browser.close()
    assert (first.requests, first.kilobytes <= 14) == (2, True)
    assert first.sizes["Script"] <= 10 * 1024
    assert {load.asked for load in later} >= {"SCR2", "CIT1"}
    assert all(load.sizes.keys() <= {"Document", "Stylesheet"} and load.kilobytes <= 6 for load in later)


@pytest.mark.parametrize("r_items", [0, 1])
def test_the_bench_of_the_report_names_its_steps(r_items: int, capfd: pytest.CaptureFixture[str]) -> None:
    if r_items and shutil.which("Rscript") is None:
        pytest.skip("R is not here")
    assert main(["report", "--responses", "3000", "--r-items", str(r_items)]) == 0
    printed, steps = capfd.readouterr()
    assert "3,000 responses, the full report in five formats" in printed
    assert ("R is not here, or was not asked" in printed) != bool(r_items)
    assert "segments V" in steps
    assert steps.rstrip().endswith("done")
