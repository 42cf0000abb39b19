"""Typeset a document as PDF/UA: tagged, with headings, table heads and text alternatives."""

from __future__ import annotations

import json
import tempfile
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from analysis.report.charts.drawing import Drawing, drawings
from analysis.report.citing import Cited, runs_of
from analysis.report.document import Block, ChartBlock, Document, Headline, Section, Table
from analysis.report.marks import Chart
from analysis.report.typeset.labels import apart
from analysis.report.typeset.row_heads import with_row_heads
from analysis.report.typeset.spoken import spoken
from analysis.report.widths import widths_of


class TypesettingError(ValueError):
    """The document could not be typeset; the message says what is missing, such as letters no font has."""


class _Pictures:
    """Gather drawings under the names by which the layout finds them."""

    def __init__(self, *, is_rtl: bool) -> None:
        self.by_name: dict[str, str] = {}
        self._is_rtl = is_rtl

    def of(self, chart: Chart | None, name: str) -> list[dict[str, Any]]:
        made = drawings(chart, name, is_rtl=self._is_rtl) if chart else ()
        return [self._kept(one, f"{name}-{at}.svg") for at, one in enumerate(made)]

    def _kept(self, drawing: Drawing, file: str) -> dict[str, Any]:
        self.by_name[file], labels = apart(drawing.svg)
        texts = {"file": file, "alt": drawing.alt, "heading": drawing.heading, "note": drawing.note}
        return texts | {"labels": labels, "width": drawing.width}


def typeset(document: Document) -> bytes:
    """Return the document as PDF; the same document gives the same bytes. Raise TypesettingError where it cannot be."""
    pictures = _Pictures(is_rtl=document.direction == "rtl")
    content = _content(document, pictures)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, svg in pictures.by_name.items():
            (folder / file).write_text(svg, "utf-8")
        (folder / "document.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        layout = folder / "report.typ"
        layout.write_text(files("analysis.report.typeset").joinpath("report.typ").read_text("utf-8"), "utf-8")
        try:
            made = typst.compile(str(layout), root=name, format="pdf", pdf_standards="ua-1")
        except typst.TypstError as error:
            raise TypesettingError(str(error)) from error
    return with_row_heads(made)


def _content(document: Document, pictures: _Pictures) -> dict[str, Any]:
    every = (*([document.follows] if document.follows else []), *document.asides, *document.sections, document.key)
    tables = [part for section in every for part in section.blocks if isinstance(part, ChartBlock)]
    given = {field.name: getattr(document, field.name) for field in fields(document)}
    texts = {name: _plain(value) for name, value in given.items() if isinstance(value, str)} | {
        "name": str(document.title)
    }
    return texts | {
        **spoken(document.language),
        "date": [document.date.year, document.date.month, document.date.day] if document.date else None,
        "findings": [_headline(at, one, pictures) for at, one in enumerate(document.findings)],
        "follows": _section(document.follows, pictures) if document.follows else None,
        "asides": [_section(aside, pictures) for aside in document.asides],
        "sections": [_section(section, pictures) for section in document.sections],
        "key": _section(document.key, pictures),
        "tables": [{"id": part.id, "title": _plain(part.title), "table": _table(part.table)} for part in tables],
    }


def _headline(at: int, headline: Headline, pictures: _Pictures) -> dict[str, Any]:
    texts = {"id": headline.id, "sentence": _plain(headline.sentence), "meta": _plain(headline.meta)}
    return texts | {"drawings": pictures.of(headline.chart, f"strip{at}")}


def _section(section: Section, pictures: _Pictures) -> dict[str, Any]:
    texts = {name: _plain(getattr(section, name)) for name in ("id", "title", "kicker", "layout")}
    return texts | {"blocks": [_block(part, pictures) for part in section.blocks]}


def _block(part: Block, pictures: _Pictures) -> dict[str, Any]:
    if isinstance(part, Table):
        return {"type": "Table", **_table(part)}
    if not isinstance(part, ChartBlock):
        return {"type": type(part).__name__, **_plain(part)}
    texts = {name: _plain(getattr(part, name)) for name in ("id", "title", "meta", "note", "wide")}
    return {"type": "ChartBlock"} | texts | {"drawings": pictures.of(part.chart, part.id)}


def _table(table: Table) -> dict[str, Any]:
    return {**_plain(table), "widths": widths_of(table)}


def _cited(text: Cited) -> dict[str, Any]:
    """Return text whose figures lead to their places, and the place that it is itself."""
    runs = [[run, cite.id if cite else ""] for run, cite in runs_of(text)]
    return {"runs": runs, "anchor": text.anchor}


def _plain(value: Any) -> Any:
    """Return nested values of a document as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Cited):
        return _cited(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
