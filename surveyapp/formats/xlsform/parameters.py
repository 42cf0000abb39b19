"""Read the parameters column: `start=1 end=10 step=1`, `randomize=true`."""

from __future__ import annotations

import re
from collections.abc import Collection

from surveyapp.formats.result import Ledger
from surveyapp.formats.xlsform.limits import Limits
from surveyapp.formats.xlsform.structure import Item
from surveyapp.questionnaire.answer_types import Number

_PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^\s;,]+)")


def read_parameters(item: Item, known: Collection[str], ledger: Ledger) -> dict[str, str]:
    """Return the parameters that are known; the others are listed."""
    text = item.row.take("parameters")
    found = {name.lower(): value for name, value in _PARAMETER.findall(text)}
    rest = [f"{name}={value}" for name, value in found.items() if name not in known]
    if rest or (text and not found):
        ledger.lose(item.id, f"parameters: {' '.join(rest) or text}", "these parameters have no meaning here")
    return {name: value for name, value in found.items() if name in known}


def range_answer(item: Item, limits: Limits, ledger: Ledger) -> Number:
    """Return the number that a slider gives, in its steps; by default whole numbers from 1 to 10."""
    given = read_parameters(item, ("start", "end", "step"), ledger)
    appearance = item.row.take("appearance")
    if appearance:
        ledger.lose(item.id, f"appearance: {appearance}", "it only says how the question looks")
    start, end, step = (
        _number(given.get(name), usual) for name, usual in (("start", 1.0), ("end", 10.0), ("step", 1.0))
    )
    step = abs(step) or 1.0
    least, most = min(start, end), max(start, end)
    if start > end:
        ledger.lose(item.id, f"start {start:g} above end {end:g}", "a scale runs from its least to its greatest number")
    whole = all(number.is_integer() for number in (start, end, step))
    if limits.least is not None and limits.least > least:
        steps = -((least - limits.least) // step)
        least = round(least + steps * step, 12)
    return Number(
        minimum=least,
        maximum=most if limits.most is None else min(most, limits.most),
        step=step,
        decimals=0 if whole else 12,
        layout="slider",
    )


def _number(text: str | None, usual: float) -> float:
    try:
        number = usual if text is None else float(text)
    except ValueError:
        return usual
    return number if abs(number) < 1e15 else usual
