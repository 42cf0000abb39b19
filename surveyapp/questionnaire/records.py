"""Lay one response out as variables: what counted, what was refused, what was left, what was never asked."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.codebook import MISSING_CODES
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked, Instance, InstanceKey, Walk, key_of

Cell = str
_OWN = key_of(None)
UNANSWERED: Cell = MISSING_CODES["unanswered"]


def record_of(walk: Walk) -> dict[str, Cell]:
    """Return variable name -> cell for everything that was asked; a variable that is absent was not asked.

    Reserved codes tell a refusal, a don't know and a blank apart. A repeat gives the number of its instances.
    """
    return _records(walk)[_OWN]


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
            found.append({**records[key_of(instance)], **keys, "index": str(instance.index + 1)})
    return tuple(found)


def _records(walk: Walk) -> dict[InstanceKey, dict[str, Cell]]:
    """Return the cells of the respondent and of every instance."""
    records: dict[InstanceKey, dict[str, Cell]] = {_OWN: {}}
    for instance in walk.instances:
        records[key_of(instance)] = {}
        around = records[key_of(instance.within)]
        around[instance.repeat.id] = str(int(around.get(instance.repeat.id, "0")) + 1)
    asked_ids = {asked.question.id for page in walk.pages for asked in page.asked}
    for page in walk.pages:
        cells = records[key_of(page.instance)]
        for asked in page.asked:
            if asked.question.answer.asks:
                cells.update(_cells(asked, walk.counted.get(asked.question.id)))
    for name, value in walk.counted.items():
        if name not in asked_ids:
            records[key_of(walk.homes.get(name))][plain_name(name)] = cell_of(value)
    for name, codes in walk.drawn.items():
        records[_OWN][name] = " ".join(codes)
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
    name = plain_name(asked.question.id)
    cells = asked.question.answer.cells(value, asked.shown)
    return {f"{name}__{part}" if part else name: cell_of(cell) for part, cell in cells.items()}
