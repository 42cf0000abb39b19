"""Typeset the brief as PDF/UA, and write it for Word; each on one sheet of A4."""

from __future__ import annotations

import io
import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx
import typst
from docx.shared import Mm, Pt

from analysis.report.brief.page import Brief, Line, Part
from analysis.report.office import name_of, noon_of, without_clock
from analysis.report.typeset.pdf import TypesettingError
from analysis.report.typeset.spoken import spoken
from analysis.report.watermarks import watermark
from analysis.report.word import ACCENT, ALARM, FACE, SOFT, dress

SIZES = ((2600, 10.0), (3200, 9.5), (3900, 9.0), (4700, 8.5), (5600, 8.0))
SMALLEST = 7.5
"""Letters of a page and the size in points at which so many fit on it."""


def typeset_brief(brief: Brief) -> bytes:
    """Return the brief as PDF in the largest letters that fit one page; raise TypesettingError where it cannot be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "document.json").write_text(json.dumps(_content(brief), ensure_ascii=False), "utf-8")
        layout = folder / "brief.typ"
        layout.write_text(files("analysis.report.brief").joinpath("brief.typ").read_text("utf-8"), "utf-8")
        try:
            return typst.compile(str(layout), root=name, format="pdf", pdf_standards="ua-1")
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from error


def write_brief(brief: Brief) -> bytes:
    """Return the brief as .docx; the same brief gives the same bytes."""
    word = docx.Document()
    dress(word, brief.document)
    section, size = word.sections[0], _size(brief)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(15), Mm(10)
    section.header_distance, section.footer_distance = Mm(7), Mm(5)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text, footer.text = f"{brief.survey} · {brief.about}", brief.foot
    for mark in brief.marks:
        run = header.add_run(f"  {mark}")
        run.bold, run.font.color.rgb = True, ALARM
    for paragraph in (header, footer):
        for run in paragraph.runs:
            run.font.size, run.font.name = Pt(8), FACE
    if brief.draft:
        watermark(header, brief.draft)
    _paragraph(word, brief.kicker, size, color=ACCENT, bold=True)
    _paragraph(word, brief.decision, size * 1.6, bold=True, style="Title")
    _paragraph(word, brief.lead, size * 1.1, after=4)
    for part in brief.parts:
        _part(word, part, size)
    about = word.core_properties
    about.title, about.created, about.modified = (
        name_of(brief.decision),
        noon_of(brief.document.date),
        noon_of(brief.document.date),
    )
    made = io.BytesIO()
    word.save(made)
    return without_clock(made.getvalue())


def _content(brief: Brief) -> dict[str, Any]:
    day = brief.document.date
    texts = ("direction", "survey", "about", "draft", "kicker", "decision", "lead", "foot")
    parts = [
        {
            "title": part.title,
            "note": part.note,
            "lines": [{"text": line.text, "small": line.small} for line in part.lines],
        }
        for part in brief.parts
        if part.lines
    ]
    told = {name: str(getattr(brief, name)) for name in texts} | {"marks": list(brief.marks), "parts": parts}
    return told | {
        **spoken(brief.language),
        "date": [day.year, day.month, day.day] if day else None,
    }


def _size(brief: Brief) -> float:
    lines = [line for part in brief.parts for line in part.lines]
    letters = len(brief.decision) * 2 + len(brief.lead) + sum(len(line.text) + len(line.small) + 60 for line in lines)
    return next((size for most, size in SIZES if letters <= most), SMALLEST)


def _part(word: Any, part: Part, size: float) -> None:
    if not part.lines:
        return
    _paragraph(word, part.title, size * 1.1, bold=True, before=5, style="Heading 1")
    if part.note:
        _paragraph(word, part.note, size * 0.82, color=SOFT)
    for line in part.lines:
        _line(word, line, size)


def _line(word: Any, line: Line, size: float) -> None:
    paragraph = _paragraph(word, line.text, size, before=1)
    if line.small:
        run = paragraph.add_run("\n" + line.small)
        run.font.size, run.font.color.rgb = Pt(size * 0.82), SOFT


def _paragraph(
    word: Any,
    text: str,
    size: float,
    *,
    color: Any = None,
    bold: bool = False,
    before: float = 0,
    after: float = 1,
    style: str = "Normal",
) -> Any:
    paragraph = word.add_paragraph(style=style)
    run = paragraph.add_run(str(text))
    run.font.size, run.bold = Pt(size), bold or None
    if color is not None:
        run.font.color.rgb = color
    room = paragraph.paragraph_format
    room.space_before, room.space_after, room.line_spacing = Pt(before), Pt(after), 1.0
    return paragraph
