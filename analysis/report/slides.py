"""Write the document as slides: one message each, with charts that can be edited, and the table in the notes."""

from __future__ import annotations

import io
import math
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from analysis.report import document as doc
from analysis.report import slide_charts
from analysis.report.charts.svg import width_of
from analysis.report.citing import runs_of
from analysis.report.document import Block, ChartBlock, Document, Entry, Headline, Section, Table
from analysis.report.marks import DotChart, Panels, Plane, Strip
from analysis.report.office import name_of, noon_of, without_clock
from analysis.report.widths import widths_of
from analysis.report.words import LEFT_TO_RIGHT, shortened

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
INNER = Emu(WIDTH - 2 * EDGE)
TITLE_HEIGHT, TITLE_LINE, SMALLEST_TITLE, FILLED = Inches(1.25), 1.2, 12, 0.88
"""The room of a title, the distance of its lines, and how much of a line bold letters leave to be filled."""
TITLE_ONLY, INK, SOFT, ACCENT, ALARM, PALE = 5, "15191C", "464E54", "0B5873", "96290F", "F6E8E4"
HEAD_FILL, PLAIN_TABLE = "E4EFF3", "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
FACE_OF_THE_RIGHT = "Times New Roman"
CAPTION = 115
IN_NOTES = ("evidence",)
"""The list of evidence has no slide: the notes of every slide name the evidence of its figures."""
SMALLEST, SIZES = 15.0, ((350, 24.0), (650, 20.0), (1000, 17.0))
"""Letters on a slide, and the size in points they are set in."""
MOST_LETTERS, LETTERS_A_LINE, MOST_ROWS, MOST_PANELS = 1500, 60, 13, 3


def write_slides(document: Document) -> bytes:
    """Return the document as .pptx; the same document gives the same bytes."""
    deck = Presentation()
    _prepare(deck, document)
    writer = _Slides(deck, document)
    writer.cover()
    for at, headline in enumerate(document.findings):
        writer.headline(at, headline)
    for section in (*([document.follows] if document.follows else []), *document.asides):
        writer.texts(section)
    sections = [one for one in document.sections if one.id not in IN_NOTES]
    for at, section in enumerate(sections):
        for part in section.blocks:
            if isinstance(part, ChartBlock):
                writer.figure(section, part)
        if section.kicker:
            writer.tables(section)
        else:
            writer.texts(section)
        if section.kicker and (at + 1 == len(sections) or not sections[at + 1].kicker):
            writer.entries(document.aloud, [entry for one in sections if one.kicker for entry in _aloud(one)])
    writer.texts(document.key)
    if document.direction == "rtl":
        _letters_of_the_right(deck, document.language)
    made = io.BytesIO()
    deck.save(made)
    return without_clock(made.getvalue())


class _Slides:
    """Put parts of a document on new slides."""

    def __init__(self, deck: Deck, document: Document) -> None:
        self.deck, self.document = deck, document

    def cover(self) -> None:
        document = self.document
        slide = self._slide(document.title, size=32)
        self._text(slide, document.lead, top=Inches(2.7), height=Inches(2.3), size=20)
        about = " · ".join(part for part in (document.survey, document.about, document.code) if part)
        self._text(slide, about, top=Inches(5.2), height=Inches(0.4), size=14, color=SOFT)
        self._text(slide, document.meta, top=Inches(5.6), height=Inches(0.6), size=14, color=SOFT)
        slide.notes_slide.notes_text_frame.text = "\n".join(_sources(document.title, document.lead, document.meta))

    def headline(self, at: int, headline: Headline) -> None:
        slide = self._slide(f"{at + 1}. {headline.sentence}", size=28)
        strip = headline.chart
        if isinstance(strip, Strip):
            self._text(slide, strip.text, top=Inches(2.0), height=Inches(1.4), size=72, color=ACCENT, bold=True)
            if strip.low_text:
                between = f"{strip.low_text}{LEFT_TO_RIGHT if self._is_rtl else ''} – {strip.high_text}"
                self._text(slide, between, top=Inches(3.35), height=Inches(0.5), size=20, color=SOFT)
            slide_charts.add(slide, strip, EDGE, Inches(4.0), INNER, Inches(1.8), is_rtl=self._is_rtl)
        self._text(slide, headline.meta, top=Inches(6.0), height=Inches(0.6), size=14, color=SOFT)
        slide.notes_slide.notes_text_frame.text = "\n".join(_sources(headline.sentence, headline.meta))

    def figure(self, section: Section, part: ChartBlock) -> None:
        slide = self._slide(part.title)
        top, height = Inches(1.75), Inches(4.6)
        if isinstance(part.chart, DotChart) and all(dot.state == "suppressed" for dot in part.chart.dots):
            self._text(slide, part.table.note, top=top, height=Inches(0.6), size=20, color=SOFT)
        elif isinstance(part.chart, Panels):
            self._panels(slide, part.chart, top, height)
        else:
            slide_charts.add(slide, part.chart, EDGE, top, INNER, height, is_rtl=self._is_rtl)
        named = (
            "; ".join(place.label for place in part.chart.places if place.strong)
            if isinstance(part.chart, Plane)
            else ""
        )
        note = "" if isinstance(part.chart, DotChart) and part.chart.rank_axis else part.note
        below = " · ".join(text for text in (named, section.title, part.meta, note) if text)
        self._text(slide, below, top=Inches(6.35), height=Inches(0.6), size=11, color=SOFT)
        slide.notes_slide.notes_text_frame.text = "\n".join(
            [*_sources(part.title, part.meta, part.note), _as_text(part.table)]
        )

    def _panels(self, slide: Slide, panels: Panels, top: int, height: int) -> None:
        shown = panels.panels[:MOST_PANELS]
        width = Emu(int(INNER / len(shown)))
        for at, panel in enumerate(shown):
            left = Emu(EDGE + width * (len(shown) - 1 - at if self._is_rtl else at))
            heading = f"{panel.heading} · {panel.note}".rstrip(" ·")
            self._text(slide, heading, top=top, height=Inches(0.35), size=13, left=left, width=width, bold=True)
            below, rest = Emu(top + Inches(0.35)), Emu(height - Inches(0.35))
            slide_charts.add(slide, panel.chart, left, below, width, rest, is_rtl=self._is_rtl)

    def texts(self, section: Section) -> None:
        """Put what is not drawn on as many slides as it needs."""
        self.entries(section.title, [entry for part in section.blocks for entry in _entries(part)])
        self.tables(section)

    def entries(self, title: str, every: list[Entry]) -> None:
        for entries in _by_slide(every):
            slide, size = self._slide(title, size=26), _size_of(entries)
            frame = self._text(slide, "", top=Inches(1.5), height=Inches(5.3), size=size)
            for at, entry in enumerate(entries):
                paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
                paragraph.space_after = Pt(7)
                self._begin(paragraph)
                for text, bold in ((f"{entry.title}  " if entry.title else "", True), (entry.text, False)):
                    run = paragraph.add_run()
                    run.text = text
                    run.font.bold, run.font.size, run.font.color.rgb = bold, Pt(size), RGBColor.from_string(INK)

    def tables(self, section: Section) -> None:
        for part in section.blocks:
            if isinstance(part, Table):
                self._table(section, part)
            elif isinstance(part, ChartBlock) and section not in self.document.sections:
                self.figure(section, part)

    def _table(self, section: Section, part: Table) -> None:
        """Put a table on as many slides as its rows need."""
        for start in range(0, len(part.rows), MOST_ROWS):
            rows = part.rows[start : start + MOST_ROWS]
            slide = self._slide(section.title, size=26)
            self._text(
                slide, shortened(part.caption, CAPTION), top=Inches(1.3), height=Inches(0.35), size=13, color=SOFT
            )
            height = Inches(0.33 * (len(rows) + 1))
            lines, columns = len(rows) + 1, len(part.columns)
            table = slide.shapes.add_table(lines, columns, EDGE, Inches(1.75), INNER, height).table
            self._plain(table)
            for column, width in zip(table.columns, widths_of(part), strict=True):
                column.width = Emu(int(INNER * width))
            texts = [[column.title for column in part.columns], *([row.head, *row.cells] for row in rows)]
            for y, line in enumerate(texts):
                for x, text in enumerate(line):
                    self._cell(
                        table.cell(y, x), text, bold=y == 0 or len(line) == 1, is_number=part.columns[x].is_number
                    )

    def _cell(self, cell: Any, text: str, *, bold: bool, is_number: bool) -> None:
        cell.text = text
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        paragraph = cell.text_frame.paragraphs[0]
        self._begin(paragraph)
        if is_number:
            paragraph.alignment = PP_ALIGN.LEFT if self._is_rtl else PP_ALIGN.RIGHT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(12), bold

    def _plain(self, table: Any) -> None:
        """Dress a table without colour but for its head, and have it begin at the side the language does."""
        properties = table._tbl.tblPr
        properties.find(qn("a:tableStyleId")).text = PLAIN_TABLE
        if self._is_rtl:
            properties.set("rtl", "1")
        for cell in table.rows[0].cells:
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(HEAD_FILL)

    @property
    def _is_rtl(self) -> bool:
        return self.document.direction == "rtl"

    def _begin(self, paragraph: Any) -> None:
        """Begin a paragraph at the side its language does."""
        paragraph.alignment = PP_ALIGN.RIGHT if self._is_rtl else PP_ALIGN.LEFT
        if self._is_rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")

    def _slide(self, title: str, *, size: float = 24) -> Slide:
        slide: Slide = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        frame: Any = slide.shapes.title.text_frame
        frame.text, frame.word_wrap, frame.vertical_anchor = title, True, MSO_ANCHOR.TOP
        for paragraph in frame.paragraphs:
            self._begin(paragraph)
            for run in paragraph.runs:
                run.font.size, run.font.bold = Pt(_title_size(title, size)), True
                run.font.color.rgb = RGBColor.from_string(INK)
        number = f"{self.document.survey} · {len(self.deck.slides)}"
        self._text(slide, number, top=Inches(7.02), height=Inches(0.3), size=10, color=SOFT)
        if self.document.draft:
            self._across(slide, self.document.draft)
        if self.document.label:
            left, width = EDGE if self._is_rtl else Emu(WIDTH - EDGE - Inches(4)), Inches(4)
            box = self._text(
                slide, self.document.label, top=Inches(7.02), height=Inches(0.3), size=10, color=ALARM, bold=True,
                left=left, width=width,
            )  # fmt: skip
            box.paragraphs[0].alignment = PP_ALIGN.LEFT if self._is_rtl else PP_ALIGN.RIGHT
        return slide

    def _across(self, slide: Slide, draft: str) -> None:
        """Write the word for a draft across a slide, behind what else stands on it."""
        box = slide.shapes.add_textbox(Inches(2.2), Inches(2.3), Inches(9), Inches(2.9))
        box.rotation, box.name = -25, draft
        frame = box.text_frame
        frame.text = draft
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(150), True, RGBColor.from_string(PALE)
        tree: Any = slide.shapes._spTree
        tree.insert(2, box._element)

    def _text(
        self, slide: Slide, text: str, *, top: int, height: int, size: float, color: str = INK, bold: bool = False,
        left: int = EDGE, width: int = INNER,
    ) -> Any:  # fmt: skip
        frame = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
        frame.word_wrap, frame.text = True, text
        for paragraph in frame.paragraphs:
            self._begin(paragraph)
            for run in paragraph.runs:
                run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(color)
        return frame


def _entries(part: Block) -> list[Entry]:
    match part:
        case doc.Paragraph(text):
            return [Entry("", text)]
        case doc.Items(entries):
            return list(entries)
        case doc.Measures(measures):
            return [Entry(one.code, f"{one.text} ({one.evidence})") for one in measures]
        case doc.Ladder(rungs):
            return [Entry(rung.letter, " · ".join((rung.text, *rung.audiences))) for rung in rungs]
        case Table() | ChartBlock():
            return []


def _aloud(section: Section) -> list[Entry]:
    """Return what a section of an audience says without a chart, each under the section's title."""
    found = (entry for part in section.blocks for entry in _entries(part))
    return [Entry(section.title, f"{entry.title} {entry.text}".strip()) for entry in found]


def _title_size(title: str, most: float) -> float:
    """Return the largest size in points, `most` at best, in which a title stays above what stands under it."""
    room = Emu(INNER).pt * FILLED
    sizes = range(int(most), SMALLEST_TITLE, -2)
    fits = (size for size in sizes if math.ceil(width_of(title, size) / room) * size * TITLE_LINE <= TITLE_HEIGHT.pt)
    return next(fits, SMALLEST_TITLE)


def _size_of(entries: list[Entry]) -> float:
    """Return the size in points for what stands on a slide: the less there is, the larger."""
    letters = sum(len(entry.title) + len(entry.text) for entry in entries)
    return next((size for most, size in SIZES if letters <= most), SMALLEST)


def _by_slide(entries: list[Entry]) -> list[list[Entry]]:
    """Part entries so that each slide's text can be read from the back of a room."""
    slides: list[list[Entry]] = []
    room = 0
    for entry in entries:
        need = len(entry.title) + len(entry.text) + LETTERS_A_LINE
        if not slides or need > room:
            slides.append([])
            room = MOST_LETTERS
        slides[-1].append(entry)
        room -= need
    return slides


def _sources(*texts: str) -> list[str]:
    """Say of every figure on a slide which evidence it prints, once each."""
    found = ((run, cite) for text in texts for run, cite in runs_of(text))
    return list(dict.fromkeys(f"{run} ← {cite.id}" for run, cite in found if cite))


def _as_text(table: Table) -> str:
    lines = [table.caption, "\t".join(column.title for column in table.columns)]
    lines += ["\t".join((row.head, *row.cells)) for row in table.rows]
    return "\n".join([*lines, table.note] if table.note else lines)


def _letters_of_the_right(deck: Deck, language: str) -> None:
    """Name the face of complex scripts on every run: without one a program takes whatever it finds."""
    for slide in deck.slides:
        for run in slide._element.iter(qn("a:r")):
            properties = run.get_or_add_rPr()
            properties.set("lang", language)
            if properties.find(qn("a:cs")) is None:
                face = OxmlElement("a:cs")
                face.set("typeface", FACE_OF_THE_RIGHT)
                properties.insert_element_before(face, "a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")


def _prepare(deck: Deck, document: Document) -> None:
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for holder in (deck.slide_master, deck.slide_layouts[TITLE_ONLY]):
        placeholders: Any = holder.placeholders
        for shape in placeholders:
            if shape.placeholder_format.type == 1:
                shape.left, shape.top, shape.width, shape.height = EDGE, Inches(0.45), INNER, TITLE_HEIGHT
    about = deck.core_properties
    about.title, about.language, about.author, about.comments = (
        name_of(document.title),
        document.language,
        "",
        document.code,
    )
    about.created = about.modified = noon_of(document.date)
