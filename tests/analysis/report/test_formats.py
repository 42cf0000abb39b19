"""Every format of the report opens, says the same, and is the same bytes every time."""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import openpyxl
import pptx
import pytest

from analysis.report.builder import build_report
from analysis.report.charts.svg import width_of
from analysis.report.document import ChartBlock, Document, Table
from analysis.report.evidence import Evidence, findings_in
from analysis.report.run import FORMATS, write_report
from analysis.report.slides import write_slides
from analysis.report.typeset.pdf import typeset
from analysis.report.word import write_word
from analysis.report.workbook import write_workbook
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package


@pytest.fixture(scope="module", params=["vi", "en"])
def document(request: pytest.FixtureRequest, evidence: Evidence) -> Document:
    return build_report(evidence, words(request.param))


def charts(document: Document) -> list[ChartBlock]:
    sections = (*document.asides, *document.sections)
    return [part for section in sections for part in section.blocks if isinstance(part, ChartBlock)]


def test_the_pdf_is_tagged_for_screen_readers_and_named_in_its_language(document: Document) -> None:
    made = typeset(document)
    assert made.startswith(b"%PDF-1.7")
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", made)
    assert b"/Lang(" + document.language.encode() in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert made == typeset(document)


def test_every_sentence_and_table_stands_in_the_word_file(document: Document) -> None:
    made = write_word(document)
    word = docx.Document(io.BytesIO(made))
    texts = {paragraph.text for paragraph in word.paragraphs}
    assert {finding.sentence for finding in document.findings} <= texts
    assert {chart.title for chart in charts(document)} <= texts
    tables = [part for s in document.sections for part in s.blocks if isinstance(part, Table)]
    assert len(word.tables) == len(charts(document)) + len(tables)
    assert word.core_properties.title == document.title
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "List Number"} <= styles
    assert made == write_word(document)


def test_every_picture_of_the_word_file_says_what_it_shows(document: Document) -> None:
    word = docx.Document(io.BytesIO(write_word(document)))
    assert len(word.inline_shapes) >= len(charts(document))
    assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)


def test_slides_have_one_message_each_and_charts_that_can_be_edited(document: Document) -> None:
    made = write_slides(document)
    deck = pptx.Presentation(io.BytesIO(made))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert {chart.title for chart in charts(document)} <= set(titles)
    native = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(native) >= len(charts(document))
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in native)
    assert made == write_slides(document)


def test_a_slides_chart_holds_the_printed_numbers_of_its_table(document: Document, evidence: Evidence) -> None:
    interest = evidence.audiences[0].interest
    assert interest is not None
    shown = sorted(round(topic.chosen.value, 2) for topic in interest.topics if topic.chosen.shown)
    deck = pptx.Presentation(io.BytesIO(write_slides(document)))
    values = [
        sorted(value for value in shape.chart.plots[0].series[0].values if value is not None)
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert any(value == pytest.approx(shown) for value in values)


def test_no_slide_says_more_than_it_has_room_for(document: Document) -> None:
    deck = pptx.Presentation(io.BytesIO(write_slides(document)))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize("title", ["Short", "A title of many words " * 20, "没有空格的长标题" * 30])
def test_a_title_stays_above_what_stands_under_it(evidence: Evidence, title: str) -> None:
    document = replace(build_report(evidence, words("en")), title=title, findings=(), sections=(), asides=())
    shape = pptx.Presentation(io.BytesIO(write_slides(document))).slides[0].shapes.title
    size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = math.ceil(width_of(title, size) / (shape.width.pt * 0.9))
    assert lines * size * 1.2 <= shape.height.pt
    assert size == 32 if title == "Short" else 12 <= size < 32


def rows_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    return sheet.iter_rows(values_only=True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_workbook_has_every_figure_in_typed_cells(evidence: Evidence, language: str) -> None:
    said = words(language)
    document = build_report(evidence, said)
    made = write_workbook(document, evidence, said)
    book = openpyxl.load_workbook(io.BytesIO(made))
    figures = {row[0]: row for row in rows_of(book[said.say("Figures")])}
    for finding in findings_in(evidence):
        row = figures[finding.id]
        if finding.shown and finding.value == finding.value:
            assert row[2] == pytest.approx(finding.value, abs=0.0051)
        else:
            assert row[2] is None
    notes = {cell for row in rows_of(book[said.say("Notes")]) for cell in row}
    assert any("Simulated" in str(cell) or "mô phỏng" in str(cell) for cell in notes)
    assert made == write_workbook(document, evidence, said)


def test_a_figure_that_may_not_be_printed_is_in_no_cell(evidence: Evidence) -> None:
    said = words("en")
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(build_report(evidence, said), evidence, said)))
    hidden = {finding.id for finding in findings_in(evidence) if finding.suppressed == "disclosure"}
    assert hidden
    for row in rows_of(book["Figures"]):
        if row[0] in hidden:
            assert set(row[2:10]) == {None}


def test_text_that_looks_like_a_formula_stays_text(evidence: Evidence) -> None:
    said = words("en")
    document = build_report(evidence, said)
    hostile = replace(document, lead='=HYPERLINK("http://example.org","x")', title="=1+1")
    content = write_workbook(hostile, evidence, said)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/" in name)


def test_a_handful_of_answers_can_be_written_in_every_format(tmp_path: Any) -> None:
    few = write_package(tmp_path / "few", diaspora=6, foreigners=4)
    manifest = write_report(few, tmp_path, words=words)
    assert len(manifest.reports) == 2 * (len(FORMATS) + 3) + 3


def test_the_manifest_has_the_hash_of_every_file(package_folder: Any, tmp_path: Any) -> None:
    manifest = write_report(package_folder, tmp_path, ("en",), words=words)
    assert set(manifest.reports) == {f"report.en.{kind}" for kind in FORMATS} | {
        "evidence.json",
        "items.json",
        "measures.json",
    } | {f"brief.en.{kind}" for kind in ("html", "pdf", "docx")}
    again = write_report(package_folder, tmp_path / "again", ("en",), words=words)
    assert again.reports == manifest.reports


@pytest.mark.parametrize("language", ["vi", "ar"])
def test_the_tables_of_the_workbook_hold_numbers(evidence: Evidence, language: str) -> None:
    said = words(language)
    document = build_report(evidence, said)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(document, evidence, said)))
    sheet = book[document.tables_title[:31]]
    cells = [cell for row in sheet.iter_rows(min_col=2) for cell in row if cell.value is not None]
    numbers = [cell for cell in cells if cell.data_type == "n"]
    assert len(numbers) > 500
    assert {"0%", "#,##0", "0.00"} <= {cell.number_format for cell in numbers}
    assert not [cell.value for cell in cells if cell.data_type == "s" and re.fullmatch(r"[\d.,]+%?", cell.value)]
