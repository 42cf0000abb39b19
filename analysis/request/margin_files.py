"""Read the margins of a request from a CSV file: a row for each total, with definition, date, source, confidence."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from analysis.request.parsing import Parsed, parse_request
from analysis.request.problems import Problem, RequestError
from analysis.request.shapes import Shape

BUNDLED = Path(__file__).parent.parent / "weighting" / "margins"
"""The folder of the files that `bundled:NAME` names."""
_DEFINITION = ("population", "unit", "age_scope")
_ORIGIN = ("date", "source")
_CONFIDENCE = ("low", "medium", "high")


class MarginFileShape(Shape):
    """A file of margins, which of its rows are meant, and what its dimensions and categories are called in the data.

    `population`, `unit`, `age_scope` and `date` are for files that do not say theirs.
    """

    file: str = Field(min_length=1)
    where: dict[str, str | list[str]] = {}
    by: dict[str, str] = {}
    categories: dict[str, dict[str, Any]] = {}
    total: str = "count"
    population: str | None = None
    unit: str | None = None
    age_scope: str | None = None
    date: str | None = None


def parse_with_margins(document: Any, folder: Path) -> Parsed:
    """Check the shape of a request whose steps may name files of margins, looked for in the folder."""
    if not isinstance(document, dict) or not isinstance(document.get("weighting"), list):
        return parse_request(document)
    steps: list[Any] = []
    problems: list[Problem] = []
    for i, step in enumerate(document["weighting"]):
        place = f"weighting[{i}].margins"
        try:
            steps.append(_with_margins(step, folder, place))
        except RequestError as error:
            problems += error.problems
            steps.append(step)
    parsed = parse_request({**document, "weighting": steps})
    unread = {problem.place.split(".margins")[0] + ".margins" for problem in problems}
    return replace(parsed, problems=(*problems, *(one for one in parsed.problems if one.place not in unread)))


def _with_margins(step: Any, folder: Path, place: str) -> Any:
    if not isinstance(step, dict) or not isinstance(step.get("margins"), dict):
        return step
    try:
        shape = MarginFileShape.model_validate(step["margins"])
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise RequestError(
            [Problem("bad-value", ".".join((place, *map(str, one["loc"]))), one["msg"]) for one in found]
        ) from error
    return {**step, "margins": margins_of(shape, folder, place)}


def margins_of(shape: MarginFileShape, folder: Path, place: str) -> list[dict[str, Any]]:
    """Return the margins of a file as a request writes them; raise RequestError where rows cannot be totals.

    Rows of one dimension that differ in population, unit or ages become margins of their own, which weighting refuses
    to mix. The confidence of a margin is that of its least certain row.
    """
    rows = _rows(shape, folder, place)
    margins: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        margins.setdefault((row["dimension"], *(_said(shape, row, key) for key in _DEFINITION)), []).append(row)
    return [_margin(shape, dimension, own, place) for (dimension, *_), own in margins.items()]


def _rows(shape: MarginFileShape, folder: Path, place: str) -> list[dict[str, str]]:
    bundled = shape.file.removeprefix("bundled:")
    path = folder / shape.file if bundled == shape.file else BUNDLED / f"{Path(bundled).name}.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names, rows = set(reader.fieldnames or ()), list(reader)
    except (OSError, ValueError, csv.Error) as error:
        text = f"The margins cannot be read: {error}"
        raise RequestError([Problem("unreadable-margins", f"{place}.file", text)]) from error
    missing = sorted({"dimension", "category", shape.total, *shape.where} - names)
    if missing:
        text = f"The file of margins has no column {', '.join(missing)}."
        raise RequestError([Problem("unknown-column", place, text)])
    chosen = [row for row in rows if all(row[key] in _listed(wanted) for key, wanted in shape.where.items())]
    if not chosen:
        raise RequestError([Problem("no-margins", place, "No row of the file of margins is meant.")])
    return chosen


def _margin(shape: MarginFileShape, dimension: str, rows: list[Mapping[str, Any]], place: str) -> dict[str, Any]:
    for key in _ORIGIN:
        named = sorted({_said(shape, row, key) or "none" for row in rows})
        if len(named) > 1:
            text = f"The rows of {dimension} have more than one {key} ({'; '.join(named)}); choose one with `where`."
            raise RequestError([Problem("bad-value", place, text)])
    name = shape.by.get(dimension, dimension)
    called = shape.categories.get(dimension, {})
    totals = [
        {name: called.get(row["category"], row["category"]), "total": _total(shape.total, row, place)} for row in rows
    ]
    said = {key: _said(shape, rows[0], key) for key in (*_DEFINITION, *_ORIGIN)}
    return {"by": [name], "totals": totals, **said, "confidence": _least(row.get("confidence") for row in rows)}


def _total(column: str, row: Mapping[str, Any], place: str) -> float:
    try:
        number = float(row[column])
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        text = f"{row['dimension']} {row['category']} has no number in the column {column}."
        raise RequestError([Problem("bad-value", place, text)])
    return number / 100 if column.endswith("_pct") else number


def _said(shape: MarginFileShape, row: Mapping[str, Any], key: str) -> str | None:
    """Return what a row says of itself, or else what the request says for it."""
    own = row.get(key) or (row.get("ref_date") if key == "date" else None)
    return own or getattr(shape, key, None)


def _least(given: Iterable[str | None]) -> str | None:
    known = [word.strip().lower() for word in given if word]
    return min(known, key=lambda word: _CONFIDENCE.index(word) if word in _CONFIDENCE else 0, default=None)


def _listed(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted
