"""Turn the embedded data of a Qualtrics survey into calculated values and into what a link sets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from surveyapp.formats.expressions.combining import Both, both_all
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.qualtrics.flow import Step
from surveyapp.formats.qualtrics.names import FIELD
from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.conditions import Constant, Expression, Name
from surveyapp.questionnaire.schema import Question

_WHOLE = re.compile(r"\$\{(e|q)://(?:Field/)?([^}/]+)[^}]*\}\Z")
_PLAIN = re.compile(r"[^\W\d][\w.-]*\Z")


def field_name(step: Step) -> str:
    return step.part.text("Field") or step.part.text("Description")


def is_set(step: Step) -> bool:
    """Tell whether the flow itself gives a field its value."""
    return step.kind == "field" and bool(step.part.text("Value"))


def why_unusable(name: str, taken: set[str]) -> str | None:
    if not _PLAIN.match(name):
        return "a name holds letters, digits, `_`, `.` and `-` here"
    if name in taken:
        return "a question has this name"
    return None


def calculated(
    name: str, settings: Sequence[tuple[Step, Sequence[Both]]], scope: Scope, at: int, ledger: Ledger
) -> Question | None:
    """Return the value that the last setting whose branches hold gives; None, and listed, where it cannot be said."""
    cases: list[Case] = []
    try:
        for step, branches in reversed(settings):
            value = _value(step.part.text("Value"), scope)
            when = scope.usable(both_all(branches).yes, at)
            cases.append(Case(when=when, value=scope.usable_expression(value, at)))
    except ValueError as error:
        words = " / ".join(step.part.text("Value") for step, _ in settings)
        ledger.lose(f"flow.{name}", words, f"this value cannot be computed here: {error}")
        scope.symbols.pop(f"{FIELD}{name}", None)
        scope.gone[f"{FIELD}{name}"] = "whose value is lost"
        return None
    for step, _ in settings:
        step.part.ignore_all()
    return Question(id=name, text={}, answer=Calculated(cases=tuple(cases)))


def _value(text: str, scope: Scope) -> Expression:
    if found := _WHOLE.match(text):
        name = f"{FIELD}{found[2]}" if found[1] == "e" else found[2]
        return Name(scope.symbol(name).name)
    if "${" in text or "$e{" in text:
        raise ValueError("it is put together from other values")
    return Constant(text)


def add_names(
    steps: Sequence[Step], places: dict[int, int], taken: set[str], scope: Scope, ledger: Ledger
) -> list[str]:
    """Make every field known to conditions; return those that only a link can set."""
    fields = [(at, step, field_name(step)) for at, step in enumerate(steps) if step.kind == "field"]
    set_here = {name for _, step, name in fields if is_set(step)}
    outside: list[str] = []
    last = {name: places[at] for at, step, name in fields if is_set(step)}
    for _, step, name in fields:
        if not name:
            continue
        if (why := why_unusable(name, taken)) is not None:
            ledger.lose(f"flow.{name}", step.part.text("Value") or name, why)
            scope.gone[f"{FIELD}{name}"] = f"a field that is lost: {why}"
            step.part.ignore_all()
            continue
        scope.add(f"{FIELD}{name}", Single(name), last.get(name, -1))
        if name not in set_here:
            outside.append(name)
            step.part.ignore_all()
    return list(dict.fromkeys(outside))
