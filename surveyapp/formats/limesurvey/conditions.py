"""Write the conditions of older LimeSurvey files as the relevance equation that newer versions make of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from surveyapp.formats.limesurvey.document import RawRow

_METHODS = {"==": "==", "=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def equation_of(rows: Iterable[RawRow], is_list: Callable[[str], bool]) -> str | None:
    """Return the equation of one question's conditions, None where one of them cannot be written.

    Conditions on the same question are alternatives, those on different questions must all hold, and scenarios are
    alternatives again. `is_list` tells whether a name is that of a question with several choices.
    """
    scenarios: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        comparison = _comparison(row, is_list)
        if comparison is None:
            return None
        scenarios[row.get("scenario", "1")][row.get("cqid", "")].append(comparison)
    return " or ".join(
        "(" + " and ".join(f"({' or '.join(found)})" for found in questions.values()) + ")"
        for questions in scenarios.values()
    )


def _comparison(row: RawRow, is_list: Callable[[str], bool]) -> str | None:
    method = _METHODS.get(row.get("method", "").strip() or "==")
    name = row.get("cfieldname", "")
    value = row.get("value", "").strip()
    pattern = row.get("method", "").strip() == "RX"
    if (method is None and not pattern) or not name or name.startswith("{"):
        return None
    if pattern:
        return f'regexMatch("{_escaped(value)}", {name.removeprefix("+")}.NAOK)'
    if value.startswith("@") and value.endswith("@"):
        return f"{name.removeprefix('+')}.NAOK {method} {value.strip('@')}.NAOK"
    if name.startswith("+"):
        return f'{name[1:]}.NAOK {method} "Y"'
    if is_list(name) and value.isalnum():
        return f'{name}{value}.NAOK {method} "Y"'
    return f'{name}.NAOK {method} "{_escaped(value)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
