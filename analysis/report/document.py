"""Describe a report without saying how it is drawn: text, tables and charts as plain values.

Everything a reader sees is already worded; charts also hold the numbers that place their marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from analysis.report.marks import Chart


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Entry:
    """A short bold title and what it stands for."""

    title: str
    text: str


@dataclass(frozen=True)
class Items:
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Measure:
    """A proposal and the headline it rests on, by its id and in a few words."""

    code: str
    text: str
    finding: str
    evidence: str


@dataclass(frozen=True)
class Measures:
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Rung:
    """One evidence basis; `audiences` are those that stand on it."""

    letter: str
    text: str
    audiences: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Column:
    title: str
    is_number: bool = True


@dataclass(frozen=True)
class Row:
    """One line of a table; the first column is its head. A line that names a group of lines has no cells."""

    head: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table whose first column names the rows; `caption` says what the figures are."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class ChartBlock:
    """A chart under a title that states what the data support, with its method line and the table behind it."""

    id: str
    title: str
    meta: str
    chart: Chart
    table: Table
    note: str = ""
    wide: bool = False


Block: TypeAlias = Paragraph | Items | Measures | Ladder | Table | ChartBlock


@dataclass(frozen=True)
class Section:
    """Blocks under a heading. `kicker` says whom it speaks about and on what basis."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    kicker: str = ""
    layout: Literal["text", "charts", "notes"] = "text"


@dataclass(frozen=True)
class Headline:
    """A finding as a sentence: its id in the manifest, its method line, and the strip that shows it."""

    id: str
    sentence: str
    meta: str
    chart: Chart | None


@dataclass(frozen=True)
class Document:
    """A report in one language. `label` ("Simulated data") is repeated on every section; `date` ends the
    fieldwork, None before the first response.
    """

    language: str
    direction: str
    survey: str
    about: str
    code: str
    label: str
    title: str
    lead: str
    meta: str
    findings_title: str
    findings: tuple[Headline, ...]
    follows: Section | None
    asides: tuple[Section, ...]
    sections: tuple[Section, ...]
    key: Section
    table_summary: str
    tables_title: str
    date: date | None
    foot: str
    aloud: str
    """Heads what the sections of an audience say without a chart, gathered on slides."""
    draft: str = ""
    """Said across every sheet, slide and page while the report may not be published."""
