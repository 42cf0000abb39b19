"""Put a grid of tiles on a slide as shapes, so that they can be moved and coloured there."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analysis.report.charts.svg import width_of
from analysis.report.charts.tiles import HEIGHT, HIGH, SWATCH, Layout, laid_out
from analysis.report.marks import TileGrid
from analysis.report.slide_marks import INK, RULE, SOFT, fill
from analysis.report.words import shortened

FILLS = ("", "E6F0F4", "BCD7E2", "8DBCCD", "34738B", "0B4257")
TILE, LETTERS, FIGURES, WHITE, LONGEST_NAME = 98.0, 11.0, 14.0, "FFFFFF", 34
FEWEST_COLUMNS, MOST_COLUMNS = 6, 14
"""Lengths are those of a drawing; letters and figures are of the same."""


class _Board:
    """Add shapes to a group by places of a drawing."""

    def __init__(self, group: Any, corner: tuple[int, int], scale: float, width: float, *, is_rtl: bool) -> None:
        self.shapes, self.corner, self.scale, self.width, self.is_rtl = group.shapes, corner, scale, width, is_rtl

    def box(self, x: float, y: float, width: float, height: float, step: int) -> Any:
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self._place(x, y, width, height))
        shape._element.remove(shape._element.find(qn("p:style")))
        if step:
            fill(shape, FILLS[step])
            shape.line.fill.background()
        else:
            shape.fill.patterned()
            shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            shape.fill.fore_color.rgb, shape.fill.back_color.rgb = map(RGBColor.from_string, (RULE, WHITE))
            shape.line.color.rgb, shape.line.width = RGBColor.from_string(RULE), Pt(1)
        return shape.text_frame

    def text(self, x: float, y: float, width: float, words: str, *, bold: bool = False) -> None:
        frame = self.shapes.add_textbox(*self._place(x, y, width, 16)).text_frame
        self.say(frame, words, LETTERS, INK if bold else SOFT, bold=bold)

    def say(self, frame: Any, words: str, size: float, color: str, *, bold: bool = False, more: bool = False) -> None:
        """Write a line into a frame, a further one with `more`."""
        frame.margin_left = frame.margin_right = Emu(int(4 * self.scale))
        frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        paragraph = frame.add_paragraph() if more else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if self.is_rtl else PP_ALIGN.LEFT
        if self.is_rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(round(Emu(int(size * self.scale)).pt, 1)), bold
        run.font.color.rgb = RGBColor.from_string(color)

    def _place(self, x: float, y: float, width: float, height: float) -> tuple[Emu, Emu, Emu, Emu]:
        start = self.width - x - width if self.is_rtl else x
        left, top = self.corner[0] + start * self.scale, self.corner[1] + y * self.scale
        return Emu(int(left)), Emu(int(top)), Emu(int(width * self.scale)), Emu(int(height * self.scale))


def add(slide: Slide, chart: TileGrid, left: int, top: int, width: int, height: int, *, is_rtl: bool) -> None:
    """Add a grid as one group with its text alternative, in as few columns as its height leaves."""
    units, layout = _fitting(chart, width, height)
    group: Any = slide.shapes.add_group_shape()
    group._element.nvGrpSpPr.cNvPr.set("descr", f"{chart.title}. {chart.description}")
    board = _Board(group, (left, top), width / units, units, is_rtl=is_rtl)
    _key(board, chart)
    for region in layout.names:
        board.text(region.x, region.y - 12, width_of(region.name) + 30, region.name, bold=True)
    for one in layout.tiles:
        color = WHITE if one.tile.step >= HIGH else INK
        frame = board.box(one.x, one.y, layout.tile_width, HEIGHT, one.tile.step)
        board.say(frame, f"{one.tile.code}  {one.tile.text}", FIGURES, color, bold=True)
        board.say(frame, shortened(one.tile.name, LONGEST_NAME), LETTERS, color, more=True)


def _fitting(chart: TileGrid, width: int, height: int) -> tuple[float, Layout]:
    """Return how many units a slide is wide, and a layout that is not too high at that width."""
    for columns in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
        units = columns * TILE
        layout = laid_out(chart, units, columns)
        if layout.height * width / units <= height:
            break
    return units, layout


def _key(board: _Board, chart: TileGrid) -> None:
    start = width_of(chart.heading, LETTERS) + 24
    board.text(0, 8, start, chart.heading)
    for step, limits in chart.steps:
        board.box(start, 10, SWATCH, 12, step)
        board.text(start + SWATCH + 2, 8, width_of(limits, LETTERS) + 20, limits)
        start += SWATCH + width_of(limits, LETTERS) + 30
