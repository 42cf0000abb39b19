"""Lay one response out as variables: what counted, what was refused, what was left, what was never asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import BestWorst, Grid, Information, Ranking, Several
from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.codebook import MISSING_CODES
from surveyapp.questionnaire.instances import MARK, plain_name
from surveyapp.questionnaire.path import Asked, Instance, Walk

Cell = str
UNANSWERED: Cell = MISSING_CODES["unanswered"]


def record_of(walk: Walk) -> dict[str, Cell]:
    """Return variable name -> cell for everything that was asked; a variable that is absent was not asked.

    Reserved codes tell a refusal, a don't know and a blank apart. A repeat gives the number of its instances.
    """
    return _records(walk)[""]


def records_in(walk: Walk, repeat: str) -> tuple[dict[str, Cell], ...]:
    """Return one record an instance of a repeat: its key under the repeat's id, and that of every repeat around it."""
    records = _records(walk)
    found = []
    for instance in walk.instances:
        if instance.repeat.id == repeat:
            keys: dict[str, Cell] = {}
            around: Instance | None = instance
            while around is not None:
                keys = {around.repeat.id: cell_of(around.value), **keys}
                around = around.within
            found.append({**records[instance.suffix], **keys, "index": str(instance.index + 1)})
    return tuple(found)


def _records(walk: Walk) -> dict[str, dict[str, Cell]]:
    """Return the cells by the suffix of their instance; "" is the respondent's own."""
    records: dict[str, dict[str, Cell]] = {"": {}}
    for instance in walk.instances:
        records[instance.suffix] = {}
        around = records[instance.within.suffix if instance.within else ""]
        around[instance.repeat.id] = str(int(around.get(instance.repeat.id, "0")) + 1)
    asked_ids = {asked.question.id for page in walk.pages for asked in page.asked}
    for page in walk.pages:
        cells = records[page.instance.suffix if page.instance else ""]
        for asked in page.asked:
            if not isinstance(asked.question.answer, Information):
                cells.update(_cells(asked, walk.counted.get(asked.question.id)))
    for name, value in walk.counted.items():
        if name not in asked_ids:
            plain, mark, instance_name = name.partition(MARK)
            records[mark + instance_name][plain] = cell_of(value)
    for name, codes in walk.drawn.items():
        records[""][name] = " ".join(codes)
    return records


def cell_of(value: Any) -> Cell:
    """Print one value: numbers without a needless point, missing kinds as their reserved code."""
    if value is None:
        return UNANSWERED
    if (kind := missing_kind(value)) is not None:
        return MISSING_CODES[kind]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cells(asked: Asked, value: Any) -> dict[str, Cell]:
    name, shown = plain_name(asked.question.id), asked.shown
    whole = cell_of(value) if value is None or missing_kind(value) is not None else None
    match asked.question.answer:
        case Several():
            return {f"{name}__{choice.code}": whole or str(int(choice.code in value)) for choice in shown.choices}
        case Grid():
            rows: Mapping[str, Any] = {} if whole else value
            return {f"{name}__{row.code}": whole or cell_of(rows.get(row.code)) for row in shown.rows}
        case Ranking() as answer:
            places = range(1, answer.places(shown) + 1)
            given = [] if whole else value
            return {f"{name}__{at}": whole or (given[at - 1] if at <= len(given) else UNANSWERED) for at in places}
        case BestWorst():
            return _best_worst_cells(name, shown.screens, None if whole else value, whole)
        case _:
            return {name: whole or cell_of(value)}


def _best_worst_cells(
    name: str, screens: tuple[tuple[str, ...], ...], value: Any, whole: Cell | None
) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for at, screen in enumerate(screens):
        chosen = value[at] if value and at < len(value) and value[at] else {}
        cells[f"{name}__{at + 1}__shown"] = " ".join(screen)
        for part in ("best", "worst"):
            cells[f"{name}__{at + 1}__{part}"] = whole or chosen.get(part) or UNANSWERED
    return cells
