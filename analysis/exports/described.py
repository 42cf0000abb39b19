"""Describe each column of a data package for programs that want types: its label, codes, missing codes and level."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

from analysis.codebook import Value, Variable
from analysis.exports.frame import FRAME_LABELS, FRAME_ROLES, MISSING_LABELS
from analysis.plan_default import scale_of

Text: TypeAlias = Mapping[str, str]
Level: TypeAlias = Literal["nominal", "ordinal", "scale"]
WORDS = frozenset({"text", "date", "month", "time", "datetime", "assignment"})
AMOUNTS = frozenset({"number", "sum", "duration"})
_WHOLE = re.compile(r"-?[1-9][0-9]{0,14}|0")


@dataclass(frozen=True)
class Column:
    """One column: `cells` as in data.csv, "" where nothing was asked; `missing` are codes that mean no answer."""

    name: str
    question: str
    kind: str
    label: Text
    values: tuple[tuple[str, Text], ...]
    missing: tuple[tuple[str, Text], ...]
    level: Level
    numeric: bool
    role: str
    flags: tuple[str, ...]
    choice: str | None
    place: str | None
    cells: tuple[str, ...]

    @cached_property
    def wordings(self) -> Mapping[str, Text]:
        """Return the wording of every code, of answers before those that mean none."""
        return dict((*self.values, *self.missing))


@dataclass(frozen=True)
class Table:
    """The respondents, or the instances of a repeat; `name` is "" or the repeat's."""

    name: str
    columns: tuple[Column, ...]
    n: int


@dataclass(frozen=True)
class Described:
    """A data package: its tables, the respondents' first, and codebook and design as written."""

    tables: tuple[Table, ...]
    codebook: Mapping[str, Any]
    design: Mapping[str, Any]

    @property
    def title(self) -> Text:
        return self.codebook["title"] or {}


def described(folder: Path, codebook: Mapping[str, Any], design: Mapping[str, Any]) -> Described:
    """Read the tables of a package as data.csv and repeat-*.csv hold them."""
    tables = [_table(folder / "data.csv", "", codebook["variables"], codebook)]
    for repeat in codebook.get("repeats", ()):
        tables.append(_table(folder / repeat["file"], repeat["id"], repeat["variables"], codebook))
    return Described(tuple(tables), codebook, design)


def worded(text: Text, language: str) -> str:
    """Return wording in a language, else its parent's, English, or whatever there is."""
    tags = (language, language.partition("-")[0], "en", *text)
    return next((text[tag] for tag in tags if text.get(tag)), "")


def label_of(column: Column, language: str) -> str:
    return worded(column.label, language) or column.name


def number_in(cell: str) -> float | None:
    """Read a cell as the number it is written from; None where a program could not write it back the same."""
    try:
        value = float(cell)
    except ValueError:
        return None
    written = str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return value if written == cell else None


def _table(path: Path, name: str, variables: Sequence[Mapping[str, Any]], codebook: Mapping[str, Any]) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    cells = dict(zip(header, zip(*rows, strict=True) if rows else ((),) * len(header), strict=True))
    known = {variable["name"]: variable for variable in variables}
    missing = tuple(
        (code, (codebook.get("missing_texts") or {}).get(kind) or MISSING_LABELS[kind])
        for code, kind in sorted(codebook["missing_codes"].items())
    )
    columns = tuple(
        _answer(known[column], cells[column], missing) if column in known else _frame(column, cells[column])
        for column in header
    )
    return Table(name, columns, len(rows))


def _answer(raw: Mapping[str, Any], cells: tuple[str, ...], missing: tuple[tuple[str, Text], ...]) -> Column:
    values = tuple((str(value["code"]), value["text"] or {}) for value in raw.get("values") or ())
    kind, own = raw["kind"], {code for code, _ in values}
    codes = tuple((code, text) for code, text in missing if code not in own)
    if raw.get("role") == "assignment":
        codes = ()
    if _lists_codes(raw):
        values, codes = (), ()
    numeric = _is_numeric(kind, raw, cells, own)
    ordered = numeric and (any(value.get("apart") for value in raw.get("values") or ()) or _is_graded(raw))
    level: Level = "scale" if numeric and not values and kind != "several" else "ordinal" if ordered else "nominal"
    return Column(
        name=raw["name"],
        question=raw["question"],
        kind=kind,
        label=_joined(raw.get("text") or {}, raw.get("label") or {}),
        values=values,
        missing=codes,
        level=level,
        numeric=numeric,
        role=raw.get("role") or "answer",
        flags=flags_of(raw),
        choice=raw.get("choice"),
        place=raw.get("place"),
        cells=cells,
    )


def _is_graded(raw: Mapping[str, Any]) -> bool:
    """Tell whether the codes rise or fall along a scale, such as the points by which the rows of a grid are rated."""
    given = [Value(str(one["code"]), one["text"] or {}, bool(one.get("apart"))) for one in raw.get("values") or ()]
    variable = Variable(raw["name"], raw["question"], raw["kind"], {}, {}, tuple(given))
    points = [float(one.code) for one in variable.scale] if scale_of([variable]) else []
    return len(points) > 2 and points in (sorted(points), sorted(points, reverse=True))


def flags_of(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what asks for care with a variable of the codebook: free text, and what is sensitive."""
    found = ["free text"] if raw["kind"] == "text" else []
    sensitivity = raw.get("sensitivity") or ""
    return (*found, sensitivity) if sensitivity.startswith("sensitive") else tuple(found)


def _is_numeric(kind: str, raw: Mapping[str, Any], cells: tuple[str, ...], codes: set[str]) -> bool:
    if kind in WORDS or raw.get("role") == "assignment" or _lists_codes(raw):
        return False
    if not all(_WHOLE.fullmatch(code) for code in codes):
        return False
    found = {cell for cell in cells if cell}
    if not found and not codes and kind not in AMOUNTS and kind != "several":
        return False
    return all(number_in(cell) is not None for cell in found)


def _lists_codes(raw: Mapping[str, Any]) -> bool:
    """Tell whether a cell lists the codes that a best–worst screen showed: it holds no code of its own."""
    return str(raw.get("place") or "").endswith("shown")


def _frame(name: str, cells: tuple[str, ...]) -> Column:
    """Describe a column of the fieldwork, or a key of an instance."""
    role, flags = FRAME_ROLES.get(name, ("key", ()))
    numeric = (role == "sign" or name in ("design_weight", "version", "index")) and all(map(_is_number, cells))
    level: Level = "scale" if name in ("design_weight", "index") and numeric else "nominal"
    label = FRAME_LABELS.get(name, {})
    return Column(name, name, "frame", label, (), (), level, numeric, role, flags, None, None, cells)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?", cell) is not None


def _joined(text: Text, label: Text) -> Text:
    """Say what is particular to a column first: programs cut long labels."""
    if not label or label == text:
        return text
    return {tag: f"{label[tag]} – {text[tag]}" for tag in label if text.get(tag)} or label
