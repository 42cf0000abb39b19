"""A report is published by making it again: whatever its manifest says of itself is not believed."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.disclosure.ledger import Cell, Ledger, Published
from analysis.report.publication import Judgement, judge, publish
from analysis.report.publication_file import PublicationError, published_in
from analysis.report.run import write_report
from analysis.report.verifying import verify
from surveyapp.stated.statements import ITEMS
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

MANDATORY = [item.id for item in ITEMS if item.mandatory and item.by == "person"]
STATED = {name: {"vi": f"Lời khai {name}", "en": f"Statement {name}"} for name in MANDATORY}
TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a complete report of few people once; tests copy what they change."""
    folder = tmp_path_factory.mktemp("written")
    package = write_package(folder / "package", diaspora=60, foreigners=30)
    told = {"format": "statements-1", "items": STATED}
    (package / "statements.json").write_text(json.dumps(told), "utf-8")
    write_report(package, folder / "out", ("vi",), words=words, formats=("html", "xlsx"))
    return folder


def copied(written: Path, to: Path) -> Path:
    for file in (written / "out").iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to / "manifest.json"


def judged(written: Path, manifest: Path, **given: Any) -> Judgement:
    return judge(manifest, written / "package", words=words, **given)


def codes(judgement: Judgement) -> set[str]:
    return {reason.code for reason in judgement.reasons}


def test_a_draft_is_refused_with_everything_that_is_missing(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", diaspora=12, foreigners=3)
    write_report(package, tmp_path / "out", ("en",), words=words, formats=("html",))
    found = judge(tmp_path / "out" / "manifest.json", package, words=words)
    with pytest.raises(PublicationError) as refused:
        publish(found, tmp_path / "out", by="Lan", role="director", on=TODAY)
    assert str(refused.value).count("Not stated: ") == len(MANDATORY)
    assert "Not stated: Contact (contact; AAPOR, ESOMAR, ISO 20252)." in str(refused.value)
    assert published_in(tmp_path / "out") is None


def test_a_manifest_that_says_it_is_complete_is_not_believed(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", diaspora=12, foreigners=3)
    write_report(package, tmp_path / "out", ("en",), words=words, formats=("html",))
    manifest = tmp_path / "out" / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(told | {"items": [one | {"filled_by": "person"} for one in told["items"]]}))
    found = judge(manifest, package, words=words)
    assert codes(found) == {"missing", "items"}
    manifest.write_text(json.dumps(told | {"items": []}))
    assert codes(judge(manifest, package, words=words)) == {"missing", "items"}


def test_a_named_person_publishes_and_the_report_is_frozen(written: Path, tmp_path: Path) -> None:
    manifest = copied(written, tmp_path)
    found = judged(written, manifest)
    assert found.reasons == () and found.printed is not None and found.printed.cells
    told = publish(found, tmp_path, by="Lan", role="director", on=TODAY)
    kept = json.loads((tmp_path / "publication.json").read_text("utf-8"))
    assert (kept["by"], kept["role"], kept["on"]) == ("Lan", "director", "2026-11-28")
    assert kept["manifest_hash"] == told.manifest_hash
    assert codes(judged(written, manifest)) == {"published"}
    with pytest.raises(PublicationError, match="write into another folder"):
        write_report(written / "package", tmp_path, ("vi",), words=words, formats=("html",))
    checked = verify(manifest, written / "package", words=words)
    assert checked.holds and checked.stored["manifest.json"] == "same"
    edited: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(edited | {"seed": 1}), "utf-8")
    assert verify(manifest, written / "package", words=words).stored["manifest.json"] == "differs"


@pytest.mark.parametrize(("by", "role"), [("", "director"), ("Lan", " ")])
def test_nobody_publishes_without_a_name_and_a_role(tmp_path: Path, by: str, role: str) -> None:
    with pytest.raises(PublicationError, match="Name the person"):
        publish(Judgement("hash", ()), tmp_path, by=by, role=role, on=TODAY)
    assert published_in(tmp_path) is None


def test_a_file_changed_or_lost_since_keeps_a_report_from_being_published(written: Path, tmp_path: Path) -> None:
    manifest = copied(written, tmp_path)
    (tmp_path / "report.vi.xlsx").unlink()
    (tmp_path / "report.vi.html").write_text("other", "utf-8")
    told = "\n".join(map(str, judged(written, manifest).reasons))
    assert "report.vi.html is not as it was written" in told
    assert "report.vi.xlsx is not there any more" in told


def with_other_plan(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"plan": told["plan"] | {"thresholds": told["plan"]["thresholds"] | {"low_base": 50}}}


def with_rounder_figures(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"figures": [one | {"estimate": 0.5} for one in told["figures"]]}


@pytest.mark.parametrize(
    ("forged", "expected"),
    [
        (with_other_plan, "differs"),
        (with_rounder_figures, "differs"),
        (lambda told: told | {"code_version": "0.0"}, "version"),
        (lambda told: told | {"hashes": {"data.csv": "0"}}, "data"),
        (lambda told: told | {"plan": []}, "no-manifest"),
        (lambda told: told | {"plan": told["plan"] | {"colour": 1}}, "no-manifest"),
        (lambda told: told | {"plan": told["plan"] | {"view": "internal"}}, "internal"),
        (lambda told: {"format": told["format"]}, "no-manifest"),
    ],
    ids=["plan", "figures", "version", "hashes", "no-plan", "broken-plan", "internal", "empty"],
)
def test_a_forged_manifest_is_found_out(
    written: Path, tmp_path: Path, forged: Callable[[dict[str, Any]], dict[str, Any]], expected: str
) -> None:
    manifest = copied(written, tmp_path)
    manifest.write_text(json.dumps(forged(json.loads(manifest.read_text("utf-8")))), "utf-8")
    found = judged(written, manifest)
    assert expected in codes(found)
    with pytest.raises(PublicationError):
        publish(found, tmp_path, by="Lan", role="director", on=TODAY)


def test_data_that_changed_since_and_people_who_withdrew_are_told(written: Path, tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for part in (written / "package").iterdir():
        (package / part.name).write_bytes(part.read_bytes())
    with (package / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))

    def judged_with(*others: list[str]) -> Judgement:
        with (package / "data.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([*rows[:-1], *others])
        return judge(written / "out" / "manifest.json", package, words=words)

    found = judged_with()
    assert codes(found) == {"gone"}
    assert "1 of its respondents withdrew" in str(found.reasons[0])
    found = judged_with(["another", *rows[-1][1:]])
    assert codes(found) == {"data"}
    assert "(90 responses then)" in str(found.reasons[0])


def test_a_report_that_was_published_since_is_judged_with(written: Path, tmp_path: Path) -> None:
    manifest = copied(written, tmp_path)
    first = judged(written, manifest).printed
    assert first is not None
    share = next(one for one in first.cells if one.kind == "share" and one.id.startswith("F."))
    low = (share.value[0] + 0.01, share.value[1] + 0.01)
    few_more = Cell(share.id, share.item, share.kind, share.n, low)
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(told | {"earlier": {told["survey"]: ["taken out since"]}}), "utf-8")
    other = (Published("other", 88, "", (few_more,)),)
    found = judged(written, manifest, earlier=lambda survey: Ledger(survey, other))
    assert codes(found) == {"ledger", "withheld"}
    assert "lacks 1 of the reports" in str(found.reasons[0])
    assert "would tell of a few people" in str(found.reasons[1])
