"""Row heads of typeset tables, as a program by others reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest
import typst

from analysis.report.typeset.row_heads import UnknownFileError, with_row_heads

LAYOUT = """
#set document(title: "T", date: none)
#set text(lang: "en")
#table(columns: 2, table.header([A], [B]), [r1], [1],
  table.header(level: 2, table.cell(colspan: 2)[Group]), [r2], [2])
"""


def made(tmp_path: Path) -> bytes:
    layout = tmp_path / "a.typ"
    layout.write_text(LAYOUT, "utf-8")
    return typst.compile(str(layout), format="pdf", pdf_standards="ua-1")


def cells(content: bytes, tmp_path: Path) -> dict[str, str]:
    """Return what poppler says of every cell, by its text."""
    if shutil.which("pdfinfo") is None:
        pytest.skip("needs Poppler (Debian's poppler-utils)")
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, check=True, text=True).stdout
    found, lines = {}, []
    for line in map(str.strip, told.splitlines()):
        if line[:2] in ("TH", "TD"):
            lines = []
        lines.append(line)
        if line.startswith('"'):
            found[line.strip('"')] = " ".join(lines)
    return found


def test_the_first_cell_of_a_row_is_its_head_and_the_others_name_it(tmp_path: Path) -> None:
    said = cells(with_row_heads(made(tmp_path)), tmp_path)
    assert said["r1"].startswith("TH <row") and "/Scope /Row" in said["r1"]
    row = said["r1"].partition("<")[2].partition(">")[0]
    assert f"/Headers [(U1x1y0) ({row})]" in said["1"] and said["1"].startswith("TD")


def test_a_cell_under_a_group_is_told_of_its_column_its_group_and_its_row(tmp_path: Path) -> None:
    said = cells(with_row_heads(made(tmp_path)), tmp_path)
    row = said["r2"].partition("<")[2].partition(">")[0]
    group = said["Group"].partition("<")[2].partition(">")[0]
    assert f"/Headers [(U1x1y0) ({group}) ({row})]" in said["2"]
    assert "/Headers []" in said["Group"] and f"/Headers [({group})]" in said["r2"]


def test_what_the_typesetter_did_not_write_is_refused() -> None:
    with pytest.raises(UnknownFileError, match="no cross-reference table"):
        with_row_heads(b"%PDF-1.7\nstartxref\n3\n%%EOF")
