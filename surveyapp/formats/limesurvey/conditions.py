"""Write the conditions of older LimeSurvey files as the relevance equation that newer versions make of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from surveyapp.formats.limesurvey.document import RawRow

_METHODS = {"==": "==", "=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,10}[1-9])?\Z")
"""A number as LimeSurvey itself would write it; another one, such as 05, is a text."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One comparison, and what it is about: comparisons about the same are alternatives."""

    about: tuple[str, ...]
    text: str


def equation_of(rows: Iterable[RawRow], is_list: Callable[[str], bool]) -> str | None:
    """Return the equation of one question's conditions, None where one of them cannot be written.

    Conditions on the same field are alternatives, those on different fields must all hold, and scenarios are
    alternatives again. `is_list` tells whether a name is that of a question with several choices.
    """
    scenarios: defaultdict[str, defaultdict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        said = _said(row, is_list)
        if said is None:
            return None
        scenarios[row.get("scenario", "1")][said.about].append(said.text)
    return " or ".join(
        "(" + " and ".join(f"({' or '.join(found)})" for found in fields.values()) + ")"
        for fields in scenarios.values()
    )


def _said(row: RawRow, is_list: Callable[[str], bool]) -> _Said | None:
    written, value = row.get("method", "").strip() or "==", row.get("value", "")
    name = row.get("cfieldname", "").removeprefix("+")
    about = (row.get("cqid", ""), row.get("cfieldname", ""))
    if not name or name.startswith("{"):
        return None
    if written == "RX":
        return _Said(about, f'regexMatch("{_escaped(value.strip())}", {name}.NAOK)')
    method = _METHODS.get(written)
    if method is None:
        return None
    if row.get("cfieldname", "").startswith("+"):
        return _Said((*about, value), f'{name}.NAOK {method} "{_escaped(value or "Y")}"')
    if is_list(name) and value.strip().isalnum():
        return _Said(about, f'{name}{value.strip()}.NAOK {method} "Y"')
    if not value.strip() and method in ("==", "!="):
        return _Said(about, f"{'' if method == '==' else '!'}is_empty({name}.NAOK)")
    return _Said(about, f"{name}.NAOK {method} {_operand(value.strip())}")


def _operand(value: str) -> str:
    if value.startswith("@") and value.endswith("@"):
        return f"{value.strip('@')}.NAOK"
    return value if _NUMBER.match(value) else f'"{_escaped(value)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
