"""Spread a loop over a list of choices: its questions once for each choice, in a group that bears its label.

That is what a loop means to XLSForm itself. A name inside is followed by the code of its choice, and so is every
reference to it from inside; `%(label)s` and `%(name)s` become the choice's, in each language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.formats.xlsform.tables import Column, Row, Table
from surveyapp.formats.xlsform.types import row_type

MOST_ROWS = 5_000
_MARK = re.compile(r"%\((label|name)\)s")
_UNUSUAL = re.compile(r"[^\w.-]")
_SPOKEN = frozenset({"label", "hint", "constraint_message", "required_message", "guidance_hint"})


@dataclass(frozen=True, slots=True)
class _Choice:
    code: str
    text: Mapping[str, str]


def spread_loops(survey: Table, choices: Table, base: str) -> tuple[Table, frozenset[str]]:
    """Return the survey without loops that can be spread, and the lists they went over.

    A loop stays, and is listed as lost, where a repeat stands in it or the form would become too long.
    """
    if not any(_is(row, "begin loop") for row in survey.rows):
        return survey, frozenset()
    lists: dict[str, list[_Choice]] = {}
    for row in choices.rows:
        text = {c.language or base: cell for c, cell in row.cells.items() if c.kind == "label" and cell}
        lists.setdefault(row.cell("list_name"), []).append(_Choice(row.cell("name"), text))
    used: set[str] = set()
    rows = list(_spread(list(survey.rows), lists, base, used))
    return Table(survey.columns, tuple(rows)), frozenset(used)


def _spread(rows: Sequence[Row], lists: Mapping[str, Sequence[_Choice]], base: str, used: set[str]) -> Iterator[Row]:
    at = 0
    while at < len(rows):
        row = rows[at]
        at += 1
        name = row_type(row.cell("type")).choices if _is(row, "begin loop") else ""
        end = _end(rows, at) if name in lists else None
        if end is None:
            yield row
            continue
        body = list(_spread(rows[at:end], lists, base, used))
        repeated = any(_is(inner, "begin repeat") or _is(inner, "begin loop") for inner in body)
        if repeated or len(body) * len(lists[name]) > MOST_ROWS:
            yield row
            continue
        used.add(name)
        yield _retyped(row, "begin group")
        for choice in lists[name]:
            yield from _turn(row, body, choice, base)
        yield _retyped(rows[end], "end group")
        at = end + 1


def _turn(loop: Row, body: Sequence[Row], choice: _Choice, base: str) -> Iterator[Row]:
    """Yield the questions of one choice in a group of its own."""
    code = _UNUSUAL.sub("_", choice.code)
    label = {Column("label", None if tag == base else tag, "label"): text for tag, text in choice.text.items()}
    own = {Column("type", None, "type"): "begin group", Column("name", None, "name"): f"{loop.cell('name')}_{code}"}
    yield Row(loop.number, {**own, **label})
    names = {name: f"{name}_{code}" for row in body if (name := row.cell("name"))}
    named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else None
    for row in body:
        cells = {column: _worded(column, text, choice, base) for column, text in row.cells.items()}
        if named is not None:
            cells = {column: _renamed(column, text, names, named) for column, text in cells.items()}
        yield Row(row.number, cells)
    yield Row(loop.number, {Column("type", None, "type"): "end group"})


def _worded(column: Column, text: str, choice: _Choice, base: str) -> str:
    """Put the choice's label, in the column's language, and its code where a text asks for them."""
    if column.kind not in _SPOKEN:
        return _MARK.sub(lambda found: choice.code if found[1] == "name" else found[0], text)
    said = choice.text.get(column.language or base) or choice.text.get(base) or choice.code
    return _MARK.sub(lambda found: choice.code if found[1] == "name" else said, text)


def _renamed(column: Column, text: str, names: Mapping[str, str], named: re.Pattern[str]) -> str:
    """Let a name, and references to names inside the loop, mean this turn's."""
    if column.kind == "name":
        return names.get(text, text)
    reference = re.compile(rf"(\$\{{\s*|\.\./|/)({named.pattern})(?![\w.-])")
    return reference.sub(lambda found: f"{found[1]}{names[found[2]]}", text)


def _end(rows: Sequence[Row], at: int) -> int | None:
    """Return where the loop that begins before `at` ends; None where it does not."""
    depth = 1
    for place, row in enumerate(rows[at:], start=at):
        found = row_type(row.cell("type"))
        depth += (found.family == "begin loop") - (found.family == "end" and found.choices == "loop")
        if depth == 0:
            return place
    return None


def _retyped(row: Row, kind: str) -> Row:
    return Row(row.number, {c: kind if c.kind == "type" else text for c, text in row.cells.items()})


def _is(row: Row, family: str) -> bool:
    return row_type(row.cell("type")).family == family
