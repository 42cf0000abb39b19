"""Read the display logic, branches and skips of Qualtrics: sets of expressions joined by and / or."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.expressions.combining import Both, both_all, both_any, compare_count
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Dialect, Many, Single, Symbol, Ticked, Translator, is_missing, ticked
from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.names import FIELD, codes_of, ordered
from surveyapp.questionnaire.conditions import Expression, Name

_COMPARED = {
    "EqualTo": "==",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
    "Is": "==",
    "IsNot": "!=",
}
_NEVER_KNOWN = {
    "DeviceType": "nothing is recorded about a device",
    "GeoIP": "nothing is recorded about where somebody is",
    "PanelData": "nobody's name or address is known",
    "Quota": "quotas belong to the operator of a survey, not to its questions",
}


@dataclass
class Logic:
    """What every condition of a survey is read with."""

    scope: Scope
    questions: Mapping[str, Part]

    def both(self, logic: Any) -> Both:
        """Return where a logic is true and where it is false; raise Untranslatable (a ValueError) with the reason."""
        sets = [(str(one.get("Type", "If")), self._set(one)) for one in _numbered(logic)]
        if not sets:
            raise Untranslatable("it holds no condition")
        return _joined([(kind.lower().startswith("or"), both) for kind, both in sets])

    def skips(self, skip: Part) -> Both:
        """Return where a skip is taken."""
        return self._expression(
            {"LogicType": "Question", "LeftOperand": skip.text("ChoiceLocator") or skip.text("Locator"),
             "Operator": skip.text("Condition"), "RightOperand": skip.text("RightOperand")}
        )  # fmt: skip

    def _set(self, logic: dict[str, Any]) -> Both:
        found = [(str(one.get("Conjuction", "")).lower() == "or", self._expression(one)) for one in _numbered(logic)]
        if not found:
            raise Untranslatable("a set of it holds no condition")
        return _joined(found)

    def _expression(self, said: dict[str, Any]) -> Both:
        kind = str(said.get("LogicType", "Question"))
        if kind in _NEVER_KNOWN:
            raise Untranslatable(_NEVER_KNOWN[kind])
        operator = str(said.get("Operator", ""))
        if kind == "EmbeddedField":
            return self._compared(self.scope.symbol(f"{FIELD}{said.get('LeftOperand')}"), operator, said)
        locator = str(said.get("LeftOperand") or said.get("ChoiceLocator") or "")
        found = re.match(r"q://(QID[^/]+)/([A-Za-z]+)(?:/(.*))?\Z", locator)
        if kind != "Question" or found is None:
            raise Untranslatable(f"a condition on {kind[:30]} has no equivalent here")
        name, what, rest = found[1], found[2], (found[3] or "").split("?")[0]
        if "Displayed" in operator or "Displayed" in what:
            raise Untranslatable("it asks whether something was shown")
        if what in ("SelectableChoice", "SelectableAnswer") and operator in ("Selected", "NotSelected"):
            both = self._selected(name, what, rest)
            return both if operator == "Selected" else both.turned()
        if what == "SelectedChoicesCount":
            return self._count(name, operator, said)
        if what in ("ChoiceTextEntryValue", "ChoiceNumericEntryValue", "SelectableChoice"):
            return self._compared(self._value_of(name, rest), operator, said)
        raise Untranslatable(f"it asks for {what[:40]}, which has no equivalent here")

    def _question(self, name: str) -> Part:
        if name not in self.questions:
            raise Untranslatable(f"it refers to `{name}`, which is not in the survey")
        return self.questions[name]

    def _selected(self, name: str, what: str, rest: str) -> Both:
        question = self._question(name)
        if name in self.scope.symbols or f"{name}/" not in "".join(self.scope.symbols):
            symbol = self.scope.symbol(name)
            code = codes_of(question, "Choices").get(rest)
            if code is None:
                raise Untranslatable(f"there is no choice {rest!r}")
            return _holds(symbol, code)
        row, _, answer = rest.partition("/")
        rows = [row] if answer else [key for key, _ in ordered(question, "Choices")]
        code = codes_of(question, "Answers").get(answer or row)
        if code is None or (not answer and what == "SelectableChoice"):
            raise Untranslatable(f"there is no answer {rest!r}")
        return both_any([_holds(self.scope.symbol(f"{name}/{key}"), code) for key in rows])

    def _value_of(self, name: str, rest: str) -> Symbol:
        for candidate in (f"{name}/{rest}/text", f"{name}/{rest}", name):
            if rest and candidate in self.scope.symbols:
                return self.scope.symbols[candidate]
        return self.scope.symbol(f"{name}/{rest}" if rest and name not in self.scope.symbols else name)

    def _count(self, name: str, operator: str, said: dict[str, Any]) -> Both:
        symbol, limit = self.scope.symbol(name), _number(said.get("RightOperand"))
        if not isinstance(symbol, Many) or operator not in _COMPARED or limit is None:
            raise Untranslatable("it counts something other than the choices of a question")
        return compare_count(_COMPARED[operator], [ticked(Ticked(symbol.name, code)) for code in symbol.codes], limit)

    def _compared(self, symbol: Symbol, operator: str, said: dict[str, Any]) -> Both:
        if operator in ("Empty", "NotEmpty"):
            both = is_missing(Name(symbol.name))
            return both if operator == "Empty" else both.turned()
        if operator not in _COMPARED or not isinstance(symbol, Single):
            raise Untranslatable(f"the comparison {operator[:40]!r} has no equivalent here")
        right = str(said.get("RightOperand", ""))
        number = _number(right)
        if "${" in right or (number is None and operator not in ("EqualTo", "NotEqualTo", "Is", "IsNot")):
            raise Untranslatable(f"it compares with {right[:40]!r}")
        value = Literal(number) if number is not None else Literal(right)
        return Translator(_dialect()).symbol_comparison(_COMPARED[operator], symbol, value)


def _holds(symbol: Symbol, code: str) -> Both:
    if isinstance(symbol, Many):
        return ticked(Ticked(symbol.name, code))
    return Translator(_dialect()).symbol_comparison("==", symbol, Literal(code))


def _joined(parts: list[tuple[bool, Both]]) -> Both:
    """Join conditions of which some begin with `or`: `and` binds closer."""
    groups: list[list[Both]] = []
    for alternative, both in parts:
        if alternative or not groups:
            groups.append([])
        groups[-1].append(both)
    return both_any([both_all(group) for group in groups])


def _numbered(value: Any) -> list[dict[str, Any]]:
    """Return what stands under the keys `0`, `1`, … of an object, or in a list, in order."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    found = value.items() if isinstance(value, dict) else ()
    numbered = [(int(key), one) for key, one in found if str(key).isdecimal() and isinstance(one, dict | list)]
    return [
        one if isinstance(one, dict) else {str(at): part for at, part in enumerate(one)}
        for _, one in sorted(numbered, key=lambda item: item[0])
    ]


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e15 else None


class _Plain:
    """A dialect without names or functions: only values are compared."""

    zero_is_false = False

    def symbol(self, reference: Reference) -> Symbol:
        raise Untranslatable("it refers to something by name")

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        return None

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        return None

    def arithmetic(self, node: Binary, translator: Translator) -> Expression | None:
        return None

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        return None


def _dialect() -> Dialect:
    return _Plain()
