"""Add, move and take out rows of a draft: what the buttons of a table do before anything is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from surveyapp.console.editing.drafts import MOST_ROWS, Draft, Plain


def with_rows_changed(draft: Draft, pressed: str, taken: Collection[str]) -> Draft:
    """Do what a button says: `choices.add`, `choices.2.up`, `choices.2.down`, `choices.2.drop`, or `checks.add`.

    `taken` are codes that a new row should not have.
    """
    name, _, rest = pressed.partition(".")
    if name == "checks" and rest == "add":
        checks = [*draft.question.get("checks", []), {"condition": "", "text": {}}]
        return replace(draft, question={**draft.question, "checks": checks})
    if name not in draft.rows:
        return draft
    return replace(draft, rows={**draft.rows, name: _changed(list(draft.rows[name]), rest, taken)})


def _changed(rows: list[Plain], what: str, taken: Collection[str]) -> list[Plain]:
    if what == "add" and len(rows) < MOST_ROWS:
        return [*rows, {"code": next_code([str(row.get("code", "")) for row in rows], taken), "text": {}}]
    number, _, way = what.partition(".")
    at = int(number) if number.isdecimal() and int(number) < len(rows) else None
    if at is None:
        return rows
    if way == "drop":
        return rows[:at] + rows[at + 1 :]
    other = at + {"up": -1, "down": 1}.get(way, 0)
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return rows


def next_code(codes: list[str], taken: Collection[str]) -> str:
    """Return the number behind the greatest one ever used, where codes are numbers; else nothing."""
    if not all(code.isdecimal() for code in codes if code):
        return ""
    used = [int(code) for code in (*codes, *taken) if code.isdecimal() and len(code) < 10]
    width = max((len(code) for code in codes if code.startswith("0")), default=1)
    usual = [number for number in used if number < 90] or [0]
    code: Any = max(usual) + 1
    while code in used:
        code += 1
    return str(code).zfill(width)
