"""A report that leaves something undisclosed is a draft on every sheet, and cannot be published."""

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest

from analysis.report.builder import build_report, items_of
from analysis.report.document import Document
from analysis.report.evidence import Evidence
from analysis.report.html.page import render
from analysis.report.publication import PublicationError, publish, published_in
from analysis.report.run import write_report
from analysis.report.slides import write_slides
from analysis.report.typeset.pdf import typeset
from analysis.report.verifying import verify
from analysis.report.word import write_word
from analysis.report.workbook import write_workbook
from surveyapp.stated.statements import ITEMS, Statements, StatementsError, read_statements, statements_from
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

MANDATORY = [item.id for item in ITEMS if item.mandatory and item.by == "person"]
STATED = {name: {"vi": f"Lời khai {name}", "en": f"Statement {name}"} for name in MANDATORY}
TODAY = date(2026, 11, 28)


def stated(evidence: Evidence, **texts: dict[str, str]) -> Evidence:
    return replace(evidence, statements=Statements(STATED | texts))


@pytest.fixture(scope="module", params=["vi", "en"])
def draft(request: pytest.FixtureRequest, evidence: Evidence) -> Document:
    return build_report(evidence, words(request.param))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Write a complete report of few people once; tests copy what they change."""
    folder = tmp_path_factory.mktemp("written")
    package = write_package(folder / "package", diaspora=60, foreigners=30)
    told = {"format": "statements-1", "items": STATED}
    (package / "statements.json").write_text(json.dumps(told), "utf-8")
    write_report(package, folder / "out", ("vi",), words=words, formats=("html", "xlsx"))
    yield folder


def copied(written: Path, to: Path) -> Path:
    for file in (written / "out").iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to / "manifest.json"


def test_a_report_with_something_unstated_is_a_draft(draft: Document, evidence: Evidence) -> None:
    assert draft.draft
    missing = [one.title for one in items_of(evidence, words(draft.language)) if one.is_missing]
    assert len(missing) == len(MANDATORY)
    text = str(draft.sections)
    assert all(title in text for title in missing)


def test_stating_all_of_it_ends_the_draft(evidence: Evidence) -> None:
    document = build_report(stated(evidence), words("en"))
    assert document.draft == ""
    assert "Statement contact" in str(document.sections)
    assert "body::before{content" not in render(document)


def test_one_missing_item_is_enough(evidence: Evidence) -> None:
    texts = {name: text for name, text in STATED.items() if name != "contact"}
    assert build_report(replace(evidence, statements=Statements(texts)), words("en")).draft == "Draft"


def test_what_is_recorded_and_what_is_stated_stand_together(evidence: Evidence) -> None:
    items = {one.item.id: one for one in items_of(stated(evidence, limits={"en": "Nobody on ships."}), words("en"))}
    assert items["limits"].text.endswith("Nobody on ships.")
    assert items["limits"].by == "record"
    assert items["contact"].by == "person"
    assert items["funding"].by is None
    assert not items["funding"].is_missing


def test_every_item_of_the_checklist_is_printed(evidence: Evidence) -> None:
    method = next(part for part in build_report(evidence, words("en")).sections if part.id == "method")
    printed = str(method)
    for one in items_of(evidence, words("en")):
        assert one.title in printed
        assert f"[{', '.join(one.item.asked_by)}]" in printed


def test_the_word_for_a_draft_stands_across_every_format(draft: Document, evidence: Evidence, tmp_path: Path) -> None:
    assert "body::before{content" in render(draft)
    (tmp_path / "draft.pdf").write_bytes(typeset(draft))
    pages = _pages(tmp_path / "draft.pdf")
    assert len(pages) > 5
    assert all(draft.draft in page for page in pages)
    with zipfile.ZipFile(io.BytesIO(write_word(draft))) as file:
        headers = [file.read(name).decode() for name in file.namelist() if "header" in name]
    assert any(f'string="{draft.draft}"' in header for header in headers)
    for slide in pptx.Presentation(io.BytesIO(write_slides(draft))).slides:
        assert draft.draft in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    book = write_workbook(draft, evidence, words(draft.language))
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        drawings = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/drawings/drawing")]
    assert len(drawings) == len(openpyxl.load_workbook(io.BytesIO(book)).sheetnames)
    assert all(draft.draft in drawing for drawing in drawings)


def _pages(file: Path) -> list[str]:
    try:
        told = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)  # noqa: S603, S607
    except FileNotFoundError:
        pytest.skip("poppler-utils is not installed")
    return told.stdout.rstrip("\f").split("\f")


def test_a_draft_is_refused_with_everything_that_is_missing(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", diaspora=12, foreigners=3)
    write_report(package, tmp_path / "out", ("en",), words=words, formats=("html",))
    with pytest.raises(PublicationError) as refused:
        publish(tmp_path / "out" / "manifest.json", by="Lan", role="director", on=TODAY)
    assert str(refused.value).count("Not stated: ") == len(MANDATORY)
    assert "Not stated: Contact (contact; AAPOR, ESOMAR, ISO 20252)." in str(refused.value)
    assert published_in(tmp_path / "out") is None


def test_a_named_person_publishes_and_the_report_is_frozen(written: Path, tmp_path: Path) -> None:
    manifest = copied(written, tmp_path)
    told = publish(manifest, by="Lan", role="director", on=TODAY)
    kept = json.loads((tmp_path / "publication.json").read_text("utf-8"))
    assert (kept["by"], kept["role"], kept["on"]) == ("Lan", "director", "2026-11-28")
    assert kept["manifest_hash"] == told.manifest_hash
    with pytest.raises(PublicationError, match="it stays as it is"):
        publish(manifest, by="Minh", role="director", on=TODAY)
    with pytest.raises(PublicationError, match="write into another folder"):
        write_report(written / "package", tmp_path, ("vi",), words=words, formats=("html",))


@pytest.mark.parametrize(("by", "role"), [("", "director"), ("Lan", " ")])
def test_nobody_publishes_without_a_name_and_a_role(written: Path, tmp_path: Path, by: str, role: str) -> None:
    with pytest.raises(PublicationError, match="Name the person"):
        publish(copied(written, tmp_path), by=by, role=role, on=TODAY)


def test_a_file_changed_or_lost_since_keeps_a_report_from_being_published(written: Path, tmp_path: Path) -> None:
    manifest = copied(written, tmp_path)
    (tmp_path / "report.vi.xlsx").unlink()
    (tmp_path / "report.vi.html").write_text("other", "utf-8")
    with pytest.raises(PublicationError) as refused:
        publish(manifest, by="Lan", role="director", on=TODAY)
    assert "report.vi.html is not as it was written" in str(refused.value)
    assert "report.vi.xlsx is not there any more" in str(refused.value)


def test_a_published_report_is_checked_with_its_own_statements_and_its_frozen_manifest(
    written: Path, tmp_path: Path
) -> None:
    manifest = copied(written, tmp_path)
    publish(manifest, by="Lan", role="director", on=TODAY)
    package = written / "package"
    found = verify(manifest, package, words=words)
    assert found.holds
    assert found.stored["manifest.json"] == "same"
    edited: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(edited | {"seed": 1}), "utf-8")
    assert verify(manifest, package, words=words).stored["manifest.json"] == "differs"


def test_mistakes_in_statements_are_told_at_once(tmp_path: Path) -> None:
    raw = {"format": "statements-1", "items": {"sponser": "x", "contact": 5, "purpose": {"en": "a" * 2001}}}
    with pytest.raises(StatementsError) as wrong:
        statements_from(raw)
    assert str(wrong.value).count("items.") == 3
    with pytest.raises(StatementsError, match="need the format"):
        statements_from({"format": "statements-0"})
    with pytest.raises(StatementsError, match="no file"):
        read_statements(tmp_path / "none.json")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    with pytest.raises(StatementsError, match="not valid JSON"):
        read_statements(tmp_path / "broken.json")


def test_an_empty_statement_states_nothing() -> None:
    given = {"format": "statements-1", "items": {"contact": {"vi": " ", "en": ""}, "purpose": "To know."}}
    assert statements_from(given).texts == {"purpose": {"und": "To know."}}
    assert statements_from(statements_from(given).as_json()) == statements_from(given)
