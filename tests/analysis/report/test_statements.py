"""A report that leaves something undisclosed is a draft on every sheet, and cannot be published."""

import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pptx
import pytest

from analysis.report.brief.html import render_brief
from analysis.report.brief.page import compose_brief
from analysis.report.brief.paper import typeset_brief, write_brief
from analysis.report.builder import build_report, items_of
from analysis.report.document import Document
from analysis.report.evidence import Evidence
from analysis.report.html.page import render
from analysis.report.slides import write_slides
from analysis.report.typeset.pdf import typeset
from analysis.report.word import write_word
from analysis.report.workbook import write_workbook
from surveyapp.stated.statements import ITEMS, Statements, StatementsError, read_statements, statements_from
from tests.analysis.report.catalogues import words

MANDATORY = [item.id for item in ITEMS if item.mandatory and item.by == "person"]
STATED = {name: {"vi": f"Lời khai {name}", "en": f"Statement {name}"} for name in MANDATORY}
TODAY = date(2026, 11, 28)


def stated(evidence: Evidence, **texts: dict[str, str]) -> Evidence:
    return replace(evidence, statements=Statements(STATED | texts))


@pytest.fixture(scope="module", params=["vi", "en"])
def draft(request: pytest.FixtureRequest, evidence: Evidence) -> Document:
    return build_report(evidence, words(request.param))


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


def test_what_the_program_tells_of_itself_does_not_stand_for_what_a_person_has_to_tell(evidence: Evidence) -> None:
    """A record of the program's own part says nothing of translators, coders and samples elsewhere."""
    unstated = {one.item.id: one for one in items_of(evidence, words("en"))}["machine_help"]
    assert "no language model wrote them" in unstated.text
    assert unstated.by is None
    assert unstated.is_missing
    texts = {name: text for name, text in STATED.items() if name != "machine_help"}
    document = build_report(replace(evidence, statements=Statements(texts)), words("en"))
    assert document.draft == "Draft"
    assert "no language model wrote them. Not stated yet. [ESOMAR]" in str(document.sections)
    told = stated(evidence, machine_help={"en": "A machine translated it into Thai; a native speaker checked it."})
    items = {one.item.id: one for one in items_of(told, words("en"))}
    assert items["machine_help"].text.endswith("a native speaker checked it.")
    assert items["machine_help"].by == "person"
    assert build_report(told, words("en")).draft == ""


def test_a_report_whose_questionnaire_was_tried_on_nobody_says_so(evidence: Evidence) -> None:
    texts = {name: text for name, text in STATED.items() if name != "pretest"}
    missing = [one.item.id for one in items_of(replace(evidence, statements=Statements(texts)), words("en")) if
               one.is_missing]  # fmt: skip
    assert missing == ["pretest"]
    assert "None held." in str(build_report(stated(evidence, pretest={"en": "None held."}), words("en")).sections)


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


def test_the_word_for_a_draft_stands_across_the_brief(draft: Document, evidence: Evidence, tmp_path: Path) -> None:
    brief = compose_brief(evidence, words(draft.language), draft)
    assert "body::before{content" in render_brief(brief)
    (tmp_path / "brief.pdf").write_bytes(typeset_brief(brief))
    assert all(draft.draft in page for page in _pages(tmp_path / "brief.pdf"))
    with zipfile.ZipFile(io.BytesIO(write_brief(brief))) as file:
        assert any(
            f'string="{draft.draft}"' in file.read(name).decode() for name in file.namelist() if "header" in name
        )


def _pages(file: Path) -> list[str]:
    try:
        told = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("poppler-utils is not installed")
    return told.stdout.rstrip("\f").split("\f")


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
