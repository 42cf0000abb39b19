"""A report is checked by making it again; what was withdrawn or changed since is said."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis.report.run import FORMATS, write_report
from analysis.report.verifying import ManifestError, Verification, verify
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

BRIEFS = ("brief.vi.html", "brief.vi.pdf", "brief.vi.docx")


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("reported")
    package = write_package(folder / "package", diaspora=60, foreigners=30)
    write_report(package, folder / "out", ("vi",), words=words)
    return package, folder / "out" / "manifest.json"


def copied(reported: tuple[Path, Path], to: Path) -> tuple[Path, Path]:
    package, manifest = reported
    shutil.copytree(package, to / "package")
    shutil.copytree(manifest.parent, to / "out")
    return to / "package", to / "out" / "manifest.json"


def check(package: Path, manifest: Path) -> Verification:
    return verify(manifest, package, words=words)


def edited(manifest: Path, **parts: Any) -> None:
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(told | parts), "utf-8")


def test_an_untouched_report_is_made_again_byte_for_byte(reported: tuple[Path, Path]) -> None:
    found = check(*reported)
    assert found.holds
    assert set(found.rebuilt) == {
        "evidence.json",
        "items.json",
        "measures.json",
        *BRIEFS,
        *(f"report.vi.{kind}" for kind in FORMATS),
    }
    assert set(found.rebuilt.values()) == set(found.stored.values()) == {"same"}
    assert (found.figures, found.gone) == ("same", 0)


def test_a_file_changed_by_hand_is_found(reported: tuple[Path, Path], tmp_path: Path) -> None:
    package, manifest = copied(reported, tmp_path)
    report = manifest.parent / "report.vi.html"
    report.write_text(report.read_text("utf-8").replace("%", "", 1), "utf-8")
    found = check(package, manifest)
    assert not found.holds
    assert found.stored["report.vi.html"] == "differs"
    assert found.rebuilt["report.vi.html"] == "same"


def test_a_file_that_is_not_there_any_more_is_not_checked(reported: tuple[Path, Path], tmp_path: Path) -> None:
    package, manifest = copied(reported, tmp_path)
    (manifest.parent / "report.vi.pdf").unlink()
    found = check(package, manifest)
    assert found.stored["report.vi.pdf"] == "unchecked"
    assert found.holds


def test_withdrawn_responses_are_counted_and_the_stored_figures_checked(
    reported: tuple[Path, Path], tmp_path: Path
) -> None:
    package, manifest = copied(reported, tmp_path)
    with (package / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (package / "data.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:-3])
    found = check(package, manifest)
    assert (found.gone, found.figures, found.holds) == (3, "same", True)
    assert set(found.rebuilt.values()) == {"unchecked"}
    figures = json.loads(manifest.read_text("utf-8"))["figures"]
    figures[0]["estimate"] = 0.99
    edited(manifest, figures=figures)
    assert check(package, manifest).figures == "differs"
    assert not check(package, manifest).holds


def test_bases_that_withdrawals_do_not_explain_are_told(reported: tuple[Path, Path], tmp_path: Path) -> None:
    package, manifest = copied(reported, tmp_path)
    with (package / "data.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    age = head.index("SCR1")
    for row in rows[:40]:
        row[age] = "9"
    with (package / "data.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows[:-3]])
    found = check(package, manifest)
    assert found.gone == 3 and not found.holds
    assert "changed by more than 3 withdrawn responses explain" in found.reason


def test_data_changed_in_another_way_are_told(reported: tuple[Path, Path], tmp_path: Path) -> None:
    package, manifest = copied(reported, tmp_path)
    data = package / "data.csv"
    data.write_text(data.read_text("utf-8").replace(",US,", ",JP,", 1), "utf-8")
    found = check(package, manifest)
    assert not found.holds
    assert "not those" in found.reason


def test_what_is_no_manifest_is_refused_with_a_sentence(reported: tuple[Path, Path], tmp_path: Path) -> None:
    package, manifest = copied(reported, tmp_path)
    with pytest.raises(ManifestError, match="no file"):
        check(package, tmp_path / "none.json")
    edited(manifest, format="report-manifest-1")
    with pytest.raises(ManifestError, match="needs report-manifest-5"):
        check(package, manifest)
    manifest.write_text("{", "utf-8")
    with pytest.raises(ManifestError, match="not valid JSON"):
        check(package, manifest)
    manifest.write_text('{"format": "report-manifest-5", "plan": {}}', "utf-8")
    with pytest.raises(ManifestError, match="lacks"):
        check(package, manifest)


def test_a_plan_of_another_version_is_told(reported: tuple[Path, Path], tmp_path: Path) -> None:
    package, manifest = copied(reported, tmp_path)
    edited(manifest, plan={"forecast": True})
    with pytest.raises(ManifestError, match="forecast"):
        check(package, manifest)
