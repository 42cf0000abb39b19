"""Write a banner table as HTML that stands by itself in a notebook: one style, no script, either direction."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Literal, TypeAlias

from analysis.tables.banner.shown import ShownCell, ShownRow, ShownTable

Direction: TypeAlias = Literal["ltr", "rtl"]

STYLE = """
.banner-table{color-scheme:light dark;--ink:light-dark(#1c2430,#e8ebf0);--faint:light-dark(#5b6675,#a3adbb);
--rule:light-dark(#c9d0d9,#414b59);--mark:light-dark(#0b5cad,#8cc1ff);color:var(--ink);
font:14px/1.45 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif;margin-block:1rem;max-width:100%;overflow-x:auto}
.banner-table table{color:inherit;font:inherit;border-collapse:collapse;
font-variant-numeric:tabular-nums;background:none}
.banner-table caption{caption-side:top;text-align:start;font-weight:600;font-size:1.05em;padding-block:.25rem .5rem;
color:var(--ink)}
.banner-table caption small{display:block;font-weight:400;color:var(--faint)}
.banner-table th,.banner-table td{padding:.3rem .7rem;text-align:end;vertical-align:baseline;border:0;background:none;
white-space:nowrap}
.banner-table th[scope=row]{text-align:start;font-weight:400;white-space:normal;min-inline-size:9rem;
max-inline-size:22rem}
.banner-table thead th{font-weight:600;vertical-align:bottom;white-space:normal;max-inline-size:10rem}
.banner-table thead .group{text-align:center;border-block-end:1px solid var(--rule)}
.banner-table thead .letter{font-weight:400;color:var(--faint);padding-block:0 .3rem}
.banner-table tbody{border-block-start:1px solid var(--rule)}
.banner-table tbody:last-of-type{border-block-end:1px solid var(--rule)}
.banner-table .starts{border-inline-start:1px solid var(--rule)}
.banner-table .net th,.banner-table .net td,.banner-table .mean th,.banner-table .mean td{font-weight:600}
.banner-table .base th,.banner-table .base td,.banner-table .faint{color:var(--faint);font-weight:400}
.banner-table b{color:var(--mark);font-weight:600;margin-inline-start:.35em}
.banner-table ul{margin:.5rem 0 0;padding:0;list-style:none;font-size:.86em;color:var(--faint);max-inline-size:60rem}
""".strip()


def as_html(tables: Sequence[ShownTable], direction: Direction | None = None) -> str:
    """Return all questions as HTML; the direction of reading is that of the wording unless it is given."""
    read = direction or direction_of([text for table in tables for text in _wording(table)])
    return f'<div class="banner-table" dir="{read}"><style>{STYLE}</style>{"".join(map(_table, tables))}</div>'


def direction_of(texts: Sequence[str]) -> Direction:
    """Return the direction of most letters that have one."""
    kinds = [unicodedata.bidirectional(letter) for text in texts for letter in text]
    return "rtl" if sum(kind in ("R", "AL") for kind in kinds) > sum(kind == "L" for kind in kinds) else "ltr"


def _wording(table: ShownTable) -> list[str]:
    """Return what comes from the survey, without the words of the table."""
    columns = [label for label, letter in table.columns if letter]
    return [table.label, *(row.label for row in table.rows if row.kind == "category"), *columns]


def _table(table: ShownTable) -> str:
    base = f"<small><bdi>{escape(table.base)}</bdi></small>" if table.base else ""
    caption = f"<caption><bdi>{escape(table.label)}</bdi>{base}</caption>"
    if table.refused is not None:
        return f"<table>{caption}<tbody><tr><td><bdi>{escape(table.refused)}</bdi></td></tr></tbody></table>"
    starts = _starts(table.groups)
    groups = "".join(_group(label, size) for label, size in table.groups)
    labels = "".join(
        f'<th class="{_starting(i, starts)}" scope="col"><bdi>{escape(label)}</bdi></th>'
        for i, (label, _) in enumerate(table.columns)
    )
    letters = "".join(
        f'<td class="letter {_starting(i, starts)}">{escape(letter)}</td>'
        for i, (_, letter) in enumerate(table.columns)
    )
    head = f"<thead><tr><td></td>{groups}</tr><tr><td></td>{labels}</tr><tr><td></td>{letters}</tr></thead>"
    body = "".join(f"<tbody>{_rows(rows, starts)}</tbody>" for rows in (table.bases, table.rows))
    notes = "".join(f"<li><bdi>{escape(note)}</bdi></li>" for note in table.notes)
    return f"<table>{caption}{head}{body}</table><ul>{notes}</ul>"


def _group(label: str, size: int) -> str:
    kind = "group starts" if label else ""
    return f'<th class="{kind}" scope="colgroup" colspan="{size}"><bdi>{escape(label)}</bdi></th>'


def _rows(rows: Sequence[ShownRow], starts: frozenset[int]) -> str:
    return "".join(
        f'<tr class="{row.kind}"><th scope="row"><bdi>{escape(row.label)}</bdi></th>'
        + "".join(_cell(cell, _starting(i, starts)) for i, cell in enumerate(row.cells))
        + "</tr>"
        for row in rows
    )


def _cell(cell: ShownCell, starting: str) -> str:
    kind = " ".join(part for part in (starting, "faint" if cell.faint else "") if part)
    letters = "" if not cell.letters else f"<b>{escape(cell.letters)}</b>"
    letters = f" <small>{escape(cell.letters)}</small>" if cell.letters and cell.faint else letters
    return f'<td class="{kind}"><bdi dir="ltr">{escape(cell.figure)}</bdi>{letters}</td>'


def _starting(column: int, starts: frozenset[int]) -> str:
    return "starts" if column in starts else ""


def _starts(groups: Sequence[tuple[str, int]]) -> frozenset[int]:
    """Return the positions of the first columns of banner questions."""
    starts, at = set(), 0
    for label, size in groups:
        if label:
            starts.add(at)
        at += size
    return frozenset(starts)
