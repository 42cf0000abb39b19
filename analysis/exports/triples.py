"""Write a table as Triple-S 2.0: a definition (.sss) and its data as CSV under one header line (.csv).

Every variable is one field. A question with several answers is one variable of type `multiple`, a figure a category:
1 where it was chosen. Where that does not say everything (codes that are no numbers, boxes that were not offered, a
missing code), each box is a variable of its own besides. Texts, dates and times are of type `character`, since a
missing code may stand in their place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from analysis.exports.described import Column, Table, Text, worded
from analysis.exports.naming import triples_names

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">\n'
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NUMBER = re.compile("[1-9][0-9]{0,2}")
_USES = {"response": "serial", "design_weight": "weight"}


@dataclass(frozen=True)
class _Field:
    """One variable, which is one field of every row."""

    name: str
    label: Text
    type: str
    codes: tuple[tuple[str, Text], ...]
    cells: tuple[str, ...]
    use: str = ""


def triples_files(table: Table, survey: str, title: Text, languages: Sequence[str], stem: str) -> dict[str, bytes]:
    """Return the definition and the data of a table, every label in all languages."""
    found = list(_fields(table))
    names = triples_names(field.name for field in found)
    fields = [replace(field, name=names[field.name]) for field in found]
    return {f"{stem}.sss": _definition(fields, survey, title, languages, f"{stem}.csv"), f"{stem}.csv": _data(fields)}


def names_in_triples(table: Table) -> Mapping[str, str]:
    """Return the name in the file of every column: that of its question, where it is no variable of its own."""
    names = triples_names(field.name for field in _fields(table))
    return {column.name: names.get(column.name) or names[_question(column)[0]] for column in table.columns}


def _question(column: Column) -> tuple[str, bool]:
    boxes = column.kind == "several" and column.choice is not None
    return (column.name.removesuffix(f"__{column.choice}") if boxes else column.name, boxes)


def _fields(table: Table) -> Iterator[_Field]:
    for (name, boxes), group in groupby(table.columns, _question):
        columns = list(group)
        if boxes:
            yield _multiple(name, columns)
        if not boxes or not _is_whole(columns):
            yield from map(_single, columns)


def _multiple(name: str, columns: Sequence[Column]) -> _Field:
    """Lay boxes out as a figure each; a row of which no box says yes or no has none."""
    own = _have_numbers(columns)
    numbers = [int(str(column.choice)) if own else place for place, column in enumerate(columns, start=1)]
    codes = tuple((str(number), _own_label(column)) for number, column in zip(numbers, columns, strict=True))
    cells = []
    for row in zip(*(column.cells for column in columns), strict=True):
        figures = ["0"] * max(numbers)
        for number, cell in zip(numbers, row, strict=True):
            figures[number - 1] = "1" if cell == "1" else "0"
        cells.append("".join(figures) if {"0", "1"} & set(row) else "")
    return _Field(name, _question_label(columns[0]), "multiple", codes, tuple(cells))


def _have_numbers(columns: Sequence[Column]) -> bool:
    """Say whether the codes are numbers already, small enough for a figure each."""
    return all(_NUMBER.fullmatch(str(column.choice)) for column in columns)


def _is_whole(columns: Sequence[Column]) -> bool:
    """Say whether one variable says all that the boxes say."""
    rows = zip(*(column.cells for column in columns), strict=True)
    return _have_numbers(columns) and all(set(row) <= {"0", "1"} or set(row) == {""} for row in rows)


def _single(column: Column) -> _Field:
    use = _USES.get(column.name, "") if column.kind == "frame" else ""
    if column.kind == "several":
        yes_no: tuple[tuple[str, Text], ...] = (("0", {"en": "no", "vi": "không"}), ("1", {"en": "yes", "vi": "có"}))
        return _Field(column.name, column.label, "single", (*yes_no, *column.missing), column.cells)
    known = {"", *column.wordings}
    if column.values and known.issuperset(column.cells):
        return _Field(column.name, column.label, "single", tuple(column.wordings.items()), column.cells, use)
    kind = "quantity" if column.numeric else "character"
    codes = column.missing if column.numeric else ()
    return _Field(column.name, column.label, kind, codes, column.cells, use)


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
    for number, field in enumerate(fields, start=1):
        _variable(record, number, field, languages)
    indent(root, " ")
    return f"{_HEAD}{tostring(root, encoding='unicode')}\n".encode()


def _variable(record: Element, number: int, field: _Field, languages: Sequence[str]) -> None:
    literal = {"format": "literal"} if field.type == "single" else {}
    use = {"use": field.use} if field.use else {}
    found = SubElement(record, "variable", {"ident": str(number), "type": field.type, **literal, **use})
    _add(found, "name", field.name)
    _label(found, "label", field.label or {"": field.name}, languages)
    SubElement(found, "position", {"start": str(number)})
    if field.type == "character":
        _add(found, "size", str(max(map(len, field.cells), default=1) or 1))
    if field.codes or field.type == "quantity":
        values = SubElement(found, "values")
        if field.type == "quantity":
            SubElement(values, "range", _range(field))
        for code, text in field.codes:
            _label(values, "value", text or {"": code}, languages).set("code", _NOT_XML.sub("", code))


def _range(field: _Field) -> dict[str, str]:
    """Return the limits of what was answered, with the decimals that occur."""
    codes = {"", *(code for code, _ in field.codes)}
    given = [cell for cell in field.cells if cell not in codes] or ["0"]
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
    """Return the rows, every cell in quotes: a program would take the figures of several answers for a number."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(field.name for field in fields)
    writer.writerows(zip(*(field.cells for field in fields), strict=True))
    return made.getvalue().encode("utf-8")
