"""Write the document for Word: real styles, repeated table heads, pictures with text alternatives."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph as WordParagraph

from analysis.report import document as doc
from analysis.report.charts.drawing import ON_SCREEN, Drawing, drawings
from analysis.report.document import Block, Document, Entry, Section, Table
from analysis.report.marks import Chart, Panels
from analysis.report.office import name_of, noon_of, without_clock
from analysis.report.typeset.pictures import pictures_of
from analysis.report.typeset.spoken import spoken
from analysis.report.watermarks import watermark
from analysis.report.widths import widths_of
from analysis.report.word_links import place, say

FACE, ACCENT, SOFT, ALARM = "Times New Roman", RGBColor(11, 88, 115), RGBColor(70, 78, 84), RGBColor(150, 41, 15)
HAIR = "D3D8D8"
HEADINGS = {"Title": 20, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11.5}
WIDTH = Mm(165)
EAST_ASIAN_FACES = {"zh": "SimSun", "ja": "MS Mincho", "ko": "Batang"}
"""What every office has for a language; others put in their own."""
KINDS_OF_LETTERS = dict.fromkeys(("ar", "fa", "he", "ur"), ("bidi",)) | dict.fromkeys(EAST_ASIAN_FACES, ("eastAsia",))
"""A word processor takes the language of these letters from a place of their own."""
AFTER_SIZE = ("w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em",
              "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath")  # fmt: skip
"""What the schema wants behind the size of complex letters."""


def write_word(document: Document) -> bytes:
    """Return the document as .docx; the same document gives the same bytes."""
    word = docx.Document()
    dress(word, document)
    _head(word, document)
    writer = _Writer(word, document)
    writer.first_page()
    before = None
    for section in (*document.sections, document.key):
        writer.section(section, own_page=section.layout == "charts" and section.kicker != before)
        before = section.kicker
    made = io.BytesIO()
    word.save(made)
    return without_clock(made.getvalue())


class _Writer:
    """Put parts of a document at the end of a Word document."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word, self.document = word, document
        drawn = {id(chart): self._drawn(at, chart) for at, chart in enumerate(_charts(document))}
        pictures = iter(pictures_of([drawing.svg for made in drawn.values() for drawing in made]))
        self.pictures = {key: [(drawing, next(pictures)) for drawing in made] for key, made in drawn.items()}

    def first_page(self) -> None:
        document, word = self.document, self.word
        self._small(" · ".join(part for part in (document.survey, document.about, document.code) if part))
        self._said("Title", document.title)
        self._said("Intense Quote", document.lead)
        self._small(document.meta)
        word.add_heading(document.findings_title, 1)
        for finding in document.findings:
            sentence = self._said("List Number", finding.sentence, bold=True)
            sentence.paragraph_format.keep_with_next = True
            self._small(finding.meta, keep=finding.chart is not None)
            if finding.chart:
                self._chart(finding.chart, Mm(90))
        for section in (*([document.follows] if document.follows else []), *document.asides):
            word.add_heading(section.title, 1)
            self._blocks(section)

    def section(self, section: Section, *, own_page: bool) -> None:
        """Write a section; those about the same people follow each other, others begin on a page of their own."""
        heading = self.word.add_heading(section.title, 1)
        heading.paragraph_format.page_break_before = own_page
        if section.kicker:
            self._small(section.kicker)
        self._blocks(section)

    def _blocks(self, section: Section) -> None:
        for part in section.blocks:
            self._block(part)

    def _block(self, part: Block) -> None:
        match part:
            case doc.Paragraph(text, is_note):
                self._small(text) if is_note else self._said("Normal", text)
            case doc.Items(entries):
                for entry in entries:
                    self._entry(entry)
            case doc.Measures(measures):
                for one in measures:
                    self._entry(Entry(one.code, f"{one.text} ({one.evidence})"))
            case doc.Ladder(rungs):
                for rung in rungs:
                    self._entry(Entry(rung.letter, " · ".join((rung.text, *rung.audiences))))
            case Table():
                self._table(part)
            case doc.ChartBlock():
                self._figure(part)

    def _figure(self, part: doc.ChartBlock) -> None:
        self._said("Heading 2", part.title)
        self._small(part.meta, keep=True)
        self._chart(part.chart, Mm(90) if isinstance(part.chart, Panels) else Mm(110))
        if part.note:
            self._small(part.note)
        self._table(part.table)

    def _chart(self, chart: Chart, width: Mm) -> None:
        for drawing, picture in self.pictures[id(chart)]:
            if drawing.heading:
                self._small(f"{drawing.heading} · {drawing.note}".rstrip(" ·"), keep=True)
            shown = self.word.add_picture(io.BytesIO(picture), width=width)
            shown._inline.docPr.set("descr", drawing.alt)

    def _drawn(self, at: int, chart: Chart) -> tuple[Drawing, ...]:
        return drawings(chart, f"chart{at}", is_rtl=self.document.direction == "rtl", room=ON_SCREEN)

    def _entry(self, entry: Entry) -> None:
        paragraph = self.word.add_paragraph(style="List Bullet")
        title = paragraph.add_run(entry.title + " ")
        title.bold = title.font.cs_bold = True
        say(paragraph, entry.text)

    def _small(self, text: str, *, keep: bool = False) -> WordParagraph:
        paragraph = self._said("Caption", text)
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def _said(self, style: str, text: str, *, bold: bool = False) -> WordParagraph:
        paragraph = self.word.add_paragraph(style=style)
        say(paragraph, text, bold=bold)
        return paragraph

    def _table(self, part: Table) -> None:
        self._small(part.caption, keep=True)
        table = self.word.add_table(rows=1, cols=len(part.columns))
        table.autofit = False
        _rule(table)
        is_rtl = self.document.direction == "rtl"
        if is_rtl:
            table._tbl.tblPr.append(_element("w:bidiVisual"))
        _fill(table.rows[0], [column.title for column in part.columns], part, bold=True, is_rtl=is_rtl)
        _repeat(table.rows[0])
        for row in part.rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            if row.cells:
                _fill(added, [row.head, *row.cells], part, bold=False, is_rtl=is_rtl)
            else:
                merged = added.cells[0].merge(added.cells[-1])
                group = merged.paragraphs[0].add_run(row.head)
                group.bold = group.font.cs_bold = True
        _spread(table, widths_of(part))
        if part.note:
            self._small(part.note)


def _charts(document: Document) -> list[Chart]:
    sections = (*([document.follows] if document.follows else []), *document.asides, *document.sections, document.key)
    figures = [part.chart for section in sections for part in section.blocks if isinstance(part, doc.ChartBlock)]
    return [*(finding.chart for finding in document.findings if finding.chart), *figures]


def _spread(table: WordTable, widths: list[float]) -> None:
    """Give every column the room that its texts need."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(WIDTH * width)
        for cell in column.cells:
            cell.width = int(WIDTH * width)


def _rule(table: WordTable) -> None:
    """Draw hairlines between the rows and ink under the head, and nothing upright."""
    properties: Any = table._tbl.tblPr
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="45", type="dxa"))
    borders = _element("w:tblBorders")
    for side in ("top", "insideH", "bottom"):
        borders.append(_element(f"w:{side}", val="single", sz="4", color=HAIR))
    properties.append(borders)
    properties.append(margins)
    for cell in table.rows[0].cells:
        edge = _element("w:tcBorders")
        edge.append(_element("w:bottom", val="single", sz="8", color="15191C"))
        cell._tc.get_or_add_tcPr().append(edge)


def _fill(row: _Row, texts: list[str], part: Table, *, bold: bool, is_rtl: bool) -> None:
    for cell, text, column in zip(row.cells, texts, part.columns, strict=True):
        paragraph = cell.paragraphs[0]
        run = place(paragraph, text)
        run.bold, run.font.size = bold, Pt(8.5)
        if is_rtl:
            _as_bold_and_large_from_the_right(run)
        paragraph.paragraph_format.space_after = Pt(0)
        if column.is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_rtl else WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: _Row) -> None:
    """Have a head row repeated on every page."""
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(_element("w:tblHeader", val="true"))


def dress(word: WordDocument, document: Document) -> None:
    """Set page, styles, language and properties."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(20), Mm(20), Mm(20)
    for name in ("Normal", "Caption", "List Bullet", "List Number", "Intense Quote", *HEADINGS):
        _face(word.styles[name], document.language)
    word.styles["Normal"].font.size = Pt(11)
    for name, size in HEADINGS.items():
        word.styles[name].font.size, word.styles[name].font.color.rgb = Pt(size), RGBColor(21, 25, 28)
    caption = word.styles["Caption"].font
    caption.size, caption.bold, caption.color.rgb = Pt(9), False, SOFT
    quote = word.styles["Intense Quote"].font
    quote.italic, quote.bold, quote.color.rgb, quote.size = False, False, ACCENT, Pt(12)
    if document.direction == "rtl":
        for name in ("Normal", "Caption", "List Bullet", "List Number", "Intense Quote", "Header", "Footer", *HEADINGS):
            _from_the_right(word.styles[name])
    about = word.core_properties
    about.title, about.language, about.author, about.comments = (
        name_of(document.title),
        document.language,
        "",
        document.code,
    )
    about.created = about.modified = noon_of(document.date)


def _head(word: WordDocument, document: Document) -> None:
    """Say on every page what it belongs to."""
    page = word.sections[0]
    header = page.header.paragraphs[0]
    header.style, page.footer.paragraphs[0].style = word.styles["Caption"], word.styles["Caption"]
    header.text = " · ".join(part for part in (document.survey, document.about) if part)
    if document.label:
        mark = header.add_run(f"  {document.label}")
        mark.bold, mark.font.color.rgb = True, ALARM
    if document.draft:
        watermark(header, document.draft)
    page.footer.paragraphs[0].text = document.foot


def _face(style: Any, language: str) -> None:
    style.font.name = FACE
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(kind), None)
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(kind), FACE)
    faces.set(qn("w:eastAsia"), EAST_ASIAN_FACES.get(language.partition("-")[0], FACE))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    told = {kind: _tag(language) for kind in ("val", *KINDS_OF_LETTERS.get(language.partition("-")[0], ()))}
    properties.insert_element_before(_element("w:lang", **told), "w:eastAsianLayout", "w:specVanish", "w:oMath")


def _tag(language: str) -> str:
    """Return a tag as word processors know it, which name a script of Chinese by a region."""
    named = spoken(language)
    return "-".join(part for part in (named["lang"], named["region"]) if part)


def _from_the_right(style: Any) -> None:
    """Have paragraphs of a style begin at the right, with the letters and sizes of scripts that do."""
    style.element.get_or_add_pPr().append(_element("w:bidi"))
    style.font.rtl = True
    letters = style.element.get_or_add_rPr()
    for name in ("w:spacing", "w:kern"):  # room between letters tears joined ones apart
        for given in letters.findall(qn(name)):
            letters.remove(given)
    _as_bold_and_large_from_the_right(style)


def _as_bold_and_large_from_the_right(styled: Any) -> None:
    """Give the letters of complex scripts, which have a weight and a size of their own, those of all others."""
    styled.font.cs_bold = styled.font.bold
    letters = styled.element.get_or_add_rPr() if hasattr(styled, "element") else styled._r.get_or_add_rPr()
    for old in letters.findall(qn("w:szCs")):
        letters.remove(old)
    if styled.font.size:
        letters.insert_element_before(_element("w:szCs", val=str(int(styled.font.size.pt * 2))), *AFTER_SIZE)


def _element(name: str, **attributes: str) -> Any:
    made: Callable[[str], Any] = OxmlElement
    element = made(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
