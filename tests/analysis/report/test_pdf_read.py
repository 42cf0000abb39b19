"""The report as PDF, read by programs that did not write it: structure, fonts, and where its numbers are from."""

import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.report.builder import build_report
from analysis.report.charts.drawing import drawings
from analysis.report.document import Document
from analysis.report.evidence import Evidence
from analysis.report.marks import Chart
from analysis.report.typeset.pdf import typeset
from tests.analysis.report.catalogues import words

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def document(evidence: Evidence) -> Document:
    return build_report(evidence, words("en"))


@pytest.fixture(scope="module")
def file(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pdf") / "report.pdf"
    made.write_bytes(typeset(document))
    return made


def said_by(program: str, *arguments: str) -> str:
    """Run a program of Poppler."""
    if shutil.which(program) is None:
        pytest.skip("needs Poppler (Debian's poppler-utils)")
    return subprocess.run([program, *arguments], capture_output=True, check=True).stdout.decode("utf-8", "replace")


def tags_in(file: Path) -> list[str]:
    lines = said_by("pdfinfo", "-struct", str(file)).splitlines()
    return [found[1] for line in lines if (found := re.match(r"\s*(\w+)\b(?: \"| \(|:|$)", line))]


def test_headings_descend_by_one_from_a_single_first(file: Path) -> None:
    levels = [int(tag[1]) for tag in tags_in(file) if re.fullmatch(r"H[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_head_that_its_cells_name(file: Path) -> None:
    told = said_by("pdfinfo", "-struct", str(file))
    assert told.count("THead") == len(re.findall(r"^\s*Table\b", told, re.MULTILINE)) > 20
    assert told.count("/Scope /Column") > 100
    assert told.count("/Headers") >= len(re.findall(r"^\s*TD\b", told, re.MULTILINE)) > 500


def test_every_row_has_a_head_that_its_cells_name(file: Path) -> None:
    told = said_by("pdfinfo", "-struct", str(file))
    assert told.count("/Scope /Row") > 100
    cells = re.findall(r"^\s*TD:\n\s*/Headers \[([^\]]*)\]", told, re.MULTILINE)
    assert len(cells) > 500 and all(re.search(r"\(row\d+\)$", cell) for cell in cells)


def test_no_letter_is_smaller_than_seven_points(file: Path) -> None:
    told = said_by("pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout", str(file))
    sizes = [int(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', told)]
    assert len(sizes) > 5 and min(sizes) >= 3 * 7


def test_every_font_is_embedded_and_can_be_read_as_text(file: Path) -> None:
    for line in said_by("pdffonts", str(file)).splitlines()[2:]:
        embedded, _, in_unicode = line.split()[-5:-2]
        assert (embedded, in_unicode) == ("yes", "yes"), line


def test_the_pdf_prints_no_number_that_the_document_does_not_hold(file: Path, document: Document) -> None:
    known = {number for text in texts_in(document) for number in NUMBER.findall(text)}
    printed = re.sub(r"\d+ / \d+\s*$", "", said_by("pdftotext", str(file), "-"), flags=re.MULTILINE)
    unknown = set(NUMBER.findall(printed)) - known - {str(at) for at in range(1, len(document.findings) + 1)}
    assert len(NUMBER.findall(printed)) > 1000
    assert not unknown


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text of a document, those drawn in its charts too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Chart):
        yield from (one.svg for one in drawings(value, "x", is_rtl=False))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
