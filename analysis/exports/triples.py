"""Write a table as Triple-S 2.0: a definition (.sss) and its data as CSV under one header line (.csv).

A question with several answers is one variable of type `multiple`, its codes filled in from the left, wherever that
says everything; where some boxes were not offered or nothing was ticked, each box is a variable of its own. Texts,
dates and times are of type `character`, since a missing code may stand in their place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from analysis.exports.described import Column, Table, Text, worded

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">\n'
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_USES = {"response": "serial", "design_weight": "weight"}


@dataclass(frozen=True)
class _Field:
    """One variable: `cells` has as many columns as it takes fields."""

    name: str
    label: Text
    type: str
    codes: tuple[tuple[str, Text], ...]
    cells: tuple[tuple[str, ...], ...]
    use: str = ""


def triples_files(table: Table, survey: str, title: Text, languages: Sequence[str], stem: str) -> dict[str, bytes]:
    """Return the definition and the data of a table, every label in all languages."""
    fields = list(_fields(table))
    return {f"{stem}.sss": _definition(fields, survey, title, languages, f"{stem}.csv"), f"{stem}.csv": _data(fields)}


def _fields(table: Table) -> Iterator[_Field]:
    def question(column: Column) -> tuple[str, bool]:
        boxes = column.kind == "several" and column.choice is not None
        return (column.name.removesuffix(f"__{column.choice}") if boxes else column.name, boxes)

    for (name, boxes), group in groupby(table.columns, question):
        columns = list(group)
        if boxes and (spread := _spread(columns)) is not None:
            codes = (*((str(c.choice), _own_label(c)) for c in columns), *columns[0].missing)
            yield _Field(name, _question_label(columns[0]), "multiple", codes, spread)
        else:
            yield from map(_single, columns)


def _spread(columns: Sequence[Column]) -> tuple[tuple[str, ...], ...] | None:
    """Lay boxes out as codes from the left; None where that would lose what a row says."""
    rows: list[list[str]] = []
    missing = {code for code, _ in columns[0].missing}
    if {str(column.choice) for column in columns} & missing:
        return None
    for cells in zip(*(column.cells for column in columns), strict=True):
        states = set(cells)
        if states == {""}:
            rows.append([])
        elif len(states) == 1 and states <= missing:
            rows.append(list(states))
        elif states <= {"0", "1"} and "1" in states:
            rows.append([str(c.choice) for c, cell in zip(columns, cells, strict=True) if cell == "1"])
        else:
            return None
    width = max(map(len, rows), default=0) or 1
    return tuple(tuple(row[at] if at < len(row) else "" for row in rows) for at in range(width))


def _single(column: Column) -> _Field:
    use = _USES.get(column.name, "") if column.kind == "frame" else ""
    if column.kind == "several":
        yes_no: tuple[tuple[str, Text], ...] = (("0", {"en": "no", "vi": "không"}), ("1", {"en": "yes", "vi": "có"}))
        return _Field(column.name, column.label, "single", (*yes_no, *column.missing), (column.cells,))
    known = {"", *column.wordings}
    if column.values and known.issuperset(column.cells):
        return _Field(column.name, column.label, "single", tuple(column.wordings.items()), (column.cells,), use)
    kind = "quantity" if column.numeric else "character"
    codes = column.missing if column.numeric else ()
    return _Field(column.name, column.label, kind, codes, (column.cells,), use)


def _own_label(column: Column) -> Text:
    return {tag: text.partition(" – ")[0] for tag, text in column.label.items()}


def _question_label(column: Column) -> Text:
    return {tag: text.partition(" – ")[2] or text for tag, text in column.label.items()}


def _definition(fields: Sequence[_Field], survey: str, title: Text, languages: Sequence[str], data: str) -> bytes:
    root = Element("sss", {"version": "2.0", "languages": " ".join(languages)})
    _add(root, "origin", "surveyapp")
    about = SubElement(root, "survey")
    _add(about, "name", survey)
    _label(about, "title", title, languages)
    record = SubElement(about, "record", {"ident": "A", "href": data, "format": "csv", "skip": "1"})
    place = 1
    for number, field in enumerate(fields, start=1):
        _variable(record, number, field, place, languages)
        place += len(field.cells)
    indent(root, " ")
    return f"{_HEAD}{tostring(root, encoding='unicode')}\n".encode()


def _variable(record: Element, number: int, field: _Field, place: int, languages: Sequence[str]) -> None:
    literal = {"format": "literal"} if field.type in ("single", "multiple") else {}
    use = {"use": field.use} if field.use else {}
    found = SubElement(record, "variable", {"ident": str(number), "type": field.type, **literal, **use})
    _add(found, "name", field.name)
    _label(found, "label", field.label or {"": field.name}, languages)
    fields = len(field.cells)
    if fields > 1:
        SubElement(found, "position", {"start": str(place), "finish": str(place + fields - 1)})
        width = max(len(code) for code, _ in field.codes)
        SubElement(found, "spread", {"subfields": str(fields), "width": str(width)})
    else:
        SubElement(found, "position", {"start": str(place)})
    if field.type == "character":
        _add(found, "size", str(max(map(len, field.cells[0]), default=1) or 1))
    if field.codes or field.type == "quantity":
        values = SubElement(found, "values")
        if field.type == "quantity":
            SubElement(values, "range", _range(field))
        for code, text in field.codes:
            _label(values, "value", text or {"": code}, languages).set("code", _NOT_XML.sub("", code))


def _range(field: _Field) -> dict[str, str]:
    """Return the limits of what was answered, with the decimals that occur."""
    codes = {"", *(code for code, _ in field.codes)}
    given = [cell for cell in field.cells[0] if cell not in codes] or ["0"]
    decimals = max(len(cell.partition(".")[2]) for cell in given)
    numbers = [float(cell) for cell in given]
    return {"from": f"{min(numbers):.{decimals}f}", "to": f"{max(numbers):.{decimals}f}"}


def _label(parent: Element, tag: str, text: Text, languages: Sequence[str]) -> Element:
    """Write a label: the first language as its text, every other language as a `text` within it."""
    base = languages[0]
    found = _add(parent, tag, text.get(base) or worded(text, base))
    for language in languages[1:]:
        if text.get(language):
            _add(found, "text", text[language]).set(_LANGUAGE, language)
    return found


def _add(parent: Element, tag: str, text: str) -> Element:
    found = SubElement(parent, tag)
    found.text = " ".join(_NOT_XML.sub("", text).split()) or None
    return found


def _data(fields: Sequence[_Field]) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(
        f"{field.name}.{at}" if len(field.cells) > 1 else field.name
        for field in fields
        for at in range(1, len(field.cells) + 1)
    )
    writer.writerows(zip(*(cells for field in fields for cells in field.cells), strict=True))
    return made.getvalue().encode("utf-8")
