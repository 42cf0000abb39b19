"""Render the blocks of a document: paragraphs, lists, tables, charts."""

from __future__ import annotations

from analysis.report.charts.drawing import draw
from analysis.report.citing import Cited
from analysis.report.document import Block, ChartBlock, Items, Ladder, Measures, Paragraph, Row, Table
from analysis.report.html.tags import anchor, listing, place_of, said, tag, text
from analysis.report.marks import Chart, Panels

MOST_TOGETHER = 4
"""So many small drawings stay on one sheet of paper."""


def block(part: Block, *, is_rtl: bool, table_summary: str) -> str:
    """Render one block."""
    match part:
        case Paragraph(words, is_note):
            return tag("p", said(words), class_="meta" if is_note else None)
        case Items(entries):
            rows = (tag("b", said(entry.title)) + " " + said(entry.text) for entry in entries)
            return listing("ul", rows, class_="items")
        case Measures():
            return _measures(part)
        case Ladder():
            return _ladder(part)
        case Table():
            return table(part)
        case ChartBlock():
            return _figure(part, is_rtl=is_rtl, table_summary=table_summary)


def chart(part: Chart, name: str, *, is_rtl: bool) -> str:
    """Render a chart as SVG; panels become a row of drawings."""
    made = draw(part, name, is_rtl=is_rtl)
    if not isinstance(part, Panels):
        return made[0][2]
    panels = (
        tag("div", tag("p", tag("b", text(heading)), " ", tag("span", text(note)), class_="panel"), drawing)
        for heading, note, drawing in made
    )
    return tag("div", *panels, class_="panels")


def table(part: Table) -> str:
    """Render a table with its heads; it scrolls sideways where the page is narrow."""
    heads = (tag("th", text(c.title), scope="col", class_="num" if c.is_number else None) for c in part.columns)
    kinds = ["num" if column.is_number else None for column in part.columns[1:]]
    rows = (_row(row, kinds) for row in part.rows)
    caption = tag("caption", text(part.caption))
    body = tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows))
    note = tag("p", said(part.note), class_="meta") if part.note else ""
    scrolling = tag("div", body, class_="scroll", tabindex="0", role="group", aria_label=part.caption)
    return tag("div", scrolling, note, class_="table wide" if part.wide else "table")


def _row(row: Row, kinds: list[str | None]) -> str:
    if not row.cells:
        return tag("tr", tag("th", text(row.head), scope="rowgroup", colspan=str(len(kinds) + 1)), class_="group")
    cells = (tag("td", text(cell), class_=kind, id=_place(cell)) for cell, kind in zip(row.cells, kinds, strict=True))
    return tag("tr", tag("th", text(row.head), scope="row"), *cells)


def _place(cell: str) -> str | None:
    return place_of(cell.anchor) if isinstance(cell, Cited) and cell.anchor else None


def _measures(part: Measures) -> str:
    rows = (
        f"{tag('b', text(one.code))} {tag('span', text(one.text))} "
        + tag("a", text(one.evidence), href=f"#{anchor(one.finding)}")
        for one in part.measures
    )
    return listing("ul", rows, class_="measures")


def _ladder(part: Ladder) -> str:
    rungs = (
        tag(
            "li",
            tag("b", text(rung.letter)),
            tag("span", text(rung.text)),
            *(tag("strong", text(audience)) for audience in rung.audiences),
            class_="on" if rung.audiences else None,
        )
        for rung in part.rungs
    )
    return tag("ol", *rungs, class_="ladder")


def _figure(part: ChartBlock, *, is_rtl: bool, table_summary: str) -> str:
    head = tag("figcaption", tag("h3", said(part.title)), tag("p", said(part.meta), class_="meta"))
    drawing = chart(part.chart, part.id, is_rtl=is_rtl)
    note = tag("p", said(part.note), class_="meta") if part.note else ""
    behind = tag("details", tag("summary", text(table_summary)), table(part.table))
    return tag("figure", head, drawing, note, behind, id=f"fig-{part.id}", class_=_kind(part))


def _kind(part: ChartBlock) -> str | None:
    """Name what stretches over all columns, and what is so many drawings that a sheet of paper may end among them."""
    many = isinstance(part.chart, Panels) and len(part.chart.panels) > MOST_TOGETHER
    return " ".join([*(["wide"] if part.wide else []), *(["many"] if many else [])]) or None
